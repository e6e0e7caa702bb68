"""Word documents: paragraphs and tables in their order, as a reader of the page sees them.

Content controls and insertions count for what they hold, an unused control's prompt for nothing.
A text box stands behind the paragraph that it hangs on.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from assessments.importing.limits import (
    MAX_DEPTH,
    MAX_SPAN,
    CannotRead,
    check_characters,
    check_rows,
)
from assessments.importing.readers import bold
from assessments.importing.readers.docx_text import Texts, boxes, children, tag
from assessments.importing.readers.grid import Spanning, lay_out
from assessments.importing.readers.symbols import with_shown
from assessments.importing.source import Block, Paragraph, Row, Source, Table
from assessments.importing.texts import paragraphs, tidy

if TYPE_CHECKING:
    from docx.document import Document

# Deeper tables and text boxes in cells are no form's.
_DEEP = 20
_BROKEN = "This Word document is damaged. Open it in Word, save it again and upload it."


def read_docx(data: bytes) -> Source:
    """The body of the document; headers, footers, comments and deleted text are left out."""
    document = _open(data)
    reader = _WordReader(document)
    try:
        reader.blocks_of(document.element.body, depth=0)
    except (KeyError, ValueError, AttributeError, TypeError, IndexError) as error:
        raise CannotRead(_BROKEN) from error
    return Source(tuple(reader.blocks))


def _open(data: bytes) -> Document:
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    try:
        return docx.Document(BytesIO(data))
    except (OpcError, zipfile.BadZipFile, etree.XMLSyntaxError, OSError) as error:
        raise CannotRead(_BROKEN) from error
    except (KeyError, ValueError, AttributeError, TypeError, IndexError) as error:
        # python-docx lets these through for parts that are missing or damaged.
        raise CannotRead(_BROKEN) from error


class _WordReader:
    def __init__(self, document: Document) -> None:
        self.blocks: list[Block] = []
        self._texts = Texts(document)
        self._tables = 0
        self._rows = 0
        self._characters = 0

    def blocks_of(self, parent: Any, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise CannotRead(
                "We could not read this Word document. Upload only the self-assessment form."
            )
        for child in children(parent):
            if tag(child) == "p":
                self._paragraph(child, depth)
            elif tag(child) == "tbl":
                self._table(child, depth)

    def _paragraph(self, element: Any, depth: int) -> None:
        rank = self._texts.rank(element)
        for line, lead in bold.leads(with_shown(self._texts.paragraph(element))):
            self._characters += len(line)
            check_characters(self._characters)
            self.blocks.append(Paragraph(line, heading=rank > 0, rank=rank, lead=lead))
        for box in boxes(element):
            self.blocks_of(box, depth + 1)

    def _table(self, element: Any, depth: int) -> None:
        rows = list(_table_rows(element))
        if _is_frame(rows):
            for row in rows:
                for cell in _row_cells(row):
                    self.blocks_of(cell, depth + 1)
            return
        self._tables += 1
        self._rows += len(rows)
        check_rows(self._rows)
        laid = lay_out(self._grid(rows, depth))
        self.blocks.append(
            Table(
                tuple(
                    Row(cells, f"table {self._tables}, row {number}")
                    for number, cells in enumerate(laid, start=1)
                )
            )
        )

    def _grid(self, rows: list[Any], depth: int) -> list[list[Spanning]]:
        """Cells with what they cover; Word says "goes on" in each cell of a vertical merge."""
        grid = [[(column, cell) for column, cell in _columns(row)] for row in rows]
        going_on = [{column for column, cell in row if _merge(cell) == "continue"} for row in grid]
        laid = []
        for index, row in enumerate(grid):
            items = []
            for column, cell in row:
                if _merge(cell) == "continue" and index > 0:
                    continue
                down = 1
                if _merge(cell) == "restart":
                    while index + down < len(rows) and column in going_on[index + down]:
                        down += 1
                items.append(Spanning(self._cell(cell, depth), _across(cell), down))
            laid.append(items)
        return laid

    def _cell(self, cell: Any, depth: int) -> str:
        text = tidy(paragraphs(list(self._cell_parts(cell, depth))))
        self._characters += len(text)
        check_characters(self._characters)
        return text

    def _cell_parts(self, cell: Any, depth: int) -> Iterator[str]:
        """A cell's paragraphs, with the text boxes on them, and the rows of tables in it."""
        for child in children(cell):
            if tag(child) == "p":
                yield with_shown(bold.plain(self._texts.paragraph(child)))
                if depth < _DEEP:
                    yield from (self._cell(box, depth + 1) for box in boxes(child))
            elif tag(child) == "tbl" and depth < _DEEP:
                for row in _table_rows(child):
                    inner = (self._cell(part, depth + 1) for part in _row_cells(row))
                    yield " ".join(filter(None, inner))


def _table_rows(table: Any) -> Iterator[Any]:
    """The rows, without those that a tracked change has deleted."""
    for child in children(table):
        if tag(child) == "tr" and not any(
            tag(mark) == "del" for props in child if tag(props) == "trPr" for mark in props
        ):
            yield child


def _row_cells(row: Any) -> Iterator[Any]:
    return (child for child in children(row) if tag(child) == "tc")


def _is_frame(rows: list[Any]) -> bool:
    """A table of single cells that only frames another table."""
    cells = [list(_row_cells(row)) for row in rows]
    return all(len(row) == 1 for row in cells) and any(
        tag(child) == "tbl" for row in cells for cell in row for child in children(cell)
    )


def _columns(row: Any) -> Iterator[tuple[int, Any]]:
    """Each cell with the grid column that it begins in."""
    column = 0
    for cell in _row_cells(row):
        yield column, cell
        column += _across(cell)


def _property(cell: Any, name: str) -> Any:
    for props in cell:
        if tag(props) == "tcPr":
            return next((prop for prop in props if tag(prop) == name), None)
    return None


def _value(element: Any) -> str:
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith("}val")), "")


def _across(cell: Any) -> int:
    span = _property(cell, "gridSpan")
    value = _value(span) if span is not None else "1"
    return min(max(int(value), 1), MAX_SPAN) if value.isdigit() and len(value) < 6 else 1


def _merge(cell: Any) -> str:
    merge = _property(cell, "vMerge")
    if merge is None:
        return ""
    return "restart" if _value(merge) == "restart" else "continue"
