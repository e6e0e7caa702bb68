"""What an assessment's overview shows: sections with their counts, and provisions to filter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import models

from assessments.completeness import Gap
from assessments.enums import Answer
from assessments.fields import FIELDS
from assessments.models import Flag, Response
from assessments.presenters.words import first_words, gaps_in
from codes.enums import Level
from codes.models import Code, Section


class Show(models.TextChoices):
    """Which provisions the table lists."""

    ALL = "all", "All provisions"
    UNANSWERED = "unanswered", "Not answered"
    TO_CONFIRM = "to_confirm", "To confirm"
    NO = "no", "Answered No"
    PARTLY = "partly", "Answered Partly"
    MISSING = "missing", "Something missing"
    FLAGGED = "flagged", "Flagged by me"


@dataclass(frozen=True)
class OverviewRow:
    """One provision in the table. `flag` is the reader's own."""

    response: Response
    gaps: tuple[Gap, ...]
    flag: Flag | None = None

    @property
    def number(self) -> str:
        return self.response.provision.number

    @property
    def is_incomplete(self) -> bool:
        """Whether something is missing; of a recorded year, whether it has no answer."""
        return bool(self.gaps) or (
            self.response.assessment.is_recorded and not self.response.answer
        )

    @property
    def is_answered(self) -> bool:
        """What was carried over is not done before somebody confirms it."""
        return bool(self.response.counted_answer)

    @property
    def first_words(self) -> str:
        return first_words(self.response.provision.text)

    def shown_for(self, show: Show) -> bool:
        if show == Show.UNANSWERED:
            return not self.is_answered
        if show in (Show.NO, Show.PARTLY):
            return self.response.counted_answer == Answer(show.value)
        if show == Show.TO_CONFIRM:
            return self.response.to_confirm
        if show == Show.FLAGGED:
            return self.flag is not None
        return show == Show.ALL or bool(self.gaps)

    def found_by(self, words: Iterable[str]) -> bool:
        """Whether every word is in the requirement or in a typed text, or is the number."""
        response = self.response
        typed = (getattr(response, field.name) for field in FIELDS if field.is_searched)
        text = "\n".join((response.provision.text, *typed)).casefold()
        number = self.number.casefold()
        return all(
            word == number or number.startswith(f"{word.rstrip('.')}.") or word in text
            for word in words
        )


@dataclass(frozen=True)
class SectionProgress:
    """One section in the task list; `first` is the provision to begin with."""

    section: Section
    total: int
    answered: int
    incomplete: int
    first: str

    @property
    def is_complete(self) -> bool:
        return not self.incomplete

    @property
    def is_begun(self) -> bool:
        return self.answered > 0


@dataclass(frozen=True)
class Overview:
    """All that is counted on the page. `incomplete` counts provisions, not gaps."""

    rows: list[OverviewRow]
    sections: list[SectionProgress]
    total: int
    answered: int
    incomplete: int
    to_confirm: int
    has_shoulds: bool
    first_incomplete: str


def overview(
    responses: Iterable[Response], code: Code, flags: Mapping[int, Flag] | None = None
) -> Overview:
    """Counts an assessment's responses, which come in the form's order.

    `flags`: the reader's own, by response.
    """
    own = flags or {}
    rows = [
        OverviewRow(response, gaps_in(response, code), own.get(response.pk))
        for response in responses
    ]
    by_section: dict[int, list[OverviewRow]] = {}
    for row in rows:
        by_section.setdefault(row.response.provision.section_id, []).append(row)
    return Overview(
        rows=rows,
        sections=[_progress(part) for part in by_section.values()],
        total=len(rows),
        answered=sum(row.is_answered for row in rows),
        incomplete=sum(row.is_incomplete for row in rows),
        to_confirm=sum(row.response.to_confirm for row in rows),
        has_shoulds=any(row.response.provision.level == Level.SHOULD for row in rows),
        first_incomplete=next((row.number for row in rows if row.is_incomplete), ""),
    )


def _progress(rows: list[OverviewRow]) -> SectionProgress:
    return SectionProgress(
        section=rows[0].response.provision.section,
        total=len(rows),
        answered=sum(row.is_answered for row in rows),
        incomplete=sum(row.is_incomplete for row in rows),
        first=next((row.number for row in rows if row.is_incomplete), rows[0].number),
    )


@dataclass(frozen=True)
class Filter:
    """What the table was asked for."""

    show: Show
    search: str

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filter:
        """Reads ?show=…&q=…; what is not offered shows everything."""
        asked = query.get("show", "")
        return cls(Show(asked) if asked in Show.values else Show.ALL, query.get("q", "").strip())

    @property
    def choices(self) -> list[tuple[str, str]]:
        return Show.choices

    @property
    def is_on(self) -> bool:
        return self.show != Show.ALL or bool(self.search)

    def chosen(self, rows: Iterable[OverviewRow]) -> list[OverviewRow]:
        words = self.search.casefold().split()
        return [row for row in rows if row.shown_for(self.show) and row.found_by(words)]


@dataclass(frozen=True)
class SectionGaps:
    """What one section lacks, on the check page."""

    section: Section
    rows: list[OverviewRow]


def gaps_by_section(rows: Iterable[OverviewRow]) -> list[SectionGaps]:
    """The incomplete rows under their sections, in the form's order."""
    found: dict[int, SectionGaps] = {}
    for row in rows:
        if row.gaps:
            section = row.response.provision.section
            found.setdefault(section.pk, SectionGaps(section, [])).rows.append(row)
    return list(found.values())
