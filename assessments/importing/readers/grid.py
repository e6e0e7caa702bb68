"""Lays cells that span rows and columns out on a grid, as HTML and Word tables need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assessments.importing.limits import MAX_CELL, MAX_COLUMNS
from assessments.importing.source import Cell


@dataclass(frozen=True)
class Spanning:
    """A cell with the number of rows and columns that it covers."""

    text: str
    across: int = 1
    down: int = 1
    readings: tuple[str, ...] = ()


def lay_out(rows: Iterable[Iterable[Spanning]]) -> list[tuple[Cell, ...]]:
    """The rows with every place filled; a spanning cell repeats, marked `below` and `beside`."""
    pending: dict[int, tuple[int, Cell]] = {}
    laid: list[tuple[Cell, ...]] = []
    for row in rows:
        cells: dict[int, Cell] = {}
        for column, (left, cell) in list(pending.items()):
            cells[column] = cell
            if left > 1:
                pending[column] = (left - 1, cell)
            else:
                del pending[column]
        column = 0
        for item in row:
            while column in cells:
                column += 1
            column = _place(item, column, cells, pending)
        width = max(cells, default=-1) + 1
        laid.append(tuple(cells.get(index, Cell()) for index in range(width)))
    return laid


def _place(
    item: Spanning, column: int, cells: dict[int, Cell], pending: dict[int, tuple[int, Cell]]
) -> int:
    """Puts one cell into the row and notes what it covers below; gives the next column."""
    for step in range(max(1, item.across)):
        if column >= MAX_COLUMNS:
            break
        cell = Cell(item.text[:MAX_CELL], beside=step > 0, readings=item.readings)
        cells[column] = cell
        if item.down > 1:
            pending[column] = (item.down - 1, replace(cell, below=True))
        column += 1
    return column
