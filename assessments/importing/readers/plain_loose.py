"""Pasted tables that keep no row on one line: tabs are missing where cells hold paragraphs.

A browser sets no tab behind a cell that ends with a line (see rows/divided.py). Such a text is
given on line by line; where its rows and cells end is told further on, with the Code's wording.
"""

from __future__ import annotations

import re
from itertools import pairwise

from assessments.importing.limits import MAX_COLUMNS
from assessments.importing.readers.plain_cells import clean
from assessments.importing.readers.rejoined import tabs_of_heading, unquoted
from assessments.importing.source import Block, Cell, Paragraph, Row, Table

_NUMBERED = re.compile(r"(?:^|\t)\W{0,3}\d{1,2}\.\d{1,2}(?:\W{0,3}| [^\t]*)\t|^\t(?=\S)")


def loose_blocks(text: str) -> list[Block]:
    """The text's lines, those of the table as one loose table; none where rows are whole."""
    lines = unquoted(text).split("\n")
    heads = {index: tabs for index, line in enumerate(lines) if (tabs := tabs_of_heading(line))}
    starts = [index for index, line in enumerate(lines) if _NUMBERED.search(line)]
    if not starts or _are_whole(lines, starts, heads):
        return []
    first = min(starts[0], *heads) if heads else starts[0]
    above = (Paragraph(clean(line), f"line {at}") for at, line in enumerate(lines[:first], 1))
    rows = (_row(line, at) for at, line in enumerate(lines[first:], first + 1))
    return [*above, Table(tuple(row for row in rows if row.cells), loose=True)]


def _are_whole(lines: list[str], starts: list[int], heads: dict[int, int]) -> bool:
    """Whether rows keep to the tabs of the headings above them.

    A row with more was cut in two, which is another matter; one with fewer, whose lines go on
    without any, has lost those behind its paragraphs. A cell of paragraphs that is the last of its
    row has no tab to lose, but begins on a line of its own.
    """
    if not heads and any(
        line.strip() and not _tabs(line) for line in lines[starts[0] : starts[-1]]
    ):
        # Nothing says how many cells a row has: a line without a tab may go on with one.
        return False
    width = 0 if heads else max(map(_tabs, lines))
    fewer = more = begun = 0
    for start, end in pairwise(sorted({*starts, *heads, len(lines)})):
        if start in heads:
            width = heads[start]
            continue
        own = _own_lines(lines[start:end], width)
        count = sum(map(_tabs, own))
        untabbed = any(line.strip() and not _tabs(line) for line in own)
        fewer += count < width and untabbed
        more += count > width
        begun += any(_begins_below(*pair) for pair in pairwise(own))
    return fewer <= more and 2 * begun <= len(starts)


def _own_lines(lines: list[str], width: int) -> list[str]:
    """A row's lines, without a whole row of another kind below, such as a section's."""
    others = (at for at, line in enumerate(lines) if at and width and _tabs(line) >= width)
    return lines[: next(others, len(lines))]


def _begins_below(above: str, below: str) -> bool:
    """Whether a cell begins on a line of its own, where the line before ends with its tab."""
    return above.endswith("\t") and bool(below.strip()) and not _tabs(below)


def _tabs(line: str) -> int:
    return line.count("\t")


def _row(line: str, number: int) -> Row:
    parts = line.split("\t")[:MAX_COLUMNS] if line.strip() else []
    return Row(tuple(Cell(clean(part)) for part in parts), f"line {number}")
