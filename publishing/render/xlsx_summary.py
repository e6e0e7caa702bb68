"""The workbook's second sheet: the facts, and counts that follow the form when it is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assessments.enums import Answer
from codes.enums import Level
from publishing.document import Document, outline, summary
from publishing.document.blank import is_blank
from publishing.document.counts import ROUNDING
from publishing.document.facts import about, facts, title
from publishing.presentation import Presentation
from publishing.render import xlsx_form
from publishing.render.xlsx_sheet import (
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
from publishing.render.xlsx_text import LongTexts, put_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

NAME = "Summary"
_ANSWERS = tuple(Answer(key).label if key else "Not yet answered" for key in summary.COLUMNS)
# Section, stage and level; the answers; their sum; the answers' shares.
_FIRST = 4
_TOTAL = _FIRST + len(_ANSWERS)
_SHARE = _TOTAL + 1
COLUMNS = (
    SheetColumn("Section", 50),
    SheetColumn("Stage", 12),
    SheetColumn("Must or should", 12),
    *(SheetColumn(label, 12) for label in _ANSWERS),
    SheetColumn("Total", 9),
    *(SheetColumn(f"{label}, %", 12) for label in _ANSWERS),
)
_MERGED_WIDTH = sum(column.width for column in COLUMNS[1:_TOTAL])


@dataclass
class _Table:
    """The table being written, and what each formula comes to now, by cell."""

    sheet: Worksheet
    document: Document
    head_row: int
    values: dict[str, float] = field(default_factory=dict)

    def formula(self, row: int, column: int, formula: str, value: float) -> None:
        cell = at(self.sheet, row, column)
        cell.value = f"={formula}"
        self.values[cell.coordinate] = value

    def form(self, letter: str) -> str:
        """The cells of one column of the form."""
        last = xlsx_form.last_row(self.document)
        return f"'{xlsx_form.NAME}'!${letter}$2:${letter}${last}"


def add_summary(
    sheet: Worksheet, document: Document, presentation: Presentation, long_texts: LongTexts
) -> dict[str, float]:
    """Fills the second sheet; gives the values of its formulas, by cell."""
    heading(sheet, 1, title(document), is_title=True)
    row = _add_facts(sheet, document, presentation, long_texts)
    heading(sheet, row + 1, "How many provisions got each answer")
    note(sheet, row + 2, f"These numbers change when you change the sheet ‘{xlsx_form.NAME}’.")
    head(sheet, row + 3, COLUMNS)
    table = _Table(sheet, document, row + 3)
    row += 4
    for count, (section, stage, level) in zip(summary.rows(document), _keys(document), strict=True):
        wanted = {xlsx_form.SECTION: "A", xlsx_form.STAGE: "B", xlsx_form.LEVEL: "C"}
        _add_count(table, row, (section, stage, level), count, wanted)
        row += 1
    for count in summary.totals(document):
        wanted = {xlsx_form.LEVEL: "C"} if count.level else {}
        _add_count(table, row, (count.label, "", count.level), count, wanted, is_total=True)
        row += 1
    note(sheet, row, ROUNDING)
    return table.values


def _add_facts(
    sheet: Worksheet, document: Document, presentation: Presentation, long_texts: LongTexts
) -> int:
    """The front's lines and the governing body's response; gives the first free row."""
    found = (*facts(document), *about(presentation))
    lines = [(fact.label, fact.text) for fact in found]
    if not is_blank(document):
        waiting = "The governing body has not written its response yet."
        response = outline.heading(outline.RESPONSE, document)
        lines.append((response, document.body_response or waiting))
    for row, (label, text) in enumerate(lines, 3):
        put_text(at(sheet, row, 1), label)
        dress(at(sheet, row, 1), bold=True)
        for column in range(2, _TOTAL + 1):
            dress(at(sheet, row, column))
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=_TOTAL)
        value = at(sheet, row, 2)
        value.number_format = TEXT_FORMAT
        if text:
            long_texts.put(value, text, label, "B")
        # A merged cell does not grow with its text.
        fit_height(sheet, row, [text], [_MERGED_WIDTH])
    return 3 + len(lines)


def _keys(document: Document) -> Sequence[tuple[str, str, str]]:
    """Section, stage and level of each row of the summary."""
    return list(
        dict.fromkeys(
            (xlsx_form.section_label(section), provision.stage, provision.level)
            for section in document.sections
            for provision in section.provisions
        )
    )


def _add_count(
    table: _Table,
    row: int,
    key: tuple[str, str, str],
    count: summary.Count,
    wanted: Mapping[str, str],
    *,
    is_total: bool = False,
) -> None:
    """A row of the table; `wanted` says which column of the form must equal which of its cells."""
    section, stage, level = key
    for column, text in enumerate((section, stage, Level(level).label if level else ""), 1):
        put_text(at(table.sheet, row, column), text)
    conditions = [f"--({table.form(column)}=${cell}{row})" for column, cell in wanted.items()]
    for index, number in enumerate(count.numbers):
        matches = [*conditions, f"--{_has_answer(table, index)}"]
        table.formula(row, _FIRST + index, f"SUMPRODUCT({','.join(matches)})", number)
    numbers = f"${_letter(_FIRST)}{row}:${_letter(_TOTAL - 1)}{row}"
    table.formula(row, _TOTAL, f"SUM({numbers})", count.total)
    for index, number in enumerate(count.numbers):
        share = number / count.total if count.total else 0
        table.formula(row, _SHARE + index, _share_formula(row, index), share)
    fit_height(table.sheet, row, [section], [COLUMNS[0].width * 0.85])
    _dress_row(table.sheet, row, is_total=is_total)


def _has_answer(table: _Table, index: int) -> str:
    """Whether a row of the form has the column's answer; the last counts whatever is none of the
    others: blank, or to be confirmed.
    """
    form = table.form(xlsx_form.COMPLY)
    if summary.COLUMNS[index]:
        return f"({form}={_letter(_FIRST + index)}${table.head_row})"
    row = table.head_row
    answers = f"${_letter(_FIRST)}${row}:${_letter(_TOTAL - 2)}${row}"
    return f"(ISNA(MATCH({form},{answers},0)))"


def _letter(column: int) -> str:
    return chr(ord("A") + column - 1)


def _share_formula(row: int, index: int) -> str:
    """An answer's share of its row, which the cell's format rounds; 0 where the row has nothing."""
    total = f"${_letter(_TOTAL)}{row}"
    return f"IF({total}=0,0,{_letter(_FIRST + index)}{row}/{total})"


def _dress_row(sheet: Worksheet, row: int, *, is_total: bool) -> None:
    for column in range(1, len(COLUMNS) + 1):
        cell = at(sheet, row, column)
        dress(cell, bold=is_total, is_number=column >= _FIRST)
        if column >= _SHARE:
            cell.number_format = "0.0%"
        if is_total:
            cell.fill = looks().total_fill
