"""Text as people type it: refused with a reason where it cannot be kept, never changed or cut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from selfassess.common.forms.wording import check_length, check_storable, in_sentence
from selfassess.common.lighttext import normalise

LONG_TEXT = 20_000


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
    """Paragraphs, bullets and links, kept exactly as typed but for line ends, which become "\\n".

    The length is counted after that, so that it is the one that the page's character count shows.
    `counts_words`: the page says how many words there are, for answers that are best short.
    """

    def __init__(
        self,
        *,
        max_length: int = LONG_TEXT,
        rows: int = 8,
        counts_words: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": str(rows), "cols": False}))
        super().__init__(max_length=max_length, **kwargs)
        self.counts_words = counts_words

    def to_python(self, value: Any) -> str:
        return normalise(super().to_python(value))


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
