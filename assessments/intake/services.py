"""Uploaded forms: kept, removed, given to the worker to read, and imported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from accounts.access import Member
from assessments import rules, services
from assessments.batches.services import Chosen, save_all
from assessments.enums import Event, ImportState
from assessments.history import record
from assessments.importing.limits import check_size
from assessments.importing.result import ImportResult
from assessments.intake.reading import outcome_of
from assessments.intake.tasks import read_imported
from assessments.models import Assessment, ImportedFile
from selfassess.common import storing
from selfassess.common.financial_year import FinancialYear
from selfassess.common.moments import moment

PASTED = "pasted.txt"
# What a browser's clipboard has of a pasted text beside the text itself.
PASTED_PAGE = "pasted.html"


class WasImported(Exception):
    """Something of the file was imported: it stays with its assessment."""


class Gone(Exception):
    """Someone removed the file in the meantime."""


def keep(
    member: Member, assessment: Assessment, data: bytes, name: str, edition: str = ""
) -> ImportedFile:
    """Keeps a form with the assessment, to be read; equal content lies in storage once.

    Raises PermissionDenied, services.Locked, CannotRead for an empty or too large one, or OSError
    where it cannot be stored as a whole.
    """
    check_may_import(member, assessment)
    check_size(len(data))
    digest = storing.digest_of(data)
    with transaction.atomic():
        # Waits for anyone removing the same content, which would otherwise be lost.
        hold(ImportedFile.objects.filter(digest=digest))
        return ImportedFile.objects.create(
            assessment=assessment,
            name=storing.safe_name(name),
            storage_name=storing.keep(f"imported/{digest[:2]}/{digest}", data),
            digest=digest,
            size=len(data),
            uploaded_by_id=member.user.pk,
            uploaded_by_name=member.user.name,
            edition=edition,
        )


def hold(files: QuerySet[ImportedFile]) -> bool:
    """Keeps the files from being removed until the transaction ends; whether there are any."""
    return bool(files.select_for_update().values_list("pk"))


def remove(member: Member, imported: ImportedFile) -> None:
    """Removes a file of which nothing was imported, and its content unless it is another's too.

    The history says that, by whom, and which content it was, but not its name, which may be what
    should not have been here. Nothing happens where it has already gone.
    Raises PermissionDenied, WasImported, or OSError where the storage does not let go of it.
    """
    assessment = imported.assessment
    if not rules.may_handle_file(member, assessment, imported):
        raise PermissionDenied
    with transaction.atomic():
        removed, _ = ImportedFile.objects.filter(pk=imported.pk, batch__isnull=True).delete()
        if not removed and ImportedFile.objects.filter(pk=imported.pk).exists():
            raise WasImported
        if not removed:
            return
        note = (
            f"Uploaded by {imported.uploaded_by_name} on {moment(imported.at)}. Nothing had been "
            f"imported from it. Its SHA-256 was {imported.digest}"
        )
        record(assessment, Event.FILE_REMOVED, member.user, note=note)
        if not ImportedFile.objects.filter(storage_name=imported.storage_name).exists():
            default_storage.delete(imported.storage_name)


def keep_read(
    member: Member, assessment: Assessment, data: bytes, name: str, result: ImportResult
) -> ImportedFile:
    """Keeps a form of the assessment's own year that was read already. Raises as `keep` does."""
    imported = keep(member, assessment, data, name, result.edition)
    read = outcome_of(result) | {"form_year": assessment.year_start}
    ImportedFile.objects.filter(pk=imported.pk).update(**read)
    return imported


def say_year(member: Member, imported: ImportedFile, year: FinancialYear) -> None:
    """Keeps what the person says: for which year the form is. Raises as `check_may_import`."""
    check_may_import(member, imported.assessment)
    ImportedFile.objects.filter(pk=imported.pk).update(form_year=year.start)


def upload(member: Member, assessment: Assessment, data: bytes, name: str) -> ImportedFile:
    """Keeps a form and has the worker read it. Raises as `keep` does."""
    with transaction.atomic():
        imported = keep(member, assessment, data, name)
        transaction.on_commit(partial(read_imported.enqueue, imported.pk))
    return imported


def read_again(member: Member, imported: ImportedFile, edition: str) -> None:
    """Has the worker read it once more, as a form of the edition, or as its content tells.

    Nothing happens while it is being read. Raises PermissionDenied, services.Locked.
    """
    check_may_import(member, imported.assessment)
    with transaction.atomic():
        if imported.begin_anew(edition=edition, result={}):
            transaction.on_commit(partial(read_imported.enqueue, imported.pk))


def commit(
    member: Member,
    imported: ImportedFile,
    chosen: Iterable[Chosen],
    versions: Mapping[str, int],
    *,
    how: str = "",
) -> tuple[UUID, list[str]]:
    """Saves what the person chose, all or nothing, as one step; its batch and what it changed.

    `versions`: by number, those that the person saw; `how` goes into the history.
    Raises PermissionDenied, services.Locked, Gone, or services.Conflict where one has been changed
    since. Then nothing is saved.
    """
    check_may_import(member, imported.assessment)
    with transaction.atomic():
        mine = ImportedFile.objects.filter(pk=imported.pk)
        if not hold(mine):
            raise Gone
        note = f"Imported from {imported.name}{how}"
        batch, changed = save_all(member, chosen, versions, note)
        if changed:
            mine.update(state=ImportState.COMMITTED, batch=batch)
    return batch, changed


def check_may_import(member: Member, assessment: Assessment) -> None:
    """Raises PermissionDenied or services.Locked."""
    if not rules.may_edit(member, assessment) or assessment.landlord_id != member.landlord.pk:
        raise PermissionDenied
    if not assessment.is_editable:
        raise services.Locked
