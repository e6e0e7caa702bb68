"""The page of the governing body's response, whatever led to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.access import Member
from assessments import rules
from assessments.editing import submission
from assessments.editing.body_responses import BodyResponseSubject
from assessments.editing.drafts import draft_of
from assessments.editing.forms import BodyResponseForm
from assessments.editing.page import EditedPage
from assessments.editing.settling import Outcome, Result
from assessments.models import Assessment
from assessments.review.pages import moved_on, show


@dataclass(frozen=True)
class BodyResponsePage(EditedPage[BodyResponseSubject]):
    """A request for it, loaded and authorised."""

    @property
    def assessment(self) -> Assessment:
        return self.subject.assessment


def load(request: HttpRequest, member: Member, assessment: Assessment) -> BodyResponsePage:
    """The page with what was sent."""
    return BodyResponsePage(
        request, member, BodyResponseSubject(assessment), submission.read(request)
    )


def show_form(page: BodyResponsePage, form: Form, version: int) -> HttpResponse:
    """The page of the response, with its form where it can be written now."""
    writable = page.subject.is_open
    comes_back = writable and page.request.method != "POST" and page.draft is None
    return show(
        page.request,
        "body_response",
        page.assessment,
        form=form,
        version=version,
        writable=writable,
        may_confirm=_may_confirm_now(page.member, page.assessment),
        known_revision=page.known_revision,
        unkept=page.is_unkept,
        offered=draft_of(page.member, page.subject) if comes_back else None,
    )


def conflict(page: BodyResponsePage) -> HttpResponse:
    """Someone else saved the response first: both texts, and a form to save one's own."""
    return show(
        page.request,
        "response_conflict",
        page.assessment,
        409 if page.request.method == "POST" else 200,
        form=BodyResponseForm(page.sent.values),
        version=page.subject.version,
        known_revision=page.known_revision,
        unkept=page.is_unkept,
        base_version=page.draft.base_version if page.draft else page.sent.base,
    )


def answer(page: BodyResponsePage, outcome: Outcome[BodyResponseSubject]) -> HttpResponse:
    """What became of what was typed."""
    page = page.after(outcome)
    form = BodyResponseForm(page.sent.values)
    match outcome.result:
        case Result.SAVED:
            messages.success(page.request, "Response saved")
        case Result.DROPPED:
            messages.success(
                page.request,
                "We have kept the saved response. You can find your text in its history",
            )
        case Result.LOCKED:
            return moved_on(page.request, page.member, page.assessment, form)
        case Result.CONFLICT:
            return conflict(page)
        case Result.INVALID:
            return show_form(page, form, page.sent.version)
    return redirect("assessments:body_response", page.assessment.pk)


def _may_confirm_now(member: Member, assessment: Assessment) -> bool:
    response = assessment.body_response
    return (
        rules.may_confirm_body_response(member, assessment)
        and assessment.state in rules.BODY_RESPONSE_CONFIRM_STATES
        and bool(response.text)
        and not response.is_confirmed
    )
