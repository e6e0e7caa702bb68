"""The whole self-assessment as a governing body reads it: counts by section, then every answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import date_format
from django.utils.text import Truncator

from assessments.enums import TO_BE_CONFIRMED, Answer
from assessments.models import Response
from assessments.presenters.words import title_of
from codes.enums import Level
from codes.models import Section
from selfassess.common.lighttext import plain

# Of an action in a list, in words.
_BRIEF = 8

NOT_ANSWERED = "Not answered"


@dataclass(frozen=True)
class CountRow:
    """How often each answer was given, in the columns' order and with the column's name, and how
    many there are in all.
    """

    label: str
    counts: tuple[tuple[int, str], ...]
    total: int
    anchor: str = ""


@dataclass(frozen=True)
class Counts:
    """A row for each section, must and should apart where it has both, then the total."""

    columns: tuple[str, ...]
    rows: list[CountRow]
    total: CountRow


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


def counts(read: Sequence[ReadSection]) -> Counts:
    """The answers counted. A column for what is not answered is there only while something is."""
    everything = [response for part in read for response in part.responses]
    answers = list(Answer.values)
    columns = [answer.label for answer in Answer]
    if not all(response.counted_answer for response in everything):
        answers.append("")
        columns.append(NOT_ANSWERED)
    rows = [
        _row(label, responses, answers, part.anchor)
        for part in read
        for label, responses in _levels(part)
    ]
    return Counts(tuple(columns), rows, _row("Total", everything, answers))


def _levels(part: ReadSection) -> list[tuple[str, Sequence[Response]]]:
    """A section's responses under its name, or by must and should where it has both."""
    by_level = [
        (level, [row for row in part.responses if row.provision.level == level]) for level in Level
    ]
    name = str(part.section)
    if not all(rows for _, rows in by_level):
        return [(name, part.responses)]
    return [(f"{name} ({level.label.lower()})", rows) for level, rows in by_level]


def _row(
    label: str, responses: Sequence[Response], answers: Sequence[str], anchor: str = ""
) -> CountRow:
    counted = Counter(response.counted_answer for response in responses)
    counts = tuple((counted[key], Answer(key).label if key else NOT_ANSWERED) for key in answers)
    return CountRow(label, counts, len(responses), anchor)


def answer_counts(responses: Sequence[Response]) -> list[tuple[str, int]]:
    """How often each answer was given, by its word, without answers that were not given. What was
    carried forward does not count until someone confirms it.
    """
    counted = Counter(response.counted_answer for response in responses)
    found = [(answer.label, counted[answer]) for answer in Answer]
    found.append((TO_BE_CONFIRMED, sum(response.to_confirm for response in responses)))
    return [(label, number) for label, number in found if number]


@dataclass(frozen=True)
class NotMet:
    """A provision that is answered No or Partly."""

    response: Response

    @property
    def number(self) -> str:
        return self.response.provision.number

    @property
    def title(self) -> str:
        return title_of(self.response.provision)

    @property
    def in_brief(self) -> str:
        """What will be done, by whom and when, or what is done instead; cut short."""
        row = self.response
        what = Truncator(plain(row.action or row.alternative)).words(_BRIEF, truncate=" …")
        day = f"by {date_format(row.action_due)}" if row.action_due else ""
        who = ", ".join(filter(None, (row.action_owner, day)))
        return " – ".join(filter(None, (what, who)))


def not_met(responses: Iterable[Response]) -> list[NotMet]:
    """What is answered No or Partly, in the form's order: what a governing body asks about."""
    return [NotMet(row) for row in responses if row.counted_answer in (Answer.NO, Answer.PARTLY)]
