"""Every format by name: how a document is written in it, and what it can hold."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pikepdf

from tests.accuracy import office, texts, web
from tests.accuracy.document import Document, Grid, flattened
from tests.importing import landlords, markup
from tests.importing.typesetting import set_page

# PDFs take longer to make than to read, and are the same for the same page.
_KEPT = Path(os.environ.get("TEST_LAYOUTS") or tempfile.gettempdir()) / "selfassess-accuracy"


@dataclass(frozen=True)
class Format:
    """`links`: whether addresses survive. `family`: what the aims speak of.

    `joined`: which cells of a table nobody can tell from the next. `few`: only in a few layouts,
    as it differs little from another.
    """

    name: str
    file: str
    write: Callable[[Document], bytes]
    family: str
    links: bool = True
    joined: Literal["", "blocks", "all"] = ""
    slow: bool = False
    few: bool = False


def kept(kind: str, source: bytes, make: Callable[[], bytes]) -> bytes:
    """A file that was made before of the same source, else made and kept."""
    _KEPT.mkdir(parents=True, exist_ok=True)
    path = _KEPT / f"{kind}-{hashlib.sha256(source).hexdigest()[:32]}.pdf"
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(make())
        part.replace(path)
    return path.read_bytes()


def _pdf(style: str) -> Callable[[Document], bytes]:
    def write(document: Document) -> bytes:
        html = web.web_page(document).replace(b"<style>", f"<style>{style}".encode())
        return kept("set", html, lambda: set_page(html))

    return write


grid_pdf = _pdf(markup.GRID)
plain_pdf = _pdf(landlords.PLAIN)


def chromium_pdf(document: Document) -> bytes:
    html = web.web_page(document)
    return kept("chromium", html, lambda: markup.chromium(html))


def libreoffice_pdf(document: Document) -> bytes:
    # A Word document has the time at which it was made in it: the page stands for it.
    return kept(
        "libreoffice",
        web.web_page(document),
        lambda: markup.libreoffice(office.word(document), ".docx"),
    )


def turned_pdf(document: Document) -> bytes:
    return landlords.turned(grid_pdf(document))


def two_up(document: Document) -> bytes:
    """Two pages beside each other on each sheet, as a printer's driver puts them."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(grid_pdf(document))) as pages, pikepdf.new() as sheets:
        for start in range(0, len(pages.pages), 2):
            width, height = (float(pages.pages[0].mediabox[index]) for index in (2, 3))
            sheet = sheets.add_blank_page(page_size=(2 * width, height))
            for place, page in enumerate(list(pages.pages)[start : start + 2]):
                where = pikepdf.Rectangle(place * width, 0, (place + 1) * width, height)
                sheet.add_overlay(page, where)
        sheets.save(target)
    return target.getvalue()


def has_joined_cells(document: Document) -> bool:
    """Whether it is a table in whose rows one text stands beside another."""
    return any(
        isinstance(block, Grid) and max(map(len, block.rows)) > 3
        for block in flattened(document.blocks)
    )


FORMATS = (
    Format("Word", "form.docx", office.word, "Word"),
    Format("web", "form.html", web.web_page, "web"),
    Format("Excel", "form.xlsx", office.excel, "Excel"),
    Format("Excel sheets", "form.xlsx", office.excel_sheets, "Excel", few=True),
    Format("CSV", "form.csv", office.comma_separated, "Excel"),
    Format("pasted HTML", "pasted.html", web.pasted_html, "pasted HTML"),
    Format("PDF", "form.pdf", grid_pdf, "PDF"),
    Format("PDF, no lines", "form.pdf", plain_pdf, "PDF"),
    Format("PDF, turned", "form.pdf", turned_pdf, "PDF", few=True),
    Format("PDF, 2-up", "form.pdf", two_up, "PDF", links=False, few=True),
    Format("PDF, Chromium", "form.pdf", chromium_pdf, "PDF", slow=True),
    # LibreOffice writes no links of such documents into the PDF.
    Format("PDF, LibreOffice", "form.pdf", libreoffice_pdf, "PDF", links=False, slow=True),
    Format("pasted, browser", "pasted.txt", texts.from_browser, "pasted text", links=False,
           joined="blocks"),
    Format("pasted, Word", "pasted.txt", texts.from_word, "pasted text", links=False),
    Format("pasted, Excel", "pasted.txt", texts.from_excel, "pasted text"),
    Format("text, tabs", "form.txt", texts.with_tabs, "pasted text"),
    Format("-layout", "form.txt", lambda d: texts.of_pdf(grid_pdf(d), "-layout"), "-layout",
           links=False),
    Format("pdftotext", "form.txt", lambda d: texts.of_pdf(grid_pdf(d)), "viewer", links=False,
           joined="all"),
    Format("viewer", "form.txt", lambda d: texts.of_pdf(grid_pdf(d), "-raw"), "viewer",
           links=False, joined="all"),
)  # fmt: skip

# The share of cells that should be right, and how many may be silent among a thousand. In what a
# viewer copies, columns run into each other: nothing is promised but that nothing is silent.
AIMS = {
    "Word": (0.995, 0), "web": (0.995, 0), "Excel": (0.995, 0), "pasted HTML": (0.995, 0),
    "PDF": (0.98, 1), "pasted text": (0.9, 1), "-layout": (0.9, 1), "viewer": (0.0, 1),
}  # fmt: skip
