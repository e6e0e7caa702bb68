"""How public pages answer: cacheable, conditional, without a cookie."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from publishing.queries import new_slug

# What may change at an address with the next publication.
SHORT = 300
# A numbered version's page stays, but its frame tells whether a newer one has come.
LONGER = 3600
# A numbered version's files never change.
FOREVER = 365 * 24 * 3600

PublicView = Callable[..., HttpResponseBase]


def public_landlord_page(view: PublicView) -> PublicView:
    """A public page below a landlord's slug: to be read only, by anybody; former slugs redirect."""

    @login_not_required
    @require_safe
    @wraps(view)
    def inner(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, slug, **kwargs)
        except Http404:
            moved_to = new_slug(slug)
            if moved_to is None:
                raise
            return _moved(request, moved_to)

    return inner


def _moved(request: HttpRequest, slug: str) -> HttpResponse:
    """The same address below the new slug."""
    match = request.resolver_match
    if match is None:
        raise Http404
    address = reverse(match.view_name, kwargs={**match.kwargs, "slug": slug})
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    patch_cache_control(response, public=True, max_age=LONGER)
    return response


def conditional(
    request: HttpRequest,
    content_digest: str,
    make: Callable[[], HttpResponseBase],
    max_age: int,
    *,
    immutable: bool = False,
) -> HttpResponseBase:
    """304 where the reader has that content already, else what `make` gives; with the headers."""
    etag = quote_etag(content_digest)
    response: HttpResponseBase = get_conditional_response(request, etag=etag) or make()
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=max_age)
    if immutable:
        patch_cache_control(response, immutable=True)
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
