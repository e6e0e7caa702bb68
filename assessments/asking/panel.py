"""What other pages of an assessment show of what colleagues are asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from accounts.access import Member
from assessments import rules
from assessments.asking import queries
from assessments.asking.queries import Progress
from assessments.models import Assessment, Contribution, Response


@dataclass(frozen=True)
class AskedHere:
    """Who is asked about one provision. `mine`: the reader's own; `may_ask`: whether the reader can
    ask more people now, and `may_read` what they wrote.
    """

    rows: list[tuple[Contribution, bool]]
    mine: Contribution | None
    may_ask: bool
    may_read: bool


def asked_here(member: Member, response: Response) -> AskedHere | None:
    """One query; None, and no query, for people who see nothing of it."""
    assessment = response.assessment
    if not rules.may_see_colleagues(member, assessment) or assessment.is_recorded:
        return None
    today, is_open = timezone.localdate(), assessment.state in rules.ASKING_STATES
    rows = queries.of_response(response)
    mine = next((row for row in rows if row.person_id == member.user.pk and row.is_open), None)
    may_read = rules.may_ask(member, assessment)
    return AskedHere(
        [(row, is_open and row.is_late(today)) for row in rows],
        mine,
        may_ask_now(member, assessment),
        may_read,
    )


def progress(member: Member, assessment: Assessment) -> list[Progress]:
    """How far each person is, for those who may see it: one query."""
    if not rules.may_see_colleagues(member, assessment):
        return []
    return queries.by_person(queries.of_assessment(assessment), timezone.localdate())


def may_ask_now(member: Member, assessment: Assessment) -> bool:
    """Whether the person can ask colleagues as things are."""
    return rules.may_ask(member, assessment) and assessment.state in rules.ASKING_STATES


def asked_of(found: list[Progress], member: Member) -> int:
    """How many of the provisions wait for the person, of what `progress` found."""
    mine = next((each for each in found if each.key[0] == member.user.pk), None)
    is_open = mine is not None and mine.first.response.assessment.state in rules.ASKING_STATES
    return sum(row.is_with_colleague for row in mine.rows) if mine and is_open else 0
