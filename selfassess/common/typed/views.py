"""The page of a form that was kept while its sender signed in again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from selfassess.common.typed.posts import drop_post, kept_post


@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: HttpRequest, key: str) -> HttpResponse:
    """What was typed, with a button that sends it where it was going; a POST throws it away."""
    found = kept_post(request, key)
    if found is None:
        messages.warning(request, "Nothing that you typed is waiting here.")
        return redirect("home")
    if request.method == "POST":
        drop_post(request, key)
        messages.success(request, "What you typed was discarded")
        return redirect(found.path)
    return render(request, "typed/kept.html", {"kept": found, "fields": found.fields})
