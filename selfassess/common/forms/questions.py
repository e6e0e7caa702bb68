"""A question beside a field: what was entered may be right, but most likely is not.

The form comes back with the question and a box to tick, and all that was typed. A value is asked
about once: with its tick it passes, and another value is another question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format

_SUFFIX = "_is_right"
CODE = "question"


@dataclass(frozen=True)
class Question:
    """The box that says yes: sent as `name` with the `value` that was asked about."""

    id: str
    name: str
    value: str
    yes: str
    is_ticked: bool


def input_name(field_name: str) -> str:
    """The name of the input that says that what stands in the field is right."""
    return f"{field_name}{_SUFFIX}"


def ask(form: forms.Form, name: str, question: str, told: str, *, value: str = "") -> None:
    """Asks beside the field, for a form that is being cleaned; without a `question` nothing.

    `told`: what is right if so, in the words of the tick; `value`: tells it from another one.
    The cleaned value stays, since it can be read.
    """
    if not question or name in form.errors:
        return
    value = value or told
    sent = form.data.get(form.add_prefix(input_name(name)), "") == value
    box = f"{form[name].auto_id}{_SUFFIX}"
    field: Any = form.fields[name]
    field.question = Question(
        box, form.add_prefix(input_name(name)), value, f"Yes, {told} is right", sent
    )
    if not sent:
        cleaned = form.cleaned_data[name]
        form.add_error(name, forms.ValidationError(question, code=CODE, params={"parts": []}))
        form.cleaned_data[name] = cleaned


def ask_date(form: forms.Form, name: str, why: str) -> None:
    """Asks whether the date is right. `why` it may not be, as a sentence; nothing where empty."""
    day: date | None = form.cleaned_data.get(name)
    if day is not None and why:
        told = date_format(day)
        ask(form, name, f"Is {told} right? {why}", told, value=day.isoformat())
