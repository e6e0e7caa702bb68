"""Keeps the officer's words for the committee paper."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.access import Member
from assessments import rules
from assessments.enums import OPEN_STATES
from assessments.models import Assessment
from assessments.services import Conflict, Locked
from publishing.models import PaperText
from publishing.paper.building import stored_form
from publishing.paper.contents import PaperWords


def save_words(member: Member, assessment: Assessment, words: PaperWords, *, version: int) -> None:
    """Keeps the words. `version`: the one that was edited; 0 where nobody had written any.

    Raises PermissionDenied, Locked once it is published or discarded, and Conflict where somebody
    else saved other words first.
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
