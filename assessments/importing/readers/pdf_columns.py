"""PDF tables without upright lines: columns by their headings and the white space between them.

A row of column headings is looked for in every line and up to three below it. Its words give where
the columns begin; the border is put where the table's words cross least. Rows begin at level lines,
where there are some, else at the numbers in the first column (pdf_rows), and below a larger line,
which is a title. A page without headings goes on with the columns of the page before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from assessments.importing.headings import Role
from assessments.importing.numbers import looks_like_number
from assessments.importing.readers.pdf_bare import bare_columns
from assessments.importing.readers.pdf_cells import (
    Word,
    WordLine,
    Words,
    cell_text,
    lines_of,
    segments_of,
    stacked,
)
from assessments.importing.readers.pdf_grid import Box
from assessments.importing.readers.pdf_rows import row_tops
from assessments.importing.readers.thresholds import (
    AROUND,
    BEFORE_HEAD,
    BELOW,
    BETWEEN_PARAGRAPHS,
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
        self._roles: tuple[Role | None, ...] = ()
        self._cut: list[tuple[float, float]] = []
        # The cells of the table at hand that may have another row's lines: from where to where,
        # and in which column.
        self._astray: list[tuple[float, float, int]] = []
        # The lines below headings of one kind, on all pages.
        self._below: dict[object, list[WordLine]] = defaultdict(list)
        self._all: list[WordLine] = []
        self._known_bounds: dict[object, list[float]] = {}

    def learn(self, words: list[Word]) -> None:
        """Notes what stands below a page's headings, before any table is made."""
        lines = lines_of(words)
        heads = _all_heads(lines)
        ends = [*(index for index, _ in heads[1:]), len(lines)]
        for (index, head), end in zip(heads, ends, strict=False):
            self._below[head.kind] += lines[index:end]
        self._all += lines

    def learned(self) -> None:
        """Looks for columns without headings where the whole file has none."""
        bare = None if self._below else bare_columns(self._all)
        if bare is not None:
            self._roles, self._lefts = bare
            self._bounds = _bounds(self._lefts, self._all)

    def tables(
        self, words: list[Word], rules: list[float], where: str, cut: Sequence[Box] = ()
    ) -> list[tuple[float, Block]]:
        """The page's tables with their heights; the words in them are marked as taken.

        `cut` are the boxes at whose edges text was cut off.
        """
        self._cut = [((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box in cut]
        lines = lines_of(words)
        found: list[tuple[float, Block]] = []
        heads = _all_heads(lines)
        starts = [index for index, _ in heads]
        if self._bounds and (not starts or starts[0] > 0):
            part = lines[: starts[0] if starts else len(lines)]
            found += self._table(part, rules, where)
        for (index, head), end in zip(heads, [*starts[1:], len(lines)], strict=False):
            part = lines[index:end]
            self._roles, self._lefts = head.roles, head.lefts
            if head.kind not in self._known_bounds:
                below = self._below[head.kind] or part
                self._known_bounds[head.kind] = _bounds(head.lefts, below)
            self._bounds = self._known_bounds[head.kind]
            found += self._table(part, rules, where, head.count)
        return found

    def _table(
        self, lines: list[WordLine], rules: list[float], where: str, heads: int = 0
    ) -> list[tuple[float, Block]]:
        """The table of these lines; the first `heads` of them are the columns' headings."""
        most = LARGER * median(map(_height, lines))
        plain = [line for line in lines if _height(line) < most]
        kept = [line for line in plain if line in lines[:heads] or self._fits(line)]
        if len(self._bounds) < 2 or len(kept) < (1 if self._goes_on(kept, heads) else 2):
            return []
        top, bottom = kept[0].top, kept[-1].bottom
        words = [word for line in plain for word in line.words if top <= word.top < bottom]
        body = [x for x in lines[heads:] if _height(x) < most and top <= x.top < bottom]
        below = [line.top - 1 for line in body[:1]] if heads else []
        # A heading between the lines ends the row above it, though it is in none of the columns.
        below += [line.bottom for line in lines if _height(line) >= most]
        near = [rule for rule in rules if top - AROUND < rule < bottom + AROUND]
        self._astray = []
        tops = sorted({top - 1, *self._tops(body, near), *below})
        rows: list[tuple[float, Row]] = []
        for index, (upper, lower) in enumerate(pairwise([*tops, bottom + BELOW]), start=1):
            inside = [word for word in words if upper <= (word.top + word.bottom) / 2 < lower]
            if inside:
                cells = self._cells(inside, upper, lower)
                rows.append((upper, Row(cells, f"{where}, row {index}")))
        for word in words:
            word.taken = True
        return _parted(rows, [line.top for line in lines if _height(line) >= most])

    def _goes_on(self, lines: list[WordLine], heads: int) -> bool:
        """Whether a page's only line goes on with a row: it begins where a column's text does."""
        begins = [line.left - left for line in lines for left in self._lefts[1:]]
        return not heads and any(abs(apart) < SAME_COLUMN for apart in begins)

    def _fits(self, line: WordLine) -> bool:
        """Whether a line keeps the columns apart: nothing stands, or is read, across a border."""
        segments = segments_of(line)
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
        """Where rows begin: at the lines drawn, else by the numbers.

        Where lines or shades stand between some rows only, both count.
        """
        words = [word for line in lines for word in line.words]
        columns = [
            [word for word in words if left <= (word.left + word.right) / 2 < right]
            for left, right in pairwise([*self._bounds, 10_000.0])
        ]
        borders = row_tops(columns, self._numbered(lines))
        if len(rules) < 3:
            ends = [0.0, *borders.tops, float("inf")]
            self._astray = [(ends[row + 1], ends[row + 2], c) for row, c in borders.astray]
            return borders.tops
        tops = sorted(rules)
        for upper, lower in pairwise([0.0, *tops, float("inf")]):
            own_starts = [start for start in borders.tops if upper <= start + 1 < lower]
            if len(own_starts) > 1:
                tops += own_starts[1:]
        return tops

    def _numbered(self, lines: list[WordLine]) -> list[list[Word]]:
        """What stands in the middle of each row: its number, or the wording that begins with it."""
        if "number" not in self._roles and "requirement" in self._roles:
            return self._begun_by_numbers(lines, self._roles.index("requirement"))
        column = self._roles.index("number") if "number" in self._roles else 0
        found: list[list[Word]] = []
        for line in lines:
            own = self._in_column(line, column)
            begins = looks_like_number(" ".join(word.text for word in own))
            if own and not begins and found and _is_below(found[-1], own):
                # A section's title has a row of its own, and may take several lines.
                found[-1] += own
            elif own:
                found.append(own)
        return found

    def _begun_by_numbers(self, lines: list[WordLine], column: int) -> list[list[Word]]:
        """The texts of a column, each from a number at its left side to the next."""
        found: list[list[Word]] = []
        left = self._lefts[column] + SAME_COLUMN
        for line in lines:
            own = self._in_column(line, column)
            if own and own[0].left < left and looks_like_number(own[0].text):
                found.append(own)
            elif found:
                found[-1] += own
        return found

    def _in_column(self, line: WordLine, column: int) -> list[Word]:
        """The words of a line that stand in a column as a whole."""
        left, right = [*self._bounds, 10_000.0][column : column + 2]
        return [word for word in line.words if word.left >= left and word.right < right]

    def _cells(self, words: list[Word], upper: float, lower: float) -> tuple[Cell, ...]:
        cells = []
        for column, (left, right) in enumerate(pairwise([*self._bounds, 10_000.0])):
            inside = [word for word in words if left <= (word.left + word.right) / 2 < right]
            end = max((word.right for word in inside), default=left)
            cut = any(left <= x < right and upper <= y < lower for x, y in self._cut)
            astray = any(first <= upper < last and c == column for first, last, c in self._astray)
            text = cell_text(inside, left, end, self._known)
            cells.append(Cell(text, cut=cut, astray=astray))
        return tuple(cells)


def _parted(rows: list[tuple[float, Row]], headings: list[float]) -> list[tuple[float, Block]]:
    """The tables between headings, by their heights."""
    parts = groupby(rows, key=lambda item: sum(height < item[0] for height in headings))
    found = [list(part) for _, part in parts]
    return [(part[0][0], Table(tuple(row for _, row in part))) for part in found]


def _is_below(above: list[Word], words: list[Word]) -> bool:
    """Whether words are the next line of the same text."""
    last = max(word.bottom for word in above)
    return words[0].top - last <= BETWEEN_PARAGRAPHS * (words[0].bottom - words[0].top)


def _height(line: WordLine) -> float:
    return max(word.bottom - word.top for word in line.words)


@dataclass(frozen=True)
class _Heads:
    """A row of column headings: what the columns are, where they begin, and how many lines."""

    roles: tuple[Role | None, ...]
    lefts: list[float]
    count: int

    @property
    def kind(self) -> object:
        """What headings of one table share from page to page."""
        return self.roles, tuple(map(round, self.lefts))


def heading_lines(lines: list[WordLine]) -> list[WordLine]:
    """The lines of column headings among these."""
    return [line for at, head in _all_heads(lines) for line in lines[at : at + head.count]]


def _all_heads(lines: list[WordLine]) -> list[tuple[int, _Heads]]:
    """Every row of column headings, and the line that it begins in."""
    found: list[tuple[int, _Heads]] = []
    for index in range(len(lines)):
        head = _heads(lines, index)
        if head and not (found and index < found[-1][0] + found[-1][1].count):
            found.append((index, head))
    return found


def _heads(lines: list[WordLine], index: int) -> _Heads | None:
    """The row of column headings that begins in this line; None where there is none.

    Its lines stand closer to each other than to the row below. Where that stands as close, what is
    no heading and says nothing new of the columns is no part.
    """
    ways = {
        count: way
        for count in range(1, HEAD_LINES + 1)
        if index + count <= len(lines)
        if (way := _columns_in(lines[index : index + count])) is not None
    }
    if not ways:
        return None
    count = min(ways)
    for longer in sorted(ways):
        says_more = len(set(ways[longer].roles)) > len(set(ways[count].roles))
        if says_more or all(map(is_title, lines[index + count : index + longer])):
            count = longer
    return ways[count]


def _columns_in(part: list[WordLine]) -> _Heads | None:
    """What the columns are, and where they begin, if these lines are their headings."""
    if len(segments_of(part[0])) < 3 or not _are_close(part):
        return None
    heads = stacked(segment for line in part for segment in segments_of(line))
    texts = [" ".join(word.text for word in head) for head in heads]
    layout = heading_layout(Row(tuple(Cell(text) for text in texts), ""))
    if layout is None or len(texts) < 3:
        return None
    # "Our response" may be all that stands beside number and wording.
    if len(set(layout.roles) - {None}) < 3 and not {"number", "requirement"} <= set(layout.roles):
        return None
    return _Heads(layout.roles, [min(word.left for word in head) for head in heads], len(part))


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
    begins = [segment[0].left for line in own for segment in segments_of(line)]
    bounds = [0.0]
    for before, left in pairwise(lefts):
        places = [left - step for step in range(1, max(2, int((left - before) * BEFORE_HEAD)))]
        near = [
            word for line in own for word in line.words if word.left < left and word.right > before
        ]
        crossed = {place: sum(w.left < place < w.right for w in near) for place in places}
        least = min(crossed.values())
        free = [place for place in places if crossed[place] == least]
        # A heading may stand in the middle of its column, whose lines begin further left.
        begun = {place: sum(place < x < place + SAME_COLUMN for x in begins) for place in free}
        bounds.append(max(free, key=lambda place: (begun[place], place)))
    return bounds


def _goes_across(line: WordLine, lefts: list[float]) -> bool:
    """Whether a line begins where the table does and goes on past its first column: a title."""
    return len(segments_of(line)) == 1 and line.left <= lefts[0] + 2 and line.right > lefts[1]
