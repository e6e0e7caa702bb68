"""What the pages show of what colleagues are asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.forms import BoundField

from assessments import rules
from assessments.asking.forms import AcceptForm
from assessments.asking.queries import Progress
from assessments.models import Assessment, Contribution, ContributionVersion
from assessments.models.contribution import INVITED, WRITTEN
from assessments.presenters.words import label_of, text_of, title_of


@dataclass(frozen=True)
class AskedRow:
    """One provision that someone is asked about."""

    contribution: Contribution
    is_late: bool

    @property
    def number(self) -> str:
        return self.contribution.response.provision.number

    @property
    def title(self) -> str:
        return title_of(self.contribution.response.provision)


@dataclass(frozen=True)
class Request:
    """What one officer asks for by one day, with one note: what of it waits for the person."""

    by: str
    note: str
    due: date
    rows: list[AskedRow]


@dataclass(frozen=True)
class AskedList:
    """What a person is asked of one assessment: what waits for them, the earliest day first, and
    what they are done with.
    """

    assessment: Assessment
    requests: list[Request]
    done: list[AskedRow]

    @property
    def is_open(self) -> bool:
        return self.assessment.state in rules.ASKING_STATES


def lists(rows: Iterable[Contribution], today: date) -> list[AskedList]:
    """The person's contributions by assessment; they come in that order."""
    found = []
    for _, part in groupby(rows, key=lambda row: row.response.assessment_id):
        those = list(part)
        assessment = those[0].response.assessment
        is_open = assessment.state in rules.ASKING_STATES
        shown = [AskedRow(row, is_open and row.is_late(today)) for row in those]
        waits = [row for row in shown if is_open and row.contribution.is_with_colleague]
        done = [row for row in shown if row not in waits]
        found.append(AskedList(assessment, _requests(waits), done))
    return found


def _requests(rows: Iterable[AskedRow]) -> list[Request]:
    parts: dict[tuple[date, str, str], list[AskedRow]] = {}
    for row in rows:
        one = row.contribution
        parts.setdefault((one.due_date, one.asked_by_name, one.note), []).append(row)
    return [Request(by, note, due, parts[due, by, note]) for due, by, note in sorted(parts)]


@dataclass(frozen=True)
class Person:
    """One person on the page of colleagues. `status`: of who has not joined, or has left."""

    progress: Progress
    rows: list[AskedRow]
    status: str


def people(
    found: Iterable[Progress], left: frozenset[int], waiting: frozenset[str]
) -> list[Person]:
    """`left`: who is not in the team any more; `waiting`: the addresses of open invitations."""
    return [
        Person(
            each,
            [AskedRow(row, row.is_late(each.today)) for row in each.rows],
            _status(each, left, waiting),
        )
        for each in found
    ]


def _status(progress: Progress, left: frozenset[int], waiting: frozenset[str]) -> str:
    person, address = progress.key
    if person is None and address and "@" in address:
        return "Invited" if address.lower() in waiting else "The invitation cannot be used any more"
    has_left = person in left if person is not None else progress.who != INVITED
    return "Has left the team" if has_left else ""


@dataclass(frozen=True)
class Side:
    """One text on the page that accepts: what stands in the answer, and what the colleague wrote.

    `field`: what to do with it; None where there is nothing to decide.
    """

    name: str
    label: str
    now: str
    proposed: str
    field: BoundField | None


def sides(form: AcceptForm) -> list[Side]:
    """The texts that the colleague wrote, in the form's order."""
    contribution, response, code = form.contribution, form.response, form.code
    return [
        Side(
            name,
            label_of(code, name),
            text_of(name, getattr(response, name)),
            text_of(name, getattr(contribution, name)),
            form.field_for(name),
        )
        for name in WRITTEN
        if getattr(contribution, name)
    ]


@dataclass(frozen=True)
class Wording:
    """One earlier wording of a contribution."""

    version: ContributionVersion
    items: list[tuple[str, str]]


def wordings(contribution: Contribution) -> list[Wording]:
    """What was written before what stands there now, the latest first: one query."""
    code = contribution.response.provision.code
    now = {name: getattr(contribution, name) for name in WRITTEN}
    found = []
    for version in contribution.versions.all():
        texts = {name: getattr(version, name) for name in WRITTEN}
        if texts != now and any(texts.values()):
            items = [(label_of(code, n), text_of(n, t)) for n, t in texts.items() if t]
            found.append(Wording(version, items))
    return found


def next_of(rows: Sequence[Contribution], here: Contribution) -> Contribution | None:
    """The next that waits for the same person in the same assessment; to the end, and then from the
    beginning.
    """
    same = [
        row
        for row in rows
        if row.response.assessment_id == here.response.assessment_id
        and (row.pk == here.pk or row.is_with_colleague)
    ]
    at = next((index for index, row in enumerate(same) if row.pk == here.pk), 0)
    return next((row for row in same[at + 1 :] + same[:at] if row.pk != here.pk), None)
