"""The lines of a text that keeps columns apart with spaces: words at their places, and runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from assessments.importing.readers import thresholds as t
from assessments.importing.readers.pdf_cells import Word

# A letter is one wide and a line two high, for what reads the words of a page.
HEIGHT, STEP = 2.0, 2.4
# Words with more than this between them belong to different runs.
_SPACE = 1


@dataclass(frozen=True)
class Run:
    """Words with single spaces between them: a cell's line, or those of two narrow cells."""

    words: tuple[Word, ...]

    @property
    def left(self) -> int:
        return int(self.words[0].left)

    @property
    def right(self) -> int:
        return int(self.words[-1].right)

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    def near(self, place: int) -> list[int]:
        """How many words stand before each that begins near a place, the nearest first."""
        starts = [(int(word.left) - place, at) for at, word in enumerate(self.words) if at]
        return [
            at for _, at in sorted((abs(off), at) for off, at in starts if -t.OFF <= off <= t.OVER)
        ]


@dataclass(frozen=True)
class SpacedLine:
    """A line with text: its number in the file, its page, and its runs."""

    number: int
    page: int
    runs: tuple[Run, ...]

    @property
    def left(self) -> int:
        return self.runs[0].left

    @property
    def right(self) -> int:
        return self.runs[-1].right

    @cached_property
    def text(self) -> str:
        return " ".join(run.text for run in self.runs)


def spaced_lines(text: str) -> list[SpacedLine]:
    """The lines that have any text, over all pages."""
    lines: list[SpacedLine] = []
    number = 0
    for page, content in enumerate(text.split("\f"), start=1):
        for line in content.split("\n"):
            number += 1
            if runs := tuple(_runs(_words(line, number))):
                lines.append(SpacedLine(number, page, runs))
        # A new page begins on the line where the one before ends.
        number -= 1
    return lines


def _words(line: str, number: int) -> Iterator[Word]:
    top = number * STEP
    for match in re.finditer(r"\S+", line):
        yield Word(match[0], match.start(), match.end(), top, top + HEIGHT)


def _runs(words: Iterable[Word]) -> Iterator[Run]:
    found: list[Word] = []
    for word in words:
        if found and word.left - found[-1].right > _SPACE:
            yield Run(tuple(found))
            found = []
        found.append(word)
    if found:
        yield Run(tuple(found))
