"""The letters of a PDF page as a person sees them.

What a file holds and what its page shows differ: pages are stored turned, printers' marks lie
outside the page's box, struck-out text is still there, and signs of symbol fonts are stored as the
letters on the same keys. So a page is turned until its text stands, everything is counted from the
upper left corner of what is shown, and only letters that can be seen are kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from assessments.importing.readers.symbols import with_font
from assessments.importing.readers.thresholds import SLANT, STRUCK

if TYPE_CHECKING:
    from pdfplumber.page import Page

Box = tuple[float, float, float, float]
Letter = dict[str, Any]
# From a box of the file, as an annotation has it, to one of the page as it is shown.
Place = Callable[[Sequence[float]], Box]


def upright(page: Page) -> Page:
    """The page turned so that most of its text can be read."""
    from pdfplumber.page import Page as NewPage

    ways: Counter[int] = Counter(_way(letter) for letter in page.chars)
    turn = max((0, 90, 180, 270), key=lambda way: ways[way])
    if not ways[turn] or not turn:
        return page
    # One of the libraries reads the one, the other the other.
    page.page_obj.rotate = (page.page_obj.rotate + turn) % 360
    page.page_obj.attrs["Rotate"] = page.page_obj.rotate
    return NewPage(page.pdf, page.page_obj, page.page_number)


def shown_box(page: Page) -> Box:
    """The part of an upright page that is shown, in the library's own measure."""
    left, top, right, bottom = page.bbox
    crop = page.cropbox
    box = max(left, crop[0]), max(top, crop[1]), min(right, crop[2]), min(bottom, crop[3])
    whole = (left, top, right, bottom)
    return whole if box[2] <= box[0] or box[3] <= box[1] else box


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


def letters(page: Page) -> list[Letter]:
    """The letters that can be read on an upright page, from the corner of what is shown."""
    left, top, right, bottom = shown_box(page)
    lines = _level(page)
    found = []
    for letter in page.chars:
        x, y = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
        if _way(letter) or not (left <= x <= right and top <= y <= bottom):
            continue
        if lines and _is_struck(letter, lines):
            continue
        found.append(_moved(letter, left, top))
    return found


def _moved(letter: Letter, left: float, top: float) -> Letter:
    return {
        **letter,
        "text": with_font(letter["text"], letter["fontname"]),
        "x0": letter["x0"] - left,
        "x1": letter["x1"] - left,
        "top": letter["top"] - top,
        "bottom": letter["bottom"] - top,
        "doctop": letter["top"] - top,
    }


def _way(letter: Letter) -> int:
    """How far the page has to be turned, clockwise, for a letter to stand; -1 where it slants."""
    along, up = letter["matrix"][:2]
    if abs(up) < SLANT * abs(along):
        return 0 if along > 0 else 180
    if abs(along) < SLANT * abs(up):
        return 90 if up > 0 else 270
    return -1


def _level(page: Page) -> list[tuple[float, float, float]]:
    """Level lines, as programs strike out deleted text."""
    return sorted(
        (line["top"], line["x0"], line["x1"])
        for line in [*page.lines, *page.rects]
        if line["height"] < 2 and line["width"] > 2
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
