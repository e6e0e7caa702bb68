"""The front page, and the pages that anyone may read."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import Landlord


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Signed out: what this is. Signed in: the landlord, a choice of several, or whom to ask."""
    if not request.user.is_authenticated:
        return render(request, "accounts/front.html")
    landlords = list(Landlord.objects.visible_to(request.user))
    if len(landlords) == 1:
        return redirect(landlords[0])
    return render(request, "accounts/landlords.html", {"landlords": landlords})


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement of the whole service."""
    return render(request, "accounts/accessibility.html", {"site_url": settings.SITE_URL})


@require_safe
@login_not_required
def cookies(request: HttpRequest) -> HttpResponse:
    """Which cookies there are, and what is kept about people."""
    return render(request, "accounts/cookies.html")
