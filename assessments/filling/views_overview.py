"""An assessment as a whole: its overview, and the check of what is missing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Member
from assessments import deadlines, queries, rules, workflow
from assessments.access import assessment_for
from assessments.carrying.planning import (
    is_blank_still,
    may_carry_into,
    new_numbers,
    usual_source,
)
from assessments.enums import Event
from assessments.filling import flags
from assessments.filling.presenters.overview import Filter, Overview, gaps_by_section
from assessments.filling.presenters.overview import overview as count
from assessments.models import Assessment, ImportedFile
from assessments.presenters import reading
from assessments.presenters.panel import panel


@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Sections with their counts, the next step, and all provisions to filter and search."""
    member, assessment = assessment_for(request, pk)
    counted = count(
        queries.responses_of(assessment), assessment.code, flags.flags_in(member, assessment)
    )
    wanted = Filter.from_query(request.GET)
    may_edit = rules.may_edit(member, assessment) and assessment.is_editable
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "overview": counted,
        "filter": wanted,
        "rows": wanted.chosen(counted.rows),
        "due_dates": deadlines.due_dates(assessment, assessment.landlord, timezone.localdate()),
        "latest": assessment.history.select_related("provision").first(),
        "may_edit": may_edit,
        "not_met": [] if may_edit else reading.not_met(row.response for row in counted.rows),
        "may_change_details": rules.may_edit(member, assessment) and assessment.may_change_details,
        "panel": panel(member, assessment, is_complete=not counted.incomplete),
        "new_numbers": new_numbers(assessment),
        **_files(member, assessment),
        "carry_from": _to_carry(member, assessment, counted),
    }
    return render(request, "assessments/filling/overview.html", context)


def _files(member: Member, assessment: Assessment) -> dict[str, list[ImportedFile]]:
    """The forms that answers come from, and those that the person could still take away again."""
    files = list(assessment.imported_files.defer("result"))
    return {
        "imported_files": [file for file in files if file.has_answers],
        "unused_files": [
            file
            for file in files
            if not (file.was_imported or file.recorded_as)
            and rules.may_handle_file(member, assessment, file)
        ],
    }


def _to_carry(member: Member, assessment: Assessment, counted: Overview) -> Assessment | None:
    """The earlier assessment whose answers could begin this one; None once they do."""
    if not (rules.may_edit(member, assessment) and may_carry_into(assessment)):
        return None
    if assessment.carried_from_id or not any(is_blank_still(r.response) for r in counted.rows):
        return None
    return usual_source(assessment)


@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Every gap, with a link to its field."""
    member, assessment = assessment_for(request, pk)
    counted = count(queries.responses_of(assessment), assessment.code)
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "overview": counted,
        "sections": gaps_by_section(counted.rows),
        "gap_count": sum(len(row.gaps) for row in counted.rows),
        "may_submit": Event.SUBMIT in workflow.actions_for(member, assessment),
    }
    return render(request, "assessments/filling/check.html", context)
