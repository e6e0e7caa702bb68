"""Stacked bars of answers: one drawing, painted as SVG for page and PDF and as PNG for Word.

Colour is never alone: each answer has a hatching of its own, its number stands in its bar, and
the description says all numbers in words. A drawing is lines, boxes and words at fixed places, so
that both painters show the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from assessments.enums import Answer
from codes.enums import Level
from publishing.document import summary

WIDTH = 680
_LABELS, _NUMBERS = 260, 50
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
    """A finished drawing with what it says in words. `key` tells apart the charts of a page."""

    key: str
    title: str
    description: str
    height: float
    boxes: tuple[Box, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    words: tuple[Words, ...] = ()
    width: float = WIDTH


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
    canvas = _Canvas()
    used = [n for n in range(len(summary.COLUMNS)) if any(bar.numbers[n] for bar in bars)]
    canvas.legend(used)
    y = float(_TOP)
    for bar in bars:
        canvas.bar(bar, y, most or bar.total)
        y += _BAR + _GAP + 14 * (len(_wrapped(bar.label)) - 1)
    return Chart(
        key=key,
        title=title,
        description=" ".join(_sentence(bar) for bar in bars),
        height=y,
        boxes=tuple(canvas.boxes),
        strokes=tuple(canvas.strokes),
        words=tuple(canvas.words),
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


def _wrapped(label: str, limit: int = 33) -> list[str]:
    """The label in lines that fit beside the bars, also in a wide typeface."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > limit:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


@dataclass
class _Canvas:
    boxes: list[Box] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    def legend(self, used: Sequence[int]) -> None:
        x = float(_MARGIN)
        for index in used:
            key = summary.COLUMNS[index]
            self._fill(key, x, 4, 16, 16)
            self.words.append(Words(x + 22, 17, _label(key)))
            x += 48 + 7.2 * len(_label(key))

    def bar(self, bar: Bar, y: float, most: int) -> None:
        """A bar whose length is its total's part of `most`."""
        for index, line in enumerate(_wrapped(bar.label)):
            self.words.append(Words(_MARGIN, y + 15 + 14 * index, line))
        room = WIDTH - _LABELS - _NUMBERS
        x = float(_LABELS)
        for key, number in zip(summary.COLUMNS, bar.numbers, strict=True):
            width = room * number / most if most else 0
            if width:
                self._fill(key, x, y, width, _BAR)
                self._number(key, number, x, y, width)
            x += width
        self.words.append(Words(x + 8, y + 16, str(bar.total), is_bold=True))

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
