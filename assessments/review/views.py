"""Pages of reviewing and approving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Member
from assessments import rules, services, workflow
from assessments.access import assessment_for
from assessments.asking.queries import unsettled
from assessments.enums import QUESTION_STATES, Event, State
from assessments.links.queries import links_of
from assessments.models import Assessment, Response
from assessments.presenters import panel as context
from assessments.presenters import reading
from assessments.presenters.words import doubts_in
from assessments.queries import (
    gaps_of,
    has_worked_on,
    open_questions,
    previous_responses,
    responses_of,
    with_citations,
)
from assessments.questions.queries import threads_of
from assessments.receiving import receiving, told_in_words
from assessments.review.forms import (
    ApproveForm,
    MinuteForm,
    ReturnForm,
    StepForm,
    decision_defaults,
)
from assessments.review.pages import came_late, moved_on, posted, show
from assessments.review.presenters import checked
from assessments.review.presenters import read as read_answers
from assessments.services import Conflict, Locked
from assessments.workflow import MovedOn, Refused
from selfassess.common.http import posted_version
from selfassess.common.typed.replay import only_saves

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
_DONE = {
    Event.SUBMIT: "Sent for approval",
    Event.TAKE_BACK: "You have taken back the self-assessment",
    Event.RETURN: "You have returned the self-assessment for changes",
    Event.APPROVE: "You have recorded the approval",
}


@require_safe
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole self-assessment on one page."""
    member, assessment = assessment_for(request, pk)
    responses = with_citations(responses_of(assessment))
    before = previous_responses(assessment, [row.provision for row in responses])
    threads = threads_of(assessment) if assessment.submitted_at else []
    may_ask = rules.may_raise_question(member, assessment)
    return show(
        request,
        "read",
        assessment,
        read=read_answers(responses, before, threads),
        not_met=reading.not_met(responses),
        answer_counts=reading.answer_counts(responses),
        counts=reading.counts(reading.sections(responses)),
        panel=context.panel(member, assessment),
        may_ask=may_ask and assessment.state in QUESTION_STATES,
    )


@_get_or_post
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """All answers to check, and sends them for approval; or how much is missing, and where."""
    member, assessment = _load(request, pk, Event.SUBMIT)
    responses = with_citations(responses_of(assessment))
    return _step(
        request,
        member,
        assessment,
        Event.SUBMIT,
        StepForm(posted(request)),
        gaps=len(gaps_of(assessment, responses)),
        doubts=_doubts(assessment, responses),
        receiving=receiving(member, assessment),
        unsettled=unsettled(assessment),
        counts=reading.answer_counts(responses),
        sections=checked(responses, assessment.code),
    )


def _doubts(assessment: Assessment, responses: list[Response]) -> int:
    """In how many answers a web address had better be looked at."""
    links = links_of(assessment, responses, are_all=True)
    return sum(bool(doubts_in(row, assessment.code, links)) for row in responses)


@_get_or_post
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms and takes back what was submitted."""
    member, assessment = _load(request, pk, Event.TAKE_BACK)
    told = told_in_words(Event.TAKE_BACK, member)
    return _step(request, member, assessment, Event.TAKE_BACK, StepForm(posted(request)), told=told)


@_get_or_post
def return_(request: HttpRequest, pk: int) -> HttpResponse:
    """Returns it to the complaints officer with a note."""
    member, assessment = _load(request, pk, Event.RETURN)
    return _step(request, member, assessment, Event.RETURN, ReturnForm(posted(request)))


@_get_or_post
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what is being approved, and records the decision."""
    member, assessment = _load(request, pk, Event.APPROVE)
    still_open = open_questions(assessment)
    return _step(
        request,
        member,
        assessment,
        Event.APPROVE,
        ApproveForm(
            posted(request), initial=decision_defaults(assessment), open_questions=still_open
        ),
        open_questions=still_open,
        counts=reading.answer_counts(responses_of(assessment)),
        submission=context.latest_steps(assessment).get(Event.SUBMIT),
        barred=has_worked_on(assessment, member.user.pk),
    )


@only_saves
@_get_or_post
def minute(request: HttpRequest, pk: int) -> HttpResponse:
    """Records or alters the minute reference of an approval."""
    member, assessment = assessment_for(request, pk, _may_record_minute)
    initial = {"minute_reference": assessment.minute_reference}
    form = MinuteForm(posted(request), initial=initial)
    if assessment.state not in rules.MINUTE_STATES:
        return moved_on(request, member, assessment, form)
    if form.is_valid():
        reference = form.cleaned_data["minute_reference"]
        try:
            services.record_minute(member, assessment, reference, version=posted_version(request))
        except (Conflict, Locked):
            return moved_on(request, member, assessment, form)
        messages.success(request, "Minute reference saved")
        return redirect(assessment)
    is_published = assessment.state == State.PUBLISHED
    return show(request, "minute", assessment, form=form, is_published=is_published)


def _load(request: HttpRequest, pk: int, action: Event) -> tuple[Member, Assessment]:
    """The assessment, for people who may read it and take the step in some state; else 404 or
    403."""

    def may(member: Member, assessment: Assessment) -> bool:
        reads = rules.may_read(member, assessment) or came_late(request, member, assessment)
        return reads and workflow.may_take(action, member)

    return assessment_for(request, pk, may)


def _step(
    request: HttpRequest,
    member: Member,
    assessment: Assessment,
    action: Event,
    form: StepForm,
    **shown: Any,
) -> HttpResponse:
    """Shows the page of one step, or takes the step and leads back to the assessment."""
    if workflow.transition_for(assessment.state, action) is None:
        return moved_on(request, member, assessment, form)
    if form.is_valid():
        version = posted_version(request)
        try:
            workflow.carry_out(action, assessment, member, form.step(), version=version)
        except MovedOn:
            return moved_on(request, member, assessment, form)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _done(action, member))
            return redirect(assessment)
    return show(request, action.value, assessment, form=form, **shown)


def _done(action: Event, member: Member) -> str:
    """What was done; of a submission also who is told."""
    if action != Event.SUBMIT:
        return _DONE[action]
    told = told_in_words(action, member)
    return f"{_DONE[action]}. {f'We will email {told}' if told else 'We will not email anyone'}"


def _may_record_minute(member: Member, assessment: Assessment) -> bool:
    return rules.may_read(member, assessment) and rules.may_record_minute(member, assessment)
