"""What pages say about an answer that was carried forward from an earlier year."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from assessments.carrying.dated import dated_words
from assessments.carrying.planning import sources_for, with_another_duty
from assessments.completeness import is_blank
from assessments.fields import FIELDS
from assessments.models import Response
from assessments.presenters.words import Item, items_of
from codes.models import Code


@dataclass(frozen=True)
class CarriedAnswer:
    """One earlier answer, the requirement that it answered, and whether that is today's."""

    response: Response
    items: list[Item]
    same_wording: bool
    same_level: bool

    @classmethod
    def to(cls, later: Response, earlier: Response) -> CarriedAnswer:
        """The earlier answer as it bears on the later one's provision."""
        return cls(
            earlier,
            items_of(earlier, earlier.assessment.code),
            earlier.provision.text == later.provision.text,
            earlier.provision.level == later.provision.level,
        )

    @property
    def code(self) -> Code:
        return self.response.assessment.code


@dataclass(frozen=True)
class Panel:
    """What the officer decides about. `sources`: the closest first, empty where they are gone.

    `waits`: whether it is still to be confirmed. `other_duty`: whether the source's answer is left
    out because it was to another requirement.
    """

    response: Response
    sources: list[CarriedAnswer]
    waits: bool
    other_duty: bool

    @property
    def year(self) -> str:
        source = self.response.carried_from
        return source.assessment.year.label if source else "an earlier year"

    @property
    def left_open(self) -> bool:
        """Whether it waits without an answer, so that it cannot be confirmed as it is."""
        return self.waits and not self.response.answer

    @property
    def why_open(self) -> str:
        """Why it has no answer yet, as a sentence."""
        source = self.response.carried_from
        if self.other_duty:
            none = f", and {self.year} had no answer" if source and not source.answer else ""
            return f"The requirement has changed{none}."
        if source and not source.answer:
            return f"There was no answer in {self.year}."
        return "Only the text was carried forward."

    @property
    def dated(self) -> list[str]:
        """What in its texts time may have overtaken since they were written."""
        return dated_in(self.response) if self.waits else []

    @property
    def can_be_confirmed(self) -> bool:
        """Whether it may hold as it stands."""
        return self.waits and not self.left_open and not self.is_overdue

    @property
    def has_action(self) -> bool:
        return self.waits and not is_blank(self.response.action)

    @property
    def is_overdue(self) -> bool:
        return self.has_action and is_past(self.response.action_due)


def dated_in(response: Response) -> list[str]:
    """What in its texts may have been true only when they were written, each once."""
    typed = "\n".join(str(getattr(response, field.name)) for field in FIELDS if field.is_text)
    return dated_words(typed, timezone.localdate())


def is_past(due: date | None) -> bool:
    return due is not None and due < timezone.localdate()


def panel_of(response: Response) -> Panel | None:
    """The panel, where the answer comes from an earlier year; three queries at most."""
    panel = brief_panel(response, with_another_duty([response]))
    if panel is None or not panel.waits:
        return panel
    sources = [CarriedAnswer.to(response, row) for row in sources_for(response)]
    return replace(panel, sources=sources)


def brief_panel(response: Response, other_duties: Collection[int]) -> Panel | None:
    """The panel without what was said then, and without a query.

    `other_duties`: what `with_another_duty` finds.
    """
    if not (response.to_confirm or response.carried_from_id):
        return None
    return Panel(response, [], response.to_confirm, response.pk in other_duties)
