"""PDF tables without upright lines: columns by their headings and the white space between them."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from assessments.importing.columns import heading_layout
from assessments.importing.numbers import looks_like_number
from assessments.importing.readers.pdf_cells import Line, Word, Words, cell_text, lines_of
from assessments.importing.readers.pdf_rows import row_tops
from assessments.importing.source import Block, Cell, Row, Table

_HEADING_LINES = 4
# A heading between tables is so much larger than what stands in them.
_LARGE = 1.2


class Columns:
    """Finds such tables page by page; a page without headings goes on with the last ones."""

    def __init__(self, known: Words) -> None:
        self._known = known
        self._bounds: list[float] = []

    def tables(
        self, words: list[Word], rules: list[float], number: int
    ) -> list[tuple[float, Block]]:
        """The page's tables with their heights; the words in them are marked as taken."""
        lines = lines_of(words)
        found: list[tuple[float, Block]] = []
        heads = _all_heads(lines)
        starts = [index for index, *_ in heads]
        if self._bounds and (not starts or starts[0] > 0):
            part = lines[: starts[0] if starts else len(lines)]
            found += self._table(part, 0, rules, number)
        for (index, count, lefts), end in zip(heads, [*starts[1:], len(lines)], strict=False):
            part = lines[index:end]
            self._bounds = _bounds(lefts, part)
            found += self._table(part, count, rules, number)
        return found

    def _table(
        self, lines: list[Line], heads: int, rules: list[float], number: int
    ) -> list[tuple[float, Block]]:
        """The table in the lines, the first few of which are its headings."""
        usual = median(_height(line) for line in lines)
        kept = [line for line in lines if self._fits(line) and _height(line) < _LARGE * usual]
        if len(self._bounds) < 3 or len(kept) < 2:
            return []
        top, bottom = kept[0].top, kept[-1].bottom
        large = {
            id(word) for line in lines if _height(line) >= _LARGE * usual for word in line.words
        }
        words = [
            word
            for line in lines
            for word in line.words
            if top <= word.top < bottom and id(word) not in large
        ]
        drawn = [rule for rule in rules if top - 20 < rule < bottom + 20]
        tops = self._tops(kept, lines[heads:], drawn)
        rows = []
        for index, (upper, lower) in enumerate(pairwise([*tops, bottom + 50]), start=1):
            inside = [word for word in words if upper <= (word.top + word.bottom) / 2 < lower]
            if inside:
                rows.append(Row(self._cells(inside), f"page {number}, row {index}"))
        for word in words:
            word.taken = True
        return [(top, Table(tuple(rows)))]

    def _fits(self, line: Line) -> bool:
        """Whether a line keeps the columns apart: no word stands across a border."""
        return not any(
            word.left < bound - 2 and word.right > bound + 2
            for bound in self._bounds[1:]
            for word in line.words
        )

    def _tops(self, lines: list[Line], body: list[Line], rules: list[float]) -> list[float]:
        """Where rows begin: at the lines drawn, else by the numbers in the first column."""
        first = lines[0].top - 1
        if len(rules) >= 3:
            return sorted({first, *rules})
        second = self._bounds[1]
        numbers = [
            own
            for line in lines
            if (own := [word for word in line.words if word.right < second])
            if looks_like_number(" ".join(word.text for word in own))
        ]
        words = [word for line in body for word in line.words]
        # Below the headings the rest of a row from the page before may come first.
        return sorted({first, *(line.top - 1 for line in body[:1]), *row_tops(words, numbers)})

    def _cells(self, words: list[Word]) -> tuple[Cell, ...]:
        cells = []
        for left, right in pairwise([*self._bounds, 10_000.0]):
            inside = [word for word in words if left <= (word.left + word.right) / 2 < right]
            width = max((word.right for word in inside), default=left) - left
            cells.append(Cell(cell_text(inside, width, self._known)))
        return tuple(cells)


def _height(line: Line) -> float:
    return max(word.bottom - word.top for word in line.words)


def _segments(line: Line) -> list[list[Word]]:
    """The line's words, cut where there is more than a word's space between them."""
    segments = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if word.left - before.right > 0.5 * (word.bottom - word.top):
            segments.append([word])
        else:
            segments[-1].append(word)
    return segments


def _all_heads(lines: list[Line]) -> list[tuple[int, int, list[float]]]:
    """Each row of column headings: its first line, its number of lines, its columns' left ends."""
    found = []
    index = 0
    while index < len(lines):
        count, lefts = _heads(lines, index)
        if lefts:
            found.append((index, count, lefts))
        index += max(count, 1)
    return found


def _heads(lines: list[Line], index: int) -> tuple[int, list[float]]:
    """A row of column headings that begins in this line: its lines, its columns' left ends."""
    for count in range(_HEADING_LINES, 0, -1):
        part = lines[index : index + count]
        if len(part) < count or part[-1].top - part[0].top > 14 * count or _apart(part):
            continue
        heads = _merged([segment for line in part for segment in _segments(line)])
        texts = [" ".join(word.text for word in head) for head in heads]
        layout = heading_layout(Row(tuple(Cell(text) for text in texts), ""))
        if layout is not None and len(texts) >= 3:
            own = {role for role in layout.roles if role}
            if len(own) >= 3 and len(_segments(part[0])) >= 3:
                return count, [min(word.left for word in head) for head in heads]
    return 0, []


def _apart(lines: list[Line]) -> bool:
    """Whether two of the lines are further from each other than lines of one cell."""
    return any(
        below.top - above.bottom > max(4, 0.4 * (above.bottom - above.top))
        for above, below in pairwise(lines)
    )


def _merged(segments: list[list[Word]]) -> list[list[Word]]:
    """Segments below each other as one heading."""
    heads: list[list[Word]] = []
    for segment in segments:
        left, right = segment[0].left, segment[-1].right
        for head in heads:
            if left < max(w.right for w in head) and right > min(w.left for w in head):
                head += segment
                break
        else:
            heads.append(list(segment))
    return sorted(heads, key=lambda head: min(word.left for word in head))


def _bounds(lefts: list[float], lines: list[Line]) -> list[float]:
    """The columns' left borders: in the white space before each heading that words cross least."""
    bounds = [0.0]
    for before, left in pairwise(lefts):
        places = [left - step for step in range(1, max(2, int((left - before) * 0.6)))]
        crossed = {
            place: sum(word.left < place < word.right for line in lines for word in line.words)
            for place in places
        }
        least = min(crossed.values())
        bounds.append(next(place for place in places if crossed[place] == least))
    return bounds
