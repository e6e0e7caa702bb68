"""Opens a PDF and takes from each page what the reader needs: words, lines, and what it is.

A page is read by pdfplumber and then closed, so that a long file takes no more memory than its
words; everything about tables is worked out from a `PageView` afterwards, when the whole file is
known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

from assessments.importing.limits import MAX_PAGES, CannotRead
from assessments.importing.readers.pdf_cells import Word
from assessments.importing.readers.pdf_fields import field_words, links_of
from assessments.importing.readers.pdf_grid import Box, Drawn, Line, rules, tables
from assessments.importing.readers.pdf_letters import letters, placing, shown_box, upright
from assessments.importing.readers.pdf_words import words_of
from assessments.importing.readers.thresholds import STRAIGHT

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF

_BROKEN = "This PDF is damaged. Open it, print or export it to PDF again, and upload that."


@dataclass(frozen=True)
class PageView:
    """One page, or one of two pages on a sheet. `where` is what a person calls it."""

    number: int
    where: str
    width: float
    height: float
    words: list[Word]
    drawn: Drawn = field(default_factory=Drawn)
    # Whether cells are told by their shade alone: there are areas, and no lines.
    shaded: bool = False
    # The share of the page that pictures cover.
    pictured: float = 0.0

    @cached_property
    def tables(self) -> list[list[Box]]:
        """The cells of each table that is drawn with lines."""
        return tables(self.drawn, self.width, self.height)

    @cached_property
    def rules(self) -> list[float]:
        """The heights of level lines across the page."""
        return rules(self.drawn, self.width)


# What pdfminer lets through for damaged files.
_DAMAGE = (
    *(ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError, OSError),
    *(ArithmeticError, RuntimeError, StopIteration, NotImplementedError, SyntaxError),
)


def page_views(data: bytes) -> Iterator[PageView]:
    """The pages in order. Raises CannotRead for locked, damaged and over-long files."""
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    for number, page in enumerate(_open(data).pages, start=1):
        try:
            view = _view(page, number)
        except (PdfminerException, PSException, *_DAMAGE) as error:
            raise CannotRead(_BROKEN) from error
        yield view
        page.close()


def _view(page: Page, number: int) -> PageView:
    page = upright(page)
    left, top, right, bottom = shown_box(page)
    place = placing(page)
    words = words_of(letters(page), links_of(page, place)) + field_words(page, place)
    return PageView(
        number,
        f"page {number}",
        right - left,
        bottom - top,
        words,
        _drawn(page, left, top) if words else Drawn(),
        _is_shaded(page),
        _pictured(page),
    )


def _drawn(page: Page, left: float, top: float) -> Drawn:
    """The lines of a page: borders, and the sides of areas. A turned page's are never quite so."""
    level: list[Line] = []
    upright: list[Line] = []
    for x0, y0, x1, y1 in _edges(page):
        across, down = abs(x1 - x0), abs(y1 - y0)
        if down <= STRAIGHT and across >= 1:
            level.append((min(y0, y1) - top, min(x0, x1) - left, max(x0, x1) - left))
        elif across <= STRAIGHT and down >= 1:
            upright.append((min(x0, x1) - left, min(y0, y1) - top, max(y0, y1) - top))
    return Drawn(level, upright)


def _edges(page: Page) -> Iterator[Box]:
    """From where to where each line goes."""
    for line in page.lines:
        yield line["x0"], line["top"], line["x1"], line["bottom"]
    for area in page.rects:
        left, top, right, bottom = (area[key] for key in ("x0", "top", "x1", "bottom"))
        yield from ((left, top, right, top), (left, bottom, right, bottom))
        yield from ((left, top, left, bottom), (right, top, right, bottom))
    for curve in page.curves:
        for (x0, y0), (x1, y1) in pairwise(curve["pts"]):
            yield x0, y0, x1, y1


def _is_shaded(page: Page) -> bool:
    drawn = [*page.lines, *page.rects]
    upright_lines = any(item["width"] < 3 and item["height"] > 8 for item in drawn)
    return bool(page.rects) and not upright_lines


def _pictured(page: Page) -> float:
    left, top, right, bottom = shown_box(page)
    covered = 0.0
    for item in page.images:
        across = min(right, item["x1"]) - max(left, item["x0"])
        down = min(bottom, item["bottom"]) - max(top, item["top"])
        covered += max(across, 0) * max(down, 0)
    return float(covered / ((right - left) * (bottom - top)))


def _open(data: bytes) -> PDF:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        pdf = pdfplumber.open(BytesIO(data))
        count = len(pdf.pages)
    except PdfminerException as error:
        cause = error.args[0] if error.args else None
        if isinstance(cause, PDFPasswordIncorrect | PDFTextExtractionNotAllowed):
            raise CannotRead(
                "This PDF has a password. Remove it and upload the file again."
            ) from error
        raise CannotRead(_BROKEN) from error
    except _DAMAGE as error:
        raise CannotRead(_BROKEN) from error
    if count > MAX_PAGES:
        raise CannotRead(
            f"The PDF has more than {MAX_PAGES} pages. Upload only those of the self-assessment."
        )
    if count == 0:
        raise CannotRead(_BROKEN)
    return pdf
