"""Beginning with last year's form: this year's draft is started, and the form is sent to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import Member, follows_renames, landlord_for, own_landlords
from assessments import rules
from assessments.batches.pages import locked_page
from assessments.intake import services
from assessments.intake.forms import StartUploadForm
from assessments.models import Assessment
from assessments.services import Details, Locked, open_one, start
from codes.models import Code
from selfassess.common.financial_year import FinancialYear


@require_http_methods(["GET", "HEAD", "POST"])
@follows_renames(own_landlords)
def start_from_form(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes last year's form; the next page asks which year it is for."""
    member = landlord_for(request, slug, rules.may_start)
    form = StartUploadForm()
    if request.method == "POST":
        form = StartUploadForm(request.POST, request.FILES)
        if form.is_valid():
            return _begin(request, member, form)
    context = {"landlord": member.landlord, "form": form}
    status = 422 if form.errors else 200
    return render(request, "assessments/intake/start.html", context, status=status)


def _begin(request: HttpRequest, member: Member, form: StartUploadForm) -> HttpResponse:
    draft = _draft(request, member, form.code())
    try:
        return redirect(services.upload(member, draft, *form.content()))
    except Locked:
        return locked_page(request, member, draft)


def _draft(request: HttpRequest, member: Member, code: Code) -> Assessment:
    """This year's self-assessment: the one in progress, or a new one."""
    year = FinancialYear.containing(timezone.localdate())
    found = open_one(member, year, code.family_id)
    if found is None:
        found = start(member, Details(code, year))
        messages.success(request, f"Self-assessment for {found.label} started")
    return found
