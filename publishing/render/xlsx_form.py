"""The workbook's first sheet: the form, one row for each provision, to filter and to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from assessments.enums import Answer
from assessments.fields import OWN, Field, Kind, Value, fields_of, single_text
from assessments.open_data import CITED, FORM_SHEET
from codes.enums import Level
from publishing.document import CodePart, Document, ProvisionPart, SectionPart
from publishing.render.xlsx_sheet import (
    DATE_FORMAT,
    TEXT_FORMAT,
    SheetColumn,
    at,
    dress,
    fit_height,
    head,
)
from publishing.render.xlsx_text import LongTexts

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

NAME = FORM_SHEET
SECTION, STAGE, LEVEL, COMPLY = "B", "C", "D", "F"
_FIRST_ROW = 2
_DATES = {field.short for field in OWN if field.kind is Kind.DATE}


def columns(code: CodePart, *, has_items: bool = False) -> tuple[SheetColumn, ...]:
    """The sheet's columns: the official form's, with what it has no column for. `has_items`:
    whether any answer cites evidence, which is the last.
    """
    return (
        SheetColumn(code.columns[0], 11),
        SheetColumn("Section", 17),
        SheetColumn("Stage", 9),
        SheetColumn("Must or should", 9),
        SheetColumn(code.columns[1], 40),
        *(SheetColumn(_heading(field, code), field.width) for field in fields_of(code)),
        *((SheetColumn(CITED, 48),) if has_items else ()),
    )


def _heading(field: Field, code: CodePart) -> str:
    return field.short if field.column is None else code.columns[field.column]


def section_label(section: SectionPart) -> str:
    return f"{section.number}. {section.title}"


def last_row(document: Document) -> int:
    return _FIRST_ROW + len(document.provisions) - 1


def add_form(sheet: Worksheet, document: Document, long_texts: LongTexts) -> None:
    """Fills the first sheet."""
    has_items = any(row.evidence_items for row in document.provisions)
    layout = columns(document.code, has_items=has_items)
    head(sheet, 1, layout)
    row = _FIRST_ROW
    for section in document.sections:
        for provision in section.provisions:
            values = _values(section, provision, document.code)
            items = (provision.items_in_full,) if has_items else ()
            _add_row(sheet, row, (*values, *items), layout, long_texts)
            row += 1
    end = last_row(document)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{at(sheet, 1, len(layout)).column_letter}{end}"
    _add_answers(sheet, end)
    for letter in (_letter(layout, field.short) for field in OWN if field.kind is Kind.DATE):
        _add_dates(sheet, f"{letter}{_FIRST_ROW}:{letter}{end}")
    _mark_short_answers(sheet, end)


def _letter(layout: Sequence[SheetColumn], heading: str) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter([column.heading for column in layout].index(heading) + 1)


def _values(
    section: SectionPart, provision: ProvisionPart, code: CodePart
) -> tuple[str | date | None, ...]:
    return (
        provision.number,
        section_label(section),
        provision.stage,
        Level(provision.level).label,
        provision.requirement,
        *(_value(field, provision, code) for field in fields_of(code)),
    )


def _value(field: Field, provision: ProvisionPart, code: CodePart) -> str | date | None:
    """What its cell holds; where the form has one column for both texts, whatever is in either."""
    if field.kind is Kind.CHOICE:
        return provision.form_answer
    value: Value = getattr(provision, field.name)
    if field.name == "evidence" and code.has_single_text_column:
        return single_text(vars(provision))
    return value if isinstance(value, date) else field.in_words(value)


def _add_row(
    sheet: Worksheet,
    row: int,
    values: Sequence[str | date | None],
    layout: Sequence[SheetColumn],
    long_texts: LongTexts,
) -> None:
    for index, (value, column) in enumerate(zip(values, layout, strict=True), 1):
        cell = at(sheet, row, index)
        dress(cell, bold=index == 1)
        cell.number_format = DATE_FORMAT if column.heading in _DATES else TEXT_FORMAT
        if isinstance(value, date):
            cell.value = value
            cell.number_format = DATE_FORMAT
        elif value:
            long_texts.put(cell, value, str(values[0]), column.heading)
    texts = [value if isinstance(value, str) else "" for value in values]
    fit_height(sheet, row, texts, [column.width for column in layout])


def _add_answers(sheet: Worksheet, end: int) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    choices = ",".join(label for label in Answer.labels)
    rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
    rule.errorTitle = "Choose an answer"
    rule.error = f"Choose one of the answers in the list: {', '.join(Answer.labels)}."
    rule.showErrorMessage = True
    rule.add(f"{COMPLY}{_FIRST_ROW}:{COMPLY}{end}")
    sheet.add_data_validation(rule)


def _add_dates(sheet: Worksheet, cells: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
    rule.errorTitle = "Enter a date"
    rule.error = "Enter the date by which the action will be done, for example 31/3/2027."
    rule.showErrorMessage = True
    rule.add(cells)
    sheet.add_data_validation(rule)


def _mark_short_answers(sheet: Worksheet, end: int) -> None:
    """Tints the answers No and Partly, beside their words."""
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import PatternFill

    for answer, colour in ((Answer.NO, "F9E3DF"), (Answer.PARTLY, "FDF3D5")):
        fill = PatternFill("solid", bgColor=colour)
        formula = [f'"{answer.label}"']
        rule = CellIsRule(operator="equal", formula=formula, fill=fill)  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add(f"{COMPLY}{_FIRST_ROW}:{COMPLY}{end}", rule)
