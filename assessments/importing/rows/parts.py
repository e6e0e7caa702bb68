"""Tables cut into parts: rows of the form, each part with the headings that stand above it.

Headings may come again amid a table, take two rows, be cut by a page's end, or stand below a row
that says of several columns together whose they are.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from assessments.importing.rows.cell_labels import without_labels
from assessments.importing.rows.columns import (
    Layout,
    continued_heading,
    heading_layout,
    with_groups,
    with_subheading,
)
from assessments.importing.rows.divided import divided
from assessments.importing.rows.numbered_heads import with_own_numbers
from assessments.importing.rows.response_cells import with_response_columns
from assessments.importing.rows.thresholds import HEADING_WORDS
from assessments.importing.source import Paragraph, Row, Source, Table
from assessments.importing.wording import Wording

_DASHES = re.compile(r"^[\s\-–—_=|:+*]*$")


@dataclass(frozen=True)
class Part:
    """Rows below one row of headings (`layout`, by its words alone), or without any.

    `apart`: whether text stands between it and the table before.
    """

    rows: tuple[Row, ...]
    layout: Layout | None = None
    apart: bool = False


@dataclass
class _Cutting:
    """The state while cutting: what has been found, and the headings that ended the last table."""

    wording: Wording
    found: list[Paragraph | Part] = field(default_factory=list)
    apart: bool = False
    cut: Row | None = None
    # How often each row of headings has come so far.
    kinds: Counter[str] = field(default_factory=Counter)


def parts_of(source: Source, wording: Wording) -> list[Paragraph | Part]:
    """Paragraphs and parts of tables, in the file's order."""
    cutting = _Cutting(wording)
    for block in with_response_columns(divided(source.blocks, wording), wording):
        if isinstance(block, Paragraph):
            cutting.apart = cutting.apart or bool(block.text.strip())
            cutting.found.append(block)
        else:
            _cut(cutting, block)
            cutting.apart = False
    return cutting.found


def _cut(cutting: _Cutting, table: Table) -> None:
    rows = [row for row in table.rows if not _is_empty(row)]
    rows = without_labels(_with_cut_headings(cutting, rows), cutting.wording)
    rows = with_own_numbers(rows, cutting.wording)
    start = 0
    layout: Layout | None = None
    for index in range(len(rows)):
        found = _heading_at(rows, index, start, layout, cutting.wording)
        if found is None:
            continue
        above = 1 if found.is_below_groups else 0
        _keep(cutting, rows[start : index - above], layout)
        layout, start = found.layout, index + 1
    cutting.cut = rows[-1] if layout is not None and start == len(rows) else None
    _keep(cutting, rows[start:], layout)


@dataclass(frozen=True)
class _Heading:
    layout: Layout
    # Whether the row above belongs to it.
    is_below_groups: bool = False


def _heading_at(
    rows: list[Row], index: int, start: int, layout: Layout | None, wording: Wording
) -> _Heading | None:
    """The headings that a row holds, alone or with the row above; None for any other row."""
    row = rows[index]
    if layout is not None and index == start:
        second = with_subheading(layout, row)
        second = second or continued_heading(layout, rows[index - 1], row, wording)
        if second is not None:
            return _Heading(second)
    found = heading_layout(row, wording)
    if found is None:
        return None
    if index > start:
        grouped = with_groups(rows[index - 1], row, wording)
        if grouped is not None:
            return _Heading(grouped, is_below_groups=True)
    return _Heading(found)


def _keep(cutting: _Cutting, rows: list[Row], layout: Layout | None) -> None:
    if layout is not None:
        cutting.kinds[layout.kind] += 1
    if rows or layout is not None:
        cutting.found.append(Part(tuple(rows), layout, cutting.apart))


def _with_cut_headings(cutting: _Cutting, rows: list[Row]) -> list[Row]:
    """The rows with the headings whole, where a page ended in the middle of them."""
    cut = cutting.cut
    if cut is None or cutting.apart or not rows or len(rows[0].cells) != len(cut.cells):
        return rows
    if any(len(cell.text.split()) > HEADING_WORDS for cell in rows[0].cells):
        return rows
    whole = replace(
        rows[0],
        cells=tuple(
            replace(below, text=f"{above.text} {below.text}".strip())
            for above, below in zip(cut.cells, rows[0].cells, strict=True)
        ),
    )
    layout = heading_layout(whole, cutting.wording)
    if layout is None or rows[0].cells == cut.cells or not _completes(cutting, layout, cut):
        return rows
    return [whole, *rows[1:]]


def _completes(cutting: _Cutting, layout: Layout, cut: Row) -> bool:
    """Whether headings go on below those that a page ended with: no role is lost by it.

    Headings that came before just as they are were whole, and what stands below is the form's.
    """
    if not (layout.has("requirement") and layout.is_form):
        return False
    alone = heading_layout(cut, cutting.wording)
    if alone is None:
        return True
    lost = set(alone.roles) - set(layout.roles) - {None}
    return not lost and cutting.kinds[alone.kind] < 2


def _is_empty(row: Row) -> bool:
    return all(_DASHES.match(cell.text) for cell in row.cells)
