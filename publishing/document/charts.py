"""Stacked bars of answers: one drawing, painted as SVG for page and PDF and as PNG for Word.

Colour is never alone: each answer has its own hatching, its number stands in its bar, and
the description says all numbers in words. A drawing is lines, boxes and words at fixed places, so
that both painters show the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from assessments.enums import Answer
from codes.enums import Level
from publishing.document import summary

WIDTH = 680
_NUMBERS = 50
_BAR, _GAP, _TOP = 22, 10, 34
_MARGIN = 4


@dataclass(frozen=True)
class Style:
    """How an answer's bars look: fill, the colour of the lines in it, and their direction."""

    fill: str
    ink: str
    hatch: str


STYLES: dict[str, Style] = {
    Answer.YES: Style("#1d4f7c", "#1d4f7c", ""),
    Answer.PARTLY: Style("#fdf3d5", "#8a6100", "/"),
    Answer.NO: Style("#f9e3df", "#942514", "x"),
    Answer.NOT_APPLICABLE: Style("#eef0f2", "#505a5f", "-"),
    "": Style("#ffffff", "#505a5f", ""),
}


@dataclass(frozen=True)
class _Room:
    """How wide a drawing is, and how much of that the labels have; 0 where they stand above."""

    width: float
    labels: float

    @property
    def letters(self) -> int:
        """How many letters a line of a label has, also in a wide typeface."""
        return int((self.labels or self.width - _MARGIN) // 7.8)


_WIDE, _NARROW = _Room(WIDTH, 260), _Room(WIDTH / 2, 0)


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str = ""


@dataclass(frozen=True)
class Stroke:
    x1: float
    y1: float
    x2: float
    y2: float
    colour: str


@dataclass(frozen=True)
class Words:
    """A text whose baseline starts, or ends, at a place."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    colour: str = "#0b0c0c"
    is_bold: bool = False


@dataclass(frozen=True)
class Bar:
    """A bar to draw: its label, and its numbers in the order of the answers."""

    label: str
    numbers: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.numbers)


@dataclass(frozen=True)
class Chart:
    """A finished drawing with what it says in words. `key` tells apart the charts of a page;
    `narrow`: the same for a telephone's screen.
    """

    key: str
    title: str
    description: str
    height: float
    boxes: tuple[Box, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    words: tuple[Words, ...] = ()
    width: float = WIDTH
    narrow: Chart | None = None


def by_section(counts: Iterable[summary.Count]) -> tuple[Chart, ...]:
    """Answers by section: one chart for the musts, one for the shoulds where there are any."""
    found = list(counts)
    # One scale for both charts.
    most = max((count.total for count in found), default=0)
    charts = []
    for level in (Level.MUST, Level.SHOULD):
        bars = [Bar(count.label, count.numbers) for count in found if count.level == level]
        if bars:
            title = f"Answers by section: ‘{level.value}’ provisions"
            charts.append(draw(f"sections-{level.value}", title, bars, most=most))
    return tuple(charts)


def by_year(years: Iterable[tuple[str, Sequence[summary.Count]]]) -> Chart | None:
    """This year against earlier ones, as shares; None where there is one year only.

    `years` are labels, oldest first, each with the totals of its document.
    """
    found = [(label, totals) for label, totals in years if totals]
    if len(found) < 2:
        return None
    bars = []
    for label, totals in found:
        levels = [count for count in totals if count.level] or list(totals)
        bars += [
            Bar(f"{label}: {count.level}" if count.level else label, count.numbers)
            for count in levels
        ]
    return draw("years", "This year against earlier years", bars)


def draw(key: str, title: str, bars: Sequence[Bar], *, most: int = 0) -> Chart:
    """Draws bars below each other: `most` is the number for which a bar is as long as the drawing;
    without it each bar is, and shows shares.
    """
    wide, narrow = (_drawn(key, title, bars, most, room) for room in (_WIDE, _NARROW))
    return replace(wide, narrow=replace(narrow, key=f"{key}-narrow"))


def _drawn(key: str, title: str, bars: Sequence[Bar], most: int, room: _Room) -> Chart:
    canvas = _Canvas(room)
    used = [n for n in range(len(summary.COLUMNS)) if any(bar.numbers[n] for bar in bars)]
    y = canvas.legend(used)
    for bar in bars:
        y = canvas.bar(bar, y, most or bar.total)
    return Chart(
        key=key,
        title=title,
        description=" ".join(_sentence(bar) for bar in bars),
        height=y,
        boxes=tuple(canvas.boxes),
        strokes=tuple(canvas.strokes),
        words=tuple(canvas.words),
        width=room.width,
    )


def _sentence(bar: Bar) -> str:
    parts = [
        f"{number} {_label(key)}"
        for key, number in zip(summary.COLUMNS, bar.numbers, strict=True)
        if number
    ]
    return f"{bar.label}: {', '.join(parts)}; {bar.total} in all."


def _label(key: str) -> str:
    return str(Answer(key).label) if key else "Not yet answered"


def _wrapped(label: str, limit: int) -> list[str]:
    """The label in lines of at most so many letters, where its words allow."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > limit:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


@dataclass
class _Canvas:
    room: _Room
    boxes: list[Box] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    def legend(self, used: Sequence[int]) -> float:
        """What the looks mean, in as many lines as they need; gives where the bars begin."""
        x, y = float(_MARGIN), 4.0
        for index in used:
            key = summary.COLUMNS[index]
            size = 48 + 7.2 * len(_label(key))
            if x > _MARGIN and x + size > self.room.width:
                x, y = float(_MARGIN), y + 22
            self._fill(key, x, y, 16, 16)
            self.words.append(Words(x + 22, y + 13, _label(key)))
            x += size
        return y + _TOP - 4

    def bar(self, bar: Bar, y: float, most: int) -> float:
        """A bar whose length is its total's part of `most`; gives where the next one begins."""
        lines = _wrapped(bar.label, self.room.letters)
        for index, line in enumerate(lines):
            self.words.append(Words(_MARGIN, y + 15 + 14 * index, line))
        end = y + _BAR + _GAP + 14 * (len(lines) - 1)
        if not self.room.labels:
            y, end = y + 8 + 14 * len(lines), end + 22
        room = self.room.width - self.room.labels - _NUMBERS
        x = self.room.labels or float(_MARGIN)
        for key, number in zip(summary.COLUMNS, bar.numbers, strict=True):
            width = room * number / most if most else 0
            if width:
                self._fill(key, x, y, width, _BAR)
                self._number(key, number, x, y, width)
            x += width
        self.words.append(Words(x + 8, y + 16, str(bar.total), is_bold=True))
        return end

    def _number(self, key: str, number: int, x: float, y: float, width: float) -> None:
        """The number in its part of the bar, on white where there are lines behind it."""
        text = str(number)
        needed = 8 * len(text) + 8
        if width < needed:
            return
        style = STYLES[key]
        middle = x + width / 2
        if style.hatch:
            self.boxes.append(Box(middle - needed / 2, y + 3, needed, _BAR - 6, "#ffffff"))
        colour = "#ffffff" if key == Answer.YES else "#0b0c0c"
        self.words.append(Words(middle, y + 16, text, "middle", colour, is_bold=True))

    def _fill(self, key: str, x: float, y: float, width: float, height: float) -> None:
        style = STYLES[key]
        self.boxes.append(Box(x, y, width, height, style.fill, style.ink))
        for line in _hatching(style.hatch, x, y, width, height):
            self.strokes.append(Stroke(*line, style.ink))


def _hatching(
    hatch: str, x: float, y: float, width: float, height: float
) -> Iterator[tuple[float, float, float, float]]:
    """The lines that fill a box: rising, crossed or level."""
    if hatch == "-":
        for step in range(1, int(height // 5) + 1):
            yield x, y + 5 * step - 1, x + width, y + 5 * step - 1
        return
    if hatch in ("/", "x"):
        # From the bottom edge upwards to the right, cut off at the box's sides.
        start = -height
        while start < width:
            low, high = max(start, 0.0), min(start + height, width)
            if high > low:
                yield x + low, y + height - (low - start), x + high, y + height - (high - start)
                if hatch == "x":
                    yield x + low, y + (low - start), x + high, y + (high - start)
            start += 6
