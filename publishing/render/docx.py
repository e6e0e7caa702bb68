"""The self-assessment as a Word file, to edit, to send for comment, to paste into a template.

Headings, lists, links and repeated table headings are Word's own, under Word's own style names,
so that a template restyles them. The same document gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from publishing.document import Document, counts, summary
from publishing.document.blank import BLANK, is_blank
from publishing.document.facts import facts, long_date, title
from publishing.presentation import Presentation
from publishing.render.docx_form import form, head_cell
from publishing.render.docx_setup import (
    CELL_STYLE,
    LABEL_STYLE,
    finish,
    new_word,
    set_header_and_footer,
    set_paper,
)
from publishing.render.docx_text import TextWriter
from publishing.render.docx_xml import TableLook, WordCell, WordRow, paragraph, run, table

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

HOW_TO_FILL_IN = (
    "Answer each provision in the column ‘{comply}’ with Yes, No, Partly or Not applicable, and "
    "write the evidence beside it.",
    "Where a provision is not met, add to the last column what applies, each on a line of its own "
    "that begins with the word and a colon:\n\n"
    "- Action: what will be done\n"
    "- Owner: the job title of whoever will do it\n"
    "- By: the date by which it will be done\n"
    "- Alternative: another approach, and why it meets the Code’s intention",
)


def render_docx(document: Document, presentation: Presentation) -> bytes:
    """The document as a Word file on A4 landscape."""
    return _render(document, presentation, ())


def render_blank_docx(document: Document, rules: Sequence[str] = ()) -> bytes:
    """A blank form (see publishing/document/blank.py) to fill in; `rules`: the Code's own."""
    how = [text.format(comply=document.code.columns[2]) for text in HOW_TO_FILL_IN]
    return _render(document, BLANK, (*rules, *how))


def _render(document: Document, presentation: Presentation, guidance: Sequence[str]) -> bytes:

    word = new_word(document, title(document), document.code.title, presentation)
    section = word.sections[0]
    set_paper(section, is_landscape=True)
    line = title(document).replace(document.landlord.name, f"{document.landlord.name} ·", 1)
    set_header_and_footer(section, line.lstrip(" ·"), draft_line=presentation.mark)
    end = word.element.body.sectPr
    for element in _content(document, presentation, guidance, TextWriter(word)):
        end.addprevious(element)
    return finish(word)


def _content(
    document: Document,
    presentation: Presentation,
    guidance: Sequence[str],
    writer: TextWriter,
) -> Iterator[Element]:

    yield from _front(document, presentation, guidance, writer)
    if not is_blank(document):
        yield from _response(document, writer)
        yield from _summary(document, writer)
        yield from _not_met(document, writer)
    yield paragraph("Heading1", run(document.code.form_title), on_new_page=True)
    yield from form(document, writer, level=2)


def _front(
    document: Document,
    presentation: Presentation,
    guidance: Sequence[str],
    writer: TextWriter,
) -> Iterator[Element]:

    yield writer.line(title(document), "Title")
    yield writer.line(f"{document.code.title}, {document.code.publisher}", "Subtitle")
    if presentation.is_draft:
        told = f"{presentation.state}. This self-assessment has not been published."
        yield writer.line(told, bold=True)
    rows = [
        WordRow(
            (
                WordCell([paragraph(CELL_STYLE, run(fact.label, bold=True))]),
                WordCell(writer.paragraphs(fact.text, CELL_STYLE)),
            )
        )
        for fact in facts(document, presentation)
    ]
    look = TableLook((4200, 10937), title="About this self-assessment", first_column_heads=True)
    yield table(look, [], rows)
    if guidance:
        yield writer.line("How to fill in this form", "Heading1")
    for text in guidance:
        yield from writer.paragraphs(text)


def _response(document: Document, writer: TextWriter) -> Iterator[Element]:
    yield writer.line("The governing body’s response", "Heading1")
    waiting = "The governing body has not written its response yet."
    yield from writer.paragraphs(document.body_response or waiting)


def _summary(document: Document, writer: TextWriter) -> Iterator[Element]:
    yield writer.line("Summary", "Heading1")
    for sentence in summary.sentences(document):
        yield writer.line(sentence)
    yield count_element(document, width=15137)
    yield writer.line(counts.ROUNDING)


def count_element(document: Document, *, width: int) -> Element:
    """The table of how many provisions got each answer, with the shares; `width` in 1/20 point."""

    found = counts.count_table(document)
    columns = 3 + len(found.labels)
    number = int(width * (0.66 if columns > 7 else 0.6) / (columns - 1))
    widths = (width - number * (columns - 1), *[number] * (columns - 1))
    look = TableLook(widths, title="How many provisions got each answer", first_column_heads=True)
    texts = ("Section", "Level", *found.labels, "Total")
    head = [head_cell(text, is_number=index > 1) for index, text in enumerate(texts)]
    rows = [_count_cells(row) for row in found.rows]
    totals = [_count_cells(row, is_total=True) for row in found.totals]
    return table(look, head, [*rows, *totals])


def _count_cells(row: counts.CountRow, *, is_total: bool = False) -> WordRow:

    numbers = [f"{cell.number} ({cell.percentage}%)" for cell in row.cells]
    texts = (row.label, row.level, *numbers, str(row.total))
    fill = "F3F5F7" if is_total else ""
    cells = [
        WordCell([paragraph(CELL_STYLE, run(text, bold=is_total), is_number=index > 1)], fill)
        for index, text in enumerate(texts)
    ]
    return WordRow(cells, is_whole=True)


def _not_met(document: Document, writer: TextWriter) -> Iterator[Element]:
    yield writer.line("What is not fully met", "Heading1")
    short = summary.not_met(document)
    if short:
        yield not_met_element(document, writer, (1250, 4300, 1250, 4437, 1900, 2000))
    else:
        yield writer.line("No provision was answered No or Partly.")


def not_met_element(document: Document, writer: TextWriter, widths: tuple[int, ...]) -> Element:
    """The table of provisions answered No or Partly; six widths in twentieths of a point."""

    rows = []
    for row in summary.not_met(document):
        plan = writer.paragraphs(row.action, CELL_STYLE) if row.action else []
        if row.alternative:
            plan += writer.labelled("Alternative", row.alternative, CELL_STYLE, LABEL_STYLE)
        if not plan:
            plan = [writer.line("None. The reasons are given with the provision.", CELL_STYLE)]
        short = (row.number, row.answer_label, row.action_owner, long_date(row.action_due))
        number, answer, owner, by = (
            WordCell([paragraph(CELL_STYLE, run(text, bold=index < 2))])
            for index, text in enumerate(short)
        )
        requirement = WordCell(writer.paragraphs(row.requirement, CELL_STYLE))
        rows.append(
            WordRow((number, requirement, answer, WordCell(plan), owner, by), is_whole=True)
        )
    heads = ("Provision", "Requirement", "Answer", "Action, or alternative approach", "Owner", "By")
    look = TableLook(widths, title="What is not fully met", first_column_heads=True)
    return table(look, [head_cell(text) for text in heads], rows)
