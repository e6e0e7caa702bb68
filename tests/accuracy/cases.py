"""Which forms are tried: every layout in every format, and damages in a few of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.accuracy.damage import DAMAGES, Known, expected, known
from tests.accuracy.document import Document
from tests.accuracy.formats import FORMATS, Format, has_joined_cells
from tests.accuracy.layouts import LAYOUTS, Layout
from tests.accuracy.scoring import PARTS, Case

EDITIONS = ("2022", "2024")
# Damages are tried in these layouts and formats: what they change is the same in every other.
_DAMAGED = ("official", "one table", "labels with colons")
_DAMAGED_IN = ("Word", "web", "Excel", "PDF", "pasted, browser", "-layout")
# Of these only a section is laid out, for the time that a PDF takes.
_QUICK_OUT = ("PDF, turned", "PDF, 2-up", "pdftotext", "Excel sheets")


@dataclass(frozen=True)
class Recipe:
    """One form to make and to read."""

    layout: str
    format: str
    damage: str
    edition: str
    seed: int
    quick: bool

    @property
    def key(self) -> str:
        return " | ".join(filter(None, (self.layout, self.format, self.damage)))

    def case(self) -> Case:
        """The form as a file."""
        layout = next(item for item in LAYOUTS if item.name == self.layout)
        format_ = next(item for item in FORMATS if item.name == self.format)
        form = known(self.edition, self.seed, links=format_.links)
        form = _content(form, layout, self.quick)
        chance = random.Random(f"{self.key} {self.edition} {self.seed}")
        form = DAMAGES[self.damage](form, chance)
        document = layout.lay(form.form)
        return Case(
            self.layout,
            self.format,
            self.damage,
            self.edition,
            format_.file,
            format_.write(document),
            form.expected,
            form.open_to | _joined(form, document, format_),
        )


def _content(form: Known, layout: Layout, quick: bool) -> Known:
    """What the layout shows of a form; in a quick run two sections at most."""
    shown = layout.content(form.form)
    if quick and len(shown.responses) > 40:
        kept = ("1", "5") if form.form.code.edition == "2024" else ("1", "4")
        shown = replace(
            shown, responses=tuple(item for item in shown.responses if item.section in kept)
        )
    return Known(shown, expected(shown))


def _joined(form: Known, document: Document, format_: Format) -> frozenset[tuple[str, str]]:
    """The cells of which nobody can tell where they end, as no tab stands after a block."""
    if not format_.joined or form.form.columns < 5 or not has_joined_cells(document):
        return frozenset()
    return frozenset(
        (item.number, part)
        for item in form.form.responses
        if len(item.evidence) > 1
        for part in PARTS[1:]
    )


def recipes(*, quick: bool, seed: int = 1, slow: bool = False) -> Iterator[Recipe]:
    """The forms of a run. A quick one has one Code for each layout, by turns."""
    for index, layout in enumerate(LAYOUTS):
        editions = (EDITIONS[index % 2],) if quick else EDITIONS
        for format_ in FORMATS:
            if layout.only and not layout.only & {format_.name, format_.family}:
                continue
            if (format_.slow and not slow) or (quick and format_.name in _QUICK_OUT):
                continue
            damages = [""]
            if layout.name in _DAMAGED and format_.name in _DAMAGED_IN:
                damages = list(DAMAGES)
            for damage in damages:
                for edition in editions:
                    yield Recipe(layout.name, format_.name, damage, edition, seed, quick)
