"""Where the columns of a table stand on each page, before each row is looked at by itself.

The headings tell for their own page. Such texts set each page by its own measure, so a page without
headings has the same columns nearer to each other, or further apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from assessments.importing.readers import thresholds as t
from assessments.importing.readers.plain_borders import fitted, usual
from assessments.importing.readers.plain_heads import Head
from assessments.importing.readers.plain_lines import SpacedLine

# By the line of the headings and the page.
Bases = dict[tuple[int, int], list[int]]


@dataclass
class Band:
    """The lines of one row of a table, cut where a page ends."""

    head: Head
    parts: list[list[SpacedLine]] = field(default_factory=list)

    def add(self, line: SpacedLine) -> None:
        if not self.parts or self.parts[-1][-1].page != line.page:
            self.parts.append([])
        self.parts[-1].append(line)


def page_bases(bands: Sequence[Band]) -> Bases:
    """The usual left ends of the columns below each row of headings, for each page."""
    heads = {band.head.index: band.head for band in bands}
    groups: dict[tuple[int, int], list[list[SpacedLine]]] = defaultdict(list)
    for band in bands:
        for part in band.parts:
            groups[band.head.index, part[0].page].append(part)
    bases: Bases = {}
    own: dict[int, list[int]] = {}
    for (index, page), parts in sorted(groups.items()):
        base = own.get(index) or list(heads[index].lefts)
        if page != heads[index].page:
            base = _scaled(base, parts)
        bases[index, page] = _usual(base, parts)
        own.setdefault(index, bases[index, page])
    return bases


def _usual(base: list[int], parts: Sequence[Sequence[SpacedLine]]) -> list[int]:
    for _ in range(t.ROUNDS):
        base = usual(base, [(fitted(base, part)[1], part) for part in parts])
    return base


def _scaled(base: Sequence[int], parts: Sequence[Sequence[SpacedLine]]) -> list[int]:
    """The columns nearer to each other or further apart, as it fits the page's rows best."""
    ways = ([round(scale * place) for place in base] for scale in t.SCALES)
    return min(ways, key=lambda way: sum(fitted(way, part)[0] for part in parts[: t.TRIED]))
