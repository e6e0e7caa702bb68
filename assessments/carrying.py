"""Carries answers over to another Code, and keeps in the history what nobody takes up."""

from __future__ import annotations

from datetime import datetime

from accounts.access import Member
from assessments.correspondence import Carried, Plan, carried_values, plan
from assessments.enums import Answer, Event
from assessments.history import changes_between
from assessments.models import RESPONSE_FIELDS, Assessment, HistoryEntry, Response
from assessments.queries import origins_between, responses_of
from codes.enums import Change
from codes.models import Code, Provision

_NOTHING = dict.fromkeys(RESPONSE_FIELDS)


def plan_for(assessment: Assessment, code: Code) -> Plan:
    """What becomes of the assessment's answers in the other Code's form."""
    filled = {row.provision.number: row.values() for row in responses_of(assessment)}
    numbers = list(code.provisions.values_list("number", flat=True))
    return plan(filled, numbers, origins_between(assessment.code, code))


def carry_answers(
    member: Member, assessment: Assessment, agreed: Plan, *, former: Code, at: datetime
) -> None:
    """Replaces the assessment's responses by its new Code's, inside the caller's transaction.

    A history entry for every provision that got an answer, and for every one whose answer nobody
    takes up: what it said stays readable there. All get a version that no form was made from.
    """
    before = {row.provision.number: row for row in responses_of(assessment)}
    version = max((row.version for row in before.values()), default=0)
    by_number = {row.number: row for row in agreed.carried}
    entries = [
        _left_out(member, assessment, before[number], former, at) for number in agreed.dropped
    ]
    responses = []
    for provision in assessment.code.provisions.all():
        response = Response(
            assessment=assessment, provision=provision, version=version + 1 if version else 0
        )
        if row := by_number.get(provision.number):
            _fill(response, row, before[row.source], assessment.code)
            note = _carried_note(row, before[row.source], former)
            entries.append(_carried(member, response, note, at))
        responses.append(response)
    Response.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
    Response.objects.bulk_create(responses)
    HistoryEntry.objects.bulk_create(entries)


def _fill(response: Response, row: Carried, source: Response, code: Code) -> None:
    values = carried_values(row, source.values(), single_text=code.has_single_text_column)
    for name, value in values.items():
        setattr(response, name, value)
    response.edited_at = source.edited_at
    response.edited_by_id = source.edited_by_id


def _carried_note(row: Carried, source: Response, former: Code) -> str:
    note = f"From {row.source} of the {former.title} ({Change(row.change).label.lower()})."
    if not row.left_open or not source.answer:
        return note
    return f"{note} The answer there was {Answer(source.answer).label}; it is left open here."


def _carried(member: Member, response: Response, note: str, at: datetime) -> HistoryEntry:
    changes = changes_between(_NOTHING, response.values())
    return _entry(member, response.assessment, response.provision, Event.CARRIED, changes, note, at)


def _left_out(
    member: Member, assessment: Assessment, response: Response, former: Code, at: datetime
) -> HistoryEntry:
    changes = changes_between(response.values(), _NOTHING)
    note = f"{response.provision.number} of the {former.title}: nothing takes it up."
    return _entry(member, assessment, response.provision, Event.LEFT_OUT, changes, note, at)


def _entry(
    member: Member,
    assessment: Assessment,
    provision: Provision,
    event: Event,
    changes: list[dict[str, str]],
    note: str,
    at: datetime,
) -> HistoryEntry:
    return HistoryEntry(
        assessment=assessment,
        provision=provision,
        event=event,
        actor_id=member.user.pk,
        actor_name=member.user.name,
        at=at,
        changes=changes,
        note=note,
    )
