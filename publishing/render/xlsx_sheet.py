"""What every sheet of the workbook shares: looks, headings, columns and print set-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from publishing.render.xlsx_text import put_text

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.styles import Alignment, Border, Font, PatternFill
    from openpyxl.worksheet.worksheet import Worksheet

# Text, so that 5.10 stays 5.10 and a first "-" or "=" typed into an empty cell is no formula.
TEXT_FORMAT = "@"
DATE_FORMAT = "d mmm yyyy"
FONT = "Arial"
LINE_HEIGHT = 13
_A3, _A4 = "8", "9"


@dataclass(frozen=True)
class SheetColumn:
    """A column: its heading and its width in characters."""

    heading: str
    width: float


@dataclass(frozen=True)
class Looks:
    """The few looks that the workbook has; made once, since openpyxl compares each one set."""

    plain: Font
    bold: Font
    title: Font
    link: Font
    head_fill: PatternFill
    total_fill: PatternFill
    grid: Border
    wrapped: Alignment
    number: Alignment


@cache
def looks() -> Looks:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    thin = Side(style="thin", color="8A9096")
    return Looks(
        plain=Font(name=FONT, size=10),
        bold=Font(name=FONT, size=10, bold=True),
        title=Font(name=FONT, size=16, bold=True),
        link=Font(name=FONT, size=10, underline="single", color="144E81"),
        head_fill=PatternFill("solid", fgColor="E3EAF1"),
        total_fill=PatternFill("solid", fgColor="F3F5F7"),
        grid=Border(left=thin, right=thin, top=thin, bottom=thin),
        wrapped=Alignment(wrap_text=True, vertical="top"),
        number=Alignment(horizontal="right", vertical="top"),
    )


def at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell at a row and column, both from 1."""
    # Merged cells are another class; only the first cell of a merged range is ever asked for.
    return cast("Cell", sheet.cell(row, column))


def dress(cell: Cell, *, bold: bool = False, is_number: bool = False) -> None:
    """Gives a cell of a table its font, border and alignment."""
    look = looks()
    cell.font = look.bold if bold else look.plain
    cell.border = look.grid
    cell.alignment = look.number if is_number else look.wrapped


def head(sheet: Worksheet, row: int, columns: Sequence[SheetColumn]) -> None:
    """Writes a table's headings and sets the widths of its columns."""
    from openpyxl.utils import get_column_letter

    for index, column in enumerate(columns, 1):
        cell = at(sheet, row, index)
        put_text(cell, column.heading)
        dress(cell, bold=True)
        cell.fill = looks().head_fill
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    # Bold words are wider.
    widths = [column.width * 0.85 for column in columns]
    fit_height(sheet, row, [column.heading for column in columns], widths)


def fit_height(sheet: Worksheet, row: int, texts: Sequence[str], widths: Sequence[float]) -> None:
    """Makes a row about as high as its longest wrapped text; 409 points are Excel's most.

    Not every program does that when it opens a workbook. Packing removes the mark that the height
    was set by hand, so that rows still grow with what is typed into them.
    """
    lines = max(map(_lines, texts, widths), default=1)
    sheet.row_dimensions[row].height = min(409, LINE_HEIGHT * lines + 3)


def _lines(text: str, width: float) -> int:
    # Words do not break, so that a line seldom fills the width.
    return sum(1 + int(len(line) // (width * 0.98)) for line in text.split("\n"))


def heading(sheet: Worksheet, row: int, text: str, *, is_title: bool = False) -> None:
    """A line on its own above or between tables."""
    cell = at(sheet, row, 1)
    put_text(cell, text)
    cell.font = looks().title if is_title else looks().bold


def note(sheet: Worksheet, row: int, text: str) -> None:
    """A line of explanation, which may run across the columns beside it."""
    cell = at(sheet, row, 1)
    put_text(cell, text)
    cell.font = looks().plain


def set_up_print(
    sheet: Worksheet, left: str, *, mark: str, head_row: int = 0, is_wide: bool = False
) -> None:
    """Landscape, as wide as the paper, headings on each page, "page x of y", and above it the
    mark of what is not published.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A3 if is_wide else _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    if head_row:
        sheet.print_title_rows = f"{head_row}:{head_row}"
    footer, header = sheet.oddFooter, sheet.oddHeader
    footer.left.text = _footer_text(left)  # type: ignore[union-attr]
    footer.right.text = "Page &P of &N"  # type: ignore[union-attr]
    if mark:
        header.center.text = mark  # type: ignore[union-attr]


def _footer_text(text: str) -> str:
    """Typed text for a footer: an "&" would be a command, and the whole may have 255 characters."""
    line = " ".join(text.split())
    return (line if len(line) <= 90 else f"{line[:89]}…").replace("&", "&&")
