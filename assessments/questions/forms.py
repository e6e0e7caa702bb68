"""What people type about a question."""

from __future__ import annotations

from typing import Any

from django import forms

from assessments.completeness import is_blank
from assessments.history import Value
from selfassess.common.forms import LongTextField

_MOST = 4_000


class _TextForm(forms.Form):
    """One text, which must not be blank."""

    required = "Enter your question"

    def clean_text(self) -> str:
        """Refuses what only looks filled in, such as zero-width characters."""
        text: str = self.cleaned_data["text"]
        if self.fields["text"].required and is_blank(text):
            raise forms.ValidationError(self.required)
        return text

    def values(self) -> dict[str, Value]:
        """What a valid form says."""
        return {"text": self.cleaned_data["text"]}

    def not_kept(self, *, everything: bool = False) -> tuple[dict[str, Value], str]:
        """Nothing is given up: no text stands in the place of another."""
        return {}, ""


class AskForm(_TextForm):
    text = LongTextField(
        label="Your question",
        max_length=_MOST,
        rows=5,
        help_text="Everyone who can read this self-assessment can read the question. We never "
        "publish it.",
        error_messages={"required": "Enter your question"},
    )


class ReplyForm(_TextForm):
    required = "Enter what you want to say"
    text = LongTextField(
        label="",
        max_length=_MOST,
        rows=5,
        error_messages={"required": "Enter what you want to say"},
    )

    def __init__(self, data: Any = None, *, label: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["text"].label = label


class CloseForm(_TextForm):
    """Why it is closed: an officer has to say so where someone else asked."""

    required = "Enter why you are closing the question"
    text = LongTextField(
        label="Why you are closing the question",
        max_length=_MOST,
        rows=3,
        error_messages={"required": "Enter why you are closing the question"},
    )

    def __init__(self, data: Any = None, *, is_own: bool) -> None:
        super().__init__(data)
        if is_own:
            self.fields["text"].required = False
            self.fields["text"].label = "Anything to add (optional)"
