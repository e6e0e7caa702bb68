"""One step over several provisions: all of it or nothing, and one undo for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from accounts.access import Member
from assessments import rules, services
from assessments.enums import Event, ImportState
from assessments.history import Value, value_of
from assessments.models import Assessment, HistoryEntry, ImportedFile, Response

# A response with every value of `fields.FIELDS` that it is to have.
Chosen = tuple[Response, Mapping[str, Value]]


def save_all(
    member: Member, chosen: Iterable[Chosen], versions: Mapping[str, int], note: str
) -> tuple[UUID, list[str]]:
    """Saves what was planned, all or nothing; the batch of its history entries, and the numbers
    of the provisions that it changed.

    `versions`: by number, the versions that the person saw when they agreed.
    Raises PermissionDenied, services.Locked, or services.Conflict where one has been changed since.
    Then nothing is saved.
    """
    batch, changed = uuid4(), []
    with transaction.atomic():
        for response, values in chosen:
            number = response.provision.number
            saved = services.save_response(
                member,
                response,
                values,
                version=versions.get(number, -1),
                note=note,
                batch=batch,
                # An answer carried forward still waits for someone to read all of it.
                confirms=False,
            )
            if saved.version != response.version:
                changed.append(number)
    return batch, changed


# By provision.
Rows = Mapping[int | None, Response]
# What changes an answer, or holds it for true.
_EDITS = (Event.RESPONSE_SAVED, Event.CARRIED, Event.STARTED_AFRESH, Event.CONFIRMED)


@dataclass(frozen=True)
class Undoing:
    """What an undo of a batch would do. `possible`: entries whose text goes back; `left`: those
    of provisions changed since, which stay. What has already been put back is in neither.
    """

    possible: list[HistoryEntry] = field(default_factory=list)
    left: list[HistoryEntry] = field(default_factory=list)


@dataclass(frozen=True)
class Undone:
    """What an undo did. `left`: changed by someone since, and so not touched."""

    batch: UUID
    restored: list[str]
    left: list[str]


def undo(member: Member, assessment: Assessment, batch: UUID) -> Undone:
    """Puts back what a batch replaced, as `undoing` tells. The undo is a batch too.

    Raises PermissionDenied or services.Locked.
    """
    if not rules.may_edit(member, assessment):
        raise PermissionDenied
    if not assessment.is_editable:
        raise services.Locked
    with transaction.atomic():
        rows = _responses(assessment)
        plan = _undoing(assessment, batch, rows)
        done = Undone(uuid4(), [], [_number(entry) for entry in plan.left])
        for entry in plan.possible:
            _undo_one(member, rows[entry.provision_id], entry, done)
        if done.restored:
            imported = ImportedFile.objects.filter(assessment=assessment, batch=batch)
            imported.update(state=ImportState.UNDONE)
    return done


def undoing(assessment: Assessment, batch: UUID) -> Undoing:
    """What of a batch can be put back: wherever its own text is still there.

    Of an import a provision goes back as a whole or not at all: where someone has saved anything
    of it since, they looked at what the import had put there. In other steps the provision's
    other fields may have changed: they stay as they are.
    """
    return _undoing(assessment, batch, _responses(assessment))


def _responses(assessment: Assessment) -> Rows:
    rows = assessment.responses.select_related("provision", "assessment")
    return {row.provision_id: row for row in rows}


def _undoing(assessment: Assessment, batch: UUID, rows: Rows) -> Undoing:
    entries = list(entries_of(assessment, batch))
    is_import = ImportedFile.objects.filter(assessment=assessment, batch=batch).exists()
    edited = _edited_since(assessment, entries) if is_import else frozenset()
    plan = Undoing()
    for entry in entries:
        row = rows.get(entry.provision_id)
        if row is None:  # The draft is one of another Code by now.
            plan.left.append(entry)
        elif not _has(row, entry, "from"):
            stays = entry.provision_id in edited or not _has(row, entry, "to")
            (plan.left if stays else plan.possible).append(entry)
    return plan


def entries_of(assessment: Assessment, batch: UUID) -> models.QuerySet[HistoryEntry]:
    """What the history tells of a batch, in the form's order."""
    return (
        assessment.history.filter(batch=batch)
        .select_related("provision")
        .order_by("provision__position", "pk")
    )


def _edited_since(assessment: Assessment, entries: list[HistoryEntry]) -> frozenset[int | None]:
    """The provisions that were edited after the entries, but for what was taken back again."""
    since = {entry.provision_id: entry.pk for entry in entries}
    later: dict[int | None, list[HistoryEntry]] = {}
    for entry in assessment.history.filter(
        event__in=_EDITS, provision__in=[pk for pk in since if pk], pk__gt=min(since.values())
    ).order_by("pk"):
        if entry.pk > since[entry.provision_id]:
            later.setdefault(entry.provision_id, []).append(entry)
    return frozenset(pk for pk, edits in later.items() if _leaves_something(edits))


def _leaves_something(edits: list[HistoryEntry]) -> bool:
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for edit in edits:
        if edit.event == Event.CONFIRMED:
            return True
        for change in edit.changes:
            first.setdefault(change["field"], change["from"])
            last[change["field"]] = change["to"]
    return first != last


def _has(row: Response, entry: HistoryEntry, side: str) -> bool:
    """Whether the response says what the entry tells, `from` before or `to` after the step."""
    now = row.values()
    return all(now[item["field"]] == value_of(item["field"], item[side]) for item in entry.changes)


def _number(entry: HistoryEntry) -> str:
    return entry.provision.number if entry.provision else ""


def _undo_one(member: Member, response: Response, entry: HistoryEntry, done: Undone) -> None:
    before = {item["field"]: value_of(item["field"], item["from"]) for item in entry.changes}
    try:
        services.save_response(
            member,
            response,
            response.values() | before,
            version=response.version,
            note=f"Undone: {entry.note}",
            batch=done.batch,
            confirms=False,
        )
    except services.Conflict:
        done.left.append(response.provision.number)
    else:
        done.restored.append(response.provision.number)
