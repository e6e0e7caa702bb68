"""What a provision's page says about an answer that came over from an earlier year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from assessments.carrying.planning import sources_for
from assessments.completeness import is_blank
from assessments.models import Response
from assessments.presenters.words import Item, items_of
from codes.models import Code


@dataclass(frozen=True)
class CarriedAnswer:
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
    sources: list[CarriedAnswer]
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
        CarriedAnswer(
            row,
            items_of(row, row.assessment.code),
            row.provision.text == response.provision.text,
        )
        for row in rows
    ]
    return Panel(response, sources, response.to_confirm)
