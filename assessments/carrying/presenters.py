"""What pages say about answers that come over, and about one that came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from assessments.carrying.planning import Forward, sources_for
from assessments.completeness import is_blank
from assessments.correspondence import Carried
from assessments.filling.presenters import Item, first_words, items_of
from assessments.models import Response
from codes.enums import Change
from codes.models import Code, Provision


@dataclass(frozen=True)
class Source:
    """One earlier answer, and the requirement that it answered."""

    response: Response
    items: list[Item]
    same_wording: bool

    @property
    def code(self) -> Code:
        return self.response.assessment.code


@dataclass(frozen=True)
class Panel:
    """What the officer decides about. `sources`: the closest first, empty where they are gone.

    `waits`: whether it is still to be confirmed.
    """

    response: Response
    sources: list[Source]
    waits: bool

    @property
    def year(self) -> str:
        source = self.response.carried_from
        return source.assessment.year.label if source else "an earlier year"

    @property
    def left_open(self) -> bool:
        """Whether the duty has changed, so that the earlier answer was not taken over."""
        return self.waits and not self.response.answer

    @property
    def has_action(self) -> bool:
        return self.waits and not is_blank(self.response.action)

    @property
    def is_overdue(self) -> bool:
        return self.has_action and is_past(self.response.action_due)


def is_past(due: date | None) -> bool:
    return due is not None and due < timezone.localdate()


def panel_of(response: Response, *, briefly: bool = False) -> Panel | None:
    """The panel, where the answer comes from an earlier year; two queries at most.

    `briefly`: without what was said then, and without a query.
    """
    if not (response.to_confirm or response.carried_from_id):
        return None
    rows = sources_for(response) if response.to_confirm and not briefly else []
    sources = [
        Source(
            row,
            items_of(row, row.assessment.code),
            row.provision.text == response.provision.text,
        )
        for row in rows
    ]
    return Panel(response, sources, response.to_confirm)


@dataclass(frozen=True)
class Row:
    """One provision in the preview, with the earlier answers that speak to it: closest first."""

    provision: Provision
    words: str
    sources: list[Response]
    what: str


def rows_of(found: Forward, carried: Iterable[Carried]) -> list[Row]:
    """What comes over, as the preview lists it."""
    return [
        Row(
            found.now[row.number].provision,
            first_words(found.now[row.number].provision.text),
            found.sources_of(row),
            "" if found.same_code else Change(row.change).label.lower(),
        )
        for row in carried
    ]


def provisions_of(found: Forward, numbers: Iterable[str]) -> list[tuple[Provision, str]]:
    """Provisions of the draft with their first words."""
    provisions = [found.now[number].provision for number in numbers]
    return [(provision, first_words(provision.text)) for provision in provisions]


def dropped_of(found: Forward) -> list[tuple[Response, str]]:
    """Earlier answers that stay with their own year."""
    rows = [found.earlier[number] for number in found.dropped]
    return [(row, first_words(row.provision.text)) for row in rows]
