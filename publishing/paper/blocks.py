"""The few kinds of block that a committee paper is made of."""

from __future__ import annotations

from dataclasses import dataclass

from publishing.document.charts import Chart
from selfassess.common.worddiff import Piece

# Characters in a cell of a row that is about a third of a page high.
_WHOLE_ROW = 600


@dataclass(frozen=True)
class Typed:
    """A text that somebody typed, read as light text; a heading above it, if any."""

    text: str
    heading: str = ""


@dataclass(frozen=True)
class Sentences:
    """Computed sentences, a paragraph each."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """A table's cell: a text, or a text with the marked differences from an earlier one."""

    text: str
    pieces: tuple[Piece, ...] = ()

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
    """A row; its first cell heads it."""

    cells: tuple[Cell, ...]
    is_total: bool = False

    @property
    def is_short(self) -> bool:
        """Whether the row is kept whole on a page; longer ones may split."""
        return all(cell.length <= _WHOLE_ROW for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """A table with a caption above it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Drawing:
    """A picture of figures that a table beside it gives."""

    chart: Chart


Block = Typed | Sentences | Table | Drawing


@dataclass(frozen=True)
class Part:
    """A part of the paper under its heading."""

    heading: str
    blocks: tuple[Block, ...]
