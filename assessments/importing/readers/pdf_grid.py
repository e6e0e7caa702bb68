"""Tables drawn with lines: the cells that level and upright lines of a page enclose.

Lines that nearly lie on each other are first put on one place, to the last digit: only then do two
cells share a corner. (Turned pages have places such as 92.30000000000001, and a cell whose corners
differed would be lost, its text read with the cell's below.) A cell is the smallest box at a
crossing whose four sides are drawn; cells that share corners are one table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from assessments.importing.readers.thresholds import (
    LEAST_ROW,
    MARGIN,
    MEET,
    OPEN_SIDE,
    RULE_ACROSS,
    SHORTEST_BORDER,
    SHORTEST_RULE,
    SMALLEST_CELL,
    SNAP,
)

Box = tuple[float, float, float, float]
# Where a line lies, and from where to where it goes.
Line = tuple[float, float, float]
# The runs of the lines that lie on one place, by that place.
_Runs = dict[float, list[tuple[float, float]]]
_Point = tuple[float, float]


@dataclass(frozen=True)
class Drawn:
    """A page's lines: `level` ones by their height, `upright` ones by their place across."""

    level: Sequence[Line] = ()
    upright: Sequence[Line] = ()

    def part(self, left: float, right: float) -> Drawn:
        """What is drawn between two places across, counted from the first of them."""
        level = [
            (top, max(first, left) - left, min(last, right) - left)
            for top, first, last in self.level
            if first < right and last > left
        ]
        upright = [(x - left, first, last) for x, first, last in self.upright if left <= x < right]
        return Drawn(level, upright)


def tables(drawn: Drawn, width: float, height: float) -> list[list[Box]]:
    """The cells of each table. A row that the page's end cuts is closed with a line of our own."""
    ends = _ends(_inner(drawn.upright, height))
    if not ends:
        return []
    level = _runs([*drawn.level, *((end, 0.0, width) for end in ends)])
    upright = _runs([*drawn.upright, *((side, 0.0, height) for side in _sides(drawn))])
    return [
        [box for box in table if _is_cell(box)]
        for table in _grouped(_cells(_crossings(level, upright)))
    ]


def rules(drawn: Drawn, width: float) -> list[float]:
    """The heights of lines that go across much of the page; one under a link does not."""
    reach: dict[float, float] = defaultdict(float)
    for top, left, right in drawn.level:
        if right - left > SHORTEST_RULE:
            reach[round(top, 1)] += right - left
    return sorted(top for top, across in reach.items() if across > RULE_ACROSS * width)


def _is_cell(box: Box) -> bool:
    return box[2] - box[0] > SMALLEST_CELL[0] and box[3] - box[1] > SMALLEST_CELL[1]


def _sides(drawn: Drawn) -> list[float]:
    """The left and right ends of level lines, where a table has no border there."""
    across = [line for line in drawn.level if line[2] - line[1] > SHORTEST_RULE]
    places = [place for place, _, _ in drawn.upright]
    if not across or not places:
        return []
    left, right = min(line[1] for line in across), max(line[2] for line in across)
    first, last = min(places), max(places)
    return [left] * (left < first - OPEN_SIDE) + [right] * (right > last + OPEN_SIDE)


def _inner(upright: Sequence[Line], height: float) -> list[Line]:
    """The upright lines of tables: those in the page's margins only where they carry them on.

    A footer's box may touch the table above it, and is none of its rows: it has other borders.
    """
    low, high = (1 - MARGIN) * height, MARGIN * height
    inner = [line for line in upright if line[1] < low and line[2] > high]
    below = sorted((top, (x, top, bottom)) for x, top, bottom in upright if top >= low)
    above = sorted(((-bottom, (x, top, bottom)) for x, top, bottom in upright if bottom <= high))
    return [*inner, *_carried_on(below, inner, 2, 1), *_carried_on(above, inner, 1, -1)]


def _carried_on(
    margin: Sequence[tuple[float, Line]], inner: Sequence[Line], end: int, way: int
) -> list[Line]:
    """The lines in a margin, from the page's middle outwards, as far as each begins where one of
    those before ends, and each of those has one.

    `end` is the place in a line of its end towards the margin, `way` the sign of their order.
    """
    found: list[Line] = []
    for place, group in groupby(margin, key=lambda item: round(item[0], 1)):
        here = [line for _, line in group]
        met = {round(line[0]) for line in [*inner, *found] if abs(way * line[end] - place) <= SNAP}
        if len(met) > 2 and met == {round(line[0]) for line in here}:
            found += here
    return found


def _ends(upright: Iterable[Line]) -> list[float]:
    """The top and bottom of each run of upright lines that touch."""
    ends: list[list[float]] = []
    for top, bottom in sorted((top, bottom) for _, top, bottom in upright):
        if ends and top <= ends[-1][1] + SNAP:
            ends[-1][1] = max(ends[-1][1], bottom)
        else:
            ends.append([top, bottom])
    return [end for pair in ends if pair[1] - pair[0] > LEAST_ROW for end in pair]


def _runs(lines: Iterable[Line]) -> _Runs:
    """The lines, those that nearly lie on each other on one place, and joined where they touch."""
    places: list[list[Line]] = []
    for line in sorted(lines):
        if places and line[0] <= places[-1][-1][0] + SNAP:
            places[-1].append(line)
        else:
            places.append([line])
    return {
        sum(map(itemgetter(0), found)) / len(found): _joined((line[1], line[2]) for line in found)
        for found in places
    }


def _joined(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + SNAP:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return [span for span in joined if span[1] - span[0] >= SHORTEST_BORDER]


@dataclass
class _Crossings:
    """Where lines cross: the run of the upright and of the level one, and by place and height."""

    runs: dict[_Point, tuple[int, int]]
    heights: dict[float, list[float]]
    places: dict[float, list[float]]


def _crossings(level: _Runs, upright: _Runs) -> _Crossings:
    found = _Crossings({}, defaultdict(list), defaultdict(list))
    for place, up_runs in upright.items():
        for height, level_runs in level.items():
            up, across = _run_at(up_runs, height), _run_at(level_runs, place)
            if up >= 0 and across >= 0:
                found.runs[place, height] = (up, across)
                found.heights[place].append(height)
                found.places[height].append(place)
    return found


def _run_at(runs: Sequence[tuple[float, float]], place: float) -> int:
    """Which run goes through a place, or nearly; -1 for none."""
    index = bisect_right(runs, (place + MEET, float("inf"))) - 1
    return index if index >= 0 and runs[index][1] >= place - MEET else -1


def _cells(crossings: _Crossings) -> list[Box]:
    """The smallest box below and to the right of each crossing, as far as there is one."""
    return [box for point in sorted(crossings.runs) if (box := _smallest(crossings, point))]


def _smallest(crossings: _Crossings, point: _Point) -> Box | None:
    runs, (left, top) = crossings.runs, point
    up, across = runs[point]
    lower = [y for y in crossings.heights[left] if y > top and runs[left, y][0] == up]
    right = [x for x in crossings.places[top] if x > left and runs[x, top][1] == across]
    for bottom in lower:
        for side in right:
            corner = runs.get((side, bottom))
            if corner == (runs[side, top][0], runs[left, bottom][1]):
                return left, top, side, bottom
    return None


def _grouped(cells: Sequence[Box]) -> list[list[Box]]:
    """The cells of each table, from the top: those that share a corner; one alone is none."""
    owners: dict[_Point, list[Box]] = {}
    for box in cells:
        group = [box]
        for corner in _corners(box):
            other = owners.get(corner)
            if other is not None and other is not group:
                small, group = sorted((group, other), key=len)
                group += small
                owners.update((point, group) for member in small for point in _corners(member))
        owners.update((corner, group) for corner in _corners(box))
    groups = {id(group): group for group in owners.values() if len(group) > 1}
    return sorted(groups.values(), key=lambda group: min((box[1], box[0]) for box in group))


def _corners(box: Box) -> list[_Point]:
    return [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
