"""Removes the headings that tables for narrow screens repeat within their cells.

Only where most columns repeat theirs, in nearly all their cells: one cell that begins with its
column's heading ("Evidence held: ...") is a text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assessments.importing.rows.columns import heading_layout
from assessments.importing.rows.thresholds import REPEATED, TOP_ROWS
from assessments.importing.source import Cell, Row
from assessments.importing.wording import Wording


def without_labels(rows: list[Row], wording: Wording) -> list[Row]:
    """The rows without headings inside their cells, where most cells of most columns have one."""
    place = next((i for i, row in enumerate(rows[:TOP_ROWS]) if heading_layout(row, wording)), None)
    if place is None:
        return rows
    heads = [" ".join(cell.text.split()) for cell in rows[place].cells]
    below = [row for row in rows[place + 1 :] if len(row.cells) == len(heads)]
    labelled = [_is_labelled(head, below, index) for index, head in enumerate(heads)]
    if 2 * sum(labelled) <= len(heads):
        return rows
    return [
        *rows[: place + 1],
        *(_without(row, heads) if row in below else row for row in rows[place + 1 :]),
    ]


def _is_labelled(head: str, rows: Sequence[Row], column: int) -> bool:
    filled = [row.cells[column].text for row in rows if row.cells[column].text.strip()]
    begun = sum(bool(head and _label(head).match(text)) for text in filled)
    return bool(filled) and begun >= REPEATED * len(filled)


def _without(row: Row, heads: Sequence[str]) -> Row:
    cells: list[Cell] = []
    for cell, head in zip(row.cells, heads, strict=True):
        match = _label(head).match(cell.text) if head else None
        cells.append(replace(cell, text=cell.text[match.end() :].lstrip()) if match else cell)
    return replace(row, cells=tuple(cells))


def _label(head: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in head.split())
    return re.compile(rf"\s*{words}\s*[:?]?(?:\s+|$)", re.IGNORECASE)
