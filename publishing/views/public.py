"""The public pages: what is published, for everybody, from what was frozen."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from accounts.models import Landlord
from publishing import queries
from publishing.forms import SearchForm
from publishing.http import LONGER, SHORT, conditional, digest_of, public_landlord_page
from publishing.models import Publication
from selfassess.common.financial_year import FinancialYear

PAGE_SIZE = 25
# Where the frozen body goes into its frame. Typed text cannot hold it: it would be escaped.
BODY_PLACE = "<!-- the frozen body -->"


@login_not_required
@require_safe
def publication_list(request: HttpRequest) -> HttpResponseBase:
    """Landlords that have published, by name, to search and page through."""
    form = SearchForm(request.GET)
    name = form.cleaned_data["q"] if form.is_valid() else ""
    page = Paginator(queries.landlords_that_published(name), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    found = [(row, FinancialYear(row["newest_year"])) for row in page.object_list]
    context = {"form": form, "name": name, "page": page, "found": found}
    return _page(request, "list", context, SHORT, status=200 if form.is_valid() else 422)


@public_landlord_page
def landlord_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """All years that a landlord has published."""
    publications = queries.shelf(slug)
    landlord = publications[0].landlord if publications else get_object_or_404(Landlord, slug=slug)
    context = {"published_by": landlord, "years": queries.by_year(publications)}
    return _page(request, "landlord", context, SHORT)


@public_landlord_page
def latest(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Leads to the newest year."""
    publications = queries.shelf(slug)
    if not publications:
        raise Http404
    response = redirect("publishing:year", slug, publications[0].year)
    patch_cache_control(response, public=True, max_age=SHORT)
    return response


@public_landlord_page
def publication_page(
    request: HttpRequest, slug: str, year: FinancialYear, version: int | None = None
) -> HttpResponseBase:
    """One published self-assessment: the frozen body in a frame made for this visit.

    Two queries: one for the frame, one for the body, which a 304 does without.
    """
    publications = queries.shelf(slug)
    publication = queries.of_year(publications, year, version)
    if publication is None:
        raise Http404
    frame = render_to_string(
        "publishing/public/publication.html", _frame(publications, publication), request
    )
    before, _, after = frame.partition(BODY_PLACE)

    def make() -> HttpResponse:
        body = Publication.objects.only("body").get(pk=publication.pk).body_html()
        return HttpResponse(before.encode() + body + after.encode())

    digest = digest_of(frame, str(publication.pk), publication.digest)
    return conditional(request, digest, make, LONGER if version else SHORT)


def _frame(publications: list[Publication], publication: Publication) -> dict[str, Any]:
    """What may change around a frozen body: newer versions, other years, downloads."""
    years = queries.by_year(publications)
    newest = years[publication.year][0]
    latest_year = publications[0].year
    return {
        "publication": publication,
        "slug": publication.landlord.slug,
        "newest": newest,
        "is_newest": newest.pk == publication.pk,
        "later_year": latest_year if latest_year > publication.year else None,
        "versions": years[publication.year],
        "other_years": [year for year in years if year != publication.year],
        "body_place": BODY_PLACE,
    }


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], max_age: int, status: int = 200
) -> HttpResponseBase:
    html = render_to_string(f"publishing/public/{template}.html", context, request)
    if status != 200:
        return HttpResponse(html, status=status)
    return conditional(request, digest_of(html), lambda: HttpResponse(html), max_age)
