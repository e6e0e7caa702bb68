"""The frozen files of a publication, whole or in part."""

from __future__ import annotations

import logging
from typing import IO

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header, quote_etag

from publishing import queries
from publishing.formats import Format
from publishing.http import REVALIDATE, SHORT, Withdrawn, conditional, public_landlord_page
from publishing.models import Publication, PublishedFile
from publishing.ranges import NotSatisfiable, Part, Slice, asked_for
from selfassess.common.financial_year import FinancialYear

logger = logging.getLogger(__name__)


@public_landlord_page
def published_file(
    request: HttpRequest,
    slug: str,
    year: FinancialYear,
    file_format: Format,
    version: int | None = None,
) -> HttpResponseBase:
    """A file byte for byte as it was frozen, with a name to save it under.

    The next version replaces the file at the year's address. A numbered version's file never
    changes, but may be withdrawn.
    """
    publication = _find(slug, year, version)
    file = PublishedFile.objects.filter(publication=publication, name=file_format.name).first()
    if file is None:
        raise Http404
    max_age = SHORT if version is None else REVALIDATE
    return conditional(request, file.digest, lambda: _answer(request, publication, file), max_age)


def _find(slug: str, year: FinancialYear, version: int | None) -> Publication:
    """Raises Http404, and Withdrawn."""
    shelf = queries.shelf(slug)
    publication = shelf.of_year(year, version)
    if publication is None:
        raise Http404
    if publication.is_withdrawn:
        raise Withdrawn(shelf, publication)
    return publication


def _answer(
    request: HttpRequest, publication: Publication, file: PublishedFile
) -> HttpResponseBase:
    """The file or the part that is asked for; of a HEAD the headers alone."""
    try:
        part = asked_for(request, file.size, quote_etag(file.digest))
    except NotSatisfiable:
        refusal = HttpResponse(status=416)
        refusal.headers["Content-Range"] = f"bytes */{file.size}"
        return refusal
    content = _open(file)
    if request.method == "HEAD":
        content.close()
        response: HttpResponseBase = HttpResponse(content_type=file.content_type)
    else:
        response = _content(content, file, part)
    name = publication.download_name(file.format)
    response.headers["Content-Disposition"] = (
        content_disposition_header(not file.format.is_shown, name) or ""
    )
    response.headers["Content-Length"] = str(part.size if part else file.size)
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _content(content: IO[bytes], file: PublishedFile, part: Part | None) -> HttpResponseBase:
    if part is None:
        return FileResponse(content, content_type=file.content_type)
    response = FileResponse(Slice(content, part), content_type=file.content_type, status=206)
    response.headers["Content-Range"] = f"bytes {part.first}-{part.last}/{file.size}"
    return response


def _open(file: PublishedFile) -> IO[bytes]:
    """Raises Http404 for a file that is lost."""
    try:
        return default_storage.open(file.storage_name, "rb")
    except FileNotFoundError:
        logger.error("%s: %s is not in storage", file, file.storage_name)
        raise Http404 from None
