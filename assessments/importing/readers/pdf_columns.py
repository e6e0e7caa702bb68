"""PDF tables without upright lines: columns by their headings and the white space between them.

A row of column headings is looked for in every line and up to three below it. Its words give where
the columns begin; the border is put where the table's words cross least. Rows begin at level lines,
where there are some, else at the numbers in the first column (pdf_rows), and below a larger line,
which is a title. A page without headings goes on with the columns of the page before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from assessments.importing.headings import Role
from assessments.importing.numbers import looks_like_number
from assessments.importing.readers.pdf_cells import (
    Word,
    WordLine,
    Words,
    cell_text,
    lines_of,
    stacked,
)
from assessments.importing.readers.pdf_grid import Box
from assessments.importing.readers.pdf_rows import row_tops
from assessments.importing.readers.thresholds import (
    AROUND,
    BEFORE_HEAD,
    BELOW,
    BETWEEN_WORDS,
    CLOSE_LINES,
    HEAD_LINES,
    LARGER,
    SAME_COLUMN,
    SPACE,
)
from assessments.importing.rows.columns import heading_layout
from assessments.importing.source import Block, Cell, Row, Table

_TITLES = {
    *("", "code", "provision", "section", "requirement", "comply", "compliant", "yes", "no", "yn"),
    *("yesno", "requirements", "complies", "complied"),
    *("evidence", "commentary", "comments", "comment", "explanation", "explanations", "and", "any"),
    *("compliance", "number", "ref", "supporting", "position", "status", "action", "actions"),
}


class Columns:
    """Finds such tables page by page; a page without headings goes on with the last ones."""

    def __init__(self, known: Words) -> None:
        self._known = known
        self._bounds: list[float] = []
        self._lefts: list[float] = []
        self._cut: list[tuple[float, float]] = []

    def tables(
        self, words: list[Word], rules: list[float], where: str, cut: Sequence[Box] = ()
    ) -> list[tuple[float, Block]]:
        """The page's tables with their heights; the words in them are marked as taken.

        `cut` are the boxes at whose edges text was cut off.
        """
        self._cut = [((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box in cut]
        lines = lines_of(words)
        found: list[tuple[float, Block]] = []
        heads: list[tuple[int, list[float], int]] = []
        for index in range(len(lines)):
            lefts, count = _heads(lines, index)
            if lefts and not (heads and index < heads[-1][0] + heads[-1][2]):
                heads.append((index, lefts, count))
        starts = [index for index, _, _ in heads]
        if self._bounds and (not starts or starts[0] > 0):
            part = lines[: starts[0] if starts else len(lines)]
            found += self._table(part, rules, where)
        for (index, lefts, count), end in zip(heads, [*starts[1:], len(lines)], strict=False):
            part = lines[index:end]
            self._lefts, self._bounds = lefts, _bounds(lefts, part)
            found += self._table(part, rules, where, count)
        return found

    def _table(
        self, lines: list[WordLine], rules: list[float], where: str, heads: int = 0
    ) -> list[tuple[float, Block]]:
        """The table of these lines; the first `heads` of them are the columns' headings."""
        most = LARGER * median(map(_height, lines))
        plain = [line for line in lines if _height(line) < most]
        kept = [line for line in plain if self._fits(line)]
        if len(self._bounds) < 3 or len(kept) < (1 if self._goes_on(kept, heads) else 2):
            return []
        top, bottom = kept[0].top, kept[-1].bottom
        words = [word for line in plain for word in line.words if top <= word.top < bottom]
        body = [x for x in lines[heads:] if _height(x) < most and top <= x.top < bottom]
        below = [line.top - 1 for line in body[:1]] if heads else []
        # A heading between the lines ends the row above it, though it is in none of the columns.
        below += [line.bottom for line in lines if _height(line) >= most]
        near = [rule for rule in rules if top - AROUND < rule < bottom + AROUND]
        tops = sorted({top - 1, *self._tops(body, near), *below})
        rows: list[Row] = []
        for index, (upper, lower) in enumerate(pairwise([*tops, bottom + BELOW]), start=1):
            inside = [word for word in words if upper <= (word.top + word.bottom) / 2 < lower]
            if inside:
                cells = self._cells(inside, upper, lower)
                rows.append(Row(cells, f"{where}, row {index}"))
        for word in words:
            word.taken = True
        return [(top, Table(tuple(rows)))]

    def _goes_on(self, lines: list[WordLine], heads: int) -> bool:
        """Whether a page's only line goes on with a row: it begins where a column's text does."""
        begins = [line.left - left for line in lines for left in self._lefts[1:]]
        return not heads and any(abs(apart) < SAME_COLUMN for apart in begins)

    def _fits(self, line: WordLine) -> bool:
        """Whether a line keeps the columns apart: nothing stands, or is read, across a border."""
        segments = _segments(line)
        for bound in self._bounds[1:]:
            if len(segments) == 1 and line.left < bound - 2 and line.right > bound + 2:
                return False
            if any(word.left < bound - 2 and word.right > bound + 2 for word in line.words):
                return False
            for before, word in pairwise(line.words):
                space = word.left - before.right
                if (
                    before.right <= bound + 2
                    and word.left >= bound - 2
                    and space < SPACE * (word.bottom - word.top)
                ):
                    return False
        return True

    def _tops(self, lines: list[WordLine], rules: list[float]) -> list[float]:
        """Where rows begin: at the lines drawn, else by the numbers in the first column.

        Where lines or shades stand between some rows only, both count.
        """
        second = self._bounds[1]
        numbers = [
            own
            for line in lines
            if (own := [word for word in line.words if word.right < second])
            if looks_like_number(" ".join(word.text for word in own))
        ]
        starts = row_tops([word for line in lines for word in line.words], numbers)
        if len(rules) < 3:
            return starts
        tops = sorted(rules)
        for upper, lower in pairwise([0.0, *tops, float("inf")]):
            own_starts = [start for start in starts if upper <= start + 1 < lower]
            if len(own_starts) > 1:
                tops += own_starts[1:]
        return tops

    def _cells(self, words: list[Word], upper: float, lower: float) -> tuple[Cell, ...]:
        cells = []
        for left, right in pairwise([*self._bounds, 10_000.0]):
            inside = [word for word in words if left <= (word.left + word.right) / 2 < right]
            end = max((word.right for word in inside), default=left)
            cut = any(left <= x < right and upper <= y < lower for x, y in self._cut)
            cells.append(Cell(cell_text(inside, left, end, self._known), cut=cut))
        return tuple(cells)


def _height(line: WordLine) -> float:
    return max(word.bottom - word.top for word in line.words)


def _segments(line: WordLine) -> list[list[Word]]:
    """The line's words, cut where there is more than a word's space between them."""
    segments = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if word.left - before.right > BETWEEN_WORDS * (word.bottom - word.top):
            segments.append([word])
        else:
            segments[-1].append(word)
    return segments


def _heads(lines: list[WordLine], index: int) -> tuple[list[float], int]:
    """The left ends of the columns, where a row of column headings begins in this line.

    And how many lines the headings take: they stand closer to each other than to the row below.
    Where that stands as close, what is no heading and says nothing new of the columns is no part.
    """
    ways = {
        count: way
        for count in range(1, HEAD_LINES + 1)
        if index + count <= len(lines)
        if (way := _columns_in(lines[index : index + count]))[1]
    }
    if not ways:
        return [], 0
    count = min(ways)
    for longer in sorted(ways):
        says_more = len(set(ways[longer][0])) > len(set(ways[count][0]))
        if says_more or all(map(is_title, lines[index + count : index + longer])):
            count = longer
    return ways[count][1], count


def _columns_in(part: list[WordLine]) -> tuple[tuple[Role | None, ...], list[float]]:
    """What the columns are, and where they begin, if these lines are their headings."""
    if len(_segments(part[0])) < 3 or not _are_close(part):
        return (), []
    heads = stacked(segment for line in part for segment in _segments(line))
    texts = [" ".join(word.text for word in head) for head in heads]
    layout = heading_layout(Row(tuple(Cell(text) for text in texts), ""))
    if layout is None or len(texts) < 3 or len({role for role in layout.roles if role}) < 3:
        return (), []
    return layout.roles, [min(word.left for word in head) for head in heads]


def is_title(line: WordLine) -> bool:
    """Whether a line has words of headings alone."""
    return all(re.sub(r"[^a-z]", "", word.text.casefold()) in _TITLES for word in line.words)


def _are_close(lines: list[WordLine]) -> bool:
    return all(
        below.top - line.top <= CLOSE_LINES * (line.bottom - line.top)
        for line, below in pairwise(lines)
    )


def _bounds(lefts: list[float], lines: list[WordLine]) -> list[float]:
    """The columns' left borders: in the white space before each heading that words cross least."""
    own = [line for line in lines if not _goes_across(line, lefts)]
    bounds = [0.0]
    for before, left in pairwise(lefts):
        places = [left - step for step in range(1, max(2, int((left - before) * BEFORE_HEAD)))]
        crossed = {
            place: sum(word.left < place < word.right for line in own for word in line.words)
            for place in places
        }
        least = min(crossed.values())
        bounds.append(next(place for place in places if crossed[place] == least))
    return bounds


def _goes_across(line: WordLine, lefts: list[float]) -> bool:
    """Whether a line begins where the table does and goes on past its first column: a title."""
    return len(_segments(line)) == 1 and line.left <= lefts[0] + 2 and line.right > lefts[1]
