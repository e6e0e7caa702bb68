"""Asks before something is emptied or thrown away, also without script. What was typed goes along,
so that it is there again for who says no.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from selfassess.common.typed.posts import EXTRAS, TYPIST, sent_fields

_SURE, _BACK = "sure", "back"


@dataclass(frozen=True)
class Question:
    """What is asked. `name`: of the button that asked for it, and of the two that answer."""

    name: str
    title: str
    text: str
    yes: str
    no: str = "No, go back"


def is_sure(request: HttpRequest, name: str) -> bool:
    """Whether the person has said yes."""
    return request.POST.get(name) == _SURE


def goes_back(request: HttpRequest, name: str) -> bool:
    """Whether the person has said no: what was typed is to be shown again."""
    return request.POST.get(name) == _BACK


def ask(
    request: HttpRequest,
    question: Question,
    changed: Mapping[str, str] | None = None,
    *,
    sent: Mapping[str, str] | None = None,
    **context: Any,
) -> HttpResponse:
    """The question, in a form that carries what was sent. `sent`: the part of it to carry, where
    that is not all; `changed`: what of it is other by now.
    """
    other = {TYPIST: request.POST.get(TYPIST, ""), **(changed or {})}
    pairs = sent_fields(request.POST) if sent is None else sent.items()
    left_out = {question.name, *other, *EXTRAS}
    context |= {
        "question": question,
        "path": request.get_full_path(),
        "fields": [
            *other.items(),
            *(pair for pair in pairs if pair[0] not in left_out),
        ],
    }
    return render(request, "typed/ask.html", context)
