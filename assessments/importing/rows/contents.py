"""What stands in a column, as shares of its filled cells: it decides where headings do not.

A column is looked at over the whole form, as far as its tables have the same columns; a sample of
its texts is enough. Every test says what one text is by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from assessments.importing.answers import is_answer, looks_long, read_answer
from assessments.importing.numbers import looks_like_number, split_number
from assessments.importing.rows.thresholds import KIND, LEADING, SAMPLE
from assessments.importing.source import Row
from assessments.importing.texts import fold
from assessments.importing.wording import Wording

Test = Callable[[str], float]
_COLOURS = {"green", "amber", "red", "yellow", "orange", "blue", "g", "a", "r", "rag"}
_GRADES = {"high", "medium", "low", "must", "should", "mandatory", "open", "closed", "complete"}
_GRADES |= {"completed", "ongoing", "in progress", "not started", "best practice", "must should"}
_SCORE = re.compile(r"^\W*\d{1,3}(?:[.,]\d+)?\W*(?:(?:/|of|out of)\W*\d{1,3})?\W*$")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(
    rf"^\W*(?:(?:by|end(?: of)?|from|due)\s+)?(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}"
    r"|20\d\d-\d\d-\d\d(?: [\d:]+)?"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}\.?(?:\s+|-)?(?:20)?\d{{0,2}}"
    rf"|q[1-4](?:\s+20\d\d(?:/\d\d)?)?|20\d\d(?:[/-]\d\d)?|ongoing|tbc)\W*$",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:head|manager|director|officer|lead|team|chief|coordinator|executive|board|member"
    r"|service|department|group)\b|^(?:(?:mr|ms|mrs|dr)\.? )?[A-Z]\w*\.? [A-Z][\w'’-]+$",
    re.IGNORECASE,
)
_FEW_WORDS = 5


@dataclass(frozen=True)
class Content:
    """One column's texts, the empty ones left out. Shares run from 0 to 1."""

    texts: tuple[str, ...]
    wording: Wording

    def share(self, test: Test) -> float:
        return sum(float(test(text)) for text in self.texts) / len(self.texts) if self.texts else 0

    @cached_property
    def numbers(self) -> float:
        return self.share(lambda text: looks_like_number(text) or bool(split_number(text)[0]))

    @cached_property
    def requirements(self) -> float:
        return self.share(self.wording.is_wording)

    @cached_property
    def answers(self) -> float:
        return self.share(_answers)

    @cached_property
    def long(self) -> float:
        """The share of texts that are no answers."""
        return self.share(is_text)

    @cached_property
    def only_answers(self) -> float:
        return self.share(is_answer)

    @cached_property
    def wordy(self) -> float:
        """The share of texts that are more than a word or two."""
        return self.share(looks_long)

    @cached_property
    def colours(self) -> float:
        return self.share(_is_colour)

    @cached_property
    def scores(self) -> float:
        return self.share(_is_score)

    @cached_property
    def is_side(self) -> bool:
        """Whether it holds colours, scores, dates or people: nothing that the form asks."""
        tests: tuple[Test, ...] = (_is_graded, _is_score, _is_date, _is_person)
        return any(self.share(test) >= KIND for test in tests)


def contents(rows: Iterable[Row], width: int, wording: Wording) -> list[Content]:
    """Each column's content over the rows, those that have lost cells left out."""
    whole = [row for row in rows if len(row.cells) == width]
    return [
        Content(
            tuple(row.cells[index].text for row in whole if _counts(row, index))[:SAMPLE], wording
        )
        for index in range(width)
    ]


def _counts(row: Row, index: int) -> bool:
    """Whether a cell says something of its column: filled, and not merged over several."""
    cell = row.cells[index]
    after = index + 1 < len(row.cells) and row.cells[index + 1].beside
    return bool(cell.text.strip()) and not (cell.beside or after)


def _answers(text: str) -> float:
    if is_answer(text):
        return 1.0
    reading = read_answer(text)
    return (LEADING if reading.rest else 1.0) if reading.answer else 0.0


def is_text(text: str) -> bool:
    """Whether a text is words of the landlord's own, and no answer."""
    return looks_long(text) and read_answer(text).answer == ""


def _is_colour(text: str) -> bool:
    return fold(text) in _COLOURS


def _is_graded(text: str) -> bool:
    return fold(text) in _COLOURS or fold(text) in _GRADES


def _is_score(text: str) -> bool:
    return _SCORE.match(text) is not None


def _is_date(text: str) -> bool:
    return _DATE.match(text) is not None


def _is_person(text: str) -> bool:
    return len(text.split()) <= _FEW_WORDS and _PEOPLE.search(text.strip()) is not None
