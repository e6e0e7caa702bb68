"""The frozen files of a publication: its PDF and its data."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from publishing import queries
from publishing.http import REVALIDATE, SHORT, Withdrawn, conditional, public_landlord_page
from publishing.models import Publication
from selfassess.common.financial_year import FinancialYear

logger = logging.getLogger(__name__)


@public_landlord_page
def pdf(
    request: HttpRequest, slug: str, year: FinancialYear, version: int | None = None
) -> HttpResponseBase:
    """The PDF, shown in the browser, with a name to save it under."""
    publication = _find(slug, year, version)

    def make() -> HttpResponseBase:
        try:
            file = default_storage.open(publication.pdf_name, "rb")
        except FileNotFoundError:
            logger.error("%s: %s is not in storage", publication, publication.pdf_name)
            raise Http404 from None
        name = f"{publication.file_stem}.pdf"
        response = FileResponse(file, content_type="application/pdf", filename=name)
        response.headers["Content-Length"] = str(publication.pdf_size)
        return response

    return _frozen(request, publication.pdf_digest, make, version)


@public_landlord_page
def json(
    request: HttpRequest, slug: str, year: FinancialYear, version: int | None = None
) -> HttpResponseBase:
    """The document byte for byte as frozen: its SHA-256 is the digest that page and PDF show."""
    publication = _find(slug, year, version)

    def make() -> HttpResponseBase:
        data = bytes(Publication.objects.only("document").get(pk=publication.pk).document)
        response = HttpResponse(data, content_type="application/json")
        name = f"{publication.file_stem}.json"
        response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
        response.headers["Content-Length"] = str(len(data))
        return response

    return _frozen(request, publication.digest, make, version)


def _find(slug: str, year: FinancialYear, version: int | None) -> Publication:
    """Raises Http404, and Withdrawn."""
    shelf = queries.shelf(slug)
    publication = shelf.of_year(year, version)
    if publication is None:
        raise Http404
    if publication.is_withdrawn:
        raise Withdrawn(shelf, publication)
    return publication


def _frozen(
    request: HttpRequest, digest: str, make: Callable[[], HttpResponseBase], version: int | None
) -> HttpResponseBase:
    """The year's address may get another file; a numbered version's never changes, but may go."""
    return conditional(request, digest, make, SHORT if version is None else REVALIDATE)
