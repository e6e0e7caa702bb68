"""Opens a PDF and takes from each page what the reader needs: words, ruled cells, lines."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from assessments.importing.limits import MAX_PAGES, CannotRead
from assessments.importing.readers.pdf_cells import Word, words_of

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF

Box = tuple[float, float, float, float]
_BROKEN = "This PDF is damaged. Open it, print or export it to PDF again, and upload that."


@dataclass(frozen=True)
class PageView:
    """One page: `tables` are the cells of each ruled table, `rules` heights of level lines."""

    number: int
    height: float
    words: list[Word]
    tables: list[list[Box]]
    rules: list[float]
    # Whether cells are told by their shade alone: there are areas, and no lines.
    shaded: bool = False


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
    page = _upright(page)
    _drop_struck(page)
    words = words_of(page)
    tables = _tables(page) if words else []
    rules = _rules(page) if words else []
    return PageView(number, float(page.height), words, tables, rules, _is_shaded(page))


def _is_shaded(page: Page) -> bool:
    drawn = [*page.lines, *page.rects]
    upright = any(item["width"] < 3 and item["height"] > 8 for item in drawn)
    return bool(page.rects) and not upright


def _upright(page: Page) -> Page:
    """The page turned so that its text can be read, without stamps that lie across it."""
    from pdfplumber.page import Page as NewPage

    ways: Counter[int] = Counter(_way(char) for char in page.chars)
    turn = max((0, 90, 180, 270), key=lambda way: ways[way])
    if ways[turn] and turn:
        # One of the libraries reads the one, the other the other.
        page.page_obj.rotate = (page.page_obj.rotate + turn) % 360
        page.page_obj.attrs["Rotate"] = page.page_obj.rotate
        page = NewPage(page.pdf, page.page_obj, page.page_number)
    if set(ways) - {turn}:
        page.objects["char"] = [char for char in page.chars if _way(char) == 0]
    return page


def _way(char: dict[str, Any]) -> int:
    """How far the page has to be turned, clockwise, for a letter to stand; -1 where it slants."""
    along, up = char["matrix"][:2]
    if abs(up) < 0.1 * abs(along):
        return 0 if along > 0 else 180
    if abs(along) < 0.1 * abs(up):
        return 90 if up > 0 else 270
    return -1


def _drop_struck(page: Page) -> None:
    """Removes letters that are struck through, as programs print deleted text."""
    lines = [*page.lines, *page.rects]
    level = sorted(
        (line["top"], line["x0"], line["x1"])
        for line in lines
        if line["height"] < 2 and line["width"] > 2
    )
    if level:
        page.objects["char"] = [char for char in page.chars if not _is_struck(char, level)]


def _is_struck(char: dict[str, Any], level: list[tuple[float, float, float]]) -> bool:
    height = char["bottom"] - char["top"]
    first, last = char["top"] + 0.4 * height, char["top"] + 0.75 * height
    middle = (char["x0"] + char["x1"]) / 2
    for top, left, right in level[bisect_left(level, (first,)) :]:
        if top > last:
            return False
        if left - 1 <= middle <= right + 1:
            return True
    return False


def _tables(page: Page) -> list[list[Box]]:
    """Cells drawn with lines. A row that the page's end cuts is closed with a line of our own."""
    ends = _ends(page)
    if not ends:
        return []
    settings = {
        "vertical_strategy": "lines",
        "horizontal_strategy": "lines",
        "explicit_horizontal_lines": ends,
        "explicit_vertical_lines": _sides(page),
    }
    return [
        [box for box in table.cells if box[2] - box[0] > 6 and box[3] - box[1] > 4]
        for table in page.find_tables(settings)
    ]


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


def _rules(page: Page) -> list[float]:
    """The heights of lines that go across much of the page; one under a link does not."""
    reach: dict[float, float] = defaultdict(float)
    for edge in page.edges:
        if edge["orientation"] == "h" and edge["width"] > 15:
            reach[round(float(edge["top"]), 1)] += edge["width"]
    return sorted(top for top, width in reach.items() if width > 0.3 * page.width)


def _sides(page: Page) -> list[float]:
    """The left and right ends of horizontal lines, where a table has no border there."""
    edges = page.edges
    across = [edge for edge in edges if edge["orientation"] == "h" and edge["width"] > 15]
    upright = [edge["x0"] for edge in edges if edge["orientation"] == "v"]
    if not across or not upright:
        return []
    left, right = min(edge["x0"] for edge in across), max(edge["x1"] for edge in across)
    return [left] * (left < min(upright) - 10) + [right] * (right > max(upright) + 10)


def _ends(page: Page) -> list[float]:
    """The top and bottom of each run of vertical lines that touch."""
    spans = sorted(
        (edge["top"], edge["bottom"]) for edge in page.edges if edge["orientation"] == "v"
    )
    ends: list[list[float]] = []
    for top, bottom in spans:
        if ends and top <= ends[-1][1] + 3:
            ends[-1][1] = max(ends[-1][1], bottom)
        else:
            ends.append([top, bottom])
    return [end for pair in ends if pair[1] - pair[0] > 8 for end in pair]
