"""Rows of column headings in a text that keeps its columns apart with spaces.

The headings of one row may take several lines, of which each narrow column has its own number, and
may be set in the middle of their columns. What stands below each other is one heading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assessments.importing.answers import is_answer
from assessments.importing.headings import Role, column_role, tick_role
from assessments.importing.numbers import looks_like_number
from assessments.importing.readers import thresholds as t
from assessments.importing.readers.pdf_cells import Word, stacked
from assessments.importing.readers.plain_lines import Run, SpacedLine
from assessments.importing.rows.columns import heading_layout
from assessments.importing.source import Cell, Row


@dataclass(frozen=True)
class Head:
    """A row of headings: its first line and page, how many lines it takes, each heading's words."""

    index: int
    page: int
    count: int
    columns: tuple[tuple[Word, ...], ...]

    @property
    def lefts(self) -> tuple[int, ...]:
        return tuple(int(min(word.left for word in words)) for words in self.columns)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(_text(words) for words in self.columns)

    @property
    def roles(self) -> tuple[Role | None, ...]:
        return tuple(tick_role(text) or column_role(text) for text in self.texts)

    @property
    def close_ticks(self) -> set[int]:
        """Columns of ticks that stand so near to another that a tick may be either's."""
        ticks = [index for index, text in enumerate(self.texts) if tick_role(text)]
        return {
            column
            for one, other in pairwise(ticks)
            if self.lefts[other] - self.lefts[one] < t.TICKS_APART
            for column in (one, other)
        }

    @property
    def key(self) -> int:
        """The column that a row's number stands in."""
        return next(
            (self.roles.index(role) for role in ("number", "requirement") if role in self.roles), 0
        )


def find_heads(lines: Sequence[SpacedLine]) -> list[Head]:
    """All rows of headings, from top to bottom."""
    heads: list[Head] = []
    behind = 0
    for index in range(len(lines)):
        if index >= behind and (head := _head(lines, index, behind)):
            heads.append(head)
            behind = head.index + head.count
    known = {text for head in heads for text in head.texts}
    return [replace(head, columns=tuple(_as_known(head.columns, known))) for head in heads]


def _as_known(columns: Iterable[tuple[Word, ...]], known: set[str]) -> Iterator[tuple[Word, ...]]:
    """The headings, those apart which have a column each below another row of headings."""
    for words in columns:
        cuts = [
            cut for cut in range(1, len(words)) if {_text(words[:cut]), _text(words[cut:])} <= known
        ]
        yield from (words[: cuts[0]], words[cuts[0] :]) if cuts else (words,)


def _head(lines: Sequence[SpacedLine], index: int, behind: int) -> Head | None:
    """The headings around a line that has several; none of them above the line `behind`."""
    if len(lines[index].runs) < t.FEWEST_COLUMNS:
        return None
    for count in range(1, t.HEADING_LINES + 1):
        part = lines[index : index + count]
        if not _may_be_head(part):
            return None
        columns = _columns(part, lines[index + count : index + count + t.LINES_BELOW])
        if columns:
            return _whole(lines, index, index + count, behind, columns)
    return None


def _whole(
    lines: Sequence[SpacedLine],
    start: int,
    end: int,
    behind: int,
    columns: list[list[Word]],
) -> Head:
    """The headings with what lines above and below have of them."""
    while end < len(lines) and _belongs(lines[end - 1], lines[end], lines[end], columns):
        columns = _with_line(columns, lines[end])
        end += 1
    while start > behind and _is_above(lines[start - 1], lines[start], columns):
        start -= 1
        columns = _with_line(columns, lines[start])
    return Head(start, lines[start].page, end - start, tuple(map(tuple, columns)))


def _may_be_head(part: Sequence[SpacedLine]) -> bool:
    close = all(below.number - above.number == 1 for above, below in pairwise(part))
    texts = [run.text for line in part for run in line.runs]
    short = all(len(text.split()) <= t.HEADING_WORDS for text in texts)
    return close and short and not any(looks_like_number(text) for text in texts)


def _columns(part: Sequence[SpacedLine], below: Sequence[SpacedLine]) -> list[list[Word]]:
    """The headings, if these lines are a row of them; what the lines below keep apart is two."""
    runs = [list(_split(run, below)) for line in part for run in line.runs]
    columns = stacked(words for each in runs for words in each)
    layout = heading_layout(Row(tuple(Cell(_text(words)) for words in columns), ""))
    if layout is None or len(columns) < t.FEWEST_COLUMNS:
        return []
    known = {role for role in layout.roles if role}
    return columns if len(known) >= t.FEWEST_COLUMNS and known & {"number", "requirement"} else []


def _split(run: Run, below: Sequence[SpacedLine]) -> Iterable[tuple[Word, ...]]:
    """The words of a heading's line, or of two headings with a single space between them."""
    start = 0
    for index, word in enumerate(run.words[1:], start=1):
        begun = sum(abs(other.left - word.left) <= 1 for line in below for other in line.runs)
        crossed = sum(
            other.left < word.left - 1 and other.right > word.left + 1
            for line in below
            for other in line.runs
        )
        ticks = tick_role(run.words[index - 1].text) and tick_role(word.text)
        if ticks or (begun >= t.FEWEST_BEGUN and begun > 2 * crossed):
            yield run.words[start:index]
            start = index
    yield run.words[start:]


def _with_line(columns: Sequence[Sequence[Word]], line: SpacedLine) -> list[list[Word]]:
    """The headings with what another line has of them."""
    return stacked([*columns, *(run.words for run in line.runs)])


def _belongs(
    above: SpacedLine, below: SpacedLine, line: SpacedLine, columns: Sequence[Sequence[Word]]
) -> bool:
    """Whether a line next to the headings has more of some of them."""
    close = below.number - above.number == 1 and below.page == above.page
    if not close or not all(_may_be_rest(run, columns) for run in line.runs):
        return False
    return 2 * sum(_is_rest(run, columns) for run in line.runs) >= len(line.runs)


def _is_above(line: SpacedLine, below: SpacedLine, columns: Sequence[Sequence[Word]]) -> bool:
    """Whether the line above the headings has the beginning of some, which say so themselves."""
    known = all(column_role(run.text) and not run.text.endswith(".") for run in line.runs)
    return known and _belongs(line, below, line, columns)


def _above(run: Run, columns: Sequence[Sequence[Word]]) -> Sequence[Word]:
    """The heading in whose column the words stand; nothing where none is."""
    found = (
        words
        for words in columns
        if run.left < max(word.right for word in words) and run.right > min(w.left for w in words)
    )
    return next(found, ())


def _may_be_rest(run: Run, columns: Sequence[Sequence[Word]]) -> bool:
    above = _above(run, columns)
    short = len(run.words) <= t.REST_WORDS and not looks_like_number(run.text)
    return bool(above) and short and (not is_answer(run.text) or _is_rest(run, columns))


def _is_rest(run: Run, columns: Sequence[Sequence[Word]]) -> bool:
    """Whether words next to a heading surely are a part of it."""
    above = _above(run, columns)
    if run.text[:1].islower():
        return True
    same = column_role(_text([*above, *run.words])) == column_role(_text(above))
    return same and column_role(run.text) is not None and not run.text.endswith(".")


def _text(words: Iterable[Word]) -> str:
    return " ".join(w.text for w in sorted(words, key=lambda word: (word.top, word.left)))
