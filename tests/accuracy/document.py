"""A form as it is laid out, before it is written as any file: lines, tables and boxes of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from tests.importing.content import Piece

# chrome: what a page has around its content. label: bold, its text after it or below it.
LineKind = Literal["title", "heading", "stage", "provision", "plain", "bullet", "chrome", "label"]


@dataclass(frozen=True)
class Cell:
    """One cell of a table; `wide` and `deep` are the columns and rows that it covers."""

    pieces: tuple[Piece, ...] = ()
    head: bool = False
    wide: int = 1
    deep: int = 1

    @property
    def is_block(self) -> bool:
        """Whether a web page holds it in paragraphs or a list, not as bare text."""
        return len(self.pieces) > 1 or any(piece.kind == "bullet" for piece in self.pieces)


@dataclass(frozen=True)
class Grid:
    """A table. A row lacks the cells that those above it cover. `hidden` columns are not shown."""

    rows: tuple[tuple[Cell, ...], ...]
    hidden: frozenset[int] = frozenset()
    name: str = ""


@dataclass(frozen=True)
class Line:
    """A line outside tables. Of a label, `rest` is what stands behind it on the same line."""

    text: str
    kind: LineKind = "plain"
    rest: str = ""
    address: str = ""


@dataclass(frozen=True)
class Box:
    """What belongs together: an article, or what unfolds below its first line."""

    blocks: tuple[Block, ...]
    kind: Literal["article", "details", "hidden"] = "article"


Block = Line | Grid | Box


@dataclass(frozen=True)
class Document:
    title: str
    blocks: tuple[Block, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def cell(text: str, *, head: bool = False, wide: int = 1, deep: int = 1) -> Cell:
    """A cell with a text: each of its lines a paragraph, or a bullet where it begins so."""
    return Cell(paragraphs(text), head, wide, deep)


def paragraphs(text: str) -> tuple[Piece, ...]:
    """The lines of a text; those that begin with a dash are bullets."""
    return tuple(
        Piece(line[2:], "bullet") if line.startswith("- ") else Piece(line)
        for line in text.split("\n")
        if line
    )


def heads(names: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(cell(name, head=True) for name in names)


def lines(pieces: Iterable[Piece]) -> tuple[Line, ...]:
    """The lines that a text makes outside a table."""
    return tuple(
        Line(item.text, "bullet" if item.kind == "bullet" else "plain", address=item.address)
        for item in pieces
    )


def flattened(blocks: Sequence[Block]) -> list[Line | Grid]:
    """Without the boxes around them."""
    found: list[Line | Grid] = []
    for block in blocks:
        found += flattened(block.blocks) if isinstance(block, Box) else [block]
    return found
