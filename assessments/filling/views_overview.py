"""An assessment as a whole: its overview, its provisions to search, and what is missing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Member
from assessments import deadlines, queries, rules, workflow
from assessments.access import assessment_for
from assessments.asking import panel as asking
from assessments.carrying.planning import (
    is_blank_still,
    may_carry_into,
    new_numbers,
    usual_source,
)
from assessments.enums import Event, State
from assessments.filling.own import own_in
from assessments.filling.presenters import next_step
from assessments.filling.presenters.overview import Overview, doubts_of, gaps_by_section
from assessments.filling.presenters.overview import overview as count
from assessments.filling.presenters.provisions import Filter, by_section
from assessments.links.queries import links_of
from assessments.models import Assessment, ImportedFile
from assessments.presenters import reading
from assessments.presenters.panel import panel

# Of what is not fully met, the overview lists these; the rest is on the page to read.
_MOST_NOT_MET = 3
# Until the answers are locked there may be more by tomorrow.
_TELLS_NOT_MET = frozenset({State.IN_REVIEW, State.APPROVED, State.PUBLISHED})


@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """What to do next, what is the reader's own, when what is due, and the sections' counts."""
    member, assessment = assessment_for(request, pk)
    responses = queries.responses_of(assessment)
    own = own_in(member, assessment, responses)
    counted = count(responses, assessment.code, own)
    stands = panel(member, assessment)
    carry_from = _to_carry(member, assessment, counted)
    colleagues = asking.progress(member, assessment)
    step = next_step.next_step(
        next_step.Situation(
            member, assessment, counted, carry_from, stands, asking.asked_of(colleagues, member)
        )
    )
    may_edit = rules.may_edit(member, assessment) and assessment.is_editable
    not_met = reading.not_met(responses) if assessment.state in _TELLS_NOT_MET else []
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "overview": counted,
        "own": own,
        "questions": queries.question_counts(assessment),
        "step": step,
        "panel": stands,
        "due_dates": deadlines.due_dates(assessment, assessment.landlord, timezone.localdate()),
        "latest": queries.history_of(
            assessment, with_notes=rules.shares_notes(member, assessment)
        ).first(),
        "may_edit": may_edit,
        "not_met": not_met[:_MOST_NOT_MET],
        "not_met_more": len(not_met[_MOST_NOT_MET:]),
        "may_change_details": rules.may_edit(member, assessment) and assessment.may_change_details,
        "may_discard": Event.DISCARD in workflow.actions_for(member, assessment),
        "carry_from": carry_from,
        "colleagues": colleagues,
        "may_ask": asking.may_ask_now(member, assessment),
        **_files(member, assessment),
    }
    return render(request, "assessments/filling/overview.html", context)


@require_safe
def provisions(request: HttpRequest, pk: int) -> HttpResponse:
    """All provisions by section, to filter and search; what was found is shown."""
    member, assessment = assessment_for(request, pk)
    responses = queries.with_citations(queries.responses_of(assessment))
    counted = count(responses, assessment.code, own_in(member, assessment, responses))
    wanted = Filter.from_query(request.GET, reads_notes=rules.shares_notes(member, assessment))
    found = wanted.chosen(counted.rows, assessment.code)
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "overview": counted,
        "filter": wanted,
        "found": len(found),
        "sections": by_section(found),
        "new_numbers": new_numbers(assessment),
        "may_ask": asking.may_ask_now(member, assessment),
    }
    return render(request, "assessments/filling/provisions.html", context)


def _files(member: Member, assessment: Assessment) -> dict[str, list[ImportedFile]]:
    """The forms that answers come from, and those that the person can still remove."""
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
    """Every gap, with a link to its field; then what had better be looked at too."""
    member, assessment = assessment_for(request, pk)
    responses = queries.responses_of(assessment)
    counted = count(responses, assessment.code)
    links = links_of(assessment, responses, are_all=True)
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "overview": counted,
        "sections": gaps_by_section(counted.rows),
        "gap_count": sum(len(row.gaps) for row in counted.rows),
        "doubts": doubts_of(counted.rows, assessment.code, links),
        "may_submit": Event.SUBMIT in workflow.actions_for(member, assessment),
    }
    return render(request, "assessments/filling/check.html", context)
