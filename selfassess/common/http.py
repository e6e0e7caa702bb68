"""What views need of a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar, cast

from allauth.decorators import rate_limit
from django.http import HttpRequest, HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def limited(action: str) -> Callable[[View], View]:
    """For a view: who posts to it more often than ACCOUNT_RATE_LIMITS allows gets a 429."""
    return cast(Callable[[View], View], rate_limit(action=action))  # type: ignore[no-untyped-call]


def posted_version(request: HttpRequest) -> int:
    """The version that a posted form was made from; -1, which no row has, where it names none."""
    version = posted_number(request, "version")
    return -1 if version is None else version


def posted_number(request: HttpRequest, name: str) -> int | None:
    """A whole number of the form, of nine digits at most; None for anything else."""
    return number_in(request.POST, name)


def number_in(values: Mapping[str, str], name: str) -> int | None:
    """The same, of what was sent or of a part of it."""
    typed = values.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def asks_for_json(request: HttpRequest) -> bool:
    """Whether a script of ours asks, rather than a browser that wants a page."""
    return request.headers.get("Accept", "") == "application/json"
