"""What comes after publishing: correcting, assessing again in mid-year, withdrawing.

What is published never changes. A correction or reassessment is a new draft that goes through the
governing body and becomes the year's next version; a withdrawal is a row beside the publication.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.access import Member
from assessments import notices, rules, starting
from assessments.enums import Event, Trigger
from assessments.history import record
from assessments.models import Assessment
from publishing.models import Publication, Withdrawal


class AlreadyWithdrawn(Exception):
    """Someone has already withdrawn it."""


def correct(
    member: Member, publication: Publication, reason: str, *, at: datetime | None = None
) -> Assessment:
    """The draft of a correction. Raises what `starting.start_again` raises."""
    origin = f"Correction of {_name(publication)}."
    return starting.start_again(member, publication.assessment, reason=reason, origin=origin, at=at)


def reassess(
    member: Member,
    publication: Publication,
    trigger: Trigger,
    reason: str = "",
    *,
    at: datetime | None = None,
) -> Assessment:
    """The draft of a reassessment in mid-year. Raises what `starting.start_again` raises."""
    origin = f"{trigger.label}: started from {_name(publication)}."
    return starting.start_again(
        member, publication.assessment, trigger=trigger, reason=reason, origin=origin, at=at
    )


def withdraw(
    member: Member, publication: Publication, reason: str, *, at: datetime | None = None
) -> Withdrawal:
    """Takes a publication away from readers: its addresses say so from now on, with the reason.

    In the assessment's history too, and mailed to officers, clerks and administrators.
    Raises PermissionDenied, AlreadyWithdrawn.
    """
    assessment = publication.assessment
    if not rules.may_withdraw(member, assessment) or member.landlord.pk != publication.landlord_id:
        raise PermissionDenied
    now = at or timezone.now()
    try:
        with transaction.atomic():
            withdrawal = Withdrawal.objects.create(
                publication=publication,
                reason=reason,
                withdrawn_by_id=member.user.pk,
                withdrawn_by_name=member.user.name,
                withdrawn_at=now,
            )
            record(assessment, Event.WITHDRAW, member.user, note=reason, at=now)
            notices.tell(Event.WITHDRAW, assessment, member.user, reason)
    except IntegrityError:
        raise AlreadyWithdrawn from None
    return withdrawal


def _name(publication: Publication) -> str:
    day = date_format(localtime(publication.published_at).date())
    return f"version {publication.version} of {publication.year}, published on {day}"
