"""What a form's colours or scores mean, where the form says so.

A colour alone is no answer: one landlord's amber is another's "met, to be watched". Where a key
above or below the form gives each its words ("Green = compliant"), the words are the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from assessments.importing.answers import read_answer
from assessments.importing.source import Paragraph, Source, Table
from assessments.importing.texts import fold

_GRADE = r"(?:green|amber|red|yellow|orange|blue|[garb]|[0-5])"
_ENTRY = re.compile(
    rf"(?<![\w.])({_GRADE})\s*(?:=|:|–|—|-|\bmeans\b|\bis\b)\s*([^=:;,.\n–—|]+?)"
    rf"(?=\s*(?:[;,.\n|–—]|\b{_GRADE}\s*(?:=|:)|$))",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"\W*({_GRADE})\W*", re.IGNORECASE)
# A key is a short line, or a table of few rows and columns.
_LETTERS, _ROWS, _COLUMNS = 400, 8, 3


@dataclass(frozen=True)
class Legend:
    """The words for each colour or score, folded; empty where the form has no key."""

    words: dict[str, str] = field(default_factory=dict)

    def explained(self, text: str) -> str:
        """The key's words before a colour or score that stands alone; else the text itself."""
        words = self.words.get(fold(text))
        return f"{words} – {text.strip()}" if words else text


def legend_of(source: Source) -> Legend:
    """The form's key. What it explains in two ways is left out."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for grade, words in _entries(source):
        answer = read_answer(words).answer
        if not answer:
            continue
        name = fold(grade)
        if name in found and read_answer(found[name]).answer != answer:
            twice.add(name)
        found.setdefault(name, words.strip())
    return Legend({name: words for name, words in found.items() if name not in twice})


def _entries(source: Source) -> Iterator[tuple[str, str]]:
    for block in source.blocks:
        if isinstance(block, Paragraph):
            if len(block.text) <= _LETTERS:
                yield from ((match[1], match[2]) for match in _ENTRY.finditer(block.text))
        elif len(block.rows) <= _ROWS:
            yield from _in_table(block)


def _in_table(table: Table) -> Iterator[tuple[str, str]]:
    """A colour and its meaning in two cells beside each other, or both in one."""
    for row in table.rows:
        if len(row.cells) > _COLUMNS:
            continue
        texts = [cell.text for cell in row.cells]
        for first, second in pairwise(texts):
            if (match := _ALONE.fullmatch(first)) is not None:
                yield match[1], second
        for text in texts:
            yield from ((match[1], match[2]) for match in _ENTRY.finditer(text))
