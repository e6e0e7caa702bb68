"""The way on with a form of a past year: record that year, and import the form there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from assessments.details_forms import PastForm
from assessments.importing.result import found_in
from assessments.intake.past import into_past_year
from assessments.intake.services import Gone
from assessments.intake.views import gone, load
from assessments.services import OpenAssessmentExists
from codes.models import Code


@require_http_methods(["GET", "HEAD", "POST"])
def past(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Asks which year the form is about and where that was published; leads to its preview there.

    Raises Http404 for a form that was not read.
    """
    page = load(request, pk, file)
    result = found_in(page.imported.result)
    code = Code.objects.filter(edition=result.edition).first() if result else None
    if code is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = PastForm(code, page.assessment.year, data)
    if form.is_valid():
        try:
            return redirect(into_past_year(page.member, page.imported, form.details()))
        except OpenAssessmentExists as exists:
            form.refuse_year(exists.existing)
        except Gone:
            return gone(page)
    same_family = code.family_id == page.assessment.family_id
    status = 422 if form.errors else 200
    return page.show("past", status, form=form, code=code, same_family=same_family)
