"""The few kinds of block that a committee paper is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from publishing.document.charts import Chart
from selfassess.common import lighttext
from selfassess.common.worddiff import Piece

# Characters in a cell of a row that is about a third of a page high; one over the whole width has
# room for more.
_WHOLE_ROW, _WHOLE_BELOW, _WHOLE_ENTRY = 600, 1_500, 2_000
# Columns that fit into a page with letters of the usual size.
_MANY_COLUMNS = 9


@dataclass(frozen=True)
class Typed:
    """A text that someone typed, read as light text; a heading above it, if any."""

    text: str
    heading: str = ""


@dataclass(frozen=True)
class Sentences:
    """Computed sentences, a paragraph each."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Subheading:
    """A heading within a part."""

    text: str


@dataclass(frozen=True)
class Words:
    """A paragraph with its number ("2.1"), or a list, which belongs to the paragraph before it and
    has none.
    """

    block: lighttext.Block
    number: str = ""

    @property
    def is_list(self) -> bool:
        return isinstance(self.block, lighttext.Listing)


@dataclass(frozen=True)
class Cell:
    """A table's cell over `span` columns: a text, or one with marked differences from an earlier
    one; `label` stands before it.
    """

    text: str
    pieces: tuple[Piece, ...] = ()
    label: str = ""
    span: int = 1

    @property
    def length(self) -> int:
        """How many characters are shown."""
        return sum(len(piece.text) for piece in self.pieces) or len(self.text)


@dataclass(frozen=True)
class Column:
    """A column: its heading, its share of the width in per cent, and whether it holds numbers."""

    heading: str
    width: int
    is_number: bool = False


@dataclass(frozen=True)
class Row:
    """A row; its first cell heads it. One that `is_below` continues below the row before it, over
    the whole width, and has no heading.
    """

    cells: tuple[Cell, ...]
    is_total: bool = False
    is_below: bool = False

    @property
    def is_short(self) -> bool:
        """Whether the row is kept whole on a page; longer ones may split."""
        most = _WHOLE_BELOW // len(self.cells) if self.is_below else _WHOLE_ROW
        return all(cell.length <= most for cell in self.cells)


@dataclass(frozen=True)
class Entry:
    """A row with those that run on below it."""

    rows: tuple[Row, ...]

    @property
    def is_short(self) -> bool:
        """Whether the whole entry is kept on one page."""
        return (
            all(row.is_short for row in self.rows)
            and sum(cell.length for row in self.rows for cell in row.cells) <= _WHOLE_ENTRY
        )


@dataclass(frozen=True)
class Table:
    """A table called by its caption, which stands above it unless a heading says the same."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    is_captioned: bool = True

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The rows, each with those that run on below it."""
        found: list[list[Row]] = []
        for row in self.rows:
            if row.is_below:
                found[-1].append(row)
            else:
                found.append([row])
        return tuple(map(Entry, map(tuple, found)))

    @property
    def has_entries(self) -> bool:
        """Whether rows run on below others."""
        return any(row.is_below for row in self.rows)

    @property
    def has_numbers(self) -> bool:
        return any(column.is_number for column in self.columns)

    @property
    def is_narrow(self) -> bool:
        """Whether it has so many columns that its letters have to be smaller."""
        return len(self.columns) > _MANY_COLUMNS


@dataclass(frozen=True)
class Drawing:
    """A picture of figures that a table beside it gives."""

    chart: Chart


Source = Typed | Sentences | Table | Drawing
Block = Subheading | Words | Table | Drawing


@dataclass(frozen=True)
class Part:
    """A part of the paper under its heading; one that asks for something to be done first has no
    number.
    """

    heading: str
    blocks: tuple[Block, ...]
    number: str = ""

    @property
    def title(self) -> str:
        return f"{self.number}. {self.heading}" if self.number else self.heading


def part(heading: str, sources: tuple[Source, ...], number: str = "") -> Part:
    """A part whose paragraphs are numbered, and whose tables don't repeat a heading as caption."""
    return Part(heading, tuple(_blocks(heading, sources, number)), number)


def _blocks(heading: str, sources: tuple[Source, ...], number: str) -> Iterator[Block]:
    above, count = heading, 0
    for source in sources:
        match source:
            case Typed() | Sentences():
                for block in _words(source):
                    count += isinstance(block, Words) and not block.is_list
                    yield _numbered(block, f"{number}.{count}" if number else "")
            case Table():
                yield replace(source, is_captioned=source.caption != above)
            case Drawing():
                yield source
                above = source.chart.title


def _words(source: Typed | Sentences) -> Iterator[Subheading | Words]:
    texts = source.texts if isinstance(source, Sentences) else (source.text,)
    if isinstance(source, Typed) and source.heading:
        yield Subheading(source.heading)
    for text in texts:
        yield from map(Words, lighttext.parse(text))


def _numbered(block: Subheading | Words, number: str) -> Subheading | Words:
    if isinstance(block, Subheading) or block.is_list:
        return block
    return replace(block, number=number)
