"""Tables of web pages that are laid out with plain boxes, as style sheets can show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from assessments.importing.rows.columns import heading_layout
from assessments.importing.source import Cell, Row

_BOXES = {"div", "section", "article", "main", "ul", "ol", "li", "dl"}
# What may stand beside the boxes without being one.
_FEW, _MANY = 3, 9
# The elements within a row of headings, and how far down it may stand.
_SMALL, _DEEP = 60, 3
Text = Callable[[Any], str]


def boxed_rows(
    parent: Any, children: Sequence[Any], text: Text
) -> tuple[int, int, list[list[Any]]]:
    """Where a table of boxes begins and ends among the children, and its cells, row by row.

    The first row holds the headings. Without such a table the list is empty.
    """
    if parent.tag not in _BOXES or len(children) < 2:
        return 0, 0, []
    for start, child in enumerate(children[:_DEEP]):
        cells = _boxes(child)
        if _FEW <= len(cells) <= _MANY and _are_heads(cells, text):
            rows = [cells, *_alike(children[start + 1 :], len(cells))]
            if len(rows) > 1:
                return start, start + len(rows), rows
    alike = len({child.tag for child in children}) == 1
    for width in range(_MANY, _FEW - 1, -1):
        whole = len(children) >= 2 * width and len(children) % width == 0 and alike
        if whole and _are_heads(children[:width], text):
            rows = [list(children[at : at + width]) for at in range(0, len(children), width)]
            return 0, len(children), rows
    return 0, 0, []


def _boxes(element: Any) -> list[Any]:
    """The cells of a row: elements with no words between them."""
    if element.tag not in _BOXES or (element.text or "").strip():
        return []
    cells = [child for child in element if isinstance(child.tag, str)]
    return [] if any((child.tail or "").strip() for child in cells) else cells


def _alike(children: Sequence[Any], width: int) -> Iterator[list[Any]]:
    """The rows below the headings, up to the first that has another number of cells."""
    for child in children:
        cells = _boxes(child)
        if len(cells) != width:
            return
        yield cells


def _are_heads(cells: Sequence[Any], text: Text) -> bool:
    """Whether boxes hold column headings. They are of one kind; a page's parts are not."""
    if len({cell.tag for cell in cells}) > 1 or any(
        sum(1 for _ in islice(cell.iter(), _SMALL + 1)) > _SMALL for cell in cells
    ):
        return False
    layout = heading_layout(Row(tuple(Cell(text(cell)) for cell in cells), ""))
    return layout is not None and layout.is_form
