"""Every layout by name: what makes the file, how it is called, and how much of it must be right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.importing import documents, landlords, markup
from tests.importing.content import Form, make_form


@dataclass(frozen=True)
class Layout:
    """`right` is the share of cells that must be as written; `rich` where links and lists fit."""

    name: str
    file: str
    make: Callable[[Form], bytes]
    right: float = 1.0
    rich: bool = True
    full: bool = False
    slow: bool = False

    def form(self, edition: str, seed: int = 1) -> Form:
        return make_form(edition, seed, rich=self.rich, full=self.full)


LAYOUTS = (
    Layout("Word, a table a section", "form.docx", documents.word_sections),
    Layout("Word, one table", "form.docx", documents.word_one_table),
    Layout("Word, own columns", "form.docx", documents.word_own_columns),
    Layout("Word, rows cut by pages", "form.docx", documents.word_cut_rows),
    Layout("Word, labelled parts", "form.docx", documents.word_labelled),
    Layout("web page, a table a section", "form.html", markup.sections),
    Layout("web page, one table", "form.html", markup.one_table),
    Layout("web page, ticks and merged cells", "form.html", markup.ticks),
    Layout("web page, labelled parts", "form.html", markup.labelled),
    Layout("web page, a table a provision", "form.html", markup.cards),
    Layout("workbook, one sheet", "form.xlsx", documents.workbook),
    Layout("workbook, a sheet a section", "form.xlsx", documents.workbook_sheets),
    Layout("CSV, commas", "form.csv", documents.comma_separated),
    Layout("CSV, semicolons", "form.csv", lambda form: documents.comma_separated(form, ";")),
    Layout("text with tabs", "form.txt", documents.tabbed),
    Layout("text, labelled parts", "form.txt", documents.text_labelled),
    Layout("text from a viewer", "form.txt", documents.viewer, right=0.97, rich=False, full=True),
    Layout(
        "PDF, WeasyPrint, grid", "form.pdf", lambda form: markup.weasyprint(markup.sections(form)),
        right=0.99,
    ),
    Layout(
        "PDF, WeasyPrint, one table", "form.pdf",
        lambda form: markup.weasyprint(markup.one_table(form)), right=0.99,
    ),
    Layout(
        "PDF, WeasyPrint, rules only", "form.pdf",
        lambda form: markup.weasyprint(markup.sections(form), markup.RULED), right=0.99,
    ),
    Layout(
        "PDF, WeasyPrint, labelled parts", "form.pdf",
        lambda form: markup.weasyprint(markup.labelled(form)), right=0.97,
    ),
    Layout("Word, tracked changes", "form.docx", landlords.word_tracked),
    Layout("Word, boxes to tick", "form.docx", landlords.word_boxes),
    Layout("Word, drop-down lists", "form.docx", landlords.word_lists),
    Layout("web page, boxes in rows", "form.html", landlords.web_boxes),
    Layout("web page, boxes in a grid", "form.html", landlords.web_grid),
    Layout("web page, icons", "form.html", landlords.web_icons),
    Layout("web page, own labels", "form.html", landlords.web_own_labels),
    Layout("email, answered", "form.txt", landlords.mail),
    Layout("text, a line a cell", "form.txt", landlords.celled, right=0.97, rich=False),
    Layout(
        "text, columns kept apart with spaces", "form.txt", landlords.spaced,
        right=0.97, rich=False, full=True,
    ),
    Layout(
        "PDF, no lines", "form.pdf",
        lambda form: markup.weasyprint(markup.sections(form), landlords.PLAIN), right=0.99,
    ),
    Layout(
        "PDF, striped", "form.pdf",
        lambda form: markup.weasyprint(markup.sections(form), landlords.STRIPED), right=0.99,
    ),
    Layout(
        "PDF, stamped and turned", "form.pdf",
        lambda form: landlords.turned(
            markup.weasyprint(landlords.stamped(markup.sections(form)))
        ),
        right=0.99,
    ),
    Layout(
        "PDF, hyphenated", "form.pdf",
        lambda form: landlords.hyphenated(markup.sections(form)), right=0.98, rich=False,
    ),
    Layout(
        "PDF, Chromium", "form.pdf", lambda form: markup.chromium(markup.sections(form)),
        right=0.99, slow=True,
    ),
    Layout(
        "PDF, Chromium, no lines, numbers in the middle", "form.pdf",
        lambda form: markup.chromium(markup.sections(form), markup.PLAIN), right=0.94, slow=True,
    ),
    Layout(
        "PDF, LibreOffice", "form.pdf",
        lambda form: markup.libreoffice(documents.word_sections(form), ".docx"),
        right=0.99, rich=False, slow=True,
    ),
    Layout(
        "PDF, LibreOffice, one table", "form.pdf",
        lambda form: markup.libreoffice(documents.word_one_table(form), ".docx"),
        right=0.99, rich=False, slow=True,
    ),
)  # fmt: skip
