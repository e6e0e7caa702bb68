"""Keeps what is typed before it is saved, for its person alone and outside the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.access import Member
from accounts.models import Membership
from assessments.editing.subjects import Drafted, Subject
from assessments.editing.submission import Submission
from assessments.models import TypedDraft
from assessments.models.draft import Known, TypedDraftQuerySet

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
        super().__init__("You have unsaved changes to this in another window.")
        self.draft = draft


def draft_of(member: Member, subject: Drafted) -> TypedDraft | None:
    """The person's own draft, where it says anything else than what is saved."""
    draft = _mine(member, subject).first()
    if draft is None or draft.values == subject.saved_inputs():
        return None
    return draft


def keep(
    member: Member, subject: Drafted, sent: Submission, *, at: datetime | None = None
) -> TypedDraft | None:
    """Keeps what was typed as the person's draft; None where that has already been saved.

    Raises PermissionDenied, NotKept, or KeptElsewhere.
    """
    _check_may_keep(member, subject)
    typed, known = subject.inputs(sent.values), sent.known or Known()
    _check_keepable(subject, typed)
    try:
        with transaction.atomic():
            mine = _mine(member, subject)
            before = mine.select_for_update(of=("self",)).first()
            if before is not None and not known.is_of(before):
                if before.values == typed:
                    return before
                raise KeptElsewhere(before)
            if typed == subject.saved_inputs():
                mine.delete()
                return None
            return _put(before or _new(member, subject), typed, sent, at)
    except IntegrityError:
        # Another window of the same person was faster by a moment.
        raise KeptElsewhere(_mine(member, subject).get()) from None


def keep_if_possible(member: Member, subject: Drafted, sent: Submission) -> TypedDraft | None:
    """Keeps what could not be saved as the person's draft, until they have decided; None where it
    cannot be, so that it stands on the page that answers alone, or nobody typed it into one.
    """
    if sent.known is None:
        return None
    try:
        return keep(member, subject, sent)
    except (NotKept, KeptElsewhere, PermissionDenied):
        return None


def throw_away(member: Member, subject: Subject, known: Known) -> None:
    """Removes the person's draft, if it is still the one that they saw. Raises PermissionDenied."""
    _check_may_keep(member, subject)
    _mine(member, subject).known_as(known).delete()


def _mine(member: Member, subject: Subject) -> TypedDraftQuerySet:
    return TypedDraft.objects.by(member).about(subject.kind, subject.pk)


def _check_may_keep(member: Member, subject: Subject) -> None:
    if not subject.may_edit(member):
        raise PermissionDenied


def _check_keepable(subject: Subject, typed: Mapping[str, str]) -> None:
    """Raises NotKept for what cannot be stored, or could never be used."""
    assessment = subject.assessment
    if not (assessment.is_open or assessment.is_recorded):
        raise NotKept("This self-assessment is closed. Copy what you typed if you still need it.")
    if any("\x00" in text for text in typed.values()):
        raise NotKept(
            "Your text contains a character that we cannot store. Type it again without it."
        )
    if any(len(text) > MOST_CHARACTERS for text in typed.values()):
        raise NotKept(f"Your text is longer than {MOST_CHARACTERS:,} characters. Shorten it.")


def _new(member: Member, subject: Subject) -> TypedDraft:
    membership = Membership.objects.get(user=member.user, landlord=member.landlord)
    return TypedDraft(
        membership=membership,
        assessment=subject.assessment,
        kind=subject.kind,
        subject_id=subject.pk,
        revision=0,
    )


def _put(
    draft: TypedDraft, typed: dict[str, str], sent: Submission, at: datetime | None
) -> TypedDraft:
    draft.values = typed
    draft.base_version = max(sent.base, 0)
    draft.revision += 1
    draft.window = sent.known.window if sent.known else ""
    draft.updated_at = at or timezone.now()
    draft.save()
    return draft
