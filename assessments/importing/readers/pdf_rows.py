"""Where the rows of a PDF table begin that has no lines between them.

Each row has its number: at its head, where the cells stand at the top of their row, or in its
middle, where a browser sets them all in the middle. Borders run through bands without any text.
Of all ways to put one between each two numbers, that counts which sets the rows' cells best: all at
one height, or all around their number's middle. What still does not stand so is named as astray.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assessments.importing.readers.pdf_cells import Word
from assessments.importing.readers.thresholds import (
    ASTRAY,
    BELOW_HEAD,
    EMPTIED,
    FAR_OFF,
    ROWS_APART,
    SLIGHT,
    WHITE,
)

_Gap = tuple[float, float]


@dataclass(frozen=True)
class Borders:
    """Where rows begin, and which cells, by row and column, do not stand as the others do."""

    tops: list[float]
    astray: frozenset[tuple[int, int]] = frozenset()


class _Column:
    """The heights of one column's words."""

    def __init__(self, words: Sequence[Word]) -> None:
        ordered = sorted(words, key=lambda word: word.top)
        self._tops = [word.top for word in ordered]
        self._reached: list[float] = []
        for word in ordered:
            self._reached.append(max(word.bottom, *self._reached[-1:], word.bottom))
        self._large = [
            index
            for index, word in enumerate(ordered)
            if index and word.top - self._reached[index - 1] > EMPTIED * (word.bottom - word.top)
        ]

    def span(self, first: float, last: float) -> tuple[float, float] | None:
        """From where to where its text between two heights goes; None where there is none."""
        start, end = bisect_left(self._tops, first), bisect_left(self._tops, last)
        return (self._tops[start], self._reached[end - 1]) if start < end else None

    def is_parted(self, first: float, last: float) -> bool:
        """Whether it is empty for long between two texts."""
        start, end = bisect_left(self._tops, first), bisect_left(self._tops, last)
        return any(start < index < end for index in self._large)


class _Page:
    """The columns of a page's table, and the rows' numbers in it."""

    def __init__(
        self, columns: Sequence[Sequence[Word]], numbers: Sequence[Sequence[Word]]
    ) -> None:
        words = [word for column in columns for word in column]
        self._columns = [_Column(column) for column in columns]
        self.gaps = _gaps(words)
        self.numbers = [(min(w.top for w in own), max(w.bottom for w in own)) for own in numbers]
        self.em = sum(w.bottom - w.top for w in words) / len(words)

    def offs(self, first: float, last: float, row: int, *, middle: bool) -> list[float]:
        """How far each column's text between two heights is off where its row's number wants it.

        0 for an empty one.
        """
        spans = [column.span(first, last) for column in self._columns]
        head, foot = self.numbers[row]
        if middle:
            centre = (head + foot) / 2
            return [abs((span[0] + span[1]) / 2 - centre) if span else 0.0 for span in spans]
        top = min([head, *(span[0] for span in spans if span)])
        late = FAR_OFF * self.em if head - top > BELOW_HEAD * self.em else 0.0
        return [max(span[0] - top, late) if span else 0.0 for span in spans]

    def cost(self, first: float, last: float, row: int, *, middle: bool) -> float:
        """How badly a row between two heights is set."""
        most = FAR_OFF * self.em
        offs = self.offs(first, last, row, middle=middle)
        if not middle:
            # A paragraph may have room above it.
            offs = [off * SLIGHT if off <= BELOW_HEAD * self.em else off for off in offs]
        parted = sum(column.is_parted(first, last) for column in self._columns)
        return sum(min(off, most) for off in offs) + most * parted


def row_tops(columns: Sequence[Sequence[Word]], numbers: Sequence[Sequence[Word]]) -> Borders:
    """Where rows begin, given the words of each of a table's columns and of each row's number."""
    if not numbers:
        return Borders([])
    page = _Page(columns, numbers)
    ways = [(*_best(page, middle=middle), middle) for middle in (False, True)]
    _, starts, middle = min(ways, key=lambda way: way[0])
    if not starts:
        return Borders([head - 1 for head, _ in page.numbers], _all_astray(page, len(columns)))
    tops = [(page.gaps[index][0] + page.gaps[index][1]) / 2 for index in starts]
    return Borders(tops, _astray(page, tops, middle=middle))


def _all_astray(page: _Page, columns: int) -> frozenset[tuple[int, int]]:
    """Every cell, where no band without text parts the rows."""
    return frozenset((row, c) for row in range(len(page.numbers)) for c in range(columns))


def _astray(page: _Page, tops: Sequence[float], *, middle: bool) -> frozenset[tuple[int, int]]:
    """The cells that are off, and those of the row before: their texts may be each other's."""
    found: set[tuple[int, int]] = set()
    for row, (first, last) in enumerate(pairwise([*tops, float("inf")])):
        offs = page.offs(first, last, row, middle=middle)
        if row == len(tops) - 1 and middle:
            # A row that the page's end cuts begins at its head.
            offs = min(offs, page.offs(first, last, row, middle=False), key=sum)
        for column, off in enumerate(offs):
            if off > ASTRAY * page.em:
                found |= {(row, column), (row - 1, column)}
    return frozenset(found)


def _gaps(words: Sequence[Word]) -> list[_Gap]:
    """The bands without any text, from top to bottom: above all of it, between, and below."""
    reached = min(word.top for word in words)
    found = [(reached - 1, reached)]
    for word in sorted(words, key=lambda item: item.top):
        if word.top > reached + WHITE:
            found.append((reached, word.top))
        reached = max(reached, word.bottom)
    return [*found, (reached, reached + 1)]


def _best(page: _Page, *, middle: bool) -> tuple[float, list[int]]:
    """The best way to have each row begin at a gap, and what it costs; none where one cannot.

    What stands above the first row may be the rest of a row on another page.
    """
    gaps, numbers = page.gaps, page.numbers
    best: dict[int, tuple[float, list[int]]] = {
        index: (-_width(gap), [index])
        for index, gap in enumerate(gaps)
        if gap[1] <= numbers[0][0] + 1
    }
    for row, (above, below) in enumerate(pairwise(numbers)):
        after: dict[int, tuple[float, list[int]]] = {}
        for end, gap in enumerate(gaps):
            if above[0] < gap[0] and gap[1] <= below[0] + 1 and best:
                cost, starts = min(
                    (cost + page.cost(gaps[s[-1]][0], gap[1], row, middle=middle), s)
                    for cost, s in best.values()
                )
                after[end] = (cost - _width(gap), [*starts, end])
        best = after
    if not best:
        return float("inf"), []
    last = len(numbers) - 1
    return min(
        (cost + page.cost(gaps[starts[-1]][0], float("inf"), last, middle=way), starts)
        for cost, starts in best.values()
        # A row that the page's end cuts has its number at its head.
        for way in ({middle, False})
    )


def _width(gap: _Gap) -> float:
    """How much a gap speaks for itself: rows stand further apart than lines."""
    return ROWS_APART * (gap[1] - gap[0])
