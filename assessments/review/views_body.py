"""The governing body's response: written, kept as a draft, confirmed, and brought back."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.access import Member
from assessments import queries, rules, services
from assessments.access import assessment_for
from assessments.editing import restoring
from assessments.editing.drafts import draft_of
from assessments.editing.forms import BodyResponseForm
from assessments.editing.keeping import Pages, keep_or_discard
from assessments.editing.settling import Result, settle
from assessments.editing.submission import of_draft
from assessments.history_pages import newest_save, posted_entry, say_restored, show_history
from assessments.models import Assessment, TypedDraft
from assessments.review import body_page
from assessments.review.forms import StepForm
from assessments.review.pages import came_late, moved_on, posted, show
from selfassess.common.http import posted_version
from selfassess.common.typed.replay import only_saves

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@only_saves
@_get_or_post
def body_response(request: HttpRequest, pk: int) -> HttpResponse:
    """Written by people who may read, until it is published."""

    def may(member: Member, assessment: Assessment) -> bool:
        drafts = rules.may_draft_body_response(member, assessment)
        return drafts or came_late(request, member, assessment)

    member, assessment = assessment_for(request, pk, may)
    page = body_page.load(request, member, assessment)
    if request.method == "POST":
        return body_page.answer(page, settle(member, page.subject, page.sent))
    form = BodyResponseForm(initial={"text": assessment.body_response.text})
    return body_page.show_form(page, form, page.subject.version)


@only_saves
@_get_or_post
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own draft of it: the form with it to go on, and where it is kept."""
    member, assessment = assessment_for(request, pk, rules.may_draft_body_response)
    page = body_page.load(request, member, assessment)
    back = redirect("assessments:body_response", pk)
    if request.method == "POST":
        onward = redirect("assessments:body_response_draft", pk)
        question = "Discard your unsaved changes to the governing body’s response?"
        where = Pages(back, onward, lambda other: _typed(replace(page, other=other)), question)
        return keep_or_discard(request, member, page.subject, page.sent, where)
    mine = draft_of(member, page.subject)
    return _go_on(page, mine) if mine and page.subject.is_open else back


def _go_on(page: body_page.BodyResponsePage, mine: TypedDraft) -> HttpResponse:
    """The form as it was left; or beside what someone has saved since."""
    page = replace(page, draft=mine, sent=of_draft(mine))
    if mine.base_version != page.subject.version:
        return body_page.conflict(page)
    return body_page.show_form(page, BodyResponseForm(initial=mine.values), page.subject.version)


def _typed(page: body_page.BodyResponsePage) -> HttpResponse:
    """The page with what could not be kept, as it was typed."""
    return body_page.show_form(page, BodyResponseForm(page.sent.values), page.sent.version)


@_get_or_post
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the whole text and confirms that it is what the governing body says."""
    member, assessment = assessment_for(request, pk, rules.may_confirm_body_response)
    form = StepForm(posted(request))
    if form.is_valid():
        version = posted_version(request)
        try:
            services.confirm_body_response(member, assessment, version=version)
        except services.Conflict:
            assessment.body_response.refresh_from_db()
            if not _confirmed_just_now(assessment, version):
                return show(
                    request, "confirm_body_response", assessment, 409, changed=True, form=form
                )
        except services.Locked:
            return moved_on(request, member, assessment, form)
        messages.success(request, "Response confirmed")
        return redirect("assessments:body_response", pk)
    if assessment.state not in rules.BODY_RESPONSE_CONFIRM_STATES:
        return moved_on(request, member, assessment, form)
    return show(request, "confirm_body_response", assessment, form=form)


def _confirmed_just_now(assessment: Assessment, version: int) -> bool:
    """Whether the text of that version has already been confirmed: a button pressed twice."""
    response = assessment.body_response
    return response.is_confirmed and response.version == version + 1


@_get_or_post
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who wrote what in it; brings an earlier wording back."""
    member, assessment = assessment_for(request, pk)
    page = body_page.load(request, member, assessment)
    if request.method != "POST":
        return _show_history(page)
    if not rules.may_draft_body_response(member, assessment):
        raise PermissionDenied
    entry = posted_entry(request, queries.body_response_history_of(assessment))
    outcome = restoring.restore_body_response(
        member, page.subject, entry, version=page.sent.version
    )
    if outcome.result is Result.CONFLICT:
        return body_page.conflict(page.after(outcome))
    if outcome.result is Result.LOCKED:
        return _show_history(page.after(outcome), 409)
    say_restored(request, "The governing body’s response", entry)
    return redirect("assessments:body_response_history", pk)


def _show_history(page: body_page.BodyResponsePage, status: int = 200) -> HttpResponse:
    entries = queries.body_response_history_of(page.assessment)
    writable = page.subject.is_open
    return show_history(
        page.request,
        page.assessment,
        entries,
        status,
        of_response=True,
        version=page.subject.version,
        current=newest_save(entries),
        may_restore=writable,
        lock_reason="" if writable else "You cannot change the governing body’s response now.",
    )
