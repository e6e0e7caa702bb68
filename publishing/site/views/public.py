"""The public pages: what is published, for everyone, from what was frozen."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from accounts.models import Landlord
from publishing import queries
from publishing.glance import glance_context
from publishing.models import Publication, PublishedFile
from publishing.site.forms import SearchForm
from publishing.site.http import SHORT, Withdrawn, conditional, digest_of, public_landlord_page
from selfassess.common.financial_year import FinancialYear

PAGE_SIZE = 25
# Where the frozen body and its files go into their frame. Typed text cannot hold these: it would
# be escaped.
FILES_PLACE = "<!-- the files -->"
DATA_PLACE = "<!-- the data files -->"
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
    """All years that a landlord has published, here or elsewhere; each family of Codes apart."""
    shelf = queries.shelf(slug)
    landlord = shelf.landlord or get_object_or_404(Landlord, slug=slug)
    context = {
        "published_by": landlord,
        "names_code": shelf.names_code,
        "families": [(family, *_listed(shelf.of(family.pk))) for family in shelf.families],
    }
    return _page(request, "landlord", context, SHORT)


@public_landlord_page
def accessibility(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The accessibility statement that speaks for what the landlord publishes here."""
    landlord = get_object_or_404(Landlord, slug=slug)
    context = {"published_by": landlord, "site_url": settings.SITE_URL}
    return _page(request, "accessibility", context, SHORT)


def _listed(shelf: queries.Shelf) -> tuple[list[Any], list[queries.Elsewhere]]:
    """Each year with its versions and the newest that can be read; and what is elsewhere."""
    years = [
        (year, rows, next((row for row in rows if not row.is_withdrawn), None))
        for year, rows in shelf.by_year().items()
    ]
    return years, shelf.elsewhere


@public_landlord_page
def latest(request: HttpRequest, slug: str, family: str) -> HttpResponseBase:
    """Leads to the family's newest year that can be read. Raises Http404, and Withdrawn where none
    can.
    """
    shelf = queries.shelf(slug, family)
    if not shelf.publications:
        raise Http404
    if not shelf.standing:
        raise Withdrawn(shelf, shelf.publications[0])
    response = redirect("publishing:year", slug, shelf.standing[0].year, family)
    patch_cache_control(response, public=True, max_age=SHORT)
    return response


@public_landlord_page
def publication_page(
    request: HttpRequest, slug: str, year: FinancialYear, family: str, version: int | None = None
) -> HttpResponseBase:
    """One published self-assessment: the frozen body in a frame made for this visit.

    Two queries: one for the frame, one for body and files, which a 304 does without.
    """
    shelf = queries.shelf(slug, family)
    publication = shelf.of_year(year, version)
    if publication is None:
        raise Http404
    if publication.is_withdrawn:
        raise Withdrawn(shelf, publication)
    frame = render_to_string(
        "publishing/public/publication.html", _frame(shelf, publication), request
    )

    def make() -> HttpResponse:
        files, body = queries.with_body(publication)
        page = frame.encode()
        for place, is_data in ((FILES_PLACE, False), (DATA_PLACE, True)):
            shown = [file for file in files if file.format.is_data is is_data]
            page = page.replace(place.encode(), _file_list(publication, shown).encode())
        return HttpResponse(page.replace(BODY_PLACE.encode(), body))

    # The files were frozen with the publication: its digest stands for them too.
    digest = digest_of(frame, str(publication.pk), publication.digest)
    return conditional(request, digest, make, SHORT)


def _file_list(publication: Publication, files: list[PublishedFile]) -> str:
    context = {"files": files, "publication": publication, "slug": publication.landlord.slug}
    return render_to_string("publishing/public/files.html", context)


def _frame(shelf: queries.Shelf, publication: Publication) -> dict[str, Any]:
    """What may change around a frozen body: newer versions, withdrawals, other years, downloads."""
    versions = shelf.by_year()[publication.year]
    standing = [row for row in versions if not row.is_withdrawn]
    later = [row for row in standing if row.version > publication.version]
    latest_year = shelf.standing[0].year
    return {
        "publication": publication,
        "slug": publication.landlord.slug,
        "names_code": shelf.names_code,
        "newest": standing[0],
        # The one that took its place: the next that can be read.
        "successor": later[-1] if later else None,
        "later_year": latest_year if latest_year > publication.year else None,
        "versions": versions,
        "withdrawn_later": [
            row for row in versions if row.is_withdrawn and row.version > publication.version
        ],
        "other_years": list(
            dict.fromkeys(row.year for row in shelf.standing if row.year != publication.year)
        ),
        "elsewhere": shelf.elsewhere,
        **glance_context(publication),
    }


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], max_age: int, status: int = 200
) -> HttpResponseBase:
    html = render_to_string(f"publishing/public/{template}.html", context, request)
    if status != 200:
        return HttpResponse(html, status=status)
    return conditional(request, digest_of(html), lambda: HttpResponse(html), max_age)
