"""Confirms answers that were carried forward, several in one step and each with its own history."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.access import Member
from assessments import rules
from assessments.editing.answers import AnswerSubject, as_typed
from assessments.editing.forms import ResponseForm
from assessments.editing.settling import Result, write
from assessments.editing.submission import Submission
from assessments.models import Assessment, Response, TypedDraft
from assessments.models.draft import ANSWER
from assessments.queries import responses_of
from codes.models import Section


@dataclass(frozen=True)
class Confirmed:
    """What became of the ticks, by number. `since`: someone has saved or confirmed these since the
    page was opened, so that they were left alone; `refused`: they have to be looked at one by one.
    """

    done: list[str] = field(default_factory=list)
    since: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    is_locked: bool = False


def waiting_in(responses: Iterable[Response], section: str) -> list[Response]:
    """The section's answers that are still to be confirmed, in the form's order."""
    return [row for row in responses if row.to_confirm and row.provision.section.number == section]


def sections_waiting(responses: Iterable[Response]) -> list[tuple[Section, int]]:
    """The sections with answers still to be confirmed, and how many; in the form's order."""
    counts: dict[Section, int] = {}
    for row in responses:
        if row.to_confirm:
            section = row.provision.section
            counts[section] = counts.get(section, 0) + 1
    return list(counts.items())


def has_own_draft(member: Member, responses: Iterable[Response]) -> frozenset[int]:
    """Of the answers those that the person has begun to change, by id: one query."""
    saved = {row.pk: AnswerSubject(row).saved_inputs() for row in responses}
    drafts = TypedDraft.objects.by(member).about(ANSWER, *saved)
    return frozenset(
        draft.subject_id for draft in drafts if draft.values != saved[draft.subject_id]
    )


def is_confirmable(response: Response) -> bool:
    """Whether it can be held for true as it is: it has an answer, and its form takes it. An action
    whose date has passed needs a new date, or is done.
    """
    return bool(response.answer) and ResponseForm(response, as_typed(response.values())).is_valid()


def confirm_all(
    member: Member,
    assessment: Assessment,
    ticked: Collection[str],
    versions: Mapping[str, int],
) -> Confirmed:
    """Confirms the answers with those numbers, each in its own name and with its own history.

    `versions`: by number, the versions that the person saw. What someone has changed since stays
    as it is, and the others are confirmed all the same. Raises PermissionDenied.
    """
    if not rules.may_edit(member, assessment):
        raise PermissionDenied
    found = Confirmed()
    with transaction.atomic():
        for response in responses_of(assessment):
            number = response.provision.number
            if number not in ticked:
                continue
            # One object for one row: what is read of it later costs no further query.
            response.assessment = assessment
            response.provision.code = assessment.code
            if not _confirm(member, response, versions.get(number, -1), found):
                return Confirmed(is_locked=True)
    return found


def _confirm(member: Member, response: Response, version: int, found: Confirmed) -> bool:
    """Whether the answers may still be changed."""
    number = response.provision.number
    if response.version != version or not response.to_confirm:
        found.since.append(number)
    elif not is_confirmable(response):
        found.refused.append(number)
    else:
        sent = Submission(as_typed(response.values()), version, version)
        outcome = write(member, AnswerSubject(response), response.values(), sent)
        if outcome.result is Result.LOCKED:
            return False
        is_mine = outcome.subject.version == version + 1 and outcome.result is Result.SAVED
        (found.done if is_mine else found.since).append(number)
    return True
