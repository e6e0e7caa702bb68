"""Asks before something is emptied or thrown away, also without script. What was typed goes along,
so that it is there again for who says no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from selfassess.common.typed.posts import sent_fields

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
    fields: Mapping[str, str] | None = None,
    **context: Any,
) -> HttpResponse:
    """The question, in a form that carries what was sent. `fields`: what of it is other by now."""
    changed = fields or {}
    context |= {
        "question": question,
        "path": request.get_full_path(),
        "fields": [
            *changed.items(),
            *_others(sent_fields(request.POST), {question.name, *changed}),
        ],
    }
    return render(request, "typed/ask.html", context)


def _others(sent: Iterable[tuple[str, str]], names: set[str]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in sent if name not in names]
