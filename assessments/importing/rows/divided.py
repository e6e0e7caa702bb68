"""Rows of a pasted table whose cells hold paragraphs: where each cell ends, as far as it shows.

A browser's plain text sets a tab before each cell, but none where a line has just ended: behind a
cell that holds paragraphs or a list, the next one begins on a line of its own, as the cell's own
next paragraph does. So a row is tabs and lines, and each of its cells a run of lines; between two
cells stands a tab, or any line's end. Of all ways to set these borders those count that fit the
columns best (a number, the Code's wording, an answer), and a cell's text is taken where they all
agree on it. The rest is left as one text, which a person has to divide.

A row's number is what shows where it begins. Where columns stand before it, what lies between two
numbers is the end of one row and the beginning of the next, and is divided as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from assessments.importing.headings import Role, column_role, is_title, tick_role
from assessments.importing.numbers import looks_like_number, split_number
from assessments.importing.rows import thresholds
from assessments.importing.rows.borders import TAB, Division
from assessments.importing.rows.columns import Layout, heading_layout
from assessments.importing.rows.lines import Headings, is_page_number
from assessments.importing.rows.spaced import Spaced
from assessments.importing.source import Block, Cell, Paragraph, Row, Table
from assessments.importing.wording import Wording


def divided(blocks: Iterable[Block], wording: Wording) -> Iterator[Block]:
    """The blocks, with loose tables' lines put together to rows of whole cells."""
    spaced = Spaced(wording)
    for block in blocks:
        if isinstance(block, Table) and block.loose:
            yield from _Walk(wording).blocks(block.rows)
        elif isinstance(block, Table) and block.spaced:
            yield spaced.table(block)
        else:
            yield block


@dataclass
class _Record:
    """The lines of one row of the form, or of its cells before the number (`leads`)."""

    where: str
    tokens: list[str] = field(default_factory=list)
    leads: bool = False

    def add(self, row: Row) -> None:
        for index, cell in enumerate(row.cells):
            if index:
                self.tokens.append(TAB)
            if cell.text.strip():
                self.tokens.append(cell.text)


@dataclass
class _Walk:
    """The state while going through a loose table's lines."""

    wording: Wording
    layout: Layout | None = None
    record: _Record | None = None
    rows: list[Row] = field(default_factory=list)
    # Whether the last of the rows has just been one of column headings.
    headed: bool = False
    # The cells before the next row's number.
    lead: Row = field(default_factory=lambda: Row((), ""))

    @cached_property
    def headings(self) -> Headings:
        return Headings(self.wording.code)

    def blocks(self, lines: Sequence[Row]) -> Iterator[Block]:
        for index, line in enumerate(lines):
            outside = self._line(line, lines[index + 1 : index + 4])
            if outside:
                yield from self._table()
                yield Paragraph(outside, line.where)
        self._close(last=True)
        yield from self._table()

    def _table(self) -> Iterator[Table]:
        if self.rows:
            yield Table(tuple(self.rows))
        # What comes next in the same table still stands below its headings.
        self.rows = []

    def _line(self, line: Row, below: Sequence[Row]) -> str:
        """Takes a line up. Returns its text where it belongs to no row."""
        text = " ".join(cell.text for cell in line.cells).strip()
        if self._is_heading(line):
            return ""
        if self._turn:
            line = self._turned(line, below)
        elif _begins(line, below, self.wording) or self._is_whole(line):
            self._close()
            self._assume_layout(line)
            self.record = _Record(line.where)
        if self._ends(text):
            self._close(titled=True)
        if self.record is None:
            return text
        if not is_page_number(text):
            self.record.add(line)
        return ""

    @property
    def _turn(self) -> int:
        """How many columns stand before the number; 0 where a line's beginning is a row's.

        One column's cell stands in the number's own line.
        """
        roles = self.layout.roles if self.layout is not None else ()
        place = roles.index("number") if "number" in roles else 0
        return place if place > 1 else 0

    def _turned(self, line: Row, below: Sequence[Row]) -> Row:
        """Begins a record at the number; what stands before it in its line is the last one's."""
        if self.record is None and any(cell.text.strip() for cell in line.cells):
            self.record = _Record(line.where, leads=True)
        for index in range(len(line.cells) - 1):
            rest = replace(line, cells=line.cells[index:])
            numbered = looks_like_number(line.cells[index].text)
            if self.record and numbered and _begins(rest, below, self.wording):
                self.record.add(replace(line, cells=line.cells[:index]))
                self._close()
                self.record = _Record(line.where)
                return rest
        return line

    def _is_whole(self, line: Row) -> bool:
        """Whether a line has all of a row's cells: a row without a number, such as a section's."""
        return self.layout is not None and len(line.cells) >= len(self.layout.roles) > 1

    def _is_heading(self, line: Row) -> bool:
        """Takes up a row of column headings, or the second one, with Yes and No, below it."""
        second = self.headed and _with_ticks(self.rows[-1], line)
        line = second or line
        layout = heading_layout(line, self.wording)
        if layout is None or not layout.has("number", "requirement"):
            self.headed = False
            return False
        self._close(last=True)
        self.rows[len(self.rows) - bool(second) :] = [line]
        self.headed, self.layout = True, layout
        return True

    def _assume_layout(self, line: Row) -> None:
        """Without a row of headings the columns are the Code's own."""
        if self.layout is None:
            own = tuple(Cell(column) for column in self.wording.code.form.columns)
            self.rows.append(Row(own, line.where))
            self.layout = heading_layout(self.rows[-1], self.wording)

    def _ends(self, text: str) -> bool:
        """Whether a line is the heading of a section, stage or level: no cell's text."""
        known = self.headings
        return is_title(text) or bool(
            known.section(text) or known.stage(text) or known.level(text) or known.is_other(text)
        )

    def _close(self, *, last: bool = False, titled: bool = False) -> None:
        """Divides the row so far. `last`: the table ends; `titled`: a heading stands below."""
        if self.record is not None and self.layout is not None:
            self._divide(self.record, self.layout.roles, last=last, ends=last or titled)
        self.record = None
        if last or titled:
            self.lead = Row((), "")

    def _divide(
        self, record: _Record, roles: Sequence[Role | None], *, last: bool, ends: bool
    ) -> None:
        """Adds a row, and keeps what stands before the next one's number."""
        turn = self._turn
        own = () if record.leads else roles[turn:]
        turned = own if ends and own else (*own, *roles[:turn])
        row = Division(record.tokens, turned, self.wording).row(record.where, last=last)
        before = self.lead.cells or (Cell(),) * turn
        if own:
            texts = "\n".join(filter(None, (self.lead.undivided, row.undivided)))
            cells = (*before, *row.cells[: len(own)])
            self.rows.append(Row(cells, record.where, texts))
        if turn:
            self.lead = Row(row.cells[len(own) :], record.where, row.undivided)


def _with_ticks(head: Row, line: Row) -> Row | None:
    """The headings with the answer's column made of several, where a line names Yes | No | …."""
    ticks = [tick_role(cell.text) for cell in line.cells]
    roles = [column_role(cell.text) for cell in head.cells]
    if len(ticks) < 2 or None in ticks or "answer" not in roles:
        return None
    place = roles.index("answer")
    return replace(head, cells=(*head.cells[:place], *line.cells, *head.cells[place + 1 :]))


def _begins(line: Row, below: Sequence[Row], wording: Wording) -> bool:
    """Whether a line is the first of a row: a number, and then the Code's wording."""
    texts = [cell.text for cell in line.cells if cell.text.strip()]
    if not texts:
        return False
    for index, text in enumerate(texts[:2]):
        number, rest = (text, "") if looks_like_number(text) else split_number(text)
        if len(line.cells) == 1:
            # A wording of several paragraphs has no tab behind it.
            return number in wording.numbers and wording.begins(number, rest)
        if number:
            below_it = [cell.text for row in below for cell in row.cells if cell.text.strip()]
            following = " ".join([rest, *texts[index + 1 :], *below_it]).strip()
            heads = (following[:length] for length in thresholds.HEADS)
            return any(wording.beginning(head) >= thresholds.BEGINS for head in heads)
    return False
