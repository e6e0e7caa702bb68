"""Columns of PDF tables that have neither lines nor headings: by the white bands between them.

All pages count together. What stands at the head of the rows has to be known: provisions' numbers,
alone or before the wording, or a form's labels beside its texts. Any other text is no such table.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from assessments.importing.headings import Role, column_role
from assessments.importing.numbers import looks_like_number
from assessments.importing.readers.pdf_cells import Word, WordLine, segments_of
from assessments.importing.readers.thresholds import (
    ACROSS_BAND,
    BAND,
    BESIDE_BAND,
    FEWEST_ROWS,
    LARGER,
    MOST_BEGIN,
    SAME_COLUMN,
)

Bare = tuple[tuple[Role | None, ...], list[float]]


def bare_columns(lines: Sequence[WordLine]) -> Bare | None:
    """What the columns of all these lines are, as far as that shows, and where they begin."""
    if not lines:
        return None
    most = LARGER * median(map(_height, lines))
    segments = [
        [(own[0].left, own[-1].right) for own in segments_of(line)]
        for line in lines
        if _height(line) < most
    ]
    bands = _bands(segments)
    if not bands:
        return None
    bounds = [0.0, *(end - 1 for _, end in bands)]
    firsts = [
        [word for word in line.words if bounds[c] <= word.left and word.right < right]
        for line in lines
        for c, right in enumerate([*bounds[1:], 10_000.0])
    ]
    columns = [firsts[c :: len(bounds)] for c in range(len(bounds))]
    roles = _roles(columns)
    if roles is None:
        return None
    return roles, [min((own[0].left for own in column if own), default=0.0) for column in columns]


def _height(line: WordLine) -> float:
    return max(word.bottom - word.top for word in line.words)


def _bands(lines: Sequence[Sequence[tuple[float, float]]]) -> list[tuple[float, float]]:
    """The bands from top to bottom that hardly any text goes across, with text on both sides."""
    ends = sorted({round(x) for line in lines for span in line for x in span})
    found: list[tuple[float, float]] = []
    for left, right in pairwise(ends):
        middle = (left + right) / 2
        crossed = sum(any(a < middle < b for a, b in line) for line in lines)
        if crossed > ACROSS_BAND * len(lines):
            continue
        if found and found[-1][1] == left:
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
    return [band for band in found if band[1] - band[0] >= BAND and _parts(lines, band)]


def _parts(lines: Sequence[Sequence[tuple[float, float]]], band: tuple[float, float]) -> bool:
    """Whether a band has text to the left, and right of it a column: texts that begin there."""
    left = sum(line[0][1] <= band[0] + 1 for line in lines)
    right = sum(any(abs(first - band[1]) <= SAME_COLUMN for first, _ in line) for line in lines)
    return left >= FEWEST_ROWS and right >= BESIDE_BAND * len(lines)


def _roles(columns: Sequence[Sequence[Sequence[Word]]]) -> tuple[Role | None, ...] | None:
    """The roles that the heads of rows show; None where they show none."""
    none: list[Role | None] = [None] * len(columns)
    for index, column in enumerate(columns[:2]):
        texts = [" ".join(word.text for word in own) for own in column if own]
        if _most(sum(map(looks_like_number, texts)), len(texts)):
            return (*none[:index], "number", *none[index + 1 :])
    texts = [" ".join(word.text for word in own) for own in columns[0] if own]
    if _most(sum(column_role(text) is not None for text in texts), len(texts)):
        return tuple(none)
    if len(columns) > 2 and sum(looks_like_number(text.split()[0]) for text in texts) > FEWEST_ROWS:
        return ("requirement", *none[1:])
    return None


def _most(count: int, whole: int) -> bool:
    return count >= FEWEST_ROWS and count >= MOST_BEGIN * whole
