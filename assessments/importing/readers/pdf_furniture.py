"""What a page carries besides its text: running headers and footers, page numbers, stamps.

Whatever stands in a page's margin, at the same height and in the same words (but for numbers) as on
pages near it, is the page's and not the form's. Pages near it, because a form may be an appendix
whose report has a header of its own, and left and right pages may differ. What stands inside a
table is the table's, unless the table itself lies in the margin: footers are often drawn with
lines. So are column headings, and rows that begin with a provision's number.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from assessments.importing.numbers import looks_like_number
from assessments.importing.readers.pdf_cells import WordLine, lines_of
from assessments.importing.readers.pdf_columns import heading_lines, is_title
from assessments.importing.readers.pdf_grid import Box
from assessments.importing.readers.pdf_pages import PageView
from assessments.importing.readers.thresholds import (
    LARGE,
    MARGIN,
    NEARBY_PAGES,
    REPEATED,
    SAME_PLACE,
    STAMPED,
)

_PAGE = re.compile(
    r"(?:p(?:age|g)?\.? ?)\d{1,3}(?: ?(?:of|/) ?\d{1,3})?|\d{1,3} ?(?:of|/|\|) ?\d{1,3}"
    r"|\d{1,3} ?\| ?page|[-–—] ?\d{1,3} ?[-–—]",
    re.IGNORECASE,
)
# A line of a page's margin: its page's place in the file, how far it is from the edge, the line.
_Found = tuple[int, float, WordLine]


def drop_furniture(pages: Sequence[PageView]) -> None:
    """Marks as taken what the margins of pages have in common."""
    shapes: dict[str, list[_Found]] = defaultdict(list)
    for index, page in enumerate(pages):
        lines = lines_of(word for word in page.words if not word.taken)
        heads = heading_lines([line for line in lines if _in_margin(page, line)])
        for line in lines:
            if _in_margin(page, line) and line not in heads and not _is_kept(page, line):
                shapes[_shape(line.text)].append((index, _place(page, line), line))
    wanted = min(REPEATED, max(len(pages), 2))
    for found in shapes.values():
        for index, place, line in found:
            if _PAGE.fullmatch(line.text) or _repeats(found, index, place) >= wanted:
                for word in line.words:
                    word.taken = True


def drop_stamps(pages: Sequence[PageView]) -> None:
    """Marks as taken large words in the same place on most pages: "DRAFT" behind the text."""
    sizes = sorted(word.bottom - word.top for page in pages for word in page.words)
    usual = sizes[len(sizes) // 2]
    large = [
        word for page in pages for word in page.words if word.bottom - word.top > LARGE * usual
    ]
    counts = Counter((word.text, round(word.left), round(word.top)) for word in large)
    for word in large:
        often = counts[word.text, round(word.left), round(word.top)]
        word.taken = word.taken or often >= max(REPEATED, STAMPED * len(pages))


def _repeats(found: Sequence[_Found], index: int, place: float) -> int:
    """On how many pages near one the same stands at the same height."""
    near = {
        other
        for other, height, _ in found
        if abs(other - index) <= NEARBY_PAGES and abs(height - place) < SAME_PLACE
    }
    return len(near)


def _place(page: PageView, line: WordLine) -> float:
    """How far a line is from the page's top, or with a minus from its bottom."""
    return line.top if line.top < page.height / 2 else line.bottom - page.height


def _in_margin(page: PageView, line: WordLine) -> bool:
    return line.top < MARGIN * page.height or line.bottom > (1 - MARGIN) * page.height


def _is_kept(page: PageView, line: WordLine) -> bool:
    return looks_like_number(line.words[0].text) or is_title(line) or _in_table(page, line)


def _in_table(page: PageView, line: WordLine) -> bool:
    """Whether a line stands in a table, and the table not in the margin as well."""
    middle = (line.top + line.bottom) / 2
    for boxes in page.tables:
        top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
        away = bottom > MARGIN * page.height and top < (1 - MARGIN) * page.height
        if away and any(_holds(box, line.left + 1, middle) for box in boxes):
            return True
    return False


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", text)
