"""The frozen files of a publication: its PDF and its data."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from publishing import queries
from publishing.http import FOREVER, SHORT, conditional, public_landlord_page
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
    publication = queries.of_year(queries.shelf(slug), year, version)
    if publication is None:
        raise Http404
    return publication


def _frozen(
    request: HttpRequest, digest: str, make: Callable[[], HttpResponseBase], version: int | None
) -> HttpResponseBase:
    """A numbered version's file never changes; the newest version's address may get another."""
    if version is None:
        return conditional(request, digest, make, SHORT)
    return conditional(request, digest, make, FOREVER, immutable=True)
