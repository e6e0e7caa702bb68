"""Tables for a provision each, whose headings hold its number: "Code provision 4.1 | Comply | …".

The number belongs to the rows below, and the column that it heads has the wording. So it gets a
column of its own there, and such tables are read as any other.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from assessments.importing.headings import column_role
from assessments.importing.numbers import looks_like_number
from assessments.importing.source import Cell, Row
from assessments.importing.wording import Wording

# Evidence and an answer, at least: fewer headings are words of a row.
_FEWEST = 2
_NUMBER, _WORDING = "Code provision", "Code requirement"


def with_own_numbers(rows: list[Row], wording: Wording) -> list[Row]:
    """The rows with the numbers of headings in the rows below them."""
    made: list[Row] = []
    number = ""
    for row, below in zip_longest(rows, rows[1:]):
        if below is not None and _heads(row, below, wording):
            number = row.cells[0].text
            cells = (Cell(_NUMBER), Cell(_WORDING), *row.cells[1:])
        elif number:
            cells = (Cell(number), *row.cells)
        else:
            cells = row.cells
        made.append(replace(row, cells=cells))
    return made


def _heads(row: Row, below: Row, wording: Wording) -> bool:
    """Whether a row is a provision's number and headings, with its wording below the number."""
    if not (row.cells and below.cells and looks_like_number(row.cells[0].text)):
        return False
    others = [cell.text for cell in row.cells[1:] if cell.text.strip()]
    named = len(others) >= _FEWEST and all(column_role(text) for text in others)
    return named and wording.is_wording(below.cells[0].text)
