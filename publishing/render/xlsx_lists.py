"""The workbook's other sheets: actions, what changed, and the rest of texts that are too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from assessments.fields import FIELDS
from assessments.open_data import LONG_SHEET
from publishing.document import Document, ProvisionPart, changes_told, complaining, outline
from publishing.document.comparison import ComparedRow, Comparison, Text, sentences, too_long
from publishing.render.xlsx_form import NAME as FORM
from publishing.render.xlsx_sheet import (
    DATE_FORMAT,
    FONT,
    TEXT_FORMAT,
    SheetColumn,
    at,
    dress,
    fit_height,
    head,
    heading,
    looks,
    note,
)
from publishing.render.xlsx_text import CELL_LIMIT, LongTexts, escape, put_text
from selfassess.common.worddiff import Kind, Piece

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_TOO_LONG = [Piece(Kind.SAME, "These texts are too long to show what changed.")]
ACTIONS, CHANGES, LONG = "Actions", "What changed", LONG_SHEET
COMPLAINING = "How to complain"
_LINE = 110
_ACTION_COLUMNS = (
    SheetColumn("Provision", 11),
    SheetColumn("Short title", 30),
    SheetColumn("Requirement", 44),
    SheetColumn("Answer", 13),
    SheetColumn("Action", 44),
    SheetColumn("Owner", 22),
    SheetColumn("By", 14),
    SheetColumn("Alternative", 40),
)
_LONG_COLUMNS = (
    SheetColumn("Sheet", 18),
    SheetColumn("Row", 30),
    SheetColumn("Column", 30),
    SheetColumn("Part", 8),
    SheetColumn("Text", 110),
)


def add_actions(sheet: Worksheet, document: Document, long_texts: LongTexts) -> int:
    """Fills the sheet of actions and alternatives; gives the row of its headings."""
    heading(sheet, 1, "Actions and alternatives", is_title=True)
    note(
        sheet,
        2,
        f"This is how it was when the file was created. Make changes on the sheet ‘{FORM}’.",
    )
    head(sheet, 4, _ACTION_COLUMNS)
    rows = [row for row in document.provisions if row.action or row.alternative or not _fine(row)]
    for index, provision in enumerate(rows, 5):
        texts = (
            provision.number,
            provision.short_title,
            provision.requirement,
            provision.answer_label,
            provision.action,
            provision.action_owner,
            "",
            provision.alternative,
        )
        _add_texts(sheet, index, texts, _ACTION_COLUMNS, long_texts, name=provision.number)
        due = at(sheet, index, 7)
        due.value = provision.action_due
        due.number_format = DATE_FORMAT
    if not rows:
        note(sheet, 5, "There are no actions or alternatives.")
    _finish_table(sheet, 4, _ACTION_COLUMNS, len(rows))
    return 4


def _fine(provision: ProvisionPart) -> bool:
    """Nothing is owed: met, not applicable, or not answered so far."""
    return provision.is_met or not provision.answer


def add_recorded_changes(sheet: Worksheet, document: Document) -> None:
    """As `add_changes`, of a document whose comparison is not at hand: its sentences alone."""
    heading(sheet, 1, outline.heading(outline.CHANGES, document), is_title=True)
    _add_lines(sheet, 2, changes_told.sentences(document))


def add_complaining(sheet: Worksheet, document: Document) -> None:
    """Fills the sheet of how to complain and of other formats."""
    heading(sheet, 1, outline.heading(outline.COMPLAIN, document), is_title=True)
    row = _add_lines(sheet, 2, complaining.how_to_complain(document))
    heading(sheet, row + 1, outline.heading(outline.OTHER_FORMATS, document))
    _add_lines(sheet, row + 2, [complaining.other_formats(document)])


def _add_lines(sheet: Worksheet, first: int, texts: Iterable[str]) -> int:
    """Texts below each other in one wide column; gives the first free row."""
    sheet.column_dimensions["A"].width = _LINE
    row = first
    for row, text in enumerate(texts, first):
        cell = at(sheet, row, 1)
        cell.number_format = TEXT_FORMAT
        put_text(cell, text)
        cell.font, cell.alignment = looks().plain, looks().wrapped
        fit_height(sheet, row, [text], [_LINE])
    return row + 1


def add_changes(sheet: Worksheet, comparison: Comparison, long_texts: LongTexts) -> int:
    """Fills the sheet of what changed; gives the row of its headings."""
    heading(sheet, 1, f"What changed since {comparison.before_year}", is_title=True)
    for row, sentence in enumerate(sentences(comparison), 2):
        note(sheet, row, sentence)
    top = sheet.max_row + 2
    layout = _change_columns(comparison)
    head(sheet, top, layout)
    row = top
    for row, texts, pieces in _change_rows(comparison, top + 1):
        _add_texts(sheet, row, texts, layout, long_texts, name=texts[0] or texts[2])
        _add_pieces(sheet, row, len(layout), pieces)
        marked = "".join(piece.text for piece in pieces)
        fit_height(sheet, row, (*texts[:-1], marked), [column.width for column in layout])
    _finish_table(sheet, top, layout, row - top)
    return top


def _change_columns(comparison: Comparison) -> tuple[SheetColumn, ...]:
    before, after = comparison.labels
    return (
        SheetColumn("Provision", 11),
        SheetColumn("Section", 20),
        SheetColumn(f"Comes from ({comparison.before_code})", 16),
        SheetColumn("Requirement is", 14),
        SheetColumn(f"Answer {before}", 14),
        SheetColumn(f"Answer {after}", 14),
        SheetColumn("Answer is", 18),
        SheetColumn(f"Requirement {before}", 34),
        SheetColumn(f"Requirement {after}", 34),
        SheetColumn(f"Text {before}", 44),
        SheetColumn(f"Text {after}", 44),
        SheetColumn("What changed: removed (struck through) and added (underlined)", 52),
    )


def _change_rows(
    comparison: Comparison, first: int
) -> Iterator[tuple[int, tuple[str, ...], list[Piece]]]:
    """Row by row: its number in the sheet, its texts, and the marked differences."""
    row = first
    unmarked = {change.after.number for change in too_long(comparison.rows)}
    for change in comparison.rows:
        is_marked = change.after.number not in unmarked and _fits(change)
        yield row, _row_texts(change), _marked(change) if is_marked else _TOO_LONG
        row += 1
    for dropped in comparison.dropped:
        old = dropped.provision
        end = "No longer in the Code"
        answers = (old.answer_label, "", end)
        texts = ("", dropped.section, old.number, end, *answers, old.requirement, "", _written(old))
        yield row, (*texts, "", ""), []
        row += 1


def _row_texts(change: ComparedRow) -> tuple[str, ...]:
    before = change.before[0] if change.before else None
    return (
        change.after.number,
        change.section,
        change.numbers_before,
        change.change.label,
        change.answer_before,
        change.after.answer_label,
        change.kind_label,
        before.requirement if before else "",
        change.after.requirement,
        _written(before) if before else "",
        _written(change.after),
        "",
    )


def _written(row: ProvisionPart) -> str:
    """All that the landlord wrote for a provision, each text after its label."""
    labelled = (
        (field.short, field.in_words(getattr(row, field.name)))
        for field in FIELDS
        if field.is_compared
    )
    return "\n\n".join(f"{label}: {text}" for label, text in labelled if text)


def _fits(change: ComparedRow) -> bool:
    """Whether a cell may hold the differences; they have all that was written in either year."""
    before, after = (
        sum(len(getattr(text, name)) for text in _told(change)) for name in ("before", "after")
    )
    return max(before, after) <= CELL_LIMIT


def _told(change: ComparedRow) -> list[Text]:
    return [text for text in change.texts if text.label != "Requirement" and text.has_changed]


def _marked(change: ComparedRow) -> list[Piece]:
    """The differences of all that was written, each text after its label."""
    found: list[Piece] = []
    for text in _told(change):
        gap = "\n\n" if found else ""
        found.append(Piece(Kind.SAME, f"{gap}{text.label}: "))
        found += text.pieces
    return found


def _add_pieces(sheet: Worksheet, row: int, column: int, pieces: Sequence[Piece]) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Color

    if not pieces:
        return
    cell = at(sheet, row, column)
    if sum(len(escape(piece.text).encode("utf-16-le")) // 2 for piece in pieces) > CELL_LIMIT:
        pieces = _TOO_LONG
    fonts = {
        "same": InlineFont(rFont=FONT, sz=10),
        "removed": InlineFont(rFont=FONT, sz=10, strike=True, color=Color("942514")),
        "added": InlineFont(rFont=FONT, sz=10, b=True, u="single", color=Color("144E81")),
    }
    blocks = [TextBlock(fonts[piece.kind], escape(piece.text)) for piece in pieces]
    cell.value = CellRichText(*blocks)


def add_long_texts(sheet: Worksheet, long_texts: LongTexts) -> int:
    """Fills the sheet of what did not fit; gives the row of its headings."""
    heading(sheet, 1, "Long texts", is_title=True)
    note(sheet, 2, "A cell holds up to 32,767 characters. Longer text is continued here.")
    head(sheet, 4, _LONG_COLUMNS)
    for row, part in enumerate(long_texts.parts, 5):
        texts = (part.sheet, part.row, part.column, str(part.number), part.text)
        for index, text in enumerate(texts, 1):
            cell = at(sheet, row, index)
            dress(cell)
            cell.number_format = TEXT_FORMAT
            put_text(cell, text)
        fit_height(sheet, row, texts, [column.width for column in _LONG_COLUMNS])
    return 4


def _add_texts(
    sheet: Worksheet,
    row: int,
    texts: Sequence[str],
    layout: Sequence[SheetColumn],
    long_texts: LongTexts,
    *,
    name: str,
) -> None:
    for index, (text, column) in enumerate(zip(texts, layout, strict=True), 1):
        cell = at(sheet, row, index)
        dress(cell, bold=index == 1)
        cell.number_format = TEXT_FORMAT
        if text:
            long_texts.put(cell, text, name, column.heading)
    fit_height(sheet, row, texts, [column.width for column in layout])


def _finish_table(sheet: Worksheet, top: int, layout: Sequence[SheetColumn], size: int) -> None:
    sheet.freeze_panes = f"B{top + 1}"
    if size:
        last = at(sheet, top, len(layout)).column_letter
        sheet.auto_filter.ref = f"A{top}:{last}{top + size}"
