"""Writes history entries, inside the transaction of the change that they tell of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from assessments.enums import Event
from assessments.fields import BY_NAME, as_text
from assessments.models import Assessment, HistoryEntry
from codes.models import Provision

Value = str | int | date | None


def changes_between(
    before: Mapping[str, Value], after: Mapping[str, Value]
) -> list[dict[str, str]]:
    """The fields of `after` whose value differs, as text, with what they were and became."""
    return [
        {"field": name, "from": as_text(before.get(name)), "to": as_text(value)}
        for name, value in after.items()
        if as_text(before.get(name)) != as_text(value)
    ]


def value_of(field: str, text: str) -> str | date | None:
    """A value that the history tells of, as a response holds it."""
    return BY_NAME[field].parse(text) if field in BY_NAME else text


def record(
    assessment: Assessment,
    event: Event,
    actor: User,
    *,
    provision: Provision | None = None,
    changes: list[dict[str, str]] | None = None,
    note: str = "",
    batch: UUID | None = None,
    at: datetime | None = None,
) -> HistoryEntry:
    """Adds one entry. `at` defaults to now; `batch` is shared by entries of one step."""
    return HistoryEntry.objects.create(
        assessment=assessment,
        provision=provision,
        event=event,
        actor_id=actor.pk,
        actor_name=actor.name,
        at=at or timezone.now(),
        changes=changes or [],
        note=note,
        batch=batch,
    )
