"""Brings an assessment into a state, and takes single steps with it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.access import Member
from assessments.enums import Event, State
from assessments.models import Assessment, Response
from assessments.workflow import Step, carry_out
from codes.models import Code
from tests import factories
from tests.conftest import Cast


def in_state(state: State, cast: Cast, code: Code) -> Assessment:
    """A complete assessment, brought into the state by those who may."""
    if state == State.RECORDED:
        return factories.record_elsewhere(cast.officer, code)
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment)
    if state == State.DISCARDED:
        return take(Event.DISCARD, assessment, cast.officer)
    if state == State.DRAFT:
        return reloaded(assessment)
    assessment = factories.submit(cast.officer, assessment)
    if state == State.RETURNED:
        return take(Event.RETURN, assessment, cast.clerk, Step(note="See 5.1."))
    if state in (State.APPROVED, State.PUBLISHED):
        assessment = factories.approve(cast.member, assessment)
        factories.confirm_response(cast.clerk, assessment)
    if state == State.PUBLISHED:
        return take(Event.PUBLISH, assessment, cast.officer)
    return reloaded(assessment)


def reloaded(assessment: Assessment) -> Assessment:
    return Assessment.objects.select_related("code", "landlord", "body_response").get(
        pk=assessment.pk
    )


def take(
    action: Event, assessment: Assessment, member: Member, step: Step | None = None
) -> Assessment:
    return carry_out(action, assessment, member, step, version=assessment.version)


def decision(assessment: Assessment, **changes: Any) -> Step:
    """Everything that any step may ask for."""
    values: dict[str, Any] = {
        "note": "Please mend 5.1.",
        "digest": assessment.submitted_digest,
        "approving_body": "Cabinet",
        "approved_on": timezone.localdate(),
        "mrc_name": "Cllr Ann Reed",
    }
    return Step(**values | changes)


def response(draft: Assessment, number: str) -> Response:
    """One answer as it is now."""
    return draft.responses.select_related("provision", "assessment").get(provision__number=number)


def url(draft: Assessment, number: str = "") -> str:
    """The address of the assessment, or of one of its provisions."""
    return f"/assessments/{draft.pk}/{number}/" if number else f"/assessments/{draft.pk}/"
