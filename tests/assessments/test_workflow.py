"""Who may take which step in which state, what each step checks and what it leaves behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.access import Member
from accounts.enums import Role
from assessments import services, workflow
from assessments.enums import Event, State
from assessments.models import Assessment, HistoryEntry, Response
from assessments.workflow import TRANSITIONS, MovedOn, Refused, Step, carry_out
from codes.models import Code
from selfassess.common.models import OutgoingMail
from tests import factories
from tests.assessments.steps import decision, in_state, reloaded, take
from tests.conftest import Cast

ACTIONS = sorted({row.action for row in TRANSITIONS})


def traces(assessment: Assessment) -> tuple[Any, ...]:
    """What a step would leave behind."""
    row = Assessment.objects.values().get(pk=assessment.pk)
    return row, assessment.history.count(), OutgoingMail.objects.count()


# --- every status × action × role ---------------------------------------------------------------


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", list(State))
def test_each_role_may_do_in_each_state_what_the_table_says_and_nothing_else(
    state: State, action: Event, cast: Cast, code: Code
) -> None:
    assessment = in_state(state, cast, code)
    row = next((r for r in TRANSITIONS if (r.source, r.action) == (state, action)), None)
    before = traces(assessment)
    for role in Role:
        member = cast.by_role(role)
        with transaction.atomic():
            if row and role in row.roles:
                after = take(action, assessment, member, decision(assessment))
                assert after.state == row.target, role
                assert reloaded(assessment).state == row.target, role
                newest = assessment.history.first()
                assert newest is not None
                assert (newest.event, newest.actor_id) == (action, member.user.pk)
                assert action in workflow.actions_for(member, assessment)
            else:
                with pytest.raises((PermissionDenied, MovedOn)):
                    take(action, assessment, member, decision(assessment))
                assert traces(assessment) == before, role
                assert action not in workflow.actions_for(member, assessment)
            transaction.set_rollback(True)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", list(State))
def test_somebody_of_another_landlord_may_do_nothing(
    state: State, action: Event, cast: Cast, code: Code
) -> None:
    assessment = in_state(state, cast, code)
    before = traces(assessment)
    everything = Member(cast.outsider.user, cast.outsider.landlord, frozenset(Role))
    with pytest.raises(PermissionDenied):
        take(action, assessment, everything, decision(assessment))
    assert traces(assessment) == before


def test_a_right_missing_is_told_apart_from_a_step_that_came_too_late(
    cast: Cast, code: Code
) -> None:
    assessment = in_state(State.PUBLISHED, cast, code)
    with pytest.raises(PermissionDenied):
        take(Event.SUBMIT, assessment, cast.viewer)
    with pytest.raises(MovedOn):
        take(Event.SUBMIT, assessment, cast.officer)


def test_a_state_in_the_table_has_a_way_to_it_and_no_two_rows_contradict() -> None:
    keys = [(row.source, row.action) for row in TRANSITIONS]
    assert len(keys) == len(set(keys))
    # A year published elsewhere is recorded so from the first, and never leads on.
    assert {row.target for row in TRANSITIONS} == set(State) - {State.RECORDED}


# --- guards -------------------------------------------------------------------------------------


def test_only_a_complete_assessment_is_submitted_and_the_gaps_are_named(
    cast: Cast, code: Code
) -> None:
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment, but={"5.10": {"evidence": " \u200b\n"}})
    before = traces(assessment)
    with pytest.raises(Refused) as refused:
        factories.submit(cast.officer, assessment)
    assert [(gap.number, gap.field) for gap in refused.value.gaps] == [("5.10", "evidence")]
    assert traces(assessment)[0]["state"] == State.DRAFT
    assert traces(assessment)[1:] == before[1:]


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.APPROVED])
@pytest.mark.parametrize("note", ["", "   \n\t", "\u200b\u200d\ufeff", "\u3164"])
def test_returning_needs_a_note_that_can_be_seen(
    note: str, state: State, cast: Cast, code: Code
) -> None:
    assessment = in_state(state, cast, code)
    before = traces(assessment)
    with pytest.raises(Refused, match="Enter what needs to change"):
        take(Event.RETURN, assessment, cast.member, Step(note=note))
    assert traces(assessment) == before


def both_roles(cast: Cast) -> Member:
    return factories.add_member(
        cast.landlord, Role.COMPLAINTS_OFFICER, Role.GOVERNING_BODY_MEMBER, name="Two Hats"
    )


def test_who_answered_a_provision_cannot_approve(cast: Cast, code: Code) -> None:
    two_hats = both_roles(cast)
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment)
    factories.answer(two_hats, assessment, "1.2", answer="yes", evidence="Another policy.")
    # Overwritten by somebody else since: the hand in it stays in the history.
    factories.answer(cast.officer, assessment, "1.2", **factories.YES)
    assessment = factories.submit(cast.officer, assessment)
    with pytest.raises(Refused, match="someone else needs to approve"):
        take(Event.APPROVE, assessment, two_hats, decision(assessment))
    assert take(Event.APPROVE, assessment, cast.member, decision(assessment)).state == "approved"


def test_who_confirmed_a_carried_answer_cannot_approve(cast: Cast, code: Code) -> None:
    two_hats = both_roles(cast)
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment)
    assessment.responses.filter(provision__number="1.2").update(to_confirm=True)
    factories.answer(two_hats, assessment, "1.2", **factories.YES)
    assert assessment.history.order_by("-pk")[0].event == Event.CONFIRMED
    factories.answer(cast.officer, assessment, "1.2", answer="yes", evidence="Another policy.")
    assessment = factories.submit(cast.officer, assessment)
    with pytest.raises(Refused, match="someone else needs to approve"):
        take(Event.APPROVE, assessment, two_hats, decision(assessment))


def test_who_submitted_cannot_approve_even_after_another_submission(cast: Cast, code: Code) -> None:
    two_hats = both_roles(cast)
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment)
    assessment = factories.submit(two_hats, assessment)
    assessment = take(Event.TAKE_BACK, assessment, cast.officer)
    assessment = factories.submit(cast.officer, assessment)
    with pytest.raises(Refused, match="someone else needs to approve"):
        take(Event.APPROVE, assessment, two_hats, decision(assessment))


def test_having_worked_on_another_year_is_no_bar(cast: Cast, code: Code) -> None:
    two_hats = both_roles(cast)
    last_year = factories.start(two_hats, code, 2024)
    factories.answer_all(two_hats, last_year)
    assessment = in_state(State.IN_REVIEW, cast, code)
    assert take(Event.APPROVE, assessment, two_hats, decision(assessment)).state == "approved"


def test_approval_names_the_digest_of_what_was_submitted(cast: Cast, code: Code) -> None:
    assessment = in_state(State.IN_REVIEW, cast, code)
    before = traces(assessment)
    for other in ("", "0" * 64, assessment.submitted_digest.upper()):
        with pytest.raises(MovedOn):
            take(Event.APPROVE, assessment, cast.member, decision(assessment, digest=other))
    assert traces(assessment) == before


def test_an_answer_altered_behind_the_workflow_is_neither_approved_nor_published(
    cast: Cast, code: Code
) -> None:
    submitted = in_state(State.IN_REVIEW, cast, code)
    rows = Response.objects.filter(assessment=submitted, provision__number="5.10")
    rows.update(evidence="Slipped in.")
    with pytest.raises(Refused, match="changed since they were sent for approval"):
        take(Event.APPROVE, submitted, cast.member, decision(submitted))
    rows.update(evidence=factories.YES["evidence"])
    approved = take(Event.APPROVE, submitted, cast.member, decision(submitted))
    factories.confirm_response(cast.member, reloaded(approved))
    rows.update(evidence="Slipped in later.")
    with pytest.raises(Refused, match="changed since they were approved"):
        take(Event.PUBLISH, approved, cast.officer)


@pytest.mark.parametrize("missing", ["approving_body", "approved_on", "mrc_name"])
def test_a_decision_names_body_date_and_member_responsible(
    missing: str, cast: Cast, code: Code
) -> None:
    assessment = in_state(State.IN_REVIEW, cast, code)
    empty = None if missing == "approved_on" else "\u200b "
    with pytest.raises(Refused, match="Enter the governing body"):
        take(Event.APPROVE, assessment, cast.clerk, decision(assessment, **{missing: empty}))


def test_a_meeting_that_has_not_been_held_approves_nothing(cast: Cast, code: Code) -> None:
    assessment = in_state(State.IN_REVIEW, cast, code)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused, match="today or in the past"):
        take(Event.APPROVE, assessment, cast.clerk, decision(assessment, approved_on=tomorrow))


def test_publishing_waits_for_the_confirmed_response(cast: Cast, code: Code) -> None:
    assessment = in_state(State.IN_REVIEW, cast, code)
    approved = factories.approve(cast.member, assessment)
    with pytest.raises(Refused, match="confirmed before you can publish"):
        take(Event.PUBLISH, approved, cast.officer)
    services.save_body_response(cast.viewer, reloaded(approved), "We accept it.", version=0)
    with pytest.raises(Refused, match="confirmed before you can publish"):
        take(Event.PUBLISH, approved, cast.officer)
    services.confirm_body_response(cast.member, reloaded(approved), version=1)
    assert take(Event.PUBLISH, approved, cast.officer).state == "published"


# --- what a step leaves behind ------------------------------------------------------------------


def test_the_history_keeps_who_when_note_and_decision_even_when_the_account_goes(
    cast: Cast, code: Code
) -> None:
    assessment = in_state(State.IN_REVIEW, cast, code)
    digest = assessment.submitted_digest
    moment = timezone.now() - timedelta(hours=3)
    step = decision(assessment, minute_reference="CAB/25/7", note="")
    approved = carry_out(
        Event.APPROVE, assessment, cast.clerk, step, version=assessment.version, at=moment
    )
    returned = take(Event.RETURN, approved, cast.clerk, Step(note="5.1 is wrong.\n- really"))
    clerk_id = cast.clerk.user.pk
    cast.clerk.user.delete()

    approval = HistoryEntry.objects.get(assessment=assessment, event=Event.APPROVE)
    assert (approval.actor_id, approval.actor_name) == (clerk_id, "Clark Minute")
    assert approval.at == moment
    assert {c["field"]: c["to"] for c in approval.changes} == {
        "approving_body": "Cabinet",
        "approved_on": timezone.localdate().isoformat(),
        "mrc_name": "Cllr Ann Reed",
        "minute_reference": "CAB/25/7",
    }
    submission = HistoryEntry.objects.get(assessment=assessment, event=Event.SUBMIT)
    assert submission.changes == [{"field": "submitted_digest", "from": "", "to": digest}]
    lifted = HistoryEntry.objects.get(assessment=assessment, event=Event.RETURN)
    assert lifted.note == "5.1 is wrong.\n- really"
    assert {c["field"]: c["from"] for c in lifted.changes}["approving_body"] == "Cabinet"
    assert reloaded(returned).approving_body == ""
    assert reloaded(returned).approved_on is None


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (State.IN_REVIEW, Event.TAKE_BACK),
        (State.IN_REVIEW, Event.RETURN),
        (State.APPROVED, Event.RETURN),
    ],
)
def test_going_back_keeps_the_response_but_asks_for_a_new_confirmation(
    state: State, action: Event, cast: Cast, code: Code
) -> None:
    assessment = in_state(state, cast, code)
    if state == State.IN_REVIEW:
        factories.confirm_response(cast.clerk, assessment)
    member = cast.officer if action == Event.TAKE_BACK else cast.member
    take(action, assessment, member, Step(note="Again, please."))
    response = reloaded(assessment).body_response
    assert response.text == "Cabinet read the self-assessment and accepts it."
    assert not response.is_confirmed


def test_a_step_named_by_an_old_page_is_not_taken(cast: Cast, code: Code) -> None:
    assessment = in_state(State.IN_REVIEW, cast, code)
    take(Event.TAKE_BACK, assessment, cast.officer)
    again = factories.submit(cast.officer, assessment)
    assert again.submitted_digest == assessment.submitted_digest
    with pytest.raises(MovedOn):
        carry_out(Event.APPROVE, again, cast.member, decision(again), version=assessment.version)
    assert take(Event.APPROVE, again, cast.member, decision(again)).state == State.APPROVED


def test_the_answers_are_locked_once_submitted_and_open_again_when_returned(
    cast: Cast, code: Code
) -> None:
    assessment = in_state(State.IN_REVIEW, cast, code)
    with pytest.raises(services.Locked):
        factories.answer(cast.officer, assessment, "1.2", answer="no")
    take(Event.RETURN, assessment, cast.member, Step(note="1.2 is not met."))
    factories.answer(cast.officer, assessment, "1.2", answer="no")
    assert assessment.responses.get(provision__number="1.2").answer == "no"
