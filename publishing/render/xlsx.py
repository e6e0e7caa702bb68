"""The self-assessment as a workbook: the form, its summary, the actions, and what changed.

The first sheet is made to be filled in away from the browser and read back; its provision numbers
and everything typed are text. The same document gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import TYPE_CHECKING

from publishing.document import Document, outline
from publishing.document.blank import BLANK
from publishing.document.comparison import Comparison
from publishing.document.facts import day, properties, title
from publishing.document.outline import Medium
from publishing.presentation import Presentation
from publishing.render import xlsx_form, xlsx_lists, xlsx_summary
from publishing.render.packing import pack, read_parts
from publishing.render.xlsx_sheet import set_up_print
from publishing.render.xlsx_text import LongTexts

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_SUMMARY_PART = "xl/worksheets/sheet2.xml"
_CORE_PART = "docProps/core.xml"
_FORMULA = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v>?\s*(?:</v>|/>)')
_ROW_HEIGHT = re.compile(rb'(<row [^>]*?) customHeight="1"')
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


# The sheet on which each part stands.
PARTS = {
    outline.FACTS: xlsx_summary.NAME,
    outline.RESPONSE: xlsx_summary.NAME,
    outline.SUMMARY: xlsx_summary.NAME,
    outline.NOT_MET: xlsx_lists.ACTIONS,
    outline.CHANGES: xlsx_lists.CHANGES,
    outline.FORM: xlsx_form.NAME,
    outline.COMPLAIN: xlsx_lists.COMPLAINING,
    outline.OTHER_FORMATS: xlsx_lists.COMPLAINING,
    outline.ABOUT: xlsx_summary.NAME,
}


@dataclass
class _Content:
    """What the sheets are filled from; `values`: what the summary's formulas come to, by cell."""

    document: Document
    presentation: Presentation
    comparison: Comparison | None
    long_texts: LongTexts
    values: Mapping[str, float] = field(default_factory=dict)


def _form(content: _Content, sheet: Worksheet) -> int:
    xlsx_form.add_form(sheet, content.document, content.long_texts)
    return 1


def _summary(content: _Content, sheet: Worksheet) -> int:
    content.values = xlsx_summary.add_summary(
        sheet, content.document, content.presentation, content.long_texts
    )
    return 0


def _actions(content: _Content, sheet: Worksheet) -> int:
    return xlsx_lists.add_actions(sheet, content.document, content.long_texts)


def _changes(content: _Content, sheet: Worksheet) -> int:
    if content.comparison is None:
        xlsx_lists.add_recorded_changes(sheet, content.document)
        return 0
    return xlsx_lists.add_changes(sheet, content.comparison, content.long_texts)


def _complaining(content: _Content, sheet: Worksheet) -> int:
    xlsx_lists.add_complaining(sheet, content.document)
    return 0


# In the workbook's order, each with what fills it, which gives the row of its table's headings or
# 0 where it has none; and whether it is printed on wide paper.
_SHEETS: dict[str, tuple[Callable[[_Content, Worksheet], int], bool]] = {
    xlsx_form.NAME: (_form, True),
    xlsx_summary.NAME: (_summary, False),
    xlsx_lists.ACTIONS: (_actions, False),
    xlsx_lists.CHANGES: (_changes, True),
    xlsx_lists.COMPLAINING: (_complaining, False),
}


def render_xlsx(
    document: Document, presentation: Presentation, comparison: Comparison | None = None
) -> bytes:
    """The document as a workbook; with a comparison it has a sheet of what changed."""
    book, long_texts = _new_book(document, presentation), LongTexts()
    name, mark = document.landlord.name or document.code.title, presentation.mark
    content = _Content(document, presentation, comparison, long_texts)
    wanted = {PARTS[part.key] for part in outline.parts(document, presentation, Medium.EXCEL)}
    if comparison:
        wanted.add(xlsx_lists.CHANGES)
    # The form is the sheet that the new book has.
    book.active.title = xlsx_form.NAME  # type: ignore[union-attr]
    for sheet_name, (fill, is_wide) in _SHEETS.items():
        if sheet_name in wanted:
            sheet = (
                book[sheet_name] if sheet_name in book.sheetnames else book.create_sheet(sheet_name)
            )
            set_up_print(sheet, name, mark=mark, head_row=fill(content, sheet), is_wide=is_wide)
    if long_texts.parts:
        sheet = book.create_sheet(xlsx_lists.LONG)
        top = xlsx_lists.add_long_texts(sheet, long_texts)
        set_up_print(sheet, name, mark=mark, head_row=top)
    return _packed(book, content.values)


def render_blank_xlsx(document: Document) -> bytes:
    """A blank form (see publishing/document/blank.py) as a workbook to fill in."""
    return render_xlsx(document, BLANK)


def _new_book(document: Document, presentation: Presentation) -> Workbook:
    """An empty workbook whose properties say what it is, for people and for reading it back."""
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty

    book = Workbook()
    core = book.properties
    core.title = title(document)
    core.creator = document.landlord.name or document.code.publisher
    core.language = "en-GB"
    core.created = datetime.combine(day(document), time())
    for name, value in properties(document, presentation).items():
        book.custom_doc_props.append(  # type: ignore[attr-defined]
            StringProperty(name=name, value=value)
        )
    return book


def _packed(book: Workbook, values: Mapping[str, float]) -> bytes:
    """The file, with its formulas' values in it, rows that may grow, and no time of day."""
    out = io.BytesIO()
    book.save(out)
    parts = read_parts(out.getvalue())
    created = f"{book.properties.created:%Y-%m-%dT%H:%M:%SZ}".encode()
    parts[_CORE_PART] = _MODIFIED.sub(rb"\g<1>" + created, parts[_CORE_PART])
    parts[_SUMMARY_PART] = _with_values(parts[_SUMMARY_PART], values)
    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = _ROW_HEIGHT.sub(rb"\g<1>", parts[name])
    return pack(parts)


def _with_values(sheet: bytes, values: Mapping[str, float]) -> bytes:
    """The sheet with what each formula comes to: some readers show that and do not compute."""
    return _FORMULA.sub(
        lambda match: match[1] + f"<v>{values[match[2].decode()]!r}</v>".encode(), sheet
    )
