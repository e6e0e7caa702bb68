"""What a browser gets when a form could not be taken: what happened, what is safe, and the text.

These pages ask the database nothing: they have to be there when it is not.
"""

from __future__ import annotations

import errno
import sys

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.views import defaults
from django.views.decorators.csrf import requires_csrf_token

from selfassess.common.http import asks_for_json
from selfassess.common.storing import Damaged
from selfassess.common.typed.posts import fields_of, keep_post, typist_of
from selfassess.common.typed.replay import is_only_saved

RETRY_AFTER = "10"
_DISK_ERRORS = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE}
)


def signed_out(request: HttpRequest) -> HttpResponseBase:
    """A form from someone whose session has ended: kept until they have signed in again."""
    if asks_for_json(request):
        return _refusal(
            401, "You have been signed out. Select Save and sign in. We will keep what you typed."
        )
    key = keep_post(request)
    if not key:
        return _given_back(request, "signed_out", 403)
    then = "save" if is_only_saved(request.resolver_match) else "get back"
    messages.warning(request, f"You were signed out. Sign in to {then} what you typed.")
    return redirect_to_login(reverse("kept", args=[key]))


def somebody_elses(request: HttpRequest) -> HttpResponse:
    """A form made for one person, sent while another is signed in in the same browser."""
    if asks_for_json(request):
        return _refusal(403, "Someone else is now signed in on this browser.")
    return _given_back(request, "somebody_elses", 403)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not that of the visitor's cookie any more."""
    if asks_for_json(request):
        return _refusal(403, "This page has been open too long. Select Save to see what you typed.")
    if not typist_of(request):
        return HttpResponse(render_to_string("403_csrf.html"), status=403)
    return _given_back(request, "open_too_long", 403)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 403; with the text where someone lost the right while they typed."""
    if typist_of(request) and not asks_for_json(request):
        return _given_back(request, "not_allowed", 403)
    return defaults.permission_denied(request, exception)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 404; with the text where someone left the team while they typed."""
    if typist_of(request) and not asks_for_json(request):
        return _given_back(request, "not_allowed", 404)
    return defaults.page_not_found(request, exception)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """What goes wrong on our side: 503 where it may be gone in a moment, otherwise 500."""
    error = sys.exc_info()[1]
    passing = is_passing(error)
    status = 503 if passing else 500
    if asks_for_json(request):
        response: HttpResponse = _refusal(status, "The service is busy.")
    elif typist_of(request):
        response = _given_back(request, "busy" if passing else "failed", status)
    else:
        template = "damaged.html" if isinstance(error, Damaged) else f"{status}.html"
        response = HttpResponse(render_to_string(template), status=status)
    if passing:
        response["Retry-After"] = RETRY_AFTER
    return response


def is_passing(error: BaseException | None) -> bool:
    """Whether it is the database that is busy, gone or restarting, or a disk that is full."""
    if isinstance(error, OSError):
        return error.errno in _DISK_ERRORS
    return isinstance(error, OperationalError | InterfaceError)


def _given_back(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """The page with what was typed, in a form that sends it to the same address again."""
    context = {
        "why": why,
        "fields": fields_of(request.POST),
        "files": bool(request.FILES),
        "path": request.get_full_path(),
        "csrf_token": get_token(request),
    }
    return HttpResponse(render_to_string("typed/given_back.html", context), status=status)


def _refusal(status: int, message: str) -> JsonResponse:
    return JsonResponse({"kept": False, "message": message}, status=status)
