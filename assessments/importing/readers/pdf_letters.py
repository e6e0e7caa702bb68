"""The letters of a PDF page as a person sees them.

What a file holds and what its page shows differ: pages are stored turned, printers' marks lie
outside the page's box, struck-out text is still there, cells cut their text off, and signs of
symbol fonts are stored as the letters on the same keys. So a page is turned until its text stands,
and only letters that can be seen are kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assessments.importing.readers.pdf_content import Box, Content, Letter, content_of
from assessments.importing.readers.symbols import with_font
from assessments.importing.readers.thresholds import BARELY_CUT, EDGE, SLANT, STRUCK

if TYPE_CHECKING:
    from pdfplumber.page import Page

# From a box of the file, as an annotation has it, to one of the page as it is shown.
Place = Callable[[Sequence[float]], Box]


def upright(page: Page) -> tuple[Page, Content]:
    """The page turned so that most of its text can be read, and what it draws."""
    from pdfplumber.page import Page as NewPage

    content = content_of(page, shown_box(page)[:2])
    ways: Counter[int] = Counter(_way(letter) for letter in content.letters)
    turn = max((0, 90, 180, 270), key=lambda way: ways[way])
    if not ways[turn] or not turn:
        return page, content
    # One of the libraries reads the one, the other the other.
    page.page_obj.rotate = (page.page_obj.rotate + turn) % 360
    page.page_obj.attrs["Rotate"] = page.page_obj.rotate
    page = NewPage(page.pdf, page.page_obj, page.page_number)
    return page, content_of(page, shown_box(page)[:2])


def shown_box(page: Page) -> Box:
    """The part of a page that is shown, in the library's own measure."""
    left, top, right, bottom = map(float, page.bbox)
    crop = page.cropbox
    box = (
        *(max(left, float(crop[0])), max(top, float(crop[1]))),
        *(min(right, float(crop[2])), min(bottom, float(crop[3]))),
    )
    return (left, top, right, bottom) if box[2] <= box[0] or box[3] <= box[1] else box


def placing(page: Page) -> Place:
    """How a box of the file is found on the page, turned as the page is."""
    x0, y0, x1, y1 = page.page_obj.mediabox
    turn = page.page_obj.rotate % 360

    def turned(x: float, y: float) -> tuple[float, float]:
        if turn == 90:
            return y - y0, x1 - x
        if turn == 180:
            return x1 - x, y1 - y
        return (y1 - y, x - x0) if turn == 270 else (x - x0, y - y0)

    left, top, _, _ = shown_box(page)

    def place(box: Sequence[float]) -> Box:
        corners = [turned(float(x), float(y)) for x, y in (box[:2], box[2:4])]
        across = sorted(page.bbox[0] - left + x for x, _ in corners)
        down = sorted(page.bbox[1] - top + float(page.height) - y for _, y in corners)
        return across[0], down[0], across[1], down[1]

    return place


def letters_of(
    content: Content, width: float, height: float, *, printed_sheet: bool
) -> tuple[list[Letter], list[Box]]:
    """The letters that can be read on an upright page, and the boxes that cut others off.

    Spreadsheets leave out most of what does not fit: there a line up to the box's edge is enough.
    """
    struck = _level(content)
    found: list[Letter] = []
    cut: dict[Box, None] = {}
    for letter in content.letters:
        x, y = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
        seen = 0 <= x <= width and 0 <= y <= height
        if _way(letter) or not seen or (struck and _is_struck(letter, struck)):
            continue
        if _is_cut(letter):
            if letter["text"].strip():
                cut[letter["clip"]] = None
        else:
            letter["text"] = with_font(letter["text"], letter["fontname"])
            found.append(letter)
    return found, [*cut, *(_filled(found) if printed_sheet else ())]


def _filled(letters: Sequence[Letter]) -> list[Box]:
    """The boxes that one line fills to the edge, so that the next letter would not have fitted."""
    boxes: dict[Box, list[Letter]] = defaultdict(list)
    for letter in letters:
        if letter["clip"] is not None:
            boxes[letter["clip"]].append(letter)
    return [
        box
        for box, inside in boxes.items()
        if max(letter["top"] for letter in inside) - min(letter["top"] for letter in inside) < 1
        and max(letter["x1"] + EDGE * letter["size"] for letter in inside) > box[2]
    ]


def _is_cut(letter: Letter) -> bool:
    """Whether a good part of a letter lies outside of the box that it is drawn in."""
    clip: Box | None = letter["clip"]
    if clip is None:
        return False
    across = min(letter["x1"], clip[2]) - max(letter["x0"], clip[0])
    down = min(letter["bottom"], clip[3]) - max(letter["top"], clip[1])
    wide, high = letter["x1"] - letter["x0"], letter["bottom"] - letter["top"]
    return bool(across < (1 - BARELY_CUT) * wide or down < (1 - BARELY_CUT) * high)


def _way(letter: Letter) -> int:
    """How far the page has to be turned, clockwise, for a letter to stand; -1 where it slants."""
    along, up = letter["matrix"][:2]
    if abs(up) < SLANT * abs(along):
        return 0 if along > 0 else 180
    if abs(along) < SLANT * abs(up):
        return 90 if up > 0 else 270
    return -1


def _level(content: Content) -> list[tuple[float, float, float]]:
    """Level lines, as programs strike out deleted text."""
    return sorted(
        (min(y0, y1), min(x0, x1), max(x0, x1))
        for x0, y0, x1, y1 in [*content.lines, *content.areas]
        if abs(y1 - y0) < 2 and abs(x1 - x0) > 2
    )


def _is_struck(letter: Letter, level: list[tuple[float, float, float]]) -> bool:
    height = letter["bottom"] - letter["top"]
    first, last = (letter["top"] + share * height for share in STRUCK)
    middle = (letter["x0"] + letter["x1"]) / 2
    for top, left, right in level[bisect_left(level, (first,)) :]:
        if top > last:
            return False
        if left - 1 <= middle <= right + 1:
            return True
    return False
