"""Middleware of the house."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase

from selfassess.common.http import asks_for_json
from selfassess.common.typed import pages
from selfassess.common.typed.posts import acknowledge, is_somebody_elses, typist_of


class PrivateByDefaultMiddleware:
    """No cache between us and the reader keeps a page, unless its view says that it may.

    "no-cache" and not "no-store": who goes back in the browser finds what they had typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Django's, but a public page is never asked who is reading, and nothing typed is lost.

    Django's own looks at the user first, which reads the session: every public page would then
    say "Vary: Cookie", and no cache could keep it.
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        refused = super().process_view(request, view_func, view_args, view_kwargs)
        if refused is not None and (typist_of(request) or asks_for_json(request)):
            # The way to sign in, but what was typed into a form of ours comes along.
            return pages.signed_out(request)
        if refused is None and is_somebody_elses(request):
            return pages.somebody_elses(request)
        return refused

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """A form that has now been answered is not kept any longer, here or in the browser."""
        if request.method == "POST" and not asks_for_json(request):
            acknowledge(request, response)
        return response
