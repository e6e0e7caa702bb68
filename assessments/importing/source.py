"""What a reader finds in a file: paragraphs and tables in their order, nothing understood yet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One cell of the grid; a merged cell stands at every place that it covers.

    `below` and `beside` are true where it is the same cell as the one above, or to the left.
    `readings` are other texts that the stored value may stand for: 5.1 in a spreadsheet may have
    been 5.10. `cut` where the page does not show all of the cell's text, `astray` where some of its
    lines may be the next or the last row's.
    """

    text: str = ""
    below: bool = False
    beside: bool = False
    readings: tuple[str, ...] = ()
    cut: bool = False
    astray: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table. `undivided` is text of some of its cells, whose borders cannot be told."""

    cells: tuple[Cell, ...]
    where: str
    undivided: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of a table.

    `loose`: each is a line of pasted text: a row's part, and a cell's or several. `spaced`: spaces
    alone kept the columns apart, so that a word may stand in the one next to its own.
    """

    rows: tuple[Row, ...]
    loose: bool = False
    spaced: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph outside tables, or one line of a text file. An empty one separates.

    `rank` is a heading's, from 1 for a title to 6; 0 where it has none. `lead` is what the
    paragraph begins with in bold, perhaps all of it.
    """

    text: str
    where: str = ""
    heading: bool = False
    rank: int = 0
    lead: str = ""


Block = Paragraph | Table


@dataclass(frozen=True)
class Source:
    """A file's content. `wrapped` where line breaks may be a viewer's and mean nothing.

    `around`: texts of a page's parts that say of themselves that they are none of its content.
    """

    blocks: tuple[Block, ...]
    wrapped: bool = False
    notes: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
