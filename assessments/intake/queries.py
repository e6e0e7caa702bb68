"""Reads of the forms that were sent in."""

from __future__ import annotations

from assessments.importing.result import ImportResult, from_data
from assessments.models import ImportedFile


def found_in(imported: ImportedFile) -> ImportResult | None:
    """What was found in the form; None before it was read."""
    return from_data(imported.result) if imported.result else None
