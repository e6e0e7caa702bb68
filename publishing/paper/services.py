"""Keeps the officer's words for the committee paper, and the day of its meeting."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.access import Member
from assessments import rules
from assessments.enums import OPEN_STATES, Event, State
from assessments.history import changes_between, record
from assessments.models import Assessment
from assessments.services import Conflict, Locked, raise_why
from publishing.models import PaperText
from publishing.paper.building import stored_form, stored_words
from publishing.paper.contents import PaperWords

# Once it is approved, the meeting is the one that approved it.
MEETING_STATES = frozenset({State.DRAFT, State.IN_REVIEW, State.RETURNED})


def save_words(member: Member, assessment: Assessment, words: PaperWords, *, version: int) -> None:
    """Keeps the words. `version`: the one that was edited; 0 where nobody had written any.

    Raises PermissionDenied, Locked once it is published or discarded, and Conflict where someone
    else has saved other words first.
    """
    if not rules.may_edit(member, assessment):
        raise PermissionDenied
    values = {
        "words": stored_form(words),
        "edited_by": member.user,
        "edited_at": timezone.now(),
    }
    with transaction.atomic():
        # Holds the row: nobody publishes between the look and the write.
        open_ones = Assessment.objects.filter(pk=assessment.pk, state__in=OPEN_STATES)
        if not open_ones.update(edited_at=F("edited_at")):
            raise Locked
        if version == 0 and _added(assessment, values):
            return
        kept = PaperText.objects.filter(assessment=assessment)
        if kept.filter(version=version).update(version=F("version") + 1, **values):
            return
        # Sent twice, or typed alike by both: nothing is lost.
        if not kept.filter(words=values["words"]).exists():
            raise Conflict


def _added(assessment: Assessment, values: dict[str, object]) -> bool:
    try:
        with transaction.atomic():
            PaperText.objects.create(assessment=assessment, **values)
    except IntegrityError:
        return False
    return True


def meeting_date(assessment: Assessment) -> date | None:
    """The day of the meeting that the paper goes to, as it is planned."""
    kept = PaperText.objects.filter(assessment=assessment).first()
    return stored_words(kept).meeting_date if kept else assessment.meeting_date


def set_meeting_date(
    member: Member,
    assessment: Assessment,
    day: date,
    *,
    version: int,
    at: datetime | None = None,
) -> None:
    """Sets that day, in the paper and in the self-assessment's details, whose `version` it was.

    Raises PermissionDenied, Locked once it is approved or closed, and Conflict where the
    self-assessment has changed since.
    """
    if not rules.may_set_meeting(member, assessment):
        raise PermissionDenied
    now = at or timezone.now()
    with transaction.atomic():
        before = meeting_date(assessment)
        mine = Assessment.objects.filter(
            pk=assessment.pk, version=version, state__in=MEETING_STATES
        )
        if not mine.update(meeting_date=day, version=F("version") + 1, edited_at=now):
            raise_why(assessment, MEETING_STATES)
        _put_into_words(member, assessment, day, now)
        changes = changes_between({"meeting date": before}, {"meeting date": day})
        if changes:
            record(assessment, Event.DETAILS_CHANGED, member.user, changes=changes, at=now)


def _put_into_words(member: Member, assessment: Assessment, day: date, now: datetime) -> None:
    """Where the officer has written words, the day is one of them."""
    kept = PaperText.objects.select_for_update().filter(assessment=assessment).first()
    if kept is None or kept.words.get("meeting_date") == day.isoformat():
        return
    kept.words["meeting_date"] = day.isoformat()
    kept.version += 1
    kept.edited_by, kept.edited_at = member.user, now
    kept.save(update_fields=("words", "version", "edited_by", "edited_at"))
