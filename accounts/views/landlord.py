"""The landlord's details."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import rules, services, year_end
from accounts.access import follows_renames, landlord_for, own_landlords
from accounts.forms import SLUG_TAKEN, LandlordForm
from accounts.models import Landlord
from selfassess.common.typed.replay import only_saves


@only_saves
@require_http_methods(["GET", "HEAD", "POST"])
@follows_renames(own_landlords)
def details(request: HttpRequest, slug: str) -> HttpResponse:
    """Administrators change the details; everyone else of the landlord reads them."""
    member = landlord_for(request, slug, rules.may_read_landlord)
    landlord = member.landlord
    if not rules.may_manage_landlord(member):
        if request.method == "POST":
            raise PermissionDenied
        context = {
            "landlord": landlord,
            "year_end": year_end.shown(landlord.year_end),
            **_embedding(landlord),
        }
        return render(request, "accounts/details.html", context)
    form = LandlordForm(request.POST or None, landlord=landlord)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.update_landlord(
                member, form.details(), form.cleaned_data.get("slug", landlord.slug)
            )
        except services.SlugTaken:
            form.add_error("slug", SLUG_TAKEN)
        except services.SlugIsFixed:
            form.add_error("slug", f"You have published something, so the web address stays {slug}")
        else:
            messages.success(request, "Organisation details saved")
            return redirect("landlord_details", changed.slug)
    return render(
        request,
        "accounts/details_form.html",
        {"landlord": landlord, "form": form, **_embedding(landlord)},
        status=422 if form.errors else 200,
    )


def _embedding(landlord: Landlord) -> dict[str, Any]:
    """What the code to paste needs: each family of Codes that something is published against, with
    its newest year as an example.
    """
    rows = landlord.publications.filter(withdrawal__isnull=True)
    newest: dict[str, tuple[str, Any]] = {}
    for row in rows.select_related("family").defer("document", "body").order_by("year_start"):
        newest[row.family_id] = (row.family.title, row.year)
    return {
        "site_url": settings.SITE_URL,
        "embeds": [(slug, title, year) for slug, (title, year) in sorted(newest.items())],
    }
