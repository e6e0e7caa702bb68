"""How public pages answer: cacheable, conditional, without a cookie.

A withdrawn publication has to be gone soon from every cache. So no address is kept without asking
for longer than five minutes (SHORT), and a numbered version's files, which are large and never
change while they are there, are kept but asked for every time (REVALIDATE): the answer is a 304
without a body, or the 410 of a withdrawal. To clear a cache in front sooner, purge the addresses
below the year.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from accounts.access import redirect_from_former_slug
from accounts.models import Landlord
from publishing.models import Publication
from publishing.queries import Shelf

# What may change at an address with the next publication.
SHORT = 300
# Where a former slug leads.
LONGER = 3600
# May be kept, and is asked for every time.
REVALIDATE = 0


class Withdrawn(Exception):
    """What is at the address was withdrawn: the answer is a page that says so."""

    def __init__(self, shelf: Shelf, publication: Publication) -> None:
        super().__init__(f"{publication} was withdrawn.")
        self.shelf = shelf
        self.publication = publication


PublicView = Callable[..., HttpResponseBase]


def public_landlord_page(view: PublicView) -> PublicView:
    """A public page below a landlord's slug: anyone may read it; former slugs redirect."""

    @login_not_required
    @require_safe
    @wraps(view)
    def inner(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, slug, **kwargs)
        except Withdrawn as withdrawn:
            return gone(request, withdrawn)
        except Http404:
            moved = redirect_from_former_slug(request, Landlord.objects.all())
            if moved is None:
                raise
            patch_cache_control(moved, public=True, max_age=LONGER)
            return moved

    return inner


def gone(request: HttpRequest, withdrawn: Withdrawn) -> HttpResponse:
    """410, for pages and files alike: that it was withdrawn, when and why, and what is there."""
    publication = withdrawn.publication
    standing = withdrawn.shelf.of_year(publication.year)
    context = {
        "publication": publication,
        "slug": publication.landlord.slug,
        "standing": standing if standing and not standing.is_withdrawn else None,
    }
    response = render(request, "publishing/public/withdrawn.html", context, status=410)
    patch_cache_control(response, public=True, max_age=SHORT)
    return response


def conditional(
    request: HttpRequest,
    content_digest: str,
    make: Callable[[], HttpResponseBase],
    max_age: int,
) -> HttpResponseBase:
    """A 304 if the reader has that content already, otherwise what `make` returns; with the headers
    that caches need.
    """
    etag = quote_etag(content_digest)
    response: HttpResponseBase = get_conditional_response(request, etag=etag) or make()
    response.headers["ETag"] = etag
    if max_age == REVALIDATE:
        patch_cache_control(response, public=True, no_cache=True)
    else:
        patch_cache_control(response, public=True, max_age=max_age)
    # The 304 has to name what the whole answer would vary by.
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def digest_of(*parts: str) -> str:
    """One digest over several texts, for an ETag."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode())
        whole.update(b"\0")
    return whole.hexdigest()
