"""Where the rows of a PDF table begin that has no lines between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assessments.importing.readers.pdf_cells import Word
from assessments.importing.readers.thresholds import AT_HEAD, ROWS_APART, WHITE


def row_tops(words: Sequence[Word], numbers: Sequence[Sequence[Word]]) -> list[float]:
    """The heights at which rows begin, given all words of the table and each row's number.

    Numbers stand at the head of their rows, or in the middle of them, where a browser sets them by
    default.
    """
    heads = [min(word.top for word in number) - 1 for number in numbers]
    if sum(not _is_crossed(head, words) for head in heads) >= AT_HEAD * len(heads):
        return heads
    middles = [
        (min(w.top for w in number) + max(w.bottom for w in number)) / 2 for number in numbers
    ]
    return _around(middles, heads, _gaps(words)) or heads


def _is_crossed(height: float, words: Sequence[Word]) -> bool:
    """Whether text runs through a height."""
    return any(word.top < height < word.bottom for word in words)


def _gaps(words: Sequence[Word]) -> list[tuple[float, float]]:
    """The bands without any text, from top to bottom: above all of it, between, and below."""
    reached = min(word.top for word in words)
    found = [(reached - 1, reached)]
    for word in sorted(words, key=lambda item: item.top):
        if word.top > reached + WHITE:
            found.append((reached, word.top))
        reached = max(reached, word.bottom)
    return [*found, (reached, reached + 1)]


def _around(
    middles: Sequence[float], tops: Sequence[float], gaps: Sequence[tuple[float, float]]
) -> list[float]:
    """The gaps that put each middle nearest to the middle of its row; none where one has no row.

    What stands above the first row, or below the last, may be the rest of a row on another page.
    """
    borders = [(top + bottom) / 2 for top, bottom in gaps]
    # The best way to have a row begin at each gap: what it costs, and where the rows before began.
    best: dict[int, tuple[float, list[int]]] = {
        index: (-_width(gap), [index]) for index, gap in enumerate(gaps) if gap[1] <= middles[0]
    }
    for middle, following in pairwise(middles):
        after: dict[int, tuple[float, list[int]]] = {}
        for end, gap in enumerate(gaps):
            if middle < gap[0] and gap[1] < following and best:
                cost, starts = _nearest(best, borders, borders[end], middle)
                after[end] = (cost - _width(gap), [*starts, end])
        best = after
    if not best:
        return []
    # A row that the page's end cuts has its number at its head.
    _, starts = min(
        _nearest(best, borders, borders[-1], middles[-1]),
        _nearest(best, [bottom for _, bottom in gaps], tops[-1], tops[-1]),
    )
    return [borders[index] for index in starts]


def _nearest(
    best: dict[int, tuple[float, list[int]]], borders: Sequence[float], end: float, middle: float
) -> tuple[float, list[int]]:
    """The best way on to a row that ends there, with its number in the middle."""
    return min(
        (cost + abs((borders[start] + end) / 2 - middle), starts)
        for start, (cost, starts) in best.items()
    )


def _width(gap: tuple[float, float]) -> float:
    """How much a gap speaks for itself: rows stand further apart than lines."""
    return ROWS_APART * (gap[1] - gap[0])
