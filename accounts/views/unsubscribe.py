"""Turning mails off from the mail itself, signed in or not (RFC 8058)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import mail_wishes
from accounts.enums import MailKind


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A mail program posts here and it is done; a person sees a page that asks first.

    No cookie, session or CSRF token is asked for: the signed address says who and what.
    """
    try:
        user, kind = mail_wishes.read_token(token)
    except mail_wishes.NotOurs:
        raise Http404 from None
    everything = request.POST.get("kinds") == "all"
    if request.method == "POST":
        mail_wishes.turn_off(user, MailKind if everything else [kind])
    context = {
        "email": user.email,
        "kind": kind.label,
        "is_done": request.method == "POST",
        "everything": everything,
    }
    response = render(request, "accounts/unsubscribe.html", context)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
