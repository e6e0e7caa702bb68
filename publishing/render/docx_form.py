"""The official form as Word tables: a table a section, must or should part, and stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assessments.enums import Answer
from assessments.fields import OWN, single_text
from publishing.document import CodePart, Document, ProvisionPart
from publishing.document.layout import FormTable, form_sections
from publishing.render.docx_setup import CELL_STYLE, HEAD_STYLE, LABEL_STYLE
from publishing.render.docx_text import TextWriter
from publishing.render.docx_xml import TableLook, WordCell, WordRow, paragraph, run, table

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

HEAD_FILL = "E3EAF1"
_FILLS: dict[str, str] = {Answer.NO: "F9E3DF", Answer.PARTLY: "FDF3D5"}
# Twentieths of a point; the whole is the width between the margins of A4 landscape.
_FOUR = (1250, 4900, 1250, 7737)
_FIVE = (1250, 4000, 1250, 4437, 4200)


def form(document: Document, writer: TextWriter, *, level: int) -> Iterator[Element]:
    """The form's headings and tables; sections have headings of the level."""
    for section in form_sections(document):
        yield _heading(section.heading.text, level)
        place = section.heading.text
        for part in section.tables:
            for heading in part.headings:
                yield _heading(heading.text, level + heading.level - section.heading.level)
            names = [heading.text for heading in part.headings]
            yield _table(part, document.code, writer, ", ".join((place, *names)))
            # Between two tables, or Word would join them.
            yield paragraph(CELL_STYLE)


def _heading(text: str, level: int) -> Element:
    return paragraph(f"Heading{level}", run(text))


def head_cell(text: str, *, is_number: bool = False) -> WordCell:
    return WordCell([paragraph(HEAD_STYLE, run(text), is_number=is_number)], HEAD_FILL)


def _table(part: FormTable, code: CodePart, writer: TextWriter, place: str) -> Element:
    widths = _FOUR if code.has_single_text_column else _FIVE
    look = TableLook(
        widths,
        title=f"{code.form_title}, {place}",
        description="A row for each provision: " + ", ".join(code.columns),
        first_column_heads=True,
    )
    rows = (WordRow(_cells(row.provision, code, writer), row.is_short) for row in part.rows)
    return table(look, [head_cell(text) for text in code.columns], rows)


def _cells(row: ProvisionPart, code: CodePart, writer: TextWriter) -> list[WordCell]:
    cells = [
        WordCell([paragraph(CELL_STYLE, run(row.number, bold=True))]),
        WordCell(writer.paragraphs(row.requirement, CELL_STYLE)),
        WordCell(
            [paragraph(CELL_STYLE, run(row.form_answer, bold=True))], _FILLS.get(row.answer, "")
        ),
    ]
    if code.has_single_text_column:
        return [
            *cells,
            WordCell(_with_labels(single_text(vars(row)), row, writer, _cited(row, writer))),
        ]
    evidence = _joined(row.evidence, _cited(row, writer), writer)
    return [*cells, WordCell(evidence), WordCell(_with_labels(row.commentary, row, writer))]


def _cited(row: ProvisionPart, writer: TextWriter) -> list[Element]:
    return writer.cited(row.evidence_items, LABEL_STYLE) if row.evidence_items else []


def _with_labels(
    text: str, row: ProvisionPart, writer: TextWriter, cited: Sequence[Element] = ()
) -> list[Element]:
    """The last column: the text, then what the form has no column for as labelled lines."""
    labelled = ((field.short, field.in_words(getattr(row, field.name))) for field in OWN)
    found = [
        element
        for label, words in labelled
        if words
        for element in writer.labelled(label, words, CELL_STYLE, LABEL_STYLE)
    ]
    return _joined(text, [*cited, *found], writer)


def _joined(text: str, labelled: list[Element], writer: TextWriter) -> list[Element]:
    if labelled and not text:
        return labelled
    return [*writer.paragraphs(text, CELL_STYLE), *labelled]
