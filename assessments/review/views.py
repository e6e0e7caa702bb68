"""Pages of reviewing and approving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Member
from accounts.enums import Role
from assessments import rules, services, workflow
from assessments.access import assessment_for
from assessments.drafting import services as drafting
from assessments.drafting.posted import known_draft
from assessments.drafting.queries import draft_of
from assessments.enums import Event, State
from assessments.models import Assessment, TypedDraft
from assessments.queries import gaps_of, has_worked_on, responses_of
from assessments.receiving import receiving, told_in_words
from assessments.review import context, reading
from assessments.review.forms import (
    ApproveForm,
    BodyResponseForm,
    MinuteForm,
    ReturnForm,
    StepForm,
    decision_defaults,
)
from assessments.services import Conflict, Locked
from assessments.workflow import MovedOn, Refused
from selfassess.common.http import posted_base, posted_version
from selfassess.common.lighttext import normalise
from selfassess.common.typed.replay import only_saves

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
# The button that gives up what was typed.
_DROPPED = "drop"
_DONE = {
    Event.SUBMIT: "Submitted to the governing body",
    Event.TAKE_BACK: "Taken back",
    Event.RETURN: "Returned to the complaints officer",
    Event.APPROVE: "Approval recorded",
}


@require_safe
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole self-assessment on one page."""
    member, assessment = assessment_for(request, pk)
    responses = responses_of(assessment)
    sections = reading.sections(responses)
    return _show(
        request,
        "read",
        assessment,
        sections=sections,
        not_met=reading.not_met(responses),
        answer_counts=reading.answer_counts(responses),
        counts=reading.counts(sections),
        panel=context.panel(member, assessment),
    )


@_get_or_post
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms and submits; where something is missing, says how much and leads to it."""
    member, assessment = _load(request, pk, Event.SUBMIT)
    responses = responses_of(assessment)
    return _step(
        request,
        member,
        assessment,
        Event.SUBMIT,
        StepForm(_posted(request)),
        gaps=len(gaps_of(assessment, responses)),
        receiving=receiving(member, assessment),
        counts=reading.answer_counts(responses),
    )


@_get_or_post
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms and takes back what was submitted."""
    member, assessment = _load(request, pk, Event.TAKE_BACK)
    told = told_in_words(Event.TAKE_BACK, member)
    return _step(
        request, member, assessment, Event.TAKE_BACK, StepForm(_posted(request)), told=told
    )


@_get_or_post
def return_(request: HttpRequest, pk: int) -> HttpResponse:
    """Returns it to the complaints officer with a note."""
    member, assessment = _load(request, pk, Event.RETURN)
    return _step(request, member, assessment, Event.RETURN, ReturnForm(_posted(request)))


@_get_or_post
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what is being approved, and records the decision."""
    member, assessment = _load(request, pk, Event.APPROVE)
    return _step(
        request,
        member,
        assessment,
        Event.APPROVE,
        ApproveForm(_posted(request), initial=decision_defaults(assessment)),
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
    form = MinuteForm(_posted(request), initial=initial)
    if assessment.state not in rules.MINUTE_STATES:
        return _moved_on(request, member, assessment, form)
    if form.is_valid():
        reference = form.cleaned_data["minute_reference"]
        try:
            services.record_minute(member, assessment, reference, version=posted_version(request))
        except (Conflict, Locked):
            return _moved_on(request, member, assessment, form)
        messages.success(request, "Minute reference recorded")
        return redirect(assessment)
    is_published = assessment.state == State.PUBLISHED
    return _show(request, "minute", assessment, form=form, is_published=is_published)


@only_saves
@_get_or_post
def body_response(request: HttpRequest, pk: int) -> HttpResponse:
    """The governing body's response: written by whoever may read, until it is published."""

    def may(member: Member, assessment: Assessment) -> bool:
        drafts = rules.may_draft_body_response(member, assessment)
        return drafts or _came_late(request, member, assessment)

    member, assessment = assessment_for(request, pk, may)
    current = assessment.body_response
    form = BodyResponseForm(_posted(request), initial={"text": current.text})
    if not form.is_bound:
        return show_body_response(request, member, assessment, form, version=current.version)
    if _DROPPED in request.POST:
        return _drop_response(request, member, assessment)
    if assessment.state not in rules.BODY_RESPONSE_STATES:
        return _moved_on(request, member, assessment, form)
    version = posted_version(request)
    if not form.is_valid():
        draft = _kept_draft(request, member, assessment)
        return show_body_response(request, member, assessment, form, version=version, draft=draft)
    text, known = form.cleaned_data["text"], known_draft(request)
    try:
        services.save_body_response(member, assessment, text, version=version, draft=known)
    except Conflict:
        draft = _kept_draft(request, member, assessment)
        return response_conflict(request, assessment, form, draft=draft)
    except Locked:
        return _moved_on(request, member, assessment, form)
    messages.success(request, "Response saved")
    return redirect("assessments:body_response", pk)


def show_body_response(
    request: HttpRequest,
    member: Member,
    assessment: Assessment,
    form: Form,
    *,
    version: int,
    draft: TypedDraft | None = None,
    other: TypedDraft | None = None,
) -> HttpResponse:
    """The page of the response. `draft`: the person's own that holds what the page shows; `other`:
    one that does not, and that the page's form is to replace knowingly.
    """
    writable = assessment.state in rules.BODY_RESPONSE_STATES
    comes_back = writable and request.method != "POST" and draft is None
    return _show(
        request,
        "body_response",
        assessment,
        form=form,
        version=version,
        writable=writable,
        may_confirm=_may_confirm_now(member, assessment),
        known_revision=_known_revision(request, other or draft),
        unkept=_is_unkept(request, draft),
        offered=draft_of(member, assessment.body_response) if comes_back else None,
    )


def _known_revision(request: HttpRequest, draft: TypedDraft | None) -> int:
    return draft.revision if draft else known_draft(request).revision


def _is_unkept(request: HttpRequest, draft: TypedDraft | None) -> bool:
    """Whether what the page shows as typed stands nowhere else."""
    return request.method == "POST" and draft is None


def _kept_draft(request: HttpRequest, member: Member, assessment: Assessment) -> TypedDraft | None:
    """Keeps what could not be saved as the person's draft, until they have decided."""
    try:
        return drafting.keep(
            member,
            assessment.body_response,
            request.POST,
            base_version=posted_base(request),
            known=known_draft(request),
        )
    except (drafting.NotKept, drafting.KeptElsewhere):
        return None


def _drop_response(request: HttpRequest, member: Member, assessment: Assessment) -> HttpResponse:
    """Keeps the saved text; what was typed stays in the history's reach."""
    body, text = assessment.body_response, normalise(request.POST.get("text", ""))
    with transaction.atomic():
        if "\x00" not in text:
            services.record_not_kept(member, body, {"text": text})
        drafting.throw_away(member, body, known_draft(request))
    messages.success(request, "The saved response stays. What you wrote is in its history")
    return redirect("assessments:body_response", assessment.pk)


@_get_or_post
def confirm_body_response(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the whole text and confirms that it is what the governing body says."""
    member, assessment = assessment_for(request, pk, rules.may_confirm_body_response)
    form = StepForm(_posted(request))
    if form.is_valid():
        version = posted_version(request)
        try:
            services.confirm_body_response(member, assessment, version=version)
        except Conflict:
            assessment.body_response.refresh_from_db()
            if not _confirmed_just_now(assessment, version):
                return _show(
                    request, "confirm_body_response", assessment, 409, changed=True, form=form
                )
        except Locked:
            return _moved_on(request, member, assessment, form)
        messages.success(request, "Response confirmed")
        return redirect("assessments:body_response", pk)
    if assessment.state not in rules.BODY_RESPONSE_CONFIRM_STATES:
        return _moved_on(request, member, assessment, form)
    return _show(request, "confirm_body_response", assessment, form=form)


def _load(request: HttpRequest, pk: int, action: Event) -> tuple[Member, Assessment]:
    """The assessment, for who may read it and take the step in some state; 404 and 403 else."""

    def may(member: Member, assessment: Assessment) -> bool:
        reads = rules.may_read(member, assessment) or _came_late(request, member, assessment)
        return reads and workflow.may_take(action, member)

    return assessment_for(request, pk, may)


def _came_late(request: HttpRequest, member: Member, assessment: Assessment) -> bool:
    """Whether a member of the governing body sent what they typed after it was taken back.

    They may not read it any more, but are told so, and see what they typed, to copy.
    """
    return (
        request.method == "POST"
        and member.has(Role.GOVERNING_BODY_MEMBER)
        and assessment.submitted_at is not None
    )


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
        return _moved_on(request, member, assessment, form)
    if form.is_valid():
        version = posted_version(request)
        try:
            workflow.carry_out(action, assessment, member, form.step(), version=version)
        except MovedOn:
            return _moved_on(request, member, assessment, form)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _done(action, member))
            return redirect(assessment)
    return _show(request, action.value, assessment, form=form, **shown)


def _done(action: Event, member: Member) -> str:
    """What was done; of a submission also who is told."""
    if action != Event.SUBMIT:
        return _DONE[action]
    told = told_in_words(action, member)
    return f"{_DONE[action]}. {f'An email goes to {told}' if told else 'Nobody gets an email'}"


def _show(
    request: HttpRequest, template: str, assessment: Assessment, status: int = 200, **shown: Any
) -> HttpResponse:
    """One of our pages; with errors in its form its status is 422."""
    form = shown.get("form")
    if form is not None and form.errors:
        status = 422
    bound = form is not None and form.is_bound and status == 422
    values = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "version": posted_version(request) if bound else assessment.version,
        "digest": request.POST.get("digest", "") if bound else assessment.submitted_digest,
    }
    return render(request, f"assessments/review/{template}.html", values | shown, status=status)


def _moved_on(
    request: HttpRequest, member: Member, assessment: Assessment, form: Form
) -> HttpResponse:
    """Somebody else took a step first: how it stands now, and what was typed, to copy."""
    now = Assessment.objects.select_related("landlord", "code__family", "body_response").get(
        pk=assessment.pk
    )
    steps = context.latest_steps(now)
    return _show(
        request,
        "moved_on",
        now,
        409,
        stage=context.stage(now, steps),
        latest=max(steps.values(), key=lambda entry: (entry.at, entry.pk), default=None),
        typed=context.typed(form),
        may_read=rules.may_read(member, now),
    )


def response_conflict(
    request: HttpRequest, assessment: Assessment, form: Form, draft: TypedDraft | None = None
) -> HttpResponse:
    """Somebody else saved the response first: both texts, and a form to save one's own."""
    assessment.body_response.refresh_from_db()
    return _show(
        request,
        "response_conflict",
        assessment,
        409 if request.method == "POST" else 200,
        form=form,
        version=assessment.body_response.version,
        known_revision=_known_revision(request, draft),
        unkept=_is_unkept(request, draft),
        base_version=draft.base_version if draft else posted_base(request),
    )


def _confirmed_just_now(assessment: Assessment, version: int) -> bool:
    """Whether the text of that version is confirmed already: a button pressed twice."""
    response = assessment.body_response
    return response.is_confirmed and response.version == version + 1


def _may_confirm_now(member: Member, assessment: Assessment) -> bool:
    response = assessment.body_response
    return (
        rules.may_confirm_body_response(member, assessment)
        and assessment.state in rules.BODY_RESPONSE_CONFIRM_STATES
        and bool(response.text)
        and not response.is_confirmed
    )


def _may_record_minute(member: Member, assessment: Assessment) -> bool:
    return rules.may_read(member, assessment) and rules.may_record_minute(member, assessment)


def _posted(request: HttpRequest) -> Any:
    """The posted data, or None where the page is only looked at."""
    return request.POST if request.method == "POST" else None
