"""An assessment as a whole: its overview, the check of what is missing, and its history."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments import queries, rules, workflow
from assessments.access import assessment_for
from assessments.enums import Event, State
from assessments.filling import presenters
from assessments.filling.overview import Filter, gaps_by_section
from assessments.filling.overview import overview as count
from assessments.review.context import panel

_ENTRIES_A_PAGE = 50


@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Sections with their counts, the next step, and all provisions to filter and search."""
    member, assessment = assessment_for(request, pk)
    counted = count(queries.responses_of(assessment), assessment.code)
    wanted = Filter.from_query(request.GET)
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "overview": counted,
        "filter": wanted,
        "rows": wanted.chosen(counted.rows),
        "days": assessment.days_to_meeting(timezone.localdate()),
        "may_edit": rules.may_edit(member, assessment) and assessment.is_editable,
        "may_change_details": rules.may_edit(member, assessment)
        and assessment.state == State.DRAFT,
        "panel": panel(member, assessment),
    }
    return render(request, "assessments/filling/overview.html", context)


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


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that happened to the assessment, the latest first."""
    return _history(request, pk, "")


@require_safe
def provision_history(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Everything that happened to one provision's answer, the latest first."""
    return _history(request, pk, number)


def _history(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Raises Http404 for a number that the assessment's Code does not have."""
    _, assessment = assessment_for(request, pk)
    if number and not assessment.code.provisions.filter(number=number).exists():
        raise Http404
    pages = Paginator(queries.history_of(assessment, number), _ENTRIES_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "number": number,
        "page": page,
        "entries": presenters.told(page.object_list, assessment.code),
    }
    return render(request, "assessments/filling/history.html", context)
