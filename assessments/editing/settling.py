"""Settles what was typed against what is saved: the one way from a form to the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.access import Member
from assessments.editing import drafts
from assessments.editing.subjects import Subject, SubjectForm
from assessments.editing.submission import Choice, Submission
from assessments.models import TypedDraft
from assessments.models.draft import Known
from assessments.services import Conflict, Locked

Edited = TypeVar("Edited", bound=Subject)


class Result(StrEnum):
    """What became of it."""

    SAVED = "saved"
    # It cannot be read, or is not allowed: the form says why.
    INVALID = "invalid"
    # Someone else saved first.
    CONFLICT = "conflict"
    # The assessment is in a state in which this is not changed.
    LOCKED = "locked"
    # The person gave up what they had typed; it is in the history.
    DROPPED = "dropped"


@dataclass(frozen=True)
class Outcome(Generic[Edited]):
    """What a page renders. `subject`: as it is by now; `draft`: what holds the text that was not
    saved, None where only the page that answers has it; `form`: what was sent, validated.
    """

    result: Result
    subject: Edited
    sent: Submission
    draft: TypedDraft | None = None
    form: SubjectForm | None = None

    @property
    def is_stale(self) -> bool:
        """Whether the form was made from another version than what is saved now."""
        return self.sent.version != self.subject.version


def settle(member: Member, subject: Edited, sent: Submission) -> Outcome[Edited]:
    """Saves what was typed, or says why not. No text is ever lost. Raises PermissionDenied."""
    if not subject.is_open:
        return _unsaved(Result.LOCKED, member, subject, sent)
    form = subject.form(sent)
    if sent.choice is Choice.DROP:
        return _drop(member, subject, sent, form)
    if not form.is_valid():
        return _unsaved(Result.INVALID, member, subject, sent, form)
    return write(member, subject, form.values(), sent, given_up=form.not_kept())


def write(
    member: Member,
    subject: Edited,
    values: Mapping[str, Any],
    sent: Submission,
    *,
    note: str = "",
    given_up: tuple[Mapping[str, Any], str] = ({}, ""),
) -> Outcome[Edited]:
    """Saves values that hold already: of a valid form, or of an earlier wording.

    `note` is for the history, and so is what was `given_up` for another text.
    Raises PermissionDenied.
    """
    if not subject.may_edit(member):
        raise PermissionDenied
    try:
        with transaction.atomic():
            subject.give_up(member, *given_up)
            saved = subject.save(member, values, sent, note)
    except Conflict:
        return _unsaved(Result.CONFLICT, member, subject.reloaded(), sent)
    except Locked:
        return _unsaved(Result.LOCKED, member, subject.reloaded(), sent)
    return Outcome(Result.SAVED, saved, sent)


def _drop(member: Member, subject: Edited, sent: Submission, form: SubjectForm) -> Outcome[Edited]:
    """Keeps all that is saved; what was typed stays in the history's reach."""
    if not subject.may_edit(member):
        raise PermissionDenied
    form.is_valid()
    with transaction.atomic():
        subject.give_up(member, *form.not_kept(everything=True))
        drafts.throw_away(member, subject, sent.known or Known())
    return Outcome(Result.DROPPED, subject, sent)


def _unsaved(
    result: Result,
    member: Member,
    subject: Edited,
    sent: Submission,
    form: SubjectForm | None = None,
) -> Outcome[Edited]:
    return Outcome(result, subject, sent, subject.keep_unsaved(member, sent), form)
