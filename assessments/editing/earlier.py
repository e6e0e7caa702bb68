"""What was said in an earlier year: beside the fields of a form, and to be used there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField

from assessments.completeness import is_blank
from assessments.fields import BY_NAME, Kind, single_text
from assessments.models import Response


@dataclass(frozen=True)
class Row:
    """One field. `said`: in words, empty where nothing was; `may_use`: whether the field may take
    that text as its own.
    """

    field: BoundField
    label: str
    said: str
    may_use: bool


def row_of(form: forms.Form, name: str, earlier: Response | None) -> Row:
    """The form's field of that name, beside an earlier answer."""
    said = text_said(form, name, earlier) if earlier else ""
    return Row(
        form[name], str(form.fields[name].label), said, bool(said) and BY_NAME[name].is_copied
    )


def text_said(form: forms.Form, name: str, earlier: Response) -> str:
    """What the earlier answer has for a field of the form, as it is shown and may be used."""
    if name == "evidence" and "commentary" not in form.fields:
        text = single_text(earlier.values())
    else:
        text = BY_NAME[name].in_words(getattr(earlier, name))
    return "" if is_blank(text) else text


def used(
    form: forms.Form, inputs: Mapping[str, str], name: str, earlier: Response | None
) -> dict[str, str]:
    """The inputs with what the earlier answer has for one field of the form; see `use`."""
    field = BY_NAME.get(name)
    if earlier is None or field is None or not field.is_copied or name not in form.fields:
        return {**inputs}
    return use(inputs, name, text_said(form, name, earlier))


def use(inputs: Mapping[str, str], name: str, text: str) -> dict[str, str]:
    """The inputs with the text in that one of them: below what is typed there, which stays. A line
    that says something already stays as it is.
    """
    typed = inputs.get(name, "")
    if is_blank(typed):
        return {**inputs, name: text}
    if BY_NAME[name].kind is Kind.LINE or text in typed:
        return {**inputs}
    return {**inputs, name: f"{typed.rstrip()}\n\n{text}"}
