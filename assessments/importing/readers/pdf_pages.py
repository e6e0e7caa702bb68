"""Opens a PDF and takes from each page what the reader needs: words, lines, and what it is.

A page is read by pdfplumber and then closed, so that a long file takes no more memory than its
words; everything about tables is worked out from a `PageView` afterwards, when the whole file is
known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

from assessments.importing.limits import MAX_PAGES, CannotRead
from assessments.importing.readers.pdf_cells import Word
from assessments.importing.readers.pdf_content import Content
from assessments.importing.readers.pdf_fields import field_words, links_of
from assessments.importing.readers.pdf_grid import Box, Drawn, Line, rules, tables
from assessments.importing.readers.pdf_letters import letters_of, placing, shown_box, upright
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
    # The boxes, mostly cells, at whose edges text was cut off.
    cut: tuple[Box, ...] = ()
    # Whether a spreadsheet was printed: its texts run into empty cells beside them.
    printed_sheet: bool = False

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

    pdf = _open(data)
    printed_sheet = _is_printed_sheet(pdf)
    for number, page in enumerate(pdf.pages, start=1):
        try:
            view = _view(page, number, printed_sheet=printed_sheet)
        except (PdfminerException, PSException, *_DAMAGE) as error:
            raise CannotRead(_BROKEN) from error
        yield view
        page.close()


def _is_printed_sheet(pdf: PDF) -> bool:
    made = " ".join(str(pdf.metadata.get(key, "")) for key in ("Creator", "Producer", "Title"))
    return bool(re.search(r"\bexcel\b|\bcalc\b|spreadsheet|\.xlsx?\b", made, re.IGNORECASE))


def _view(page: Page, number: int, *, printed_sheet: bool) -> PageView:
    page, content = upright(page)
    left, top, right, bottom = shown_box(page)
    width, height = right - left, bottom - top
    place = placing(page)
    letters, cut = letters_of(content, width, height, printed_sheet=printed_sheet)
    words = words_of(letters, links_of(page, place), cut=bool(cut))
    words += field_words(page, place)
    return PageView(
        number=number,
        where=f"page {number}",
        width=width,
        height=height,
        words=words,
        drawn=_drawn(content) if words else Drawn(),
        shaded=_is_shaded(content),
        pictured=_pictured(content, width, height),
        cut=tuple(cut),
        printed_sheet=printed_sheet,
    )


def _drawn(content: Content) -> Drawn:
    """The lines of a page: borders, and the sides of areas. A turned page's are never quite so."""
    level: list[Line] = []
    upright_lines: list[Line] = []
    for x0, y0, x1, y1 in _edges(content):
        across, down = abs(x1 - x0), abs(y1 - y0)
        if down <= STRAIGHT and across >= 1:
            level.append((min(y0, y1), min(x0, x1), max(x0, x1)))
        elif across <= STRAIGHT and down >= 1:
            upright_lines.append((min(x0, x1), min(y0, y1), max(y0, y1)))
    return Drawn(level, upright_lines)


def _edges(content: Content) -> Iterator[Box]:
    """From where to where each line goes."""
    yield from content.lines
    for left, top, right, bottom in content.areas:
        yield from ((left, top, right, top), (left, bottom, right, bottom))
        yield from ((left, top, left, bottom), (right, top, right, bottom))
    for curve in content.curves:
        for (x0, y0), (x1, y1) in pairwise(curve):
            yield x0, y0, x1, y1


def _is_shaded(content: Content) -> bool:
    drawn = [*content.lines, *content.areas]
    upright_lines = any(abs(x1 - x0) < 3 and abs(y1 - y0) > 8 for x0, y0, x1, y1 in drawn)
    return bool(content.areas) and not upright_lines


def _pictured(content: Content, width: float, height: float) -> float:
    covered = 0.0
    for left, top, right, bottom in content.pictures:
        across, down = min(right, width) - max(left, 0), min(bottom, height) - max(top, 0)
        covered += max(across, 0) * max(down, 0)
    return covered / (width * height)


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
                "This PDF has a password. Open it, save it without the password and upload that. "
                "Text recognition would not help."
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
