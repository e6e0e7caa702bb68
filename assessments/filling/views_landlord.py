"""A landlord's assessments: the list, starting one, a draft's details, discarding one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Member, follows_renames, landlord_for, own_landlords
from assessments import queries, rules, services, workflow
from assessments.access import assessment_for
from assessments.enums import Event, State
from assessments.filling.forms import DetailsForm
from assessments.models import Assessment
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
    context = {
        "landlord": member.landlord,
        "open_rows": [
            (row, row.assessment.days_to_meeting(today)) for row in rows if row.assessment.is_open
        ],
        "closed_rows": [row for row in rows if not row.assessment.is_open],
        "has_published": any(row.assessment.state == State.PUBLISHED for row in rows),
        "may_start": rules.may_start(member),
    }
    return render(request, "assessments/filling/landlord.html", context)


@_get_or_post
@follows_renames(own_landlords)
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Starts an assessment."""
    member = landlord_for(request, slug, rules.may_start)
    form = DetailsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            assessment = services.start(member, form.details())
        except services.OpenAssessmentExists as exists:
            form.refuse_year(exists.existing)
        else:
            messages.success(request, f"Self-assessment for {assessment.year} started")
            return redirect(assessment)
    return render(
        request,
        "assessments/filling/start.html",
        {"landlord": member.landlord, "form": form},
        status=422 if form.errors else 200,
    )


@_get_or_post
def details(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes what a draft is about."""
    member, assessment = assessment_for(request, pk, rules.may_edit)
    if request.method == "POST":
        return _change_details(request, member, assessment)
    if assessment.state != State.DRAFT:
        return _details_locked(request, assessment, 200)
    return _show_details(request, assessment, DetailsForm(assessment=assessment))


def _change_details(request: HttpRequest, member: Member, assessment: Assessment) -> HttpResponse:
    form = DetailsForm(request.POST, assessment=assessment)
    if not form.is_valid():
        return _show_details(request, assessment, form, 422)
    try:
        services.change_details(member, assessment, form.details(), version=posted_version(request))
    except services.OpenAssessmentExists as exists:
        form.refuse_year(exists.existing)
    except services.Conflict:
        _, now = assessment_for(request, assessment.pk, rules.may_edit)
        return _show_details(request, now, form, 409)
    except services.Locked:
        _, now = assessment_for(request, assessment.pk, rules.may_edit)
        if now.state != State.DRAFT:
            return _details_locked(request, now, 409)
        form.refuse_code()
    else:
        messages.success(request, "Details saved")
        return redirect(assessment)
    return _show_details(request, assessment, form, 422)


def _show_details(
    request: HttpRequest, assessment: Assessment, form: DetailsForm, status: int = 200
) -> HttpResponse:
    """The form. After a conflict (409) it names what is saved now, and the version to replace."""
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "form": form,
        "conflict": status == 409,
        "version": posted_version(request) if status == 422 else assessment.version,
    }
    return render(request, "assessments/filling/details.html", context, status=status)


def _details_locked(request: HttpRequest, assessment: Assessment, status: int) -> HttpResponse:
    context = {"landlord": assessment.landlord, "assessment": assessment, "refused": status == 409}
    return render(request, "assessments/filling/details_locked.html", context, status=status)


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
            messages.success(request, f"Self-assessment for {assessment.year} discarded")
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
