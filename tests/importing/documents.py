"""Layouts written as Word documents, workbooks and text files."""

from __future__ import annotations

import csv
import io
import random
import textwrap
from collections.abc import Iterable
from itertools import groupby

import docx
import openpyxl
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.importing.content import Answered, Form, Piece, flat
from tests.importing.markup import groups, section_title


def _saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _link(paragraph, piece: Piece) -> None:
    target = paragraph.part.relate_to(piece.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link, run, text = (OxmlElement(name) for name in ("w:hyperlink", "w:r", "w:t"))
    link.set(qn("r:id"), target)
    text.text = piece.text
    run.append(text)
    link.append(run)
    paragraph._p.append(link)


def _fill(cell, pieces: Iterable[Piece]) -> None:
    used = False
    for piece in pieces:
        paragraph = cell.add_paragraph() if used else cell.paragraphs[0]
        used = True
        if piece.kind == "bullet":
            paragraph.style = "List Bullet"
        if piece.kind == "link":
            _link(paragraph, piece)
        else:
            if piece.lead:
                paragraph.add_run(piece.lead).bold = True
            paragraph.add_run(piece.text.removeprefix(piece.lead))


def _requirement(cell, text: str) -> None:
    lines = text.split("\n")
    _fill(
        cell,
        [Piece(line[2:], "bullet") if line.startswith("- ") else Piece(line) for line in lines],
    )


def _row(table, item: Answered, form: Form) -> None:
    cells = table.add_row().cells
    cells[0].text, cells[2].text = item.number, item.written
    _requirement(cells[1], item.requirement)
    _fill(cells[3], item.evidence)
    if form.columns == 5:
        _fill(cells[4], item.commentary)


def _table(document, headings: Iterable[str]):
    headings = list(headings)
    table = document.add_table(rows=1, cols=len(headings))
    table.style = "Table Grid"
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        cell.text = heading
    return table


def word_sections(form: Form) -> bytes:
    """The official form: a table for each section, level and stage."""
    document = docx.Document()
    document.add_heading(form.code.form.title, 0)
    for (section, level, stage), items in groups(form):
        document.add_heading(section_title(form, section), 1)
        if form.code.form.must_heading:
            own = form.code.form.must_heading if level == "must" else form.code.form.should_heading
            document.add_heading(own, 2)
        if stage:
            document.add_heading(stage, 3)
        table = _table(document, form.code.form.columns)
        for item in items:
            _row(table, item, form)
    return _saved(document)


def word_one_table(form: Form) -> bytes:
    """One table, sections as merged rows, must and should mixed in the order of the numbers."""
    document = docx.Document()
    document.add_paragraph("Complaint Handling Code – how we do")
    table = _table(document, form.code.form.columns)
    for section, items in groupby(form.responses, key=lambda item: item.section):
        cells = table.add_row().cells
        cells[0].merge(cells[-1]).text = section_title(form, section)
        for item in sorted(items, key=lambda i: [int(part) for part in i.number.split(".")]):
            _row(table, item, form)
    return _saved(document)


def word_own_columns(form: Form) -> bytes:
    """Own headings in their own order, with RAG, owner and date between."""
    document = docx.Document()
    two = form.columns == 5
    headings = ["RAG", "Code section", "The Code requires", "Responsible officer"]
    headings += ["How we evidence this", "Compliant?", "Target date"] + ["Comments"] * two
    table = _table(document, headings)
    for item in form.responses:
        cells = table.add_row().cells
        texts = ["Amber", f"Section {item.number}", "", "Head of Homes", "", item.written, "May"]
        for cell, text in zip(cells, texts, strict=False):
            cell.text = text
        _requirement(cells[2], item.requirement)
        _fill(cells[4], item.evidence)
        if two:
            _fill(cells[7], item.commentary)
    return _saved(document)


def word_cut_rows(form: Form) -> bytes:
    """Rows cut in two where a page ended, with the column headings repeated between."""
    document = docx.Document()
    table = _table(document, form.code.form.columns)
    for index, item in enumerate(form.responses):
        words = item.requirement.split(" ")
        if index % 3 or len(words) < 14:
            _row(table, item, form)
            continue
        half = len(words) // 2
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = (
            item.number,
            " ".join(words[:half]),
            item.written,
        )
        _fill(cells[3], item.evidence[:1])
        if form.columns == 5:
            _fill(cells[4], item.commentary[:1])
        table = _table(document, form.code.form.columns)
        cells = table.add_row().cells
        cells[1].text = " ".join(words[half:])
        _fill(cells[3], item.evidence[1:])
        if form.columns == 5:
            _fill(cells[4], item.commentary[1:])
    return _saved(document)


def word_labelled(form: Form) -> bytes:
    """No tables: paragraphs behind labels."""
    document = docx.Document()
    for item in form.responses:
        document.add_heading(f"Code provision {item.number}", 2)
        document.add_paragraph(f"Code requirement: {item.requirement}")
        document.add_paragraph(f"Comply: {item.written}")
        for label, pieces in (("Evidence", item.evidence), ("Commentary", item.commentary)):
            if label == "Commentary" and form.columns == 4:
                continue
            document.add_paragraph(f"{label}:")
            for piece in pieces:
                _fill(document.add_table(1, 1).cell(0, 0), [piece]) if False else _piece(
                    document, piece
                )
    return _saved(document)


def _piece(document, piece: Piece) -> None:
    paragraph = document.add_paragraph(style="List Bullet" if piece.kind == "bullet" else None)
    if piece.kind == "link":
        _link(paragraph, piece)
    else:
        paragraph.add_run(piece.text)


def lines(pieces: Iterable[Piece]) -> str:
    return "\n".join(f"- {item.text}" if item.kind == "bullet" else item.flat for item in pieces)


def _number(number: str) -> float | str:
    return float(number) if number.count(".") == 1 else number


def workbook(form: Form) -> bytes:
    """One sheet, numbers stored as numbers (5.10 becomes 5.1), section rows merged."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([form.code.form.title])
    for (section, _, stage), items in groups(form):
        sheet.append([section_title(form, section)])
        sheet.merge_cells(
            start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=4
        )
        if stage:
            sheet.append([stage])
        sheet.append(list(form.code.form.columns))
        for item in items:
            cells = [_number(item.number), item.requirement, item.written, lines(item.evidence)]
            sheet.append(cells + [lines(item.commentary)] * (form.columns == 5))
    return _booked(book)


def workbook_sheets(form: Form) -> bytes:
    """A sheet for each section, own columns in between, a sheet of counts before them."""
    book = openpyxl.Workbook()
    book.active.title = "Dashboard"
    book.active.append(["Section", "Compliant", "Not compliant", "%"])
    for section in form.code.sections:
        book["Dashboard"].append([section.number, 4, 1, 0.8])
    for section, items in groupby(form.responses, key=lambda item: item.section):
        sheet = book.create_sheet(f"Section {section}")
        heads = ["Ref", "Owner", "Code requirement", "Evidence", "Status", "Compliant Y/N"]
        sheet.append(heads + ["Commentary"] * (form.columns == 5))
        for item in items:
            cells = [item.number, "Head of Homes", item.requirement, lines(item.evidence), "Open"]
            cells += [item.written] + [lines(item.commentary)] * (form.columns == 5)
            sheet.append(cells)
    return _booked(book)


def _booked(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def comma_separated(form: Form, separator: str = ",") -> bytes:
    """As a spreadsheet saves it, with an Excel-style loss of the last nought."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator)
    writer.writerow(form.code.form.columns)
    for item in form.responses:
        cells = [str(_number(item.number)), item.requirement, item.written, lines(item.evidence)]
        writer.writerow(cells + [lines(item.commentary)] * (form.columns == 5))
    return stream.getvalue().encode("utf-8-sig")


def tabbed(form: Form) -> bytes:
    """A table copied out of a document: cells split by tabs."""
    text = f"{form.code.form.title}\n\n"
    for (section, _, stage), items in groups(form):
        text += f"{section_title(form, section)}\n\n" + (f"{stage}\n\n" if stage else "")
        text += "\t".join(form.code.form.columns) + "\n"
        for item in items:
            cells = [item.number, item.requirement.replace("\n", " "), item.written]
            cells += [flat(item.evidence)] + [flat(item.commentary)] * (form.columns == 5)
            text += "\t".join(cells) + "\n"
    return text.encode()


def text_labelled(form: Form) -> bytes:
    """Labelled parts in plain text, lines wrapped."""
    text = f"{form.code.form.title}\n"
    for item in form.responses:
        parts = [f"Code provision {item.number}", "Code requirement", item.requirement]
        parts += ["Comply: Yes / No", item.written, "Evidence", flat(item.evidence)]
        parts += ["Commentary / explanation", flat(item.commentary)] * (form.columns == 5)
        text += (
            "\n".join(textwrap.fill(part, 70, break_long_words=False) for part in parts) + "\n\n"
        )
    return text.encode()


def viewer(form: Form) -> bytes:
    """As a PDF viewer copies it: cell after cell, lines broken anywhere."""
    chance = random.Random(7)
    text = f"{form.code.form.title}\n"
    for (section, _, stage), items in groups(form):
        text += f"{section_title(form, section)}\n" + (f"{stage}\n" if stage else "")
        text += " ".join(form.code.form.columns) + "\n"
        for item in items:
            words = f"{item.number} {item.requirement} {item.written} {flat(item.evidence)}".split()
            while words:
                count = chance.randint(2, 11)
                text += " ".join(words[:count]) + "\n"
                words = words[count:]
            if form.columns == 5:
                text += (
                    "\n" + textwrap.fill(flat(item.commentary), 50, break_on_hyphens=False) + "\n"
                )
    return text.encode()
