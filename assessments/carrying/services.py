"""Writes what is carried forward from an earlier year, and clears single answers of it."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.access import Member
from assessments import citations, rules
from assessments.carrying.planning import Forward, forward
from assessments.correspondence import Carried, carried_values
from assessments.enums import Answer, Event, State
from assessments.fields import blank_values
from assessments.history import changes_between, record
from assessments.models import Assessment, Response
from assessments.services import Conflict, Locked, lock_response, put_response
from codes.enums import Change


def carry_forward(
    member: Member,
    draft: Assessment,
    *,
    source: int,
    chosen: bool = False,
    at: datetime | None = None,
) -> int:
    """Fills the draft's blank responses with what was said before, all to be confirmed; how many.

    Nothing that anyone filled in is touched, nor what was carried before or cleared, so
    that a second time adds nothing. `source`: the earlier assessment that the person agreed to,
    by its id; `chosen`: whether they asked for that one, whatever the last one is. Each filled
    response keeps where it came from, and gets a history entry that says so.
    Raises PermissionDenied, Locked (not a draft), Conflict (another assessment is the last one
    by now, or there is none).
    """
    if not rules.may_edit(member, draft):
        raise PermissionDenied
    now = at or timezone.now()
    with transaction.atomic():
        # Takes the assessment's row first: of two people who agree at once the second finds
        # nothing left to fill.
        mine = Assessment.objects.filter(pk=draft.pk, state=State.DRAFT)
        if not mine.update(edited_at=now):
            raise Locked
        now_it = Assessment.objects.select_related("landlord", "code").get(pk=draft.pk)
        found = forward(now_it, source if chosen else None)
        if found is None or found.source.pk != source:
            raise Conflict
        filled = [row for row in found.plan.carried if _fill(member, found, row, now)]
        pairs = [(found.earlier[row.source].pk, found.now[row.number]) for row in filled]
        note = f"From {found.source.year.label}"
        citations.copy(pairs, member.user, note, now)
        # The one that it began with stays, where another fills what that left blank.
        mine.filter(carried_from=None).update(carried_from=found.source)
    return len(filled)


def _fill(member: Member, found: Forward, row: Carried, at: datetime) -> bool:
    """Fills one response, which is blank, unless someone saved it this very moment."""
    source = found.earlier[row.source]
    single_text = found.draft.code.has_single_text_column
    values = carried_values(row, source.values(), single_text=single_text)
    target = found.now[row.number]
    try:
        put_response(
            member,
            target,
            blank_values() | values,
            target.version,
            at,
            carried_from=source,
            to_confirm=True,
        )
    except Conflict:
        return False
    record(
        found.draft,
        Event.CARRIED,
        member.user,
        provision=target.provision,
        changes=changes_between(blank_values(), values),
        note=_note(found, row, source),
        at=at,
    )
    return True


def _note(found: Forward, row: Carried, source: Response) -> str:
    year = found.source.year.label
    if found.same_code:
        return f"From {year}, to be confirmed."
    what = Change(row.change).label.lower()
    note = f"From {row.source} of {year}, {found.source.code.title} ({what}), to be confirmed."
    if not row.left_open or not source.answer:
        return note
    return (
        f"{note} The answer there was {Answer(source.answer).label}. It has been left blank here."
    )


def start_afresh(
    member: Member, response: Response, *, version: int, at: datetime | None = None
) -> None:
    """Empties an answer that was carried forward; what it said stays in the history.

    Raises PermissionDenied, Locked, or Conflict (confirmed, edited or cleared since).
    """
    assessment = response.assessment
    now = at or timezone.now()
    with transaction.atomic():
        current = lock_response(member, response, now)
        blank = blank_values()
        if not current.to_confirm:
            raise Conflict
        put_response(member, response, blank, version, now, to_confirm=False, carried_from=None)
        citations.clear(current, member.user, now)
        record(
            assessment,
            Event.STARTED_AFRESH,
            member.user,
            provision=current.provision,
            changes=changes_between(current.values(), blank),
            at=now,
        )
