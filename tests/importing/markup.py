"""Layouts written as web pages, some of them printed to PDF."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable
from html import escape
from itertools import groupby
from pathlib import Path

from tests.chromium import chromium_path
from tests.importing.content import Answered, Form, Piece
from tests.importing.typesetting import set_page

SUMMARY = (
    "<h2>Summary</h2><table><tr><th>Section</th><th>Provisions</th><th>Compliant</th><th>Partly"
    "</th><th>Not met</th></tr><tr><td>1</td><td>5</td><td>4</td><td>1</td><td>0</td></tr>"
    "<tr><td>Total</td><td>72</td><td>64</td><td>6</td><td>1</td></tr></table>"
)


def changes(form: Form) -> str:
    """A table of last year's changes, which repeats some provisions."""
    rows = "".join(
        f"<tr><td>{item.number}</td><td>{escape(item.requirement)}</td><td>No</td><td>Yes</td>"
        "<td>The procedure was rewritten.</td></tr>"
        for item in form.responses[3:9]
    )
    return (
        "<h2>What changed</h2><table><tr><th>Provision</th><th>Requirement</th><th>Last year</th>"
        f"<th>This year</th><th>Why it changed</th></tr>{rows}</table>"
    )


def actions(form: Form) -> str:
    """An action plan, which repeats some provisions."""
    rows = "".join(
        f"<tr><td>{item.number}</td><td>Rewrite the letter</td><td>Head of Homes</td>"
        "<td>31/03/2025</td></tr>"
        for item in form.responses[10:14]
    )
    return (
        "<h2>Actions</h2><table><tr><th>Provision</th><th>Action</th><th>Owner</th><th>Due</th>"
        f"</tr>{rows}</table>"
    )


def pieces(items: Iterable[Piece]) -> str:
    """A cell's content."""
    html = ""
    for kind, group in groupby(items, key=lambda piece: piece.kind):
        if kind == "bullet":
            html += "<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in group) + "</ul>"
        else:
            html += "".join(f"<p>{_inline(item)}</p>" for item in group)
    return html


def _inline(piece: Piece) -> str:
    text = escape(piece.text.removeprefix(piece.lead))
    if piece.lead:
        return f"<strong>{escape(piece.lead)}</strong>{text}"
    return f'<a href="{escape(piece.address)}">{text}</a>' if piece.kind == "link" else text


def requirement(text: str) -> str:
    lines = text.split("\n")
    items = "".join(f"<li>{escape(line[2:])}</li>" for line in lines if line.startswith("- "))
    rest = "".join(f"<p>{escape(line)}</p>" for line in lines if not line.startswith("- "))
    return rest + (f"<ul>{items}</ul>" if items else "")


def row(item: Answered, form: Form) -> str:
    cells = [
        item.number,
        requirement(item.requirement),
        escape(item.written),
        pieces(item.evidence),
    ]
    if form.columns == 5:
        cells.append(pieces(item.commentary))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def heads(form: Form) -> str:
    return "".join(f"<th>{escape(column)}</th>" for column in form.code.form.columns)


def groups(form: Form) -> Iterable[tuple[tuple[str, str, str], list[Answered]]]:
    """The form's tables: by section, level and stage."""
    for key, items in groupby(form.responses, key=lambda i: (i.section, i.level, i.stage)):
        yield key, list(items)


def page(body: str, style: str = "") -> bytes:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Self-assessment</title>'
        f"<style>{style}</style></head><body><nav><ul><li><a href='/'>Home</a></li><li>"
        f"<a href='/housing'>Housing</a></li></ul></nav><main>{body}</main></body></html>"
    ).encode()


def section_title(form: Form, number: str) -> str:
    title = next(item.title for item in form.code.sections if item.number == number)
    return f"Section {number}: {title}"


def sections(form: Form) -> bytes:
    """The official form as a web page: a table for each section, level and stage."""
    body = f"<h1>{escape(form.code.form.title)}</h1>{SUMMARY}{changes(form)}"
    for (section, level, stage), items in groups(form):
        body += f"<h2>{escape(section_title(form, section))}</h2>"
        if form.code.form.must_heading:
            heading = (
                form.code.form.must_heading if level == "must" else form.code.form.should_heading
            )
            body += f"<h3>{escape(heading)}</h3>"
        body += f"<h4>{stage}</h4>" if stage else ""
        body += f"<table><thead><tr>{heads(form)}</tr></thead><tbody>"
        body += "".join(row(item, form) for item in items) + "</tbody></table>"
    return page(body + actions(form))


def one_table(form: Form) -> bytes:
    """One table for everything; sections are rows over its whole width."""
    body = f"<h1>{escape(form.code.form.title)}</h1><table><tr>{heads(form)}</tr>"
    for (section, _, stage), items in groups(form):
        title = escape(section_title(form, section))
        body += f'<tr><td colspan="{form.columns}"><b>{title}</b></td></tr>'
        body += f'<tr><td colspan="{form.columns}">{stage}</td></tr>' if stage else ""
        body += "".join(row(item, form) for item in items)
    return page(f"{body}</table>")


def ticks(form: Form) -> bytes:
    """A column of ticks for each answer, the section in a merged column, owners beside."""
    two = form.columns == 5
    body = "<h1>Our self-assessment</h1><table><tr><th rowspan=2>Theme</th><th rowspan=2>Ref</th>"
    body += "<th rowspan=2>What the Code says</th><th rowspan=2>Lead officer</th>"
    body += "<th colspan=4>Do we comply?</th><th rowspan=2>Supporting evidence</th>"
    body += "<th rowspan=2>Our comments</th>" if two else ""
    body += "<th rowspan=2>RAG</th></tr>"
    body += "<tr><th>Yes</th><th>No</th><th>Partly</th><th>N/A</th></tr>"
    for _, items in groupby(form.responses, key=lambda item: item.section):
        rows = list(items)
        for index, item in enumerate(rows):
            marks = "".join(
                f"<td>{'✓' if item.answer == answer else ''}</td>"
                for answer in ("yes", "no", "partly", "not_applicable")
            )
            theme = (
                f"<td rowspan={len(rows)}>Theme {escape(item.section)}</td>" if not index else ""
            )
            body += f"<tr>{theme}<td>{item.number}</td><td>{requirement(item.requirement)}</td>"
            body += f"<td>Head of Homes</td>{marks}<td>{pieces(item.evidence)}</td>"
            body += f"<td>{pieces(item.commentary)}</td>" if two else ""
            body += "<td>Green</td></tr>"
    return page(f"{body}</table>")


def labelled(form: Form) -> bytes:
    """No tables: each provision under a heading, its parts behind labels."""
    body = f"<h1>{escape(form.code.form.title)}</h1>"
    for (section, _, stage), items in groups(form):
        body += f"<h2>{escape(section_title(form, section))}</h2>"
        body += f"<h3>{stage}</h3>" if stage else ""
        for item in items:
            body += f"<h4>Code provision {item.number}</h4><p><strong>Code requirement</strong></p>"
            body += f"{requirement(item.requirement)}<p><strong>Comply</strong>: "
            body += f"{escape(item.written)}</p><p><strong>Evidence</strong></p>"
            body += pieces(item.evidence)
            if form.columns == 5:
                body += "<p><strong>Commentary / explanation</strong></p>"
                body += pieces(item.commentary)
    return page(body)


def cards(form: Form) -> bytes:
    """A small table for each provision, labels on the left."""
    body = "<h1>Complaint Handling Code</h1>"
    for item in form.responses:
        body += f"<table><tr><th>Code provision</th><td>{item.number}</td></tr>"
        body += f"<tr><th>Code requirement</th><td>{requirement(item.requirement)}</td></tr>"
        body += f"<tr><th>Comply: Yes / No</th><td>{escape(item.written)}</td></tr>"
        body += f"<tr><th>Evidence</th><td>{pieces(item.evidence)}</td></tr>"
        if form.columns == 5:
            body += f"<tr><th>Commentary / explanation</th><td>{pieces(item.commentary)}</td></tr>"
        body += "</table>"
    return page(body)


GRID = (
    "@page { size: A4 landscape; margin: 15mm; @bottom-center { content: 'Page ' counter(page) } }"
    "body { font: 9pt sans-serif } table { border-collapse: collapse; width: 100%;"
    " table-layout: fixed } td, th { border: 0.7pt solid black; padding: 3pt; vertical-align: top }"
    "td:first-child, th:first-child { width: 9% } p { margin: 0 0 4pt }"
)
RULED = GRID.replace("border: 0.7pt solid black", "border: 0; border-bottom: 0.7pt solid #888")

# As a browser prints a page whose style says nothing of tables.
PLAIN = "@page { size: A4 landscape } td, th { padding: 4pt }"


def weasyprint(html: bytes, style: str = GRID) -> bytes:
    return set_page(html.replace(b"<style>", f"<style>{style}".encode()))


def chromium(html: bytes, style: str = GRID) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "form.html", Path(folder) / "form.pdf"
        source.write_bytes(html.replace(b"<style>", b"<style>" + style.encode()))
        subprocess.run(
            [chromium_path(), "--headless", "--no-sandbox", "--disable-gpu",
             "--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return target.read_bytes()


def libreoffice(data: bytes, suffix: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"form{suffix}"
        source.write_bytes(data)
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
             "--convert-to", "pdf", "--outdir", folder, str(source)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return (Path(folder) / "form.pdf").read_bytes()
