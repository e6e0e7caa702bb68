"""A form that is a past year's: the year is recorded, and the form goes into its record."""

from __future__ import annotations

from django.db import transaction

from accounts.access import Member
from assessments import starting
from assessments.enums import ImportState
from assessments.intake.services import Gone, check_may_import, hold
from assessments.models import Assessment, ImportedFile
from assessments.services import Details, OpenAssessmentExists, recorded_one


def into_past_year(member: Member, imported: ImportedFile, details: Details) -> ImportedFile:
    """The form once more, read already, with the record of the year that `details` tells of.

    A record that is there already is taken where it says the same; it keeps its address where
    `details` has none. Nothing is filled in yet.
    Raises PermissionDenied, Gone, or OpenAssessmentExists where it is recorded with another Code
    or address.
    """
    with transaction.atomic():
        if not hold(ImportedFile.objects.filter(pk=imported.pk)):
            raise Gone
        recorded = _recorded(member, details) or starting.record_elsewhere(member, details)
        check_may_import(member, recorded)
        return ImportedFile.objects.create(
            assessment=recorded,
            name=imported.name,
            storage_name=imported.storage_name,
            digest=imported.digest,
            size=imported.size,
            uploaded_by_id=member.user.pk,
            uploaded_by_name=member.user.name,
            edition=imported.edition,
            result=imported.result,
            state=ImportState.READY,
        )


def _recorded(member: Member, details: Details) -> Assessment | None:
    """What is recorded of the year. Raises OpenAssessmentExists where that says something else."""
    found = recorded_one(member, details.year, details.family)
    if found is None:
        return None
    same_address = details.published_url in ("", found.published_url)
    if found.code_id != details.code.pk or not same_address:
        raise OpenAssessmentExists(found)
    return found
