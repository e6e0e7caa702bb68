"""The box for a shared note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from assessments.completeness import is_blank
from assessments.history import Value
from selfassess.common.forms import LongTextField

# What the names of its inputs begin with: it stands in the form of an answer, too.
PREFIX = "shared_"
_MOST = 2_000
_REQUIRED = "Enter a shared note"


class NoteForm(forms.Form):
    """A note for officers and contributors."""

    note = LongTextField(
        label="Add a shared note",
        max_length=_MOST,
        rows=3,
        help_text="Complaints officers and contributors can read this. No one else can, and we "
        "never publish it.",
        error_messages={"required": _REQUIRED},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, initial: str = "") -> None:
        """`data`: by the names of the inputs without their prefix."""
        sent = data and {self.add_prefix(name): text for name, text in data.items()}
        super().__init__(sent, initial={"note": initial})

    def add_prefix(self, field_name: str) -> str:
        return f"{PREFIX}{field_name}"

    def clean_note(self) -> str:
        """Refuses what only looks filled in, such as zero-width characters."""
        text: str = self.cleaned_data["note"]
        if is_blank(text):
            raise forms.ValidationError(_REQUIRED)
        return text

    def values(self) -> dict[str, Value]:
        """What a valid form says."""
        return {"note": self.cleaned_data["note"]}

    def not_kept(self, *, everything: bool = False) -> tuple[dict[str, Value], str]:
        """Nothing is given up: no note stands in the place of another."""
        return {}, ""
