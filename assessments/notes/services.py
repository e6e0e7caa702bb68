"""Writes shared notes, and their history in the same transaction."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.access import Member
from assessments import rules
from assessments.enums import NOTE_STATES, Event
from assessments.history import record
from assessments.models import Assessment, Response, SharedNote
from assessments.models.draft import SHARED_NOTE, Known
from assessments.services import Locked, end_draft


def share(
    member: Member,
    response: Response,
    text: str,
    *,
    draft: Known | None = None,
    at: datetime | None = None,
) -> None:
    """Adds a note for officers and contributors; `draft`: the person's own that this makes an end
    of. The same text that the person shared last is not added again: a button pressed twice.

    Raises PermissionDenied, or Locked outside of NOTE_STATES.
    """
    now = at or timezone.now()
    with transaction.atomic():
        _hold(member, response.assessment)
        end_draft(member, SHARED_NOTE, response.pk, draft)
        last = SharedNote.objects.filter(response=response).last()
        if last and last.author_id == member.user.pk and last.text == text:
            return
        SharedNote.objects.create(
            response=response,
            author=member.user,
            author_name=member.user.name,
            text=text,
            written_at=now,
        )
        _record(member, response, Event.NOTE_SHARED, now, text)


def take_back(member: Member, note: SharedNote, *, at: datetime | None = None) -> None:
    """Takes one's own note from the provision; the history keeps its text. Nothing to do where it
    has gone already.

    Raises PermissionDenied for anyone else's note, or Locked.
    """
    if note.author_id != member.user.pk:
        raise PermissionDenied
    response = note.response
    with transaction.atomic():
        _hold(member, response.assessment)
        removed, _ = SharedNote.objects.filter(pk=note.pk).delete()
        if removed:
            _record(member, response, Event.NOTE_TAKEN_BACK, at or timezone.now())


def _hold(member: Member, assessment: Assessment) -> None:
    """Takes the assessment's row: a submission waits for the note, or the note for it."""
    if not rules.shares_notes(member, assessment):
        raise PermissionDenied
    open_ones = Assessment.objects.filter(pk=assessment.pk, state__in=NOTE_STATES)
    if not open_ones.update(edited_at=F("edited_at")):
        raise Locked


def _record(member: Member, response: Response, event: Event, at: datetime, text: str = "") -> None:
    record(response.assessment, event, member.user, provision=response.provision, note=text, at=at)
