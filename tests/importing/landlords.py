"""Layouts as other landlords publish them: Word's own tools, boxes instead of tables, stamps."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Callable
from html import escape
from itertools import zip_longest

import docx
import pikepdf
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.importing.content import Answered, Form, flat
from tests.importing.documents import _row, _saved, _table, tabbed
from tests.importing.markup import (
    GRID,
    groups,
    page,
    pieces,
    requirement,
    section_title,
    weasyprint,
)

CHOICES = {"yes": "Yes", "no": "No", "partly": "Partly", "not_applicable": "N/A"}
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
Runs = Callable[[Answered], str]


def _put(paragraph, runs: str) -> None:
    """Runs of Word's own XML in place of a paragraph's text."""
    for child in list(paragraph._p):
        paragraph._p.remove(child)
    for child in list(parse_xml(f"<w:p {nsdecls('w')} {W14}>{runs}</w:p>")):
        paragraph._p.append(child)


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def official(form: Form, answer: Runs) -> bytes:
    """The official form, whose answers are made of Word's own XML."""
    document = docx.Document()
    for (section, _, stage), items in groups(form):
        document.add_heading(section_title(form, section), 1)
        if stage:
            document.add_heading(stage, 2)
        table = _table(document, form.code.form.columns)
        for item in items:
            _row(table, item, form)
            _put(table.rows[-1].cells[2].paragraphs[0], answer(item))
    return _saved(document)


def word_tracked(form: Form) -> bytes:
    """Answers changed with track changes; the old one is struck out, and still in the file."""

    def answer(item: Answered) -> str:
        old = "No" if item.answer == "yes" else "Yes"
        deleted = f"<w:del><w:r><w:delText>{old}</w:delText></w:r></w:del>"
        return f"{deleted}<w:ins>{_run(item.written)}</w:ins>" if item.written else ""

    return official(form, answer)


def word_boxes(form: Form) -> bytes:
    """A box to tick before each choice; where none is ticked, the answer is blank."""

    def answer(item: Answered) -> str:
        runs = ""
        for name, label in CHOICES.items():
            on = name == item.answer
            mark = f'<w14:checkbox><w14:checked w14:val="{int(on)}"/></w14:checkbox>'
            shown = f"<w:r><w:t>{'☒' if on else '☐'}</w:t></w:r>"
            runs += f"<w:sdt><w:sdtPr>{mark}</w:sdtPr><w:sdtContent>{shown}</w:sdtContent></w:sdt>"
            runs += _run(f" {label} ")
        return runs

    return official(form, answer)


def word_lists(form: Form) -> bytes:
    """Drop-down lists of a form made in an old Word: the choice is stored as a number."""

    def answer(item: Answered) -> str:
        place = [*CHOICES].index(item.answer) + 1 if item.answer else 0
        entries = "".join(
            f'<w:listEntry w:val="{label}"/>' for label in ("Choose one", *CHOICES.values())
        )
        return (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>'
            f'<w:result w:val="{place}"/>{entries}</w:ddList></w:ffData></w:fldChar></w:r>'
            "<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    return official(form, answer)


def _boxed(form: Form, table: Callable[[list[list[str]]], str]) -> bytes:
    body = "<h1>Complaint Handling Code</h1>"
    for (section, _, stage), items in groups(form):
        body += f"<h2>{escape(section_title(form, section))}</h2>" + (
            f"<h3>{stage}</h3>" * bool(stage)
        )
        rows = [[escape(column) for column in form.code.form.columns]]
        for item in items:
            cells = [item.number, requirement(item.requirement), escape(item.written)]
            cells += [pieces(item.evidence)] + [pieces(item.commentary)] * (form.columns == 5)
            rows.append(cells)
        body += table(rows)
    return page(f"{body}<aside><h2>Related links</h2><a href='/a'>1.2 Our policy</a></aside>")


def web_boxes(form: Form) -> bytes:
    """No table: a box a row, and a box a cell."""
    return _boxed(
        form,
        lambda rows: "<div>{}</div>".format(
            "".join(
                "<div class='row'>" + "".join(f"<div>{cell}</div>" for cell in row) + "</div>"
                for row in rows
            )
        ),
    )


def web_grid(form: Form) -> bytes:
    """No table and no rows: the style sheet alone breaks the boxes into rows."""
    return _boxed(
        form,
        lambda rows: "<div>{}</div>".format(
            "".join(f"<div>{cell}</div>" for row in rows for cell in row)
        ),
    )


def web_icons(form: Form) -> bytes:
    """Answers as pictures, drawings and an icon font."""
    icons = {
        "yes": '<i class="tick" aria-hidden="true"></i><span class="hidden-text">Yes</span>',
        "no": '<img src="cross.png" alt="Not compliant">',
        "partly": '<svg role="img"><title>Partially compliant</title><path d="M0"/></svg>',
        "not_applicable": '<span role="img" aria-label="N/A"></span>',
        "": "",
    }
    heads = "".join(f"<th>{escape(column)}</th>" for column in form.code.form.columns)
    body = f"<table><tr>{heads}</tr>"
    for (section, _, stage), items in groups(form):
        title = f"{section_title(form, section)} {stage}"
        body += f"<tr><th colspan={form.columns}>{escape(title)}</th></tr>"
        for item in items:
            body += f"<tr><th>{item.number}</th><td>{requirement(item.requirement)}</td>"
            body += f"<td>{icons[item.answer]}</td><td>{pieces(item.evidence)}</td>"
            body += f"<td>{pieces(item.commentary)}</td></tr>" if form.columns == 5 else "</tr>"
    return page(f"{body}</table>")


def web_own_labels(form: Form) -> bytes:
    """Each provision under its number, with labels of the landlord's own on lines of their own."""
    body = "<h1>Complaint Handling Code</h1>"
    for (section, _, stage), items in groups(form):
        body += f"<h2>{escape(section_title(form, section))}</h2>" + (
            f"<h3>{stage}</h3>" * bool(stage)
        )
        for item in items:
            body += f"<h4>{item.number}</h4>{requirement(item.requirement)}"
            body += f"<p><b>Compliant?</b><br>{escape(item.written)}</p>"
            body += f"<p><b>How we evidence this</b></p>{pieces(item.evidence)}"
            if form.columns == 5:
                body += f"<p><b>Our comments</b></p>{pieces(item.commentary)}"
    return page(body)


def mail(form: Form) -> bytes:
    """A table in an email, answered: each line behind its mark."""
    return "\n".join(f"> {line}" for line in tabbed(form).decode().split("\n")).encode()


def celled(form: Form) -> bytes:
    """A table that a word processor saved as plain text: a line a cell, an empty one if it is."""
    return tabbed(form).replace(b"\t", b"\n")


def spaced(form: Form) -> bytes:
    """Columns kept apart with spaces, the headings again on each page."""
    widths = (16, 40, 22, 40, 40)[: form.columns]
    lines = [form.code.form.title]
    for (section, _, stage), items in groups(form):
        lines += ["\f" + section_title(form, section)] + [stage] * bool(stage)
        rows = [list(form.code.form.columns)]
        for item in items:
            cells = [item.number, item.requirement, item.written, flat(item.evidence)]
            rows.append(cells + [flat(item.commentary)] * (form.columns == 5))
        for row in rows:
            wrapped = [
                textwrap.wrap(cell, width - 3, break_long_words=False, break_on_hyphens=False)
                for cell, width in zip(row, widths, strict=True)
            ]
            for parts in zip_longest(*wrapped, fillvalue=""):
                lines.append(
                    "".join(
                        part.ljust(width) for part, width in zip(parts, widths, strict=True)
                    ).rstrip()
                )
            lines.append("")
    return "\n".join(lines).encode()


PLAIN = re.sub(r"td, th \{ border: [^;]+;", "td, th {", GRID)
STRIPED = PLAIN + "tr:nth-child(even) { background: #eee } th { background: #1d4e89; color: white }"
STAMP = (
    '<div style="position: fixed; top: 40%; left: 20%; font-size: 80pt; color: #ddd;'
    ' transform: rotate(-45deg)">DRAFT</div>'
)


def stamped(html: bytes) -> bytes:
    """With a stamp across each page."""
    return html.replace(b"<main>", f"<main>{STAMP}".encode())


def hyphenated(html: bytes) -> bytes:
    style = GRID + "td { hyphens: auto; text-align: justify }"
    return weasyprint(html, style)


def turned(pdf: bytes) -> bytes:
    """Every page lies on its side, as a scanner or a printer's driver leaves it."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for sheet in document.pages:
            sheet.Rotate = 90
        document.save(target)
    return target.getvalue()
