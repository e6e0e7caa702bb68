"""What becomes of a text when another is put into it, or words in it are replaced. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import TextChoices

from assessments.completeness import is_blank


class Mode(TextChoices):
    """What becomes of text that is already there."""

    BLANKS = "blanks", "Leave it, and fill in blank fields only"
    ADD = "add", "Add the new text after it"
    REPLACE = "replace", "Replace it with the new text"


def spread(before: str, text: str, mode: Mode) -> str:
    """What stands in the field afterwards."""
    if mode == Mode.REPLACE or is_blank(before):
        return text
    return f"{before.rstrip()}\n\n{text}" if mode == Mode.ADD else before


@dataclass(frozen=True)
class Search:
    """Words to find exactly as they are written, and what to put there."""

    find: str
    replacement: str
    match_case: bool
    whole_words: bool

    def count(self, text: str) -> int:
        return len(self._pattern.findall(text))

    def apply(self, text: str) -> str:
        return self._pattern.sub(lambda _: self.replacement, text)

    @property
    def _pattern(self) -> re.Pattern[str]:
        words = re.escape(self.find)
        if self.whole_words:
            words = rf"(?<!\w){words}(?!\w)"
        return re.compile(words, 0 if self.match_case else re.IGNORECASE)
