"""Middleware that knows who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from accounts import sessions


class LastSeenMiddleware:
    """Notes when a signed-in browser was last here, for the list of a person's own sessions.

    Only once in a while, and never on a public page, which does not ask who is reading.
    django-allauth's own middleware would use several queries on every request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if getattr(view, "login_required", True) and request.user.is_authenticated:
            sessions.note_visit(request)
