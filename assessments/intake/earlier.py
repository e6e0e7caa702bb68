"""A form for an earlier year: that year is recorded, and the form goes into its record."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.access import Member
from assessments import queries, starting
from assessments.carrying.planning import may_carry_into, sources_before
from assessments.enums import ImportState
from assessments.importing.report import is_told
from assessments.importing.result import ImportResult
from assessments.intake.planning import plan
from assessments.intake.services import Gone, check_may_import, commit, hold
from assessments.models import Assessment, ImportedFile
from assessments.services import Details, OpenAssessmentExists, open_one, recorded_one


@dataclass(frozen=True)
class Known:
    """What there is of an earlier year already. `may_carry`: whether its answers can be carried
    forward into the draft that the form was sent to; `may_add`: whether the form can still be put
    into a record of that year.
    """

    assessment: Assessment
    may_carry: bool
    may_add: bool


def known_of(member: Member, draft: Assessment, details: Details) -> Known | None:
    """What was published here of the year that `details` tells of, is recorded with answers, or
    is in progress.
    """
    year = queries.answered(member.landlord).filter(
        family=details.family, year_start=details.year.start
    )
    found = year.first() or open_one(member, details.year, details.family)
    if found is None or found == draft:
        return None
    may_carry = may_carry_into(draft) and found in sources_before(draft)
    may_add = found.is_open or (found.is_recorded and found.code_id == details.code.pk)
    return Known(found, may_carry, may_add)


def into_earlier_year(member: Member, imported: ImportedFile, details: Details) -> ImportedFile:
    """The form once more, read already, with the record of the year that `details` tells of.

    An existing record is used where it says the same; it keeps its address where
    `details` has none. Nothing is filled in yet.
    Raises PermissionDenied, Gone, or OpenAssessmentExists where it is recorded with another Code
    or address.
    """
    with transaction.atomic():
        sent = ImportedFile.objects.filter(pk=imported.pk)
        if not hold(sent):
            raise Gone
        recorded = _recorded(member, details) or starting.record_elsewhere(member, details)
        check_may_import(member, recorded)
        sent.filter(batch=None).update(form_year=recorded.year_start)
        return ImportedFile.objects.create(
            assessment=recorded,
            name=imported.name,
            storage_name=imported.storage_name,
            digest=imported.digest,
            size=imported.size,
            uploaded_by_id=member.user.pk,
            uploaded_by_name=member.user.name,
            edition=imported.edition,
            form_year=recorded.year_start,
            result=imported.result,
            state=ImportState.READY,
        )


def fill_record(member: Member, imported: ImportedFile, result: ImportResult) -> UUID | None:
    """Imports the whole form into its record, as one step; its batch.

    None, and nothing is imported, where a person should look first: where something was not read
    for sure or finds no place, or where the record says something already.
    Raises PermissionDenied, services.Locked, Conflict or Gone.
    """
    recorded = imported.assessment
    responses = queries.responses_of(recorded)
    for response in responses:
        response.assessment = recorded
    rows = plan(result, responses, recorded.code, timezone.localdate()).rows
    in_doubt = any(row.asks or row.problem or row.overwrites or row.has_rest for row in rows)
    if not rows or in_doubt or not all(is_told(problem.kind) for problem in result.problems):
        return None
    chosen = [(row.response, row.with_changes(row.fills)) for row in rows]
    batch, _ = commit(member, imported, chosen, {row.number: row.response.version for row in rows})
    return batch


def _recorded(member: Member, details: Details) -> Assessment | None:
    """What is recorded of the year. Raises OpenAssessmentExists where that says something else."""
    found = recorded_one(member, details.year, details.family)
    if found is None:
        return None
    same_address = details.published_url in ("", found.published_url)
    if found.code_id != details.code.pk or not same_address:
        raise OpenAssessmentExists(found)
    return found
