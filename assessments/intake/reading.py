"""Reads uploaded forms. The worker runs this."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File

from assessments.enums import ImportState
from assessments.importing.limits import CannotRead
from assessments.importing.result import ImportResult
from assessments.importing.sandbox import read_file
from assessments.models import ImportedFile
from selfassess.common import jobs, storing
from selfassess.common.support import support

UNEXPECTED = (
    f"We could not read the form. Try again. If it fails again, contact {support().contact}."
)
DAMAGED = (
    "Part of the stored file is missing or damaged. Upload it again to put it right. "
    f"If you no longer have it, contact {support().contact}, who can restore a backup."
)


def read(imported_pk: int) -> None:
    """Reads a file that waits; the worker's part. One that is being read or was read is left.

    Whatever is in it, the file's row says what came of it. An error that was not foreseen is
    raised as well, so that it gets into the worker's log.
    """
    jobs.carry_out(ImportedFile, imported_pk, _read, unexpected=UNEXPECTED)


def _read(imported: ImportedFile) -> None:
    try:
        result = read_file(content_of(imported), imported.name, imported.edition)
    except CannotRead as error:
        raise jobs.Failed(str(error)) from None
    except storing.Damaged:
        imported.finish(jobs.FAILED, message=DAMAGED)
        raise
    except OSError:
        # Someone may have removed it at this moment.
        if ImportedFile.objects.filter(pk=imported.pk).exists():
            raise
    else:
        imported.finish(**outcome_of(result))


def open_content(imported: ImportedFile) -> File[bytes]:
    """The file as it was sent, open.

    Raises storing.Damaged where it is not all there, another OSError where it cannot be opened.
    """
    return storing.open_whole(imported.storage_name, size=imported.size, digest=imported.digest)


def content_of(imported: ImportedFile) -> bytes:
    """The file as it was sent. Raises as `open_content` does."""
    with open_content(imported) as file:
        return bytes(file.read())


def outcome_of(result: ImportResult) -> dict[str, Any]:
    """What the row of a form says once that was found in it."""
    return {"state": ImportState.READY, "result": result.as_data(), "message": ""}
