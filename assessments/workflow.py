"""The one place that moves an assessment on.

`TRANSITIONS` is the whole table; buttons, the README's table and the test of every
status × action × role are made from it. `carry_out` alone changes a state.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.access import Member
from accounts.enums import Role
from assessments import citations, notices
from assessments.completeness import Gap, is_blank
from assessments.digest import content_digest, is_as_submitted
from assessments.enums import Event, State
from assessments.history import Value, changes_between, record
from assessments.models import Assessment, GoverningBodyResponse, SharedNote, TypedDraft
from assessments.queries import assessment_now, gaps_of, has_worked_on, open_questions

# The submission's digest and the decision, as the history tells of them.
STAMPS = ("submitted_digest", "approving_body", "approved_on", "mrc_name", "minute_reference")

_OFFICER = frozenset({Role.COMPLAINTS_OFFICER})
DECIDES = frozenset({Role.GOVERNING_BODY_MEMBER, Role.CLERK})


class Refused(Exception):
    """The step cannot be taken now; the message says what to do. `gaps` lists what is missing."""

    def __init__(self, message: str, gaps: tuple[Gap, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.gaps = gaps


class MovedOn(Exception):
    """The assessment is no longer as the page showed it: someone else took a step first."""


@dataclass(frozen=True)
class Step:
    """What a person gives with an action. `digest` and the decision go with an approval."""

    note: str = ""
    digest: str = ""
    approving_body: str = ""
    approved_on: date | None = None
    mrc_name: str = ""
    minute_reference: str = ""


Guard = Callable[[Assessment, Member, Step], None]


@dataclass(frozen=True)
class Transition:
    """One row of the workflow table. `guard_text` says in words what `guards` check."""

    source: State
    action: Event
    target: State
    roles: frozenset[Role]
    needs_note: bool = False
    guards: tuple[Guard, ...] = ()
    guard_text: str = ""


def _complete(assessment: Assessment, member: Member, step: Step) -> None:
    missing = gaps_of(assessment)
    if missing:
        raise Refused(
            "Something is still missing. Put it right, then send it for approval again.", missing
        )


def _did_not_work_on_it(assessment: Assessment, member: Member, step: Step) -> None:
    if has_worked_on(assessment, member.user.pk):
        raise Refused(
            "You have worked on this self-assessment, so someone else needs to approve it."
        )


def _names_the_submission(assessment: Assessment, member: Member, step: Step) -> None:
    if step.digest != assessment.submitted_digest:
        raise MovedOn
    if not is_as_submitted(assessment):
        raise Refused(
            "The answers have changed since they were sent for approval. Return this for changes."
        )


def _decision_is_recorded(assessment: Assessment, member: Member, step: Step) -> None:
    if is_blank(step.approving_body) or step.approved_on is None or is_blank(step.mrc_name):
        raise Refused(
            "Enter the governing body, the date of its meeting and the name of the Member "
            "Responsible for Complaints."
        )
    if step.approved_on > timezone.localdate():
        raise Refused("The date of the meeting must be today or in the past.")


def _says_why_with_open_questions(assessment: Assessment, member: Member, step: Step) -> None:
    if is_blank(step.note) and open_questions(assessment):
        raise Refused("Questions are still open. Enter why you are approving now.")


def _response_is_confirmed(assessment: Assessment, member: Member, step: Step) -> None:
    if not assessment.body_response.is_confirmed:
        raise Refused(
            "The governing body’s response must be written and confirmed before you can publish."
        )


def _approved_content(assessment: Assessment, member: Member, step: Step) -> None:
    if not is_as_submitted(assessment):
        raise Refused(
            "The answers have changed since they were approved. Ask for it to be returned."
        )


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        State.DRAFT,
        Event.SUBMIT,
        State.IN_REVIEW,
        _OFFICER,
        guards=(_complete,),
        guard_text="nothing is missing",
    ),
    Transition(
        State.RETURNED,
        Event.SUBMIT,
        State.IN_REVIEW,
        _OFFICER,
        guards=(_complete,),
        guard_text="nothing is missing",
    ),
    Transition(State.IN_REVIEW, Event.TAKE_BACK, State.DRAFT, _OFFICER),
    Transition(State.IN_REVIEW, Event.RETURN, State.RETURNED, DECIDES, needs_note=True),
    Transition(
        State.IN_REVIEW,
        Event.APPROVE,
        State.APPROVED,
        DECIDES,
        guards=(
            _did_not_work_on_it,
            _names_the_submission,
            _decision_is_recorded,
            _says_why_with_open_questions,
        ),
        guard_text="the person has not worked on it; the answers are those that were sent; body, "
        "meeting date (not in the future) and Member Responsible for Complaints are given; with "
        "open questions, why it is approved",
    ),
    Transition(State.APPROVED, Event.RETURN, State.RETURNED, DECIDES, needs_note=True),
    Transition(
        State.APPROVED,
        Event.PUBLISH,
        State.PUBLISHED,
        _OFFICER,
        guards=(_response_is_confirmed, _approved_content),
        guard_text="the governing body’s response is confirmed; the answers are those that were "
        "approved",
    ),
    Transition(State.DRAFT, Event.DISCARD, State.DISCARDED, _OFFICER),
    Transition(State.RETURNED, Event.DISCARD, State.DISCARDED, _OFFICER),
    Transition(State.RECORDED, Event.DISCARD, State.DISCARDED, _OFFICER),
)


def transition_for(state: str, action: Event) -> Transition | None:
    """The row of the table for an action in a state, if there is one."""
    return next((row for row in TRANSITIONS if row.source == state and row.action == action), None)


def may_take(action: Event, member: Member) -> bool:
    """Whether the person's roles allow the action in any state."""
    return any(row.action == action and member.has(*row.roles) for row in TRANSITIONS)


def actions_for(member: Member, assessment: Assessment) -> list[Event]:
    """What the person's roles allow in the assessment's state, guards aside: the page's buttons."""
    return [
        row.action
        for row in TRANSITIONS
        if row.source == assessment.state and member.has(*row.roles)
    ]


def check(action: Event, assessment: Assessment, member: Member, *, version: int) -> None:
    """Raises what `carry_out` would raise now, and changes nothing.

    For a step that takes long to prepare, so that the person is told of an obstacle at once.
    """
    if assessment.landlord_id != member.landlord.pk or not may_take(action, member):
        raise PermissionDenied
    row = transition_for(assessment.state, action)
    if row is None or assessment.version != version:
        raise MovedOn
    for guard in row.guards:
        guard(assessment, member, Step())


def carry_out(
    action: Event,
    assessment: Assessment,
    member: Member,
    step: Step | None = None,
    *,
    version: int,
    at: datetime | None = None,
) -> Assessment:
    """Takes one step, all or nothing, and gives the assessment as it is then.

    `version`: the assessment's version on the page that asked.
    Effects, in one transaction: state and version; on submit who, when, the items cited and the
    digest; on approve the decision; on publish when; on take back and return the decision is lifted
    and the governing body's response waits for a new confirmation; at the end all unsaved drafts
    and shared notes go; one history entry, with digest and decision; mails, after the commit.
    Raises PermissionDenied (no such right), MovedOn (not as the page showed it), or Refused (a
    guard says no, or a note is needed).
    """
    step = step or Step()
    now = at or timezone.now()
    if assessment.landlord_id != member.landlord.pk or not may_take(action, member):
        raise PermissionDenied
    with transaction.atomic():
        row = transition_for(assessment.state, action)
        if row is None:
            raise MovedOn
        if not member.has(*row.roles):
            raise PermissionDenied
        # The update takes the row, so that no save slips in between the guards and the commit.
        taken = Assessment.objects.filter(
            pk=assessment.pk, state=row.source, version=version
        ).update(state=row.target, version=F("version") + 1)
        if not taken:
            raise MovedOn
        fresh = assessment_now(assessment)
        if row.needs_note and is_blank(step.note):
            raise Refused("Enter what needs to change.")
        for guard in row.guards:
            guard(fresh, member, step)
        before = _stamps(fresh)
        _stamp(action, fresh, member, step, now)
        changes = changes_between(before, _stamps(fresh))
        record(fresh, action, member.user, changes=changes, note=step.note, at=now)
        if not fresh.is_open:
            _clear_away(fresh)
        notices.tell(action, fresh, member.user, step.note)
    return fresh


def _clear_away(assessment: Assessment) -> None:
    """What ends with the assessment: everyone's unsaved texts, and the notes that are shared."""
    TypedDraft.objects.of(assessment).delete()
    SharedNote.objects.filter(response__assessment=assessment).delete()


def _stamps(assessment: Assessment) -> dict[str, Value]:
    """What a step writes down and a later one may lift: the history keeps both."""
    return {name: getattr(assessment, name) for name in STAMPS}


def _stamp(
    action: Event, assessment: Assessment, member: Member, step: Step, now: datetime
) -> None:
    """Writes down who did it and what was decided."""
    if action == Event.SUBMIT:
        assessment.submitted_by = member.user
        assessment.submitted_at = now
        citations.freeze(assessment)
        assessment.submitted_digest = content_digest(assessment)
    elif action == Event.APPROVE:
        assessment.approved_by = member.user
        assessment.approved_at = now
        assessment.approving_body = step.approving_body
        assessment.approved_on = step.approved_on
        assessment.mrc_name = step.mrc_name
        assessment.minute_reference = step.minute_reference
    elif action in (Event.RETURN, Event.TAKE_BACK):
        assessment.approved_by = None
        assessment.approved_at = None
        assessment.approving_body = assessment.mrc_name = assessment.minute_reference = ""
        assessment.approved_on = None
        citations.thaw(assessment)
        GoverningBodyResponse.objects.filter(
            assessment=assessment, confirmed_at__isnull=False
        ).update(confirmed_by=None, confirmed_at=None, version=F("version") + 1)
    elif action == Event.PUBLISH:
        assessment.published_at = now
    else:
        return
    assessment.save()
