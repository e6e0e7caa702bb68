"""Documents as Word, Excel and CSV files."""

from __future__ import annotations

import csv
import io

import docx
import openpyxl
from openpyxl.utils import get_column_letter

from tests.accuracy.document import Cell, Document, Grid, Line, flattened
from tests.accuracy.texts import spread, table_rows
from tests.importing.content import Piece
from tests.importing.documents import _booked, _fill, _link, _saved

_LEVELS = {"title": 0, "heading": 1, "stage": 2, "provision": 3}


def word(document: Document) -> bytes:
    """A Word document; a hidden column is text that is not shown."""
    target = docx.Document()
    for line in document.before:
        target.add_paragraph(line)
    target.add_heading(document.title, 0)
    for block in flattened(document.blocks):
        if isinstance(block, Grid):
            _word_table(target, block)
        else:
            _word_line(target, block)
    for line in document.after:
        target.add_paragraph(line)
    return _saved(target)


def _word_line(target, line: Line) -> None:
    if line.kind in _LEVELS:
        target.add_heading(line.text, _LEVELS[line.kind])
        return
    paragraph = target.add_paragraph(style="List Bullet" if line.kind == "bullet" else None)
    if line.address:
        _link(paragraph, Piece(line.text, "link", line.address))
        return
    paragraph.add_run(line.text).bold = line.kind == "label"
    if line.rest:
        paragraph.add_run(f" {line.rest}")


def _word_table(target, grid: Grid) -> None:
    width = len(spread(grid)[0])
    table = target.add_table(rows=len(grid.rows), cols=width)
    table.style = "Table Grid"
    places = [row.cells for row in table.rows]
    covered: set[tuple[int, int]] = set()
    for index, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            while (index, column) in covered:
                column += 1
            _word_cell(places, index, column, cell, column in grid.hidden)
            covered |= {
                (index + down, column + along)
                for down in range(cell.deep)
                for along in range(cell.wide)
            }
            column += cell.wide


def _word_cell(places, index: int, column: int, cell: Cell, hidden: bool) -> None:
    place = places[index][column]
    if cell.wide > 1 or cell.deep > 1:
        place = place.merge(places[index + cell.deep - 1][column + cell.wide - 1])
    _fill(place, cell.pieces)
    for run in (run for paragraph in place.paragraphs for run in paragraph.runs):
        run.font.hidden = hidden or None


def excel(document: Document) -> bytes:
    """One sheet with everything."""
    book = openpyxl.Workbook()
    _excel_rows(book.active, table_rows(document))
    for block in flattened(document.blocks):
        for column in block.hidden if isinstance(block, Grid) else ():
            book.active.column_dimensions[get_column_letter(column + 1)].hidden = True
    return _booked(book)


def excel_sheets(document: Document) -> bytes:
    """A sheet for each table."""
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active.append([document.title])
    for index, block in enumerate(flattened(document.blocks)):
        if isinstance(block, Grid):
            sheet = book.create_sheet(f"{index} {block.name.split(':')[0]}"[:30])
            _excel_rows(sheet, [[block.name], *spread(block)])
    return _booked(book)


def _excel_rows(sheet, rows: list[list[str]]) -> None:
    for row in rows:
        # Excel takes 5.10 for the number 5.1.
        sheet.append([_stored(text) for text in row])


def _stored(text: str) -> str | float:
    whole, point, rest = text.partition(".")
    return float(text) if point and whole.isdigit() and rest.isdigit() else text


def comma_separated(document: Document) -> bytes:
    """As a spreadsheet saves it."""
    stream = io.StringIO()
    csv.writer(stream).writerows(
        [[str(_stored(text)) for text in row] for row in table_rows(document)]
    )
    return stream.getvalue().encode("utf-8-sig")
