"""The self-assessment as a workbook: the form, its summary, the actions, and what changed.

The first sheet is made to be filled in away from the browser and read back; its provision numbers
and everything typed are text. The same document gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING

from publishing.document import Document
from publishing.document.blank import BLANK, is_blank
from publishing.document.comparison import Comparison
from publishing.document.facts import day, properties, title
from publishing.presentation import Presentation
from publishing.render import xlsx_form, xlsx_lists, xlsx_summary
from publishing.render.packing import pack, read_parts
from publishing.render.xlsx_sheet import set_up_print
from publishing.render.xlsx_text import LongTexts

if TYPE_CHECKING:
    from openpyxl import Workbook

_SUMMARY_PART = "xl/worksheets/sheet2.xml"
_CORE_PART = "docProps/core.xml"
_FORMULA = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v>?\s*(?:</v>|/>)')
_ROW_HEIGHT = re.compile(rb'(<row [^>]*?) customHeight="1"')
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def render_xlsx(
    document: Document, presentation: Presentation, comparison: Comparison | None = None
) -> bytes:
    """The document as a workbook; with a comparison it has a sheet of what changed."""
    book, long_texts = _new_book(document, presentation), LongTexts()
    name = document.landlord.name or document.code.title
    mark = presentation.mark
    form = book.active
    form.title = xlsx_form.NAME  # type: ignore[union-attr]
    xlsx_form.add_form(form, document, long_texts)  # type: ignore[arg-type]
    set_up_print(form, name, mark=mark, head_row=1, is_wide=True)  # type: ignore[arg-type]
    sheet = book.create_sheet(xlsx_summary.NAME)
    values = xlsx_summary.add_summary(sheet, document, presentation, long_texts)
    set_up_print(sheet, name, mark=mark)
    if not is_blank(document):
        sheet = book.create_sheet(xlsx_lists.ACTIONS)
        top = xlsx_lists.add_actions(sheet, document, long_texts)
        set_up_print(sheet, name, mark=mark, head_row=top)
    if comparison:
        sheet = book.create_sheet(xlsx_lists.CHANGES)
        top = xlsx_lists.add_changes(sheet, comparison, long_texts)
        set_up_print(sheet, name, mark=mark, head_row=top, is_wide=True)
    if long_texts.parts:
        sheet = book.create_sheet(xlsx_lists.LONG)
        top = xlsx_lists.add_long_texts(sheet, long_texts)
        set_up_print(sheet, name, mark=mark, head_row=top)
    return _packed(book, values)


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
