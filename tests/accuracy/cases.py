"""Which forms are tried: every layout in every format, and damages in a few of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.accuracy.damage import DAMAGES, Known, expected, known
from tests.accuracy.document import Cell, Document
from tests.accuracy.formats import FORMATS, Format, has_joined_cells
from tests.accuracy.layouts import LAYOUTS, Layout
from tests.accuracy.scoring import PARTS, Case
from tests.importing.content import Answered

EDITIONS = ("2022", "2024")
# Damages are tried in these layouts and formats: what they change is the same in every other. So
# are formats that differ from another only in how its pages lie.
FEW = ("official", "one table", "labels with colons", "card a provision")
_DAMAGED_IN = ("web", "Excel", "pasted, browser", "-layout")
# What a quick run shows of a form, a PDF less: each of its pages takes long to read.
_SHOWN = {"2022": ("1", "4"), "2024": ("1", "5")}
_FEWEST = 20


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

    def form(self) -> Known:
        """What will be written, with the damage done."""
        form = known(self.edition, self.seed, links=self._format.links)
        form = _content(form, self._layout, self._format, self.quick)
        chance = random.Random(f"{self.key} {self.edition} {self.seed}")
        return DAMAGES[self.damage](form, chance)

    def case(self) -> Case:
        """The form as a file."""
        form = self.form()
        document = self._layout.lay(form.form)
        return Case(
            self.layout,
            self.format,
            self.damage,
            self.edition,
            self._format.file,
            self._format.write(document),
            form.expected,
            form.open_to | _untold(form, document, self._layout, self._format),
        )

    @property
    def _layout(self) -> Layout:
        return next(item for item in LAYOUTS if item.name == self.layout)

    @property
    def _format(self) -> Format:
        return next(item for item in FORMATS if item.name == self.format)


def _content(form: Known, layout: Layout, format_: Format, quick: bool) -> Known:
    """What the layout shows of a form; in a quick run two sections at most."""
    shown = layout.content(form.form)
    if quick and len(shown.responses) > _FEWEST:
        kept = _SHOWN[form.form.code.edition]
        kept = kept[1:] if format_.name.startswith("PDF") else kept
        rows = tuple(item for item in shown.responses if item.section in kept)
        shown = replace(shown, responses=rows)
    return Known(shown, expected(shown))


def _untold(
    form: Known, document: Document, layout: Layout, format_: Format
) -> frozenset[tuple[str, str]]:
    """The cells that may stay blank: the file does not show what they hold, or where they end."""
    items = form.form.responses
    untold = {(item.number, "answer") for item in items if layout.unnamed}
    if format_.joined and has_joined_cells(document):
        if format_.joined == "all" and layout.placed:
            untold |= {(item.number, "answer") for item in items}
        untold |= {(item.number, part) for item in items if _runs_on(item, form, format_)
                   for part in PARTS[1:]}  # fmt: skip
    return frozenset(untold)


def _runs_on(item: Answered, form: Known, format_: Format) -> bool:
    """Whether nothing stands between the evidence and the commentary."""
    if form.form.columns < 5:
        return False
    return format_.joined == "all" or Cell(item.evidence).is_block


def recipes(*, quick: bool, seed: int = 1, slow: bool = False) -> Iterator[Recipe]:
    """The forms of a run. A quick one has one Code for each layout, by turns."""
    for index, layout in enumerate(LAYOUTS):
        editions = (EDITIONS[index % 2],) if quick else EDITIONS
        for format_ in FORMATS:
            if not _is_written(layout, format_) or (format_.slow and not slow):
                continue
            for damage in _damages(layout, format_):
                for edition in editions:
                    yield Recipe(layout.name, format_.name, damage, edition, seed, quick)


def _is_written(layout: Layout, format_: Format) -> bool:
    if layout.only and format_.name not in layout.only:
        return False
    return layout.name in FEW[: None if format_.family == "PDF" else 2] if format_.few else True


def _damages(layout: Layout, format_: Format) -> tuple[str, ...]:
    is_damaged = layout.name in FEW and format_.name in _DAMAGED_IN
    return tuple(DAMAGES) if is_damaged else ("",)


def sampled(chosen: list[Recipe]) -> list[Recipe]:
    """Each layout as a web page and in two other formats, by turns; a few PDFs; few damages."""
    kept = []
    for index, layout in enumerate(LAYOUTS):
        own = [recipe for recipe in chosen if recipe.layout == layout.name and not recipe.damage]
        pdfs = [recipe for recipe in own if recipe.format.startswith("PDF")]
        others = [recipe for recipe in own if recipe not in pdfs]
        names = [recipe for recipe in others if recipe.format == "web"]
        names += [others[(index + step) % len(others)] for step in (0, len(others) // 2)]
        kept += [*dict.fromkeys(names), *(pdfs[:1] if index % 8 == 0 else [])]
    return kept + [
        recipe
        for recipe in chosen
        if recipe.damage and (recipe.layout, recipe.format) == ("one table", "web")
    ]
