"""Excel workbooks: the visible sheets, each a table.

What a person sees is the form: hidden sheets, columns and rows are left out, and named in a note.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from assessments.fields import OWN
from assessments.importing.limits import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SPAN,
    CannotRead,
    check_characters,
    check_rows,
)
from assessments.importing.readers.symbols import all_with_font, with_shown
from assessments.importing.readers.xlsx_hidden import hidden_columns, hidden_note, hidden_rows
from assessments.importing.source import Block, Cell, Paragraph, Row, Source, Table
from assessments.importing.texts import tidy
from assessments.open_data import FORM_SHEET, LONG_SHEET

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

# An apostrophe that keeps a program from taking the text for a formula or a number; Excel itself
# remembers that aside and has none in the text.
_PROTECTED = re.compile(r"'(?:[-=+@]|[\d.]+$)")
_BROKEN = "This workbook is damaged. Open it in Excel, save it again and upload it."


def read_xlsx(data: bytes) -> Source:
    """The sheets in order. Formulas count with the value that Excel last showed."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(BytesIO(data), data_only=True, keep_links=False)
        blocks: list[Block] = []
        notes: list[str] = []
        for sheet in _sheets(book):
            if sheet.sheet_state == "visible":
                table, note = _table(sheet)
                blocks += [Paragraph(""), Paragraph(sheet.title, heading=True), table]
                notes += [note] if note else []
            else:
                notes.append(f"We did not read the hidden sheet “{sheet.title}”.")
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError) as error:
        raise CannotRead(_BROKEN) from error
    except (SyntaxError, RuntimeError, AssertionError, LookupError, ArithmeticError) as error:
        # ParseError is a SyntaxError; openpyxl lets these through for damaged parts.
        raise CannotRead(_BROKEN) from error
    return Source(tuple(blocks), notes=tuple(notes))


def _sheets(book: Workbook) -> list[Worksheet]:
    """The sheets to read: of a workbook of ours the form, which the others only tell more of."""
    for sheet in book.worksheets:
        if _is_own_form(sheet):
            _join_long_texts(book, sheet)
            return [sheet]
    return list(book.worksheets)


def _is_own_form(sheet: Worksheet) -> bool:
    if sheet.title != FORM_SHEET or sheet.sheet_state != "visible":
        return False
    heads = next(sheet.iter_rows(max_row=1, max_col=MAX_COLUMNS, values_only=True), ())
    return bool({field.short for field in OWN} & {str(head) for head in heads})


def _join_long_texts(book: Workbook, form: Worksheet) -> None:
    """Puts what did not fit into a cell back behind its beginning."""
    from openpyxl.utils.escape import unescape

    if LONG_SHEET not in book.sheetnames:
        return
    heads, *rows = form.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS)
    cells = {
        (str(row[0].value), str(head.value)): cell
        for row in rows
        for head, cell in zip(heads, row, strict=True)
    }
    for sheet, number, heading, _, text in book[LONG_SHEET].iter_rows(
        max_row=MAX_ROWS, max_col=5, values_only=True
    ):
        cell = cells.get((str(number), str(heading)))
        if sheet == form.title and cell is not None:
            # Each part was escaped separately. The whole is escaped once more, for `_value`.
            whole = "".join(unescape(str(part or "")) for part in (cell.value, text))
            cell.value = whole.replace("_x", "_x005F_x")


def _table(sheet: Worksheet) -> tuple[Table, str]:
    """The sheet as a person sees it, and a note of what is hidden in it."""
    no_columns, no_rows = hidden_columns(sheet), hidden_rows(sheet)
    filled = [
        key
        for key, cell in sheet._cells.items()
        if cell.value is not None and key[1] <= MAX_COLUMNS
    ]
    seen = [(row, column) for row, column in filled if row not in no_rows]
    note = hidden_note(
        sheet,
        {column for _, column in filled if column in no_columns},
        {row for row, _ in filled if row in no_rows},
    )
    width = max((column for _, column in seen), default=0)
    columns = [column for column in range(1, width + 1) if column not in no_columns]
    return Table(_rows(sheet, sorted({row for row, _ in seen}), columns)), note


def _rows(sheet: Worksheet, numbers: list[int], columns: list[int]) -> tuple[Row, ...]:
    check_rows(len(numbers))
    places = _merges(sheet)
    rows = []
    characters = 0
    for above, number in zip([0, *numbers], numbers, strict=False):
        cells = tuple(
            _cell(sheet, (above, number), (left, column), places)
            for left, column in zip([0, *columns], columns, strict=False)
        )
        characters += sum(len(cell.text) for cell in cells)
        check_characters(characters)
        rows.append(Row(cells, f"sheet {sheet.title}, row {number}"))
    return tuple(rows)


def _merges(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """For each covered place, the first cell of its merged range."""
    places: dict[tuple[int, int], tuple[int, int]] = {}
    for area in list(sheet.merged_cells.ranges)[:MAX_SPAN]:
        first = (area.min_row, area.min_col)
        last_row = min(area.max_row, area.min_row + MAX_SPAN)
        for row in range(area.min_row, last_row + 1):
            for column in range(area.min_col, min(area.max_col, MAX_COLUMNS) + 1):
                places[row, column] = first
    return places


def _cell(
    sheet: Worksheet,
    rows: tuple[int, int],
    columns: tuple[int, int],
    places: dict[tuple[int, int], tuple[int, int]],
) -> Cell:
    """One place of the grid; `rows` and `columns` are the one shown before it, and its own."""
    (above, row), (left, column) = rows, columns
    first = places.get((row, column), (row, column))
    stored = sheet._cells.get(first)
    if stored is None or stored.value is None:
        return Cell()
    text, readings = _value(stored)
    below = places.get((above, column)) == first
    beside = places.get((row, left)) == first
    return Cell(text, below=below, beside=beside, readings=readings)


def _value(cell: SheetCell) -> tuple[str, tuple[str, ...]]:
    """The text of a stored value, and what else it may have been before Excel changed it."""
    from openpyxl.utils.escape import unescape

    value: Any = cell.value
    if isinstance(value, bool):
        return ("Yes" if value else "No"), ()
    if isinstance(value, datetime | date):
        return _date(value)
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format))
    written = unescape(str(value)[:MAX_CELL])
    text = tidy(with_shown(all_with_font(written, _font(cell))))
    if _PROTECTED.match(text) and not cell.quotePrefix:
        text = text[1:]
    return _with_link(cell, text), ()


def _font(cell: SheetCell) -> str:
    return str(getattr(cell.font, "name", "") or "")


def _date(value: datetime | date) -> tuple[str, tuple[str, ...]]:
    """A date; Excel makes one of a typed 5.1 in some countries."""
    shown = f"{value.day} {value:%B %Y}"
    return shown, (f"{value.day}.{value.month}", f"{value.month}.{value.day}")


def _number(value: int | float, shown_as: str) -> tuple[str, tuple[str, ...]]:
    text = f"{value:.10g}"
    if shown_as == "0.00" and len(text.partition(".")[2]) == 1:
        return text, (f"{value:.2f}",)
    return text, ((f"{text}0",) if len(text.partition(".")[2]) == 1 else ())


def _with_link(cell: SheetCell, text: str) -> str:
    from assessments.importing.readers.links import with_address

    target = cell.hyperlink.target if cell.hyperlink is not None else ""
    return with_address(text, target or "")
