"""Sends a kept form where it was going, as a part of its sender's signing in again.

Signing in is a POST of the same person, checked against forgery as the form itself was when it
came; so this writes nothing that its person did not send, and nothing on a mere look at a page.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TypeVar, cast
from urllib.parse import urlencode, urlsplit

from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import Resolver404, ResolverMatch, get_script_prefix, resolve
from django.utils.datastructures import MultiValueDict

from selfassess.common.typed.posts import KEPT, KeptPost, acknowledge, kept_post

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def only_saves(view: _View) -> _View:
    """Marks a view that does nothing to a form but save what is typed in it, or show it again.

    Its form is sent once more when its sender has signed in again. A step that others see (to
    submit, approve, publish, invite) is never taken so: its form waits for its button.
    """
    view.only_saves = True  # type: ignore[attr-defined]
    return view


def is_only_saved(match: ResolverMatch | None) -> bool:
    """Whether a form sent to this address may be sent again automatically."""
    return getattr(match and match.func, "only_saves", False)


def after_sign_in(request: HttpRequest, onward: HttpResponse) -> HttpResponse:
    """What the form that waited is answered with; `onward`, which leads to its own page, where it
    must not be sent automatically, or could not be saved.
    """
    waiting = _match(getattr(onward, "url", ""))
    if waiting is None or waiting.url_name != "kept":
        return onward
    kept = kept_post(request, waiting.kwargs["key"])
    match = _match(kept.path) if kept else None
    if kept is None or match is None or not is_only_saved(match):
        return onward
    again = _again(request, kept, match)
    view = convert_exception_to_response(lambda sent: match.func(sent, *match.args, **match.kwargs))
    answer = cast("HttpResponse", view(again))
    if answer.status_code >= 500:
        return onward
    acknowledge(again, answer)
    return answer


def _match(address: str) -> ResolverMatch | None:
    path = urlsplit(address).path.removeprefix(get_script_prefix().rstrip("/"))
    try:
        return resolve(path)
    except Resolver404:
        return None


def _again(request: HttpRequest, kept: KeptPost, match: ResolverMatch) -> HttpRequest:
    """The request that the form would make now, of the session that has just been signed in."""
    address = urlsplit(kept.path)
    again = copy.copy(request)
    again.path = address.path
    again.path_info = address.path.removeprefix(get_script_prefix().rstrip("/"))
    again.META = request.META | {"PATH_INFO": again.path_info, "QUERY_STRING": address.query}
    again.GET = QueryDict(address.query)
    again.POST = QueryDict(
        urlencode([(name, value) for name, value in [*kept.data, [KEPT, kept.key]]])
    )
    again._files = MultiValueDict()  # type: ignore[attr-defined]
    again.resolver_match = match
    return again
