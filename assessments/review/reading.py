"""The whole self-assessment as a governing body reads it: counts by section, then every answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assessments.enums import Answer
from assessments.models import Response
from codes.enums import Level
from codes.models import Section

# The columns of the summary, in order; "" is a provision without an answer.
COLUMNS = (*Answer.values, "")


@dataclass(frozen=True)
class CountRow:
    """How often each answer was given, in the order of COLUMNS, and how many there are in all."""

    label: str
    counts: tuple[int, ...]
    total: int
    anchor: str = ""


@dataclass(frozen=True)
class ReadSection:
    """A section with its responses in the form's order."""

    section: Section
    responses: tuple[Response, ...]

    @property
    def anchor(self) -> str:
        return f"section-{self.section.number}"


def sections(responses: Sequence[Response]) -> list[ReadSection]:
    """The responses by section; their provisions and sections must be loaded, in form order."""
    by_section = groupby(responses, key=lambda response: response.provision.section)
    return [ReadSection(section, tuple(rows)) for section, rows in by_section]


def count_rows(read: Sequence[ReadSection]) -> list[CountRow]:
    """A row a section, must and should apart where a section has both, and the total."""
    rows = [row for part in read for row in _section_rows(part)]
    everything = [response for part in read for response in part.responses]
    return [*rows, _row("Total", everything)]


def _section_rows(part: ReadSection) -> list[CountRow]:
    levels = [
        (level, rows)
        for level in Level
        if (rows := [row for row in part.responses if row.provision.level == level])
    ]
    name = str(part.section)
    if len(levels) == 1:
        return [_row(name, part.responses, part.anchor)]
    return [_row(f"{name} ({level.label.lower()})", rows, part.anchor) for level, rows in levels]


def _row(label: str, responses: Sequence[Response], anchor: str = "") -> CountRow:
    counted = Counter(response.answer for response in responses)
    return CountRow(label, tuple(counted[answer] for answer in COLUMNS), len(responses), anchor)


def answer_counts(responses: Sequence[Response]) -> list[tuple[str, int]]:
    """How often each answer was given, by its word; answers that nobody gave are left out."""
    counted = Counter(response.answer for response in responses)
    return [(answer.label, counted[answer]) for answer in Answer if counted[answer]]
