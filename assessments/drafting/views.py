"""Keeping what is typed before it is saved, going on with it, and throwing it away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from accounts.access import Member
from assessments import rules
from assessments.access import assessment_for
from assessments.drafting import services
from assessments.drafting.posted import known_draft
from assessments.drafting.queries import draft_of
from assessments.drafting.values import Subject, initial_of
from assessments.filling import views_provision, views_section
from assessments.filling.forms import ResponseForm
from assessments.filling.section_posts import NotAllKept
from assessments.models import TypedDraft
from assessments.review import views as review
from assessments.review.forms import BodyResponseForm
from selfassess.common.http import asks_for_json, posted_base, posted_version
from selfassess.common.typed.asking import Question, ask, goes_back, is_sure
from selfassess.common.typed.replay import only_saves

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
# The button that discards a draft.
_DISCARD = "throw_away"
# Shows what was typed again; given another draft, so that this can replace it knowingly.
ShowAgain = Callable[[TypedDraft | None], HttpResponse]


@only_saves
@_get_or_post
def draft(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """One's own draft of one provision: the form with it to go on, and where it is kept."""
    member, assessment = assessment_for(request, pk)
    if not rules.may_edit(member, assessment):
        raise PermissionDenied
    page = views_provision.load(request, member, assessment, number)
    back = redirect("assessments:provision", pk, number)
    if request.method == "POST":
        try:
            page = views_section.share_for(page)
        except NotAllKept as others:
            return views_section.show_again(page, others)
        onward = redirect("assessments:draft", pk, number)
        return _post(
            page.request,
            member,
            page.response,
            back,
            onward,
            lambda other: _typed(page, other),
            title=f"Discard your draft of {number}?",
        )
    mine = draft_of(member, page.response)
    return _go_on(page, mine) if mine is not None else back


@only_saves
@_get_or_post
def body_response_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own draft of the governing body's response, likewise."""
    member, assessment = assessment_for(request, pk, rules.may_draft_body_response)
    body = assessment.body_response
    back = redirect("assessments:body_response", pk)
    if request.method == "POST":
        onward = redirect("assessments:body_response_draft", pk)
        form = BodyResponseForm(request.POST)
        return _post(
            request,
            member,
            body,
            back,
            onward,
            lambda other: review.show_body_response(
                request, member, assessment, form, version=posted_version(request), other=other
            ),
            title="Discard your draft of the governing body’s response?",
        )
    mine = draft_of(member, body)
    if mine is None or assessment.state not in rules.BODY_RESPONSE_STATES:
        return back
    if mine.base_version != body.version:
        form = BodyResponseForm(mine.values)
        return review.response_conflict(request, assessment, form, draft=mine)
    form = BodyResponseForm(initial=mine.values)
    return review.show_body_response(
        request, member, assessment, form, version=body.version, draft=mine
    )


def _go_on(page: views_provision.Page, mine: TypedDraft) -> HttpResponse:
    """The form as it was left; beside what somebody saved since; or to copy, while locked."""
    of_draft = views_provision.with_draft(page, mine)
    if not page.assessment.is_editable:
        return views_provision.locked(of_draft)
    if mine.base_version != page.response.version:
        return views_provision.conflict(of_draft, chosen=False)
    form = ResponseForm(page.response)
    form.initial = initial_of(mine.values)
    return views_provision.show(of_draft, form)


def _typed(page: views_provision.Page, other: TypedDraft | None) -> HttpResponse:
    """The provision's page with what could not be kept, as it was typed."""
    page = replace(page, other=other)
    if page.version != page.response.version:
        return views_provision.conflict(page, chosen=False)
    return views_provision.show(page, ResponseForm(page.response, page.data), 409 if other else 422)


def _post(
    request: HttpRequest,
    member: Member,
    subject: Subject,
    back: HttpResponse,
    onward: HttpResponse,
    show_again: ShowAgain,
    *,
    title: str,
) -> HttpResponse:
    """Keeps; or throws away, which is asked first under the `title`; answers a script with JSON
    and a browser with a page.
    """
    if is_sure(request, _DISCARD):
        services.throw_away(member, subject, known_draft(request))
        messages.success(request, "Draft discarded")
        return back
    if goes_back(request, _DISCARD):
        return onward
    discards = _DISCARD in request.POST
    # The button beside an offered draft sends no text.
    if discards and "version" not in request.POST:
        return _ask(request, subject, title, known_draft(request).revision)
    try:
        kept = services.keep(
            member,
            subject,
            request.POST,
            base_version=posted_base(request),
            known=known_draft(request),
        )
    except services.NotKept as refused:
        return _refused(request, refused.message, 422, show_again)
    except services.KeptElsewhere as other:
        message = f"Another draft of this is kept, from {_time(other.draft)}."
        if not asks_for_json(request):
            message += " Press Keep as my draft again to replace it."
        return _refused(request, message, 409, show_again, other.draft)
    if discards and kept:
        return _ask(request, subject, title, kept.revision)
    return _say_kept(request, kept, back if kept is None else onward)


def _say_kept(request: HttpRequest, kept: TypedDraft | None, onward: HttpResponse) -> HttpResponse:
    """`kept`: None where what was typed is what is saved already."""
    if asks_for_json(request):
        revision, at = (kept.revision, _time(kept)) if kept else (0, "")
        return JsonResponse({"kept": True, "at": at, "revision": revision})
    if kept is None:
        messages.success(request, "This is already saved, so there is no draft to keep")
    else:
        messages.success(request, f"Draft kept at {_time(kept)}. It is not saved yet")
    return onward


def _ask(request: HttpRequest, subject: Subject, title: str, revision: int) -> HttpResponse:
    """Whether to throw the draft of that revision away: what was typed last is in it."""
    question = Question(
        _DISCARD,
        title,
        "What you typed and have not saved is then gone for good. What is saved stays as it is.",
        "Discard my draft",
        "Keep it",
    )
    fields = {"draft": str(revision)}
    assessment = subject.assessment
    return ask(request, question, fields, landlord=assessment.landlord, assessment=assessment)


def _refused(
    request: HttpRequest,
    message: str,
    status: int,
    show_again: ShowAgain,
    other: TypedDraft | None = None,
) -> HttpResponse:
    if asks_for_json(request):
        return JsonResponse({"kept": False, "message": message})
    messages.warning(request, f"This was not kept as a draft. {message}")
    return show_again(other)


def _time(kept: TypedDraft) -> str:
    return date_format(localtime(kept.updated_at), "g:iA").lower()
