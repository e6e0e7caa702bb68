"""The self-assessment as a Word file, to edit, to send for comment, to paste into a template.

Headings, lists, links and repeated table headings are Word's own, under Word's own style names,
so that a template restyles them. The same document gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publishing.document import Document, changes_told, complaining, counts, outline, summary
from publishing.document.blank import BLANK, is_blank
from publishing.document.facts import Fact, about, facts, long_date, title
from publishing.document.outline import Medium
from publishing.presentation import Presentation
from publishing.render.docx_contents import contents_place, fill_contents
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
    "Answer each provision in the column ‘{comply}’ with Yes, No, Partly or Not applicable. Write "
    "your evidence beside it.",
    "If you do not meet a provision, use the last column. Start a new line for each of these, with "
    "the word and a colon:\n\n"
    "- Action: what you will do\n"
    "- Owner: the job title of the person who will do it\n"
    "- By: the date when it will be done\n"
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
    content = _Content(document, presentation, TextWriter(word), guidance)
    end = word.element.body.sectPr
    for part in outline.parts(document, presentation, Medium.WORD):
        for element in PARTS[part.key](content):
            end.addprevious(element)
    if not is_blank(document):
        fill_contents(word)
    return finish(word)


@dataclass(frozen=True)
class _Content:
    """What the parts are made from; `guidance`: how to fill in a blank form."""

    document: Document
    presentation: Presentation
    writer: TextWriter
    guidance: Sequence[str]

    def heading(self, key: str, *, on_new_page: bool = False) -> Element:
        text = outline.heading(key, self.document)
        return paragraph("Heading1", run(text), on_new_page=on_new_page)


def _front(content: _Content) -> Iterator[Element]:
    document, presentation, writer = content.document, content.presentation, content.writer
    yield writer.line(title(document), "Title")
    yield writer.line(f"{document.code.title}, {document.code.publisher}", "Subtitle")
    if presentation.is_draft:
        told = f"{presentation.state}. This self-assessment has not been published."
        yield writer.line(told, bold=True)
    yield _fact_table(facts(document), outline.heading(outline.FACTS, document), writer)
    if content.guidance:
        yield writer.line("How to fill in this form", "Heading1")
    for text in content.guidance:
        yield from writer.paragraphs(text)


def _fact_table(found: Sequence[Fact], title: str, writer: TextWriter) -> Element:
    rows = [
        WordRow(
            (
                WordCell([paragraph(CELL_STYLE, run(fact.label, bold=True))]),
                WordCell(writer.paragraphs(fact.text, CELL_STYLE)),
            )
        )
        for fact in found
    ]
    return table(TableLook((4200, 10937), title=title, first_column_heads=True), [], rows)


def _contents(content: _Content) -> Iterator[Element]:
    yield contents_place(outline.heading(outline.CONTENTS, content.document))


def _response(content: _Content) -> Iterator[Element]:
    yield content.heading(outline.RESPONSE)
    waiting = "The governing body has not written its response yet."
    yield from content.writer.paragraphs(content.document.body_response or waiting)


def _summary(content: _Content) -> Iterator[Element]:
    yield content.heading(outline.SUMMARY)
    for sentence in summary.sentences(content.document):
        yield content.writer.line(sentence)
    yield count_element(content.document, width=15137)
    yield content.writer.line(counts.ROUNDING)


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


def _not_met(content: _Content) -> Iterator[Element]:
    yield content.heading(outline.NOT_MET)
    if summary.not_met(content.document):
        widths = (2300, 3700, 1250, 4287, 1900, 1700)
        yield not_met_element(content.document, content.writer, widths)
    else:
        yield content.writer.line("No provision was answered No or Partly.")


def not_met_element(document: Document, writer: TextWriter, widths: tuple[int, ...]) -> Element:
    """The table of provisions answered No or Partly; six widths in twentieths of a point."""

    rows = []
    for row in summary.not_met(document):
        plan = writer.paragraphs(row.action, CELL_STYLE) if row.action else []
        if row.alternative:
            plan += writer.labelled("Alternative", row.alternative, CELL_STYLE, LABEL_STYLE)
        if not plan:
            plan = [writer.line("No action given. See the provision for the reasons.", CELL_STYLE)]
        short = (row.number, row.answer_label, row.action_owner, long_date(row.action_due))
        number, answer, owner, by = (
            WordCell([paragraph(CELL_STYLE, run(text, bold=index < 2))])
            for index, text in enumerate(short)
        )
        # Not beside the number: by that cell alone the import tells two provisions of one wording.
        named = [paragraph(CELL_STYLE, run(row.short_title, bold=True))] if row.short_title else []
        requirement = WordCell(named + writer.paragraphs(row.requirement, CELL_STYLE))
        rows.append(
            WordRow((number, requirement, answer, WordCell(plan), owner, by), is_whole=True)
        )
    heads = ("Provision", "Requirement", "Answer", "Action, or alternative approach", "Owner", "By")
    look = TableLook(widths, title="What is not fully met", first_column_heads=True)
    return table(look, [head_cell(text) for text in heads], rows)


def _changes(content: _Content) -> Iterator[Element]:
    yield content.heading(outline.CHANGES)
    for sentence in changes_told.sentences(content.document):
        yield content.writer.line(sentence)
    if content.document.named_moves:
        yield _moves(content.document)


def _moves(document: Document) -> Element:
    """The table of answers that changed."""
    is_other_code = document.changed_code
    heads = ("Provision", *(["Comes from"] if is_other_code else []), "Answer then", "Answer now")
    rows = []
    for move, name in document.named_moves:
        earlier = [", ".join(move.earlier)] if is_other_code else []
        texts = (name, *earlier, *move.labels)
        cells = [WordCell([paragraph(CELL_STYLE, run(text))]) for text in texts]
        rows.append(WordRow(cells, is_whole=True))
    widths = (4800, *(2400,) * (len(heads) - 1))
    look = TableLook(widths, title="Provisions whose answer changed", first_column_heads=True)
    return table(look, [head_cell(text) for text in heads], rows)


def _form(content: _Content) -> Iterator[Element]:
    yield content.heading(outline.FORM, on_new_page=True)
    yield from form(content.document, content.writer, level=2)


def _complain(content: _Content) -> Iterator[Element]:
    yield content.heading(outline.COMPLAIN)
    for text in complaining.how_to_complain(content.document):
        yield from content.writer.paragraphs(text)


def _other_formats(content: _Content) -> Iterator[Element]:
    yield content.heading(outline.OTHER_FORMATS)
    yield from content.writer.paragraphs(complaining.other_formats(content.document))


def _about(content: _Content) -> Iterator[Element]:
    yield content.heading(outline.ABOUT)
    name = outline.heading(outline.ABOUT, content.document)
    yield _fact_table(about(content.presentation), name, content.writer)
    # Word wants a paragraph below the last table.
    yield paragraph(CELL_STYLE)


PARTS: dict[str, Callable[[_Content], Iterator[Element]]] = {
    outline.FACTS: _front,
    outline.CONTENTS: _contents,
    outline.RESPONSE: _response,
    outline.SUMMARY: _summary,
    outline.NOT_MET: _not_met,
    outline.CHANGES: _changes,
    outline.FORM: _form,
    outline.COMPLAIN: _complain,
    outline.OTHER_FORMATS: _other_formats,
    outline.ABOUT: _about,
}
