"""One step over several provisions: all of it or nothing, and one undo for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from accounts.access import Member
from assessments import rules, services
from assessments.bulk.planning import Planned
from assessments.enums import ImportState
from assessments.history import value_of
from assessments.models import Assessment, HistoryEntry, ImportedFile, Response


def save_all(
    member: Member, planned: Iterable[Planned], versions: Mapping[str, int], note: str
) -> UUID:
    """Saves what was planned, each with a history entry of one batch; the batch.

    `versions`: by number, the versions that the person saw when they agreed.
    Raises PermissionDenied, services.Locked, or services.Conflict where one was changed
    meanwhile; then nothing is saved.
    """
    batch = uuid4()
    with transaction.atomic():
        for row in planned:
            services.save_response(
                member,
                row.response,
                row.values,
                version=versions.get(row.number, -1),
                note=note,
                batch=batch,
                confirms=False,
            )
    return batch


@dataclass(frozen=True)
class Undone:
    """What an undo did. `left`: changed by somebody since, and so not touched."""

    batch: UUID
    restored: list[str]
    left: list[str]


def undo(member: Member, assessment: Assessment, batch: UUID) -> Undone:
    """Puts back what a batch replaced, wherever its own text is still there.

    Other fields of the same provision may have changed since: they stay. The undo is a batch too.
    Raises PermissionDenied or services.Locked.
    """
    if not rules.may_edit(member, assessment):
        raise PermissionDenied
    if not assessment.is_editable:
        raise services.Locked
    done = Undone(uuid4(), [], [])
    with transaction.atomic():
        for entry in entries_of(assessment, batch).order_by("pk"):
            _undo_one(member, entry, done)
        if done.restored:
            imported = ImportedFile.objects.filter(assessment=assessment, batch=batch)
            imported.update(state=ImportState.UNDONE)
    return done


def entries_of(assessment: Assessment, batch: UUID) -> models.QuerySet[HistoryEntry]:
    """What the history tells of a batch, in the form's order."""
    return (
        assessment.history.filter(batch=batch)
        .select_related("provision")
        .order_by("provision__position", "pk")
    )


def _undo_one(member: Member, entry: HistoryEntry, done: Undone) -> None:
    response = Response.objects.select_related("provision", "assessment").get(
        assessment_id=entry.assessment_id, provision=entry.provision
    )
    number = response.provision.number
    before = {
        change["field"]: value_of(change["field"], change["from"]) for change in entry.changes
    }
    after = {change["field"]: value_of(change["field"], change["to"]) for change in entry.changes}
    now = response.values()
    if all(now[name] == value for name, value in before.items()):
        return
    if any(now[name] != value for name, value in after.items()):
        done.left.append(number)
        return
    try:
        services.save_response(
            member,
            response,
            now | before,
            version=response.version,
            note=f"Undone: {entry.note}",
            batch=done.batch,
            confirms=False,
        )
    except services.Conflict:
        done.left.append(number)
    else:
        done.restored.append(number)
