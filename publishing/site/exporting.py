"""The public side as plain files, for any web server or content delivery network to serve.

The program asks each view for its page, which becomes the index.html in a folder
of its address. Links between exported addresses become relative, so that the files work at any
place; links to what only the service itself can do lead to the service.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import resolve, reverse

from codes.models import Code
from publishing import queries
from publishing.document import VERSIONS
from publishing.models import Publication
from publishing.site import catalogue
from selfassess.common.financial_year import FinancialYear

# What is typed cannot hold these: its quotation marks are escaped.
_LINK = re.compile(r'(?<= )(href|src)="(/[^"]*)"')
_ASSET = re.compile(r'<(?:link|img|script)\b[^>]*? (?:href|src)="(/[^"?#]+)"')
# It asks the service who is signed in, which a plain file cannot.
_MENU_SCRIPT = re.compile(r'<script [^>]*src="[^"]*/app/menu\b[^"]*"[^>]*></script>')
_CSS_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")


class Export:
    """Everything public, from what was frozen: one page or file at a time, styles at the end."""

    def __init__(self) -> None:
        self._addresses = dict.fromkeys(_addresses())
        self._assets: dict[str, None] = {}

    def content(self) -> Iterator[tuple[str, bytes]]:
        """Each file: its path below the export's folder, and what is in it.

        Raises Http404 or FileNotFoundError where something that is published is lost.
        """
        start, listing = "/", reverse("publishing:list")
        self._addresses |= {start: None, listing: None}
        yield self._page(start, _way_on(start, listing))
        yield self._page(listing, _whole_list())
        for address in self._addresses:
            if address not in (start, listing):
                yield self._answer(address)
        # It grows while styles are read that name others.
        done: set[str] = set()
        while waiting := [address for address in self._assets if address not in done]:
            for address in waiting:
                yield self._asset(address)
                done.add(address)

    def _answer(self, address: str) -> tuple[str, bytes]:
        response = _ask(address)
        if response.status_code in (301, 302):
            return self._page(address, _way_on(address, str(response.headers["Location"])))
        data = _content(response)
        if response.headers["Content-Type"].startswith("text/html"):
            return self._page(address, data.decode())
        return path_of(address), data

    def _page(self, address: str, html: str) -> tuple[str, bytes]:
        html = _MENU_SCRIPT.sub("", html)
        named = _ASSET.findall(html)
        self._assets |= dict.fromkeys(name for name in named if name not in self._addresses)

        def replace(match: re.Match[str]) -> str:
            target, hash_sign, anchor = match[2].partition("#")
            if target not in self._addresses and target not in self._assets:
                return f'{match[1]}="{settings.SITE_URL}{match[2]}"'
            return f'{match[1]}="{_relative(target, address)}{hash_sign}{anchor}"'

        return path_of(address), _LINK.sub(replace, html).encode()

    def _asset(self, address: str) -> tuple[str, bytes]:
        if not address.startswith(settings.STATIC_URL):
            return path_of(address), _content(_ask(address))
        data = _static(address.removeprefix(settings.STATIC_URL))
        if address.endswith(".css"):
            urls = filter(_is_file_of_ours, _CSS_URL.findall(data.decode()))
            self._assets |= dict.fromkeys(_beside(address, url) for url in urls)
        return path_of(address), data


def path_of(address: str) -> str:
    """Where the file of an address lies, below the export's folder."""
    return address.lstrip("/") + ("index.html" if address.endswith("/") else "")


def _addresses() -> Iterator[str]:
    yield reverse("codes:list")
    for name in ("index", "feed", "data"):
        yield reverse(f"publishing:{name}")
    for version in VERSIONS:
        yield reverse("publishing:schema", args=[version])
    pages = -(-Publication.objects.count() // catalogue.PAGE_SIZE)
    for page in range(2, pages + 1):
        yield reverse("publishing:index_page", args=[page])
    for edition in Code.objects.values_list("edition", flat=True):
        yield reverse("codes:code", args=[edition])
        for name in ("blank_word", "blank_excel"):
            yield reverse(f"publishing:{name}", args=[edition])
    slugs = Publication.objects.order_by("landlord__slug").values_list("landlord__slug", flat=True)
    for slug in slugs.distinct():
        yield from _landlord_addresses(slug)


def _landlord_addresses(slug: str) -> Iterator[str]:
    for name in ("landlord", "accessibility"):
        yield reverse(f"publishing:{name}", args=[slug])
    shelf = queries.shelf(slug)
    for family in shelf.families:
        yield from _family_addresses(slug, family.pk, shelf.of(family.pk))


def _family_addresses(slug: str, family: str, shelf: queries.Shelf) -> Iterator[str]:
    """Of what is published here against the family's Codes; of what is elsewhere there is none."""
    if shelf.publications:
        for name in ("latest", "landlord_embed"):
            yield reverse(f"publishing:{name}", args=[slug, family])
    for row in shelf.publications:
        yield row.get_absolute_url()
        yield from _file_addresses(row, "version_file", [slug, row.year, family, row.version])
    for year in shelf.by_year():
        for name in ("year", "year_embed"):
            yield reverse(f"publishing:{name}", args=[slug, year, family])
        newest = shelf.of_year(year)
        if newest is not None:
            yield from _file_addresses(newest, "year_file", [slug, year, family])


def _file_addresses(publication: Publication, name: str, args: list[object]) -> Iterator[str]:
    """The files of a publication that can be read."""
    if not publication.is_withdrawn:
        for file in publication.files.all():
            yield reverse(f"publishing:{name}", args=[*args, file.name])


def _ask(address: str) -> HttpResponseBase:
    """What a visitor gets, without the server and its middleware, which a plain file does without.

    Raises Http404.
    """
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = address
    site = urlsplit(settings.SITE_URL)
    request.META = {
        "SERVER_NAME": site.hostname or "localhost",
        "SERVER_PORT": str(site.port or 80),
        "wsgi.url_scheme": site.scheme,
    }
    request.resolver_match = match = resolve(address)
    view: Callable[..., HttpResponseBase] = match.func
    return view(request, *match.args, **match.kwargs)


def _content(response: HttpResponseBase) -> bytes:
    data = b"".join(response)
    # Closing the response itself would end the request for Django, and with it the database's
    # connection.
    file = getattr(response, "file_to_stream", None)
    if file is not None:
        file.close()
    return data


def _way_on(address: str, target: str) -> str:
    """A page that leads on, as a redirect does."""
    context = {"target": target, "relative": _relative(target, address)}
    return render_to_string("publishing/public/way_on.html", context)


def _whole_list() -> str:
    """All landlords on one page: plain files can neither search nor turn pages."""
    rows = queries.landlords_that_published()
    found = [(row, FinancialYear(row["newest_year"])) for row in rows]
    return render_to_string("publishing/public/whole_list.html", {"found": found})


def _relative(target: str, address: str) -> str:
    """How a page at the address names the target."""
    there = posixpath.relpath(target, address)
    return f"{there}/" if target.endswith("/") else there


def _is_file_of_ours(url: str) -> bool:
    return not urlsplit(url).scheme and not url.startswith(("#", "//"))


def _beside(address: str, url: str) -> str:
    """The address of what a style sheet names."""
    path = urlsplit(url).path
    return posixpath.normpath(posixpath.join(posixpath.dirname(address), path))


def _static(name: str) -> bytes:
    """A static file by the name in its address. Raises FileNotFoundError."""
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            return bytes(file.read())
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(f"The static file {name} is not there: run collectstatic.")
    with open(path, "rb") as source:
        return source.read()
