"""Typed text in a workbook: always text, never a formula, and read back exactly as it was typed.

A workbook's XML cannot hold most control characters; its format writes them as `_x0007_`, and so
a typed "_x0007_" as `_x005F_x0007_`. A cell holds at most 32,767 UTF-16 units: of a longer text
the cell has the beginning, and the sheet "Long texts" the rest, part by part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell import Cell

CELL_LIMIT = 32_767
# Excel would take an edited text that starts with one of these for a formula or a prefix.
_NEEDS_PREFIX = ("=", "+", "-", "@", "'")
_TO_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Characters that one may take in the file, as "_x0007_".
_MOST = 7
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class LongPart:
    """A later part of a text that did not fit into its cell."""

    sheet: str
    row: str
    column: str
    number: int
    text: str


@dataclass
class LongTexts:
    """Gathers what did not fit, for a separate sheet."""

    parts: list[LongPart] = field(default_factory=list)

    def put(self, cell: Cell, text: str, row: str, column: str) -> None:
        """Puts a text into a cell; `row` and `column` name its place for a reader."""
        first, *others = split(text)
        put_text(cell, first)
        if not others:
            return
        sheet = str(cell.parent.title)
        self.parts += [
            LongPart(sheet, row, column, number, part) for number, part in enumerate(others, 2)
        ]
        from openpyxl.comments import Comment

        note = (
            f"This text is too long for one cell. It continues on the sheet ‘Long texts’ ({row})."
        )
        cell.comment = Comment(note, "selfassess")


def put_text(cell: Cell, text: str) -> None:
    """Puts a text that fits into a cell, as text whatever it looks like."""
    cell.value = escape(text)
    # Set after the value, which openpyxl would otherwise read as a formula or an error.
    cell.data_type = "s"
    if text.startswith(_NEEDS_PREFIX):
        cell.quotePrefix = True


def escape(text: str) -> str:
    """The text as a workbook's XML writes it."""
    return _TO_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescape(text: str) -> str:
    """What `escape` made, as it was; for reading a cell with a library that does not do it."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def split(text: str, limit: int = CELL_LIMIT) -> Sequence[str]:
    """The text in parts that each fit into a cell; put together they are the text again."""
    if len(text) * _MOST <= limit or sum(map(_cost, text)) <= limit:
        return [text]
    parts, start, size = [], 0, 0
    for index, char in enumerate(text):
        size += _cost(char)
        if size > limit:
            parts.append(text[start:index])
            start, size = index, _cost(char)
    return [*parts, text[start:]]


def _cost(char: str) -> int:
    """How many UTF-16 units a character may take at most, escapes counted in."""
    if char > "\uffff":
        return 2
    return _MOST if char == "_" or _TO_ESCAPE.match(char) else 1
