"""The Codes' public pages: open to everyone, the same for everyone, without a cookie."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from codes.models import NEWEST_FIRST, Code, Family
from codes.queries import Standing, section_parts, standing

# The date decides what is in force, so a stored page must not live long.
_MAX_AGE = 300


def _conditional(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """An ETag for the page, and 304 for clients that already have it. Django's `conditional_page`
    would leave HEAD without either.
    """

    @wraps(view)
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        response = view(request, **kwargs)
        set_response_etag(response)
        etag = response.headers["ETag"]
        return get_conditional_response(request, etag=etag, response=response) or response

    return inner


@login_not_required
@require_safe
@cache_control(public=True, max_age=_MAX_AGE)
@_conditional
def code_list(request: HttpRequest) -> HttpResponse:
    """All editions of each family, the newest first."""
    today = timezone.localdate()
    in_force = {code.family_id: code for code in Code.objects.all_in_force(today)}
    families: dict[Family, list[tuple[Code, Standing]]] = {}
    for code in Code.objects.select_related("family").order_by("family__title", *NEWEST_FIRST):
        rows = families.setdefault(code.family, [])
        rows.append((code, standing(code, in_force.get(code.family_id), today)))
    return render(request, "codes/list.html", {"families": families})


@login_not_required
@require_safe
@cache_control(public=True, max_age=_MAX_AGE)
@_conditional
def code_page(request: HttpRequest, edition: str) -> HttpResponse:
    """One edition: every provision in the form's order, with its number as its anchor."""
    today = timezone.localdate()
    codes = {code.edition: code for code in Code.objects.filter(family__codes__edition=edition)}
    code = codes.pop(edition, None)
    if code is None:
        raise Http404(f"There is no edition '{edition}'.")
    context = {
        "code": code,
        "standing": standing(code, Code.objects.in_force(today, code.family_id), today),
        "others": list(codes.values()),
        "parts": section_parts(code),
    }
    return render(request, "codes/code.html", context)
