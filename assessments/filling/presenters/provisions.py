"""The list of provisions: what it was asked for, and where the words were found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.db import models

from assessments.enums import Answer
from assessments.fields import FIELDS
from assessments.filling.presenters.overview import OverviewRow
from assessments.filling.search import Part, Search
from codes.models import Code, Section


class Show(models.TextChoices):
    """Which provisions are listed."""

    ALL = "all", "All provisions"
    UNANSWERED = "unanswered", "Not answered"
    TO_CONFIRM = "to_confirm", "To confirm"
    NO = "no", "Answered No"
    PARTLY = "partly", "Answered Partly"
    MISSING = "missing", "Something missing"
    UNSAVED = "unsaved", "With my unsaved changes"
    FLAGGED = "flagged", "Flagged by me"
    NOTED = "noted", "With shared notes"


@dataclass(frozen=True)
class Hit:
    """Where words were found: what the text is, and the text around them."""

    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Found:
    """One provision of the list, with the texts in which something was found."""

    row: OverviewRow
    hits: list[Hit]


@dataclass(frozen=True)
class FoundSection:
    """A section with those of its provisions that are listed."""

    section: Section
    rows: list[Found]


@dataclass(frozen=True)
class Filter:
    """What the list was asked for. `reads_notes`: whether shared notes are for the reader."""

    show: Show
    search: str
    reads_notes: bool = False

    @classmethod
    def from_query(cls, query: Mapping[str, str], *, reads_notes: bool = False) -> Filter:
        """Reads ?show=…&q=…; what is not offered shows everything."""
        asked = query.get("show", "")
        show = Show(asked) if asked in Show.values else Show.ALL
        return cls(show, query.get("q", "").strip(), reads_notes)

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [choice for choice in Show.choices if self.reads_notes or choice[0] != Show.NOTED]

    @property
    def is_on(self) -> bool:
        return self.show != Show.ALL or bool(self.search)

    @cached_property
    def _search(self) -> Search:
        return Search(self.search)

    def chosen(self, rows: Iterable[OverviewRow], code: Code) -> list[Found]:
        """Those that are asked for, in the rows' order."""
        return [
            Found(row, list(self._hits(row, code)))
            for row in rows
            if _is_shown(row, self.show)
            and self._search.is_met_by(row.number, _searched(row, code))
        ]

    def _hits(self, row: OverviewRow, code: Code) -> Iterator[Hit]:
        for label, text in _texts(row, code):
            if parts := self._search.excerpt(text):
                yield Hit(label, parts)


def by_section(found: Iterable[Found]) -> list[FoundSection]:
    """The same under their sections."""
    parts = groupby(found, key=lambda each: each.row.response.provision.section)
    return [FoundSection(section, list(rows)) for section, rows in parts]


def _is_shown(row: OverviewRow, show: Show) -> bool:
    if show in (Show.NO, Show.PARTLY):
        return row.response.counted_answer == Answer(show.value)
    kinds = {
        Show.UNANSWERED: not row.is_answered,
        Show.TO_CONFIRM: row.response.to_confirm,
        Show.MISSING: bool(row.gaps),
        Show.UNSAVED: row.is_unsaved,
        Show.FLAGGED: row.flag is not None,
        Show.NOTED: row.notes > 0,
    }
    return kinds.get(show, True)


def _searched(row: OverviewRow, code: Code) -> Iterator[str]:
    """The texts that the words may be in; the title stands in the list anyway."""
    yield row.response.provision.short_title
    for _, text in _texts(row, code):
        yield text


def _texts(row: OverviewRow, code: Code) -> Iterator[tuple[str, str]]:
    """The texts that are shown where words were found in them, with what each is called."""
    yield "Requirement", row.response.provision.text
    yield "Evidence items", "; ".join(one.in_words for one in row.response.citations.all())
    for field in FIELDS:
        if field.is_searched:
            yield field.label_in(code), getattr(row.response, field.name)
