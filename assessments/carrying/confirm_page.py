"""The page on which a section's answers from an earlier year are confirmed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.formats import date_format

from accounts.access import Member
from assessments.carrying.confirming import (
    has_own_draft,
    is_confirmable,
    sections_waiting,
    waiting_in,
)
from assessments.carrying.panel import CarriedAnswer, Panel, brief_panel
from assessments.carrying.planning import closest_sources, with_another_duty
from assessments.completeness import Gap
from assessments.models import Response
from assessments.presenters.words import Item, gaps_in, items_of
from codes.models import Section


@dataclass(frozen=True)
class ConfirmRow:
    """One answer in the list. `why_not`: why it cannot be ticked; empty where it can be.

    `lacks`: what would still be missing once it is confirmed; `changed_by`: who has saved it since
    the page was opened, where someone has.
    """

    panel: Panel
    source: CarriedAnswer | None
    items: list[Item]
    lacks: list[Gap]
    why_not: str
    is_ticked: bool
    changed_by: str

    @property
    def response(self) -> Response:
        return self.panel.response

    @property
    def number(self) -> str:
        return self.response.provision.number


@dataclass(frozen=True)
class SectionLink:
    """Another section with answers to confirm."""

    section: Section
    waiting: int
    is_here: bool


@dataclass(frozen=True)
class ConfirmPage:
    """The list, and where it leads. `year`: the earlier year, empty where they are of several."""

    rows: list[ConfirmRow]
    links: list[SectionLink]
    year: str

    @property
    def tickable(self) -> list[ConfirmRow]:
        return [row for row in self.rows if not row.why_not]

    @property
    def following(self) -> Section | None:
        """The next section with answers to confirm; None after the last."""
        here = next((at for at, link in enumerate(self.links) if link.is_here), None)
        later = [] if here is None else self.links[here + 1 :]
        return later[0].section if later else None


def confirm_page(
    member: Member,
    responses: list[Response],
    section: str,
    *,
    ticked: Collection[str] = (),
    changed_by: Mapping[str, str] | None = None,
) -> ConfirmPage:
    """The page, in three queries. `responses`: all of the assessment, each with its assessment and
    Code loaded; `changed_by`: by number, who has saved an answer since the page was opened.
    """
    waiting = waiting_in(responses, section)
    others, sources = with_another_duty(waiting), closest_sources(waiting)
    begun = has_own_draft(member, waiting)
    rows = []
    for response in waiting:
        panel = brief_panel(response, others)
        if panel is None:
            continue
        source = sources.get(response.pk)
        number = response.provision.number
        rows.append(
            ConfirmRow(
                panel=panel,
                source=CarriedAnswer.to(response, source) if source else None,
                items=items_of(response, response.provision.code),
                lacks=[
                    gap
                    for gap in gaps_in(response, response.provision.code)
                    if gap.field not in ("confirm", "answer")
                ],
                why_not=_why_not(panel, has_draft=response.pk in begun),
                is_ticked=number in ticked,
                changed_by=(changed_by or {}).get(number, ""),
            )
        )
    years = {row.panel.year for row in rows}
    links = [
        SectionLink(each, count, each.number == section)
        for each, count in sections_waiting(responses)
    ]
    return ConfirmPage(rows, links, years.pop() if len(years) == 1 else "")


def _why_not(panel: Panel, *, has_draft: bool) -> str:
    """Why the answer has to be checked on its own page."""
    if has_draft:
        return "You have unsaved changes to this answer."
    if panel.left_open:
        return f"{panel.why_open} Answer the requirement as it stands now."
    due = panel.response.action_due
    if panel.is_overdue and due:
        return f"The date of its action, {date_format(due)}, has passed."
    if not is_confirmable(panel.response):
        return "Part of this answer has to be changed before it can be saved."
    return ""
