"""The committee paper as a Word file: portrait, with the whole form as a landscape appendix."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from publishing.document.charts import Chart
from publishing.document.facts import Fact
from publishing.paper.blocks import Block, Column, Drawing, Entry, Row, Subheading, Table, Words
from publishing.paper.blocks import Cell as PaperCell
from publishing.paper.contents import APPENDIX, CommitteePaper, front, parts
from publishing.presentation import Presentation
from publishing.render.charts_png import to_png
from publishing.render.docx_contents import contents_place, fill_contents
from publishing.render.docx_form import form, head_cell
from publishing.render.docx_numbering import (
    PARAGRAPH_STYLE,
    add_numbers,
    as_list_below,
    as_numbered_heading,
    put_numbers,
)
from publishing.render.docx_setup import (
    CELL_STYLE,
    add_landscape,
    finish,
    new_word,
    set_header_and_footer,
    set_paper,
)
from publishing.render.docx_text import TEXT, TextWriter
from publishing.render.docx_xml import TableLook, WordCell, WordRow, el, paragraph, run, table, val
from selfassess.common.worddiff import Piece

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

# The width between the margins of A4 portrait, in twentieths of a point and in millimetres.
_WIDTH, _PICTURE_WIDTH = 9411, 166
_FILL = "F3F5F7"
# The room beside a cell's text in twentieths of a point, and narrow letters in half points.
_SIDE, _NARROW_SIDE, _NARROW_SIZE = 70, 35, 15


def render_paper_docx(paper: CommitteePaper, presentation: Presentation) -> bytes:
    """The paper as a Word file, the same bytes for the same paper."""
    document = paper.document
    name = f"{document.landlord.name}: {paper.title}"
    word = new_word(document, name, document.code.title, presentation)
    writer = TextWriter(word)
    add_numbers(word)
    set_paper(word.sections[0], is_landscape=False)
    _append(word, _content(paper, presentation, word, writer))
    appendix = add_landscape(word)
    _append(word, _appendix(paper, writer))
    fill_contents(word, levels=1)
    put_numbers(word, [part.number for part in parts(paper)])
    line = f"{document.landlord.name} · {paper.title}"
    for section in (word.sections[0], appendix):
        set_header_and_footer(section, line, draft_line=paper.mark)
    return finish(word)


def _append(word: WordDocument, elements: Iterator[Element]) -> None:
    end = word.element.body.sectPr
    for element in elements:
        end.addprevious(element)


def _content(
    paper: CommitteePaper, presentation: Presentation, word: WordDocument, writer: TextWriter
) -> Iterator[Element]:
    yield writer.line(paper.document.landlord.name, "Subtitle")
    yield writer.line(paper.title, "Title")
    address = (Fact("Published at", presentation.public_url),) if presentation.public_url else ()
    rows = [
        WordRow(
            (
                WordCell([paragraph(CELL_STYLE, run(fact.label, bold=True))]),
                WordCell(writer.paragraphs(fact.text, CELL_STYLE)),
            )
        )
        for fact in (*front(paper), *address)
    ]
    look = TableLook((2400, _WIDTH - 2400), title="About this report", first_column_heads=True)
    yield table(look, [], rows)
    yield contents_place()
    for part in parts(paper):
        heading = writer.line(part.heading, "Heading1")
        yield as_numbered_heading(heading) if part.number else heading
        for block in part.blocks:
            yield from _block(block, word, writer)


def _block(block: Block, word: WordDocument, writer: TextWriter) -> Iterator[Element]:
    match block:
        case Subheading():
            yield writer.line(block.text, "Heading2")
        case Words():
            yield from _words(block, writer)
        case Table():
            if block.is_captioned:
                yield paragraph("Caption", run(block.caption), keep_next=True)
            yield _table(block, writer)
            yield paragraph(CELL_STYLE)
        case Drawing():
            yield writer.line(block.chart.title, "Heading2")
            yield _picture(block.chart, word)


def _words(block: Words, writer: TextWriter) -> Iterator[Element]:
    if block.is_list:
        yield from map(as_list_below, writer.block(block.block))
    else:
        style = PARAGRAPH_STYLE if block.number else TEXT
        yield from writer.block(block.block, style)


def _table(block: Table, writer: TextWriter) -> Element:
    widths = [_WIDTH * column.width // 100 for column in block.columns]
    side = _NARROW_SIDE if block.is_narrow else _SIDE
    look = TableLook(widths, title=block.caption, first_column_heads=True, side=side)
    rows = [row for entry in block.entries for row in _rows(entry, block, writer)]
    head = [head_cell(column.heading, is_number=column.is_number) for column in block.columns]
    element = table(look, head, rows)
    for drawn in element.xpath(".//w:r") if block.is_narrow else ():
        drawn.get_or_add_rPr().append(val("w:sz", _NARROW_SIZE))
    return element


def _rows(entry: Entry, block: Table, writer: TextWriter) -> Iterator[WordRow]:
    """A row and those below it: kept on a page if they fit there, else the first with the next."""
    last = len(entry.rows) - 1
    for index, row in enumerate(entry.rows):
        keeps_next = index < last and (index == 0 or entry.is_short)
        cells = _cells(row, block, writer)
        if index == 0 and block.has_entries:
            cells = [replace(cell, fill=_FILL) for cell in cells]
        yield WordRow(cells, is_whole=row.is_short, keep_next=keeps_next)


def _cells(row: Row, block: Table, writer: TextWriter) -> list[WordCell]:
    found, at = [], 0
    for cell in row.cells:
        if block.has_entries and not row.is_below and at == 0:
            found.append(WordCell([paragraph(CELL_STYLE, run(cell.text, bold=True))]))
        else:
            found.append(_cell(cell, block.columns[at], writer, is_total=row.is_total))
        at += cell.span
    return found


def _cell(cell: PaperCell, column: Column, writer: TextWriter, *, is_total: bool) -> WordCell:
    label = [paragraph(CELL_STYLE, run(cell.label, bold=True), keep_next=True)] * bool(cell.label)
    if cell.pieces:
        drawn = [paragraph(CELL_STYLE, *map(_piece, cell.pieces))]
    elif is_total or column.is_number:
        words = run(cell.text, bold=is_total)
        drawn = [paragraph(CELL_STYLE, words, is_number=column.is_number)]
    else:
        drawn = writer.paragraphs(cell.text, CELL_STYLE)
    return WordCell([*label, *drawn], _FILL if is_total else "", cell.span)


def _piece(piece: Piece) -> Element:
    """What went is struck through, what came is underlined."""
    element = run(piece.text)
    if piece.kind == "same":
        return element
    removed = piece.kind == "removed"
    marks = [el("w:strike")] if removed else [el("w:b")]
    marks.append(val("w:color", "942514" if removed else "144E81"))
    if not removed:
        marks.append(val("w:u", "single"))
    element.insert(0, el("w:rPr", None, *marks))
    return element


def _picture(chart: Chart, word: WordDocument) -> Element:
    """A paragraph with the chart and, as its alternative text, its title and its figures."""
    from docx.shared import Mm

    drawn = word.add_paragraph()
    shape = drawn.add_run().add_picture(io.BytesIO(to_png(chart)), width=Mm(_PICTURE_WIDTH))
    about = shape._inline.docPr
    about.set("name", f"Chart {chart.key}")
    about.set("title", chart.title)
    about.set("descr", f"{chart.title}. {chart.description}")
    return drawn._p


def _appendix(paper: CommitteePaper, writer: TextWriter) -> Iterator[Element]:
    document = paper.document
    yield writer.line(APPENDIX, "Heading1")
    yield writer.line(f"{document.code.title}, {document.code.form_title}")
    yield from form(document, writer, level=2)
