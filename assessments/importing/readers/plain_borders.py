"""Where the columns begin in the lines of one row, which spaces keep apart.

A border is a place at which many runs of words begin and which none crosses. How far the columns
stand from each other is much the same in all rows; where the whole stands is not, as such texts
move what stands right of a long line. So all borders of a row are found at once: the cheapest
series of places, with a cost for each run that crosses one and for each distance that differs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median_low

from assessments.importing.answers import is_answer
from assessments.importing.numbers import looks_like_number
from assessments.importing.readers import thresholds as t
from assessments.importing.readers.pdf_cells import Word
from assessments.importing.readers.plain_lines import Run, SpacedLine


def fitted(base: Sequence[int], lines: Sequence[SpacedLine]) -> tuple[float, list[int]]:
    """The left ends of the columns in these lines, and what is against them, as one sum.

    `base` has them as they usually are.
    """
    profile = _Profile(lines)
    ways: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
    for column in range(1, len(base)):
        distance = base[column] - base[column - 1]
        following: dict[int, tuple[float, list[int]]] = {}
        for place in profile.places(base, column):
            before = [
                (cost + t.STRETCHED * abs(place - start - distance), start)
                for start, (cost, _) in ways.items()
                if start < place
            ]
            if before:
                cost, start = min(before)
                moved = t.MOVED * abs(place - base[column])
                following[place] = (cost + moved + profile.cost(place), [*ways[start][1], place])
        ways = following or {base[column]: (0.0, list(base[: column + 1]))}
    return min(ways.values())


class _Profile:
    """How many runs begin at each place of some lines, cross it, and have a word begin there."""

    def __init__(self, lines: Sequence[SpacedLine]) -> None:
        runs = [run for line in lines for run in line.runs]
        self._begun = Counter(run.left for run in runs)
        self._words = Counter(int(word.left) for run in runs for word in run.words[1:])
        self._crossed: Counter[int] = Counter()
        for run in runs:
            self._crossed.update(range(run.left + 1, run.right))

    def places(self, base: Sequence[int], column: int) -> set[int]:
        """Where a border may be: where words begin, and where an empty column would be moved to."""
        near = base[column]
        moved = {near + left - place for left in self._begun for place in base}
        words = {left for left in self._words if abs(left - near) <= t.SPLIT_WITHIN}
        return {
            place
            for place in moved | words | {near, *self._begun}
            if place > 0 and -t.DRIFT_LEFT <= place - near <= t.DRIFT_RIGHT
        }

    def cost(self, place: int) -> float:
        """What speaks against a border there: runs that cross it, less those that begin at it."""
        split = self._words[place]
        cost = t.CROSSED * (self._crossed[place] - split) + t.CROSSED_BETWEEN_WORDS * split
        return cost - t.BEGUN * min(self._begun[place], t.MOST_BEGUN)


def usual(
    base: Sequence[int], parts: Iterable[tuple[Sequence[int], Sequence[SpacedLine]]]
) -> list[int]:
    """The base with the distances that most rows have between columns with text in both."""
    distances: dict[int, list[int]] = defaultdict(list)
    for borders, lines in parts:
        begun = {run.left for line in lines for run in line.runs}
        for column in range(1, len(base)):
            if borders[column] in begun and (column == 1 or borders[column - 1] in begun):
                distances[column].append(borders[column] - borders[column - 1])
    places = [base[0]]
    for column in range(1, len(base)):
        own = distances[column]
        known = len(own) >= t.ROWS_THAT_TELL
        step = median_low(own) if known else base[column] - base[column - 1]
        places.append(places[-1] + step)
    return places


@dataclass
class Placed:
    """The words of a row's lines by column.

    `open_to`: columns whose left border a text crosses, or stands in a place that one line alone
    suggests.
    """

    columns: list[list[Word]]
    open_to: set[int]


def placed(lines: Sequence[SpacedLine], borders: Sequence[int]) -> Placed:
    """Each run in the column in which it begins, save what behind a border is the next one's."""
    found = Placed([[] for _ in borders], set())
    begun = {run.left for line in lines for run in line.runs}
    for line in lines:
        for run in line.runs:
            _place(run, borders, begun, found)
    return found


def _tells(words: Sequence[Word]) -> bool:
    """Whether words are a whole cell, as a number or an answer is."""
    text = " ".join(word.text for word in words)
    return is_answer(text) or looks_like_number(text)


def _place(run: Run, borders: Sequence[int], begun: set[int], found: Placed) -> None:
    column = max((i for i, x in enumerate(borders) if x <= run.left + t.EARLY), default=0)
    start = 0
    for following, border in enumerate(borders[column + 1 :], start=column + 1):
        cuts = [cut for cut in run.near(border) if cut > start]
        over = run.right - border <= t.OVER
        if cuts and not (over and not _tells(run.words[cuts[0] :])):
            cut, *others = cuts
            told = border in begun and not others
            if not (told or _tells(run.words[start:cut]) or _tells(run.words[cut:])):
                found.open_to.add(following)
            found.columns[column] += run.words[start:cut]
            column, start = following, cut
        elif run.left + t.EARLY < border < run.right:
            found.open_to.add(following)
    found.columns[column] += run.words[start:]
