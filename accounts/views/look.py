"""The landlord's logo and colour: where an administrator sets them, and where pages get them."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from accounts import logos, rules
from accounts.access import follows_renames, landlord_for, own_landlords
from accounts.forms import LookForm
from accounts.models import Landlord
from selfassess.common import storing

logger = logging.getLogger(__name__)

_FOREVER = 365 * 24 * 3600
_SHORT = 300


@require_http_methods(["GET", "HEAD", "POST"])
@follows_renames(own_landlords)
def look(request: HttpRequest, slug: str) -> HttpResponse:
    """Sets the logo and the accent colour."""
    member = landlord_for(request, slug, rules.may_manage_landlord)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LookForm(*posted, landlord=member.landlord)
    if request.method == "POST" and form.is_valid():
        logos.save(member, form.look())
        messages.success(request, "Logo and colour saved")
        return redirect("landlord_look", member.landlord.slug)
    return render(
        request,
        "accounts/look.html",
        {"landlord": member.landlord, "form": form},
        status=422 if form.errors else 200,
    )


@login_not_required
@require_safe
def logo(request: HttpRequest, slug: str, digest: str) -> HttpResponseBase:
    """The landlord's present logo. Its address changes with the picture, so it is kept for good."""
    landlord = get_object_or_404(Landlord, slug=slug, logo_digest=digest)
    try:
        # Caches keep it for good: half a picture must not get there.
        file = storing.open_whole(landlord.logo_name, digest=landlord.logo_digest)
    except FileNotFoundError:
        logger.error("%s: %s is not in storage", landlord, landlord.logo_name)
        raise Http404 from None
    response = FileResponse(file, content_type="image/png")
    response.headers["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, public=True, max_age=_FOREVER, immutable=True)
    return response


@login_not_required
@require_safe
def style(request: HttpRequest, slug: str) -> HttpResponse:
    """The landlord's accent colour as a style sheet: our pages hold no inline styles."""
    landlord = get_object_or_404(Landlord.objects.exclude(accent=""), slug=slug)
    css = (
        f".app-brand {{ border-color: {landlord.accent}; }}\n"
        f".app-brand__name {{ color: {landlord.accent}; }}\n"
    )
    etag = quote_etag(landlord.accent)
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        css, content_type="text/css; charset=utf-8"
    )
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=_SHORT)
    return response
