"""Keeps what is typed before it is saved, for its person alone and outside the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.access import Member
from accounts.models import Membership
from assessments import rules
from assessments.drafting.values import Subject, saved_inputs, typed_inputs
from assessments.models import Response, TypedDraft
from assessments.models.draft import Known

# A draft keeps more than a save takes, so that a text that is too long can still be cut.
MOST_CHARACTERS = 100_000


class NotKept(Exception):
    """It cannot be kept; the message says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class KeptElsewhere(Exception):
    """The person has a draft that this window does not know: it is not overwritten."""

    def __init__(self, draft: TypedDraft) -> None:
        super().__init__("Another window keeps a draft of this.")
        self.draft = draft


def keep(
    member: Member,
    subject: Subject,
    data: Mapping[str, str],
    *,
    base_version: int,
    known: Known,
    at: datetime | None = None,
) -> TypedDraft | None:
    """Keeps what was typed as the person's draft; None where it is what is saved already.

    `data`: what the form would send; `base_version`: the version that it was made from; `known`:
    the draft that the window knows of.
    Raises PermissionDenied, NotKept, or KeptElsewhere.
    """
    _check_may_keep(member, subject)
    typed = typed_inputs(subject, data)
    _check_keepable(subject, typed)
    try:
        with transaction.atomic():
            mine = TypedDraft.objects.by(member).about(subject)
            before = mine.select_for_update(of=("self",)).first()
            if before is not None and not known.is_of(before):
                if before.values == typed:
                    return before
                raise KeptElsewhere(before)
            if typed == saved_inputs(subject):
                mine.delete()
                return None
            return _put(before or _new(member, subject), typed, base_version, known, at)
    except IntegrityError:
        # Another window of the same person was faster by a moment.
        raise KeptElsewhere(TypedDraft.objects.by(member).about(subject).get()) from None


def throw_away(member: Member, subject: Subject, known: Known) -> None:
    """Removes the person's draft, if it is still the one that they saw. Raises PermissionDenied."""
    _check_may_keep(member, subject)
    TypedDraft.objects.by(member).about(subject).known_as(known).delete()


def _check_may_keep(member: Member, subject: Subject) -> None:
    may = rules.may_edit if isinstance(subject, Response) else rules.may_draft_body_response
    if not may(member, subject.assessment):
        raise PermissionDenied


def _check_keepable(subject: Subject, typed: Mapping[str, str]) -> None:
    """Raises NotKept for what cannot be stored, or would never be of use."""
    assessment = subject.assessment
    if not (assessment.is_open or assessment.is_recorded):
        raise NotKept("This self-assessment is closed. Copy what you typed if you still need it.")
    if any("\x00" in text for text in typed.values()):
        raise NotKept("It contains a character that cannot be stored. Type it again without it.")
    if any(len(text) > MOST_CHARACTERS for text in typed.values()):
        raise NotKept(f"It is longer than {MOST_CHARACTERS:,} characters. Shorten it.")


def _new(member: Member, subject: Subject) -> TypedDraft:
    membership = Membership.objects.get(user=member.user, landlord=member.landlord)
    if isinstance(subject, Response):
        return TypedDraft(membership=membership, response=subject, revision=0)
    return TypedDraft(membership=membership, body_response=subject, revision=0)


def _put(
    draft: TypedDraft,
    typed: dict[str, str],
    base_version: int,
    known: Known,
    at: datetime | None,
) -> TypedDraft:
    draft.values = typed
    draft.base_version = max(base_version, 0)
    draft.revision += 1
    draft.window = known.window
    draft.updated_at = at or timezone.now()
    draft.save()
    return draft
