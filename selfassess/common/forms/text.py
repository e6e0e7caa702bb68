"""Text as people type it: refused with a reason where it cannot be kept, never changed or cut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from selfassess.common.forms.wording import (
    check_length,
    check_lines,
    check_storable,
    in_sentence,
)
from selfassess.common.lighttext import normalise, with_bullets

LONG_TEXT = 20_000
# More than anyone writes, and few enough that a PDF of such texts can be made: a line takes room
# and time however little stands on it.
LONG_LINES = 1_000


def too_long(text: str, most: int = LONG_TEXT) -> str:
    """What is too much of a text, such as "21,000 characters. The limit is 20,000"; empty where it
    may be saved. For plans, which say so before a form refuses it.
    """
    lines = len(text.splitlines())
    if len(text) > most:
        return f"{len(text):,} characters. The limit is {most:,}"
    return f"{lines:,} lines. The limit is {LONG_LINES:,}" if lines > LONG_LINES else ""


class _TextField(forms.Field):
    """A text of at most `max_length` characters.

    The browser gets no maxlength attribute: it would cut a paste without a word.
    """

    def __init__(
        self,
        *,
        max_length: int,
        error_messages: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.max_length = max_length
        self._own_messages = dict(error_messages or {})

    def to_python(self, value: Any) -> str:
        return "" if value is None else str(value)

    def clean(self, value: Any) -> str:
        text = self.to_python(value)
        label = str(self.label or "This")
        if self.required and not text.strip():
            raise ValidationError(
                self._own_messages.get("required", f"Enter {in_sentence(label)}"), code="required"
            )
        check_storable(label, text)
        check_length(label, text, self.max_length)
        self.run_validators(text)
        return text

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class LongTextField(_TextField):
    """Paragraphs, bullets and links, kept exactly as typed but for line ends, which become "\\n",
    and for the bullets of a word processor that are pasted, which become "- ".

    The length is counted after that, so that it is the one that the page's character count shows.
    `counts_words`: the page says how many words there are, for answers that are best short.
    `max_lines`: None for a text that goes into no page or file.
    `light`: False for what no page shows as light text. Its bullets are left alone.
    """

    def __init__(
        self,
        *,
        max_length: int = LONG_TEXT,
        max_lines: int | None = LONG_LINES,
        rows: int = 8,
        counts_words: bool = False,
        light: bool = True,
        **kwargs: Any,
    ) -> None:
        attrs = {"rows": str(rows), "cols": False, "data-light-text": light}
        kwargs.setdefault("widget", forms.Textarea(attrs=attrs))
        super().__init__(max_length=max_length, **kwargs)
        self.light = light
        self.max_lines = max_lines
        self.counts_words = counts_words

    def to_python(self, value: Any) -> str:
        return normalise(super().to_python(value))

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if self.light:
            text = with_bullets(text)
        if self.max_lines is not None:
            check_lines(str(self.label or "This"), text, self.max_lines)
        return text


class ShortTextField(_TextField):
    """One line of text, without the white space around it.

    `counted`: the page says how many characters are left, as it does for long texts.
    """

    widget = forms.TextInput

    def __init__(self, *, max_length: int = 200, counted: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.counted = counted

    def to_python(self, value: Any) -> str:
        return " ".join(normalise(super().to_python(value)).split("\n")).strip()
