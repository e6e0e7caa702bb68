"""A landlord's assessments: the list, starting and recording one, discarding one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import follows_renames, landlord_for, own_landlords
from accounts.first_visit import first_roles
from accounts.rules import may_manage_landlord
from assessments import deadlines, queries, rules, services, starting, workflow
from assessments.access import assessment_for
from assessments.asking.queries import waiting_for
from assessments.carrying.planning import usual_source
from assessments.details_forms import RecordForm, StartForm
from assessments.enums import Event
from selfassess.common.financial_year import FinancialYear
from selfassess.common.http import posted_version

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@follows_renames(own_landlords)
def landlord(request: HttpRequest, slug: str) -> HttpResponse:
    """The landlord's assessments, open ones first."""
    member = landlord_for(request, slug, rules.may_list)
    rows = [
        row for row in queries.listed(member.landlord) if rules.may_read(member, row.assessment)
    ]
    today = timezone.localdate()
    newest = {row.assessment.pk for row in queries.newest_published(rows)}
    context = {
        "landlord": member.landlord,
        "open_rows": [
            (row, deadlines.due_dates(row.assessment, member.landlord, today))
            for row in rows
            if row.assessment.is_open
        ],
        "closed_rows": [
            (row, row.assessment.pk in newest)
            for row in rows
            if not row.assessment.is_open and not row.assessment.is_recorded
        ],
        "recorded_rows": [row for row in rows if row.assessment.is_recorded],
        "has_published": bool(newest),
        "may_start": rules.may_start(member),
        "may_manage": may_manage_landlord(member),
        "waits_for_submission": not rules.reads_drafts(member),
        "is_new": not rows,
        "first_roles": first_roles(member),
        "asked": waiting_for(member),
    }
    return render(request, "assessments/filling/landlord.html", context)


@_get_or_post
@follows_renames(own_landlords)
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Starts an assessment."""
    member = landlord_for(request, slug, rules.may_start)
    last = queries.last_before(member.landlord, _this_year() + 1)
    form = StartForm(request.POST if request.method == "POST" else None, last)
    if form.is_valid():
        try:
            assessment = services.start(member, form.details())
        except services.OpenAssessmentExists as exists:
            form.refuse_year(exists.existing)
        else:
            messages.success(request, f"Self-assessment for {assessment.label} started")
            if form.carries and usual_source(assessment):
                return redirect("assessments:carry", assessment.pk)
            return redirect(assessment)
    return render(
        request,
        "assessments/filling/start.html",
        {"landlord": member.landlord, "form": form},
        status=422 if form.errors else 200,
    )


def _this_year() -> int:
    return FinancialYear.containing(timezone.localdate()).start


@_get_or_post
@follows_renames(own_landlords)
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """Records an earlier year that was published elsewhere; its answers can be filled in
    afterwards."""
    member = landlord_for(request, slug, rules.may_start)
    form = RecordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            recorded = starting.record_elsewhere(member, form.details())
        except services.OpenAssessmentExists as exists:
            form.refuse_year(exists.existing)
        else:
            messages.success(request, f"{recorded.label} saved")
            return redirect(recorded)
    context = {"landlord": member.landlord, "form": form}
    status = 422 if form.errors else 200
    return render(request, "assessments/filling/record.html", context, status=status)


@_get_or_post
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms and discards an assessment that is not with the governing body."""
    member, assessment = assessment_for(request, pk, rules.may_edit)
    moved_on = False
    if request.method == "POST":
        version = posted_version(request)
        try:
            workflow.carry_out(Event.DISCARD, assessment, member, version=version)
        except workflow.MovedOn:
            _, assessment = assessment_for(request, pk, rules.may_edit)
            moved_on = True
        else:
            messages.success(request, f"Self-assessment for {assessment.label} discarded")
            return redirect(assessment.landlord)
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "answered": assessment.responses.exclude(answer="").count(),
        "may_discard": Event.DISCARD in workflow.actions_for(member, assessment),
        "moved_on": moved_on,
    }
    status = 409 if moved_on else 200
    return render(request, "assessments/filling/discard.html", context, status=status)
