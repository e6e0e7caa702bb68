"""Which year is a form for? This one's goes on to its preview, an earlier one's into its record."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from assessments.batches.pages import locked_page
from assessments.carrying.planning import may_carry_into
from assessments.importing.report import report
from assessments.importing.result import ImportResult, found_in
from assessments.intake import services
from assessments.intake.earlier import fill_record, into_earlier_year, known_of
from assessments.intake.forms import EditionForm
from assessments.intake.guess import guess_year
from assessments.intake.views import ImportPage, gone, load
from assessments.intake.year_forms import YearForm
from assessments.models import Assessment
from assessments.services import Conflict, Details, OpenAssessmentExists
from codes.models import Code


@require_http_methods(["GET", "HEAD", "POST"])
def year(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Asks which year the form is for, and where an earlier one was published.

    Raises Http404 for a form that was not read.
    """
    page = load(request, pk, file)
    if not page.assessment.is_editable:
        return locked_page(request, page.member, page.assessment)
    result = found_in(page.imported.result)
    code = Code.objects.filter(edition=result.edition).first() if result else None
    if result is None or code is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = YearForm(code, page.assessment, guess_year(page.imported, result), data)
    if not form.is_valid():
        return _ask(page, result, code, form)
    if form.is_own and code == page.assessment.code:
        services.say_year(page.member, page.imported, page.assessment.year)
        return redirect(page.imported)
    try:
        return _earlier(page, result, form.details())
    except OpenAssessmentExists as exists:
        form.refuse(exists.existing)
        return _ask(page, result, code, form)
    except services.Gone:
        return gone(page)


def _ask(page: ImportPage, result: ImportResult, code: Code, form: YearForm) -> HttpResponse:
    same_family = code.family_id == page.assessment.family_id
    return page.show(
        "year",
        422 if form.errors else 200,
        form=form,
        code=code,
        report=report(result),
        other_code=code != page.assessment.code,
        may_carry=same_family and may_carry_into(page.assessment),
        edition_form=EditionForm(page.imported.edition),
    )


def _earlier(page: ImportPage, result: ImportResult, details: Details) -> HttpResponse:
    """Records the year and puts the form there. Asks first where something is already there."""
    known = known_of(page.member, page.assessment, details)
    if known and not (known.may_add and "anyway" in page.request.POST):
        return page.show("known", known=known, details=details)
    moved = into_earlier_year(page.member, page.imported, details)
    try:
        batch = fill_record(page.member, moved, result)
    except Conflict:
        batch = None
    if batch is None:
        return redirect(moved)
    recorded = moved.assessment
    seen = reverse("assessments:batch", args=[recorded.pk, batch])
    if not may_carry_into(page.assessment) or recorded.family_id != page.assessment.family_id:
        messages.success(page.request, f"We have recorded the form as {recorded.label}")
        return redirect(seen)
    messages.success(page.request, _recorded(recorded, seen))
    carry = reverse("assessments:carry", args=[page.assessment.pk])
    return redirect(f"{carry}?from={recorded.pk}")


def _recorded(recorded: Assessment, seen: str) -> str:
    return format_html(
        "We have recorded the form as {}. "
        '<a class="govuk-notification-banner__link" href="{}">See what we imported, or undo it</a>',
        recorded.label,
        seen,
    )
