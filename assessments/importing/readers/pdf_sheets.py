"""Two pages on one sheet, as printers put them: each is read as a page of its own, the left first.

Nothing but the paper tells such a sheet from a page that is wider than high. So all wide sheets of
the file count together: hardly anything may cross their middle, and on both sides text must begin
as far from its half's edge, as it does on pages of one document. Columns of a table may leave the
middle free too, but then the text on the right begins close behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from assessments.importing.readers.pdf_pages import PageView
from assessments.importing.readers.thresholds import (
    CROSSED_SHEETS,
    GUTTER,
    SAME_MARGIN,
    WHOLE_SHEET,
    WIDE,
    WIDER_THAN_PAPER,
)


def single_pages(pages: Sequence[PageView]) -> list[PageView]:
    """The pages, each sheet of two as its two halves."""
    wide = [page for page in pages if page.words and page.width > WIDE * page.height]
    if not _are_double(wide):
        return list(pages)
    doubles = {page.number for page in wide if not _is_crossed(page)}
    return [
        half for page in pages for half in (_halves(page) if page.number in doubles else [page])
    ]


def _are_double(wide: Sequence[PageView]) -> bool:
    crossed = sum(map(_is_crossed, wide))
    full = [page for page in wide if not _is_crossed(page) and all(_lefts(page))]
    if not full or crossed > CROSSED_SHEETS * len(wide):
        return False
    if all(page.width > WIDER_THAN_PAPER * page.height for page in full):
        return True
    differences = []
    for page in full:
        left, right = _lefts(page)
        differences.append(abs(min(right) - page.width / 2 - min(left)))
    return median(differences) <= SAME_MARGIN


def _lefts(page: PageView) -> tuple[list[float], list[float]]:
    """Where the words of each half begin."""
    middle = page.width / 2
    return (
        [word.left for word in page.words if word.left < middle],
        [word.left for word in page.words if word.left >= middle],
    )


def _is_crossed(page: PageView) -> bool:
    """Whether a word or a line of a table goes through the middle of a sheet."""
    left, right = page.width / 2 - GUTTER, page.width / 2 + GUTTER
    if any(word.left < right and word.right > left for word in page.words):
        return True
    # What goes over the whole sheet is its background.
    return any(
        first < left and last > right and last - first < WHOLE_SHEET * page.width
        for _, first, last in page.drawn.level
    )


def _halves(page: PageView) -> list[PageView]:
    middle = page.width / 2
    left = [word for word in page.words if word.left < middle]
    right = [
        replace(word, left=word.left - middle, right=word.right - middle)
        for word in page.words
        if word.left >= middle
    ]
    return [
        replace(
            page,
            where=f"{page.where}, {side}",
            width=middle,
            words=words,
            drawn=page.drawn.part(start, start + middle),
            cut=tuple((x0 - start, top, x1 - start, low) for x0, top, x1, low in page.cut),
        )
        for side, words, start in (("left half", left, 0.0), ("right half", right, middle))
    ]
