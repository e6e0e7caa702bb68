"""The frozen files of a publication, whole or in part."""

from __future__ import annotations

import logging
from typing import IO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header, quote_etag

from publishing import queries
from publishing.formats import Format
from publishing.queries import StandingFile
from publishing.site.http import REVALIDATE, SHORT, Withdrawn, conditional, public_landlord_page
from publishing.site.ranges import NotSatisfiable, RangePart, Slice, asked_for
from selfassess.common import storing
from selfassess.common.financial_year import FinancialYear

logger = logging.getLogger(__name__)


class _Blocks(FileResponse):
    """Django's, in larger blocks: the server handles each one separately, and a file has few."""

    block_size = 256 * 1024


@public_landlord_page
def published_file(
    request: HttpRequest,
    slug: str,
    year: FinancialYear,
    family: str,
    file_format: Format,
    version: int | None = None,
) -> HttpResponseBase:
    """A file byte for byte as it was frozen, with a name to save it under.

    The next version replaces the file at the year's address. A numbered version's file never
    changes, but may be withdrawn.
    """
    file = queries.standing_file(slug, year, family, version, file_format.name)
    if file is None:
        raise _missing(slug, year, family, version)
    name = file_format.download_name(slug, year, family, f"v{file.version}")
    max_age = SHORT if version is None else REVALIDATE
    return conditional(
        request, file.digest, lambda: _answer(request, file, file_format, name), max_age
    )


def _missing(slug: str, year: FinancialYear, family: str, version: int | None) -> Exception:
    """That it was withdrawn, or that there is none."""
    shelf = queries.shelf(slug, family)
    publication = shelf.of_year(year, version)
    if publication is not None and publication.is_withdrawn:
        return Withdrawn(shelf, publication)
    return Http404()


def _answer(
    request: HttpRequest, file: StandingFile, file_format: Format, name: str
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
    response.headers["Content-Disposition"] = (
        content_disposition_header(not file_format.is_shown, name) or ""
    )
    response.headers["Content-Length"] = str(part.size if part else file.size)
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _content(content: IO[bytes], file: StandingFile, part: RangePart | None) -> HttpResponseBase:
    if part is None:
        return _Blocks(content, content_type=file.content_type)
    response = _Blocks(Slice(content, part), content_type=file.content_type, status=206)
    response.headers["Content-Range"] = f"bytes {part.first}-{part.last}/{file.size}"
    return response


def _open(file: StandingFile) -> IO[bytes]:
    """Raises Http404 for a file that is lost, storing.Damaged for one that is not all there.

    Its digest was looked at when it was stored; here that would read each file twice.
    """
    try:
        return storing.open_whole(file.storage_name, size=file.size)
    except FileNotFoundError:
        logger.error("%s is not in storage", file.storage_name)
        raise Http404 from None
