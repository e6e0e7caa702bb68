"""A person's own flags: what they want to come back to. No one else sees them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from accounts.access import Member
from assessments import rules
from assessments.models import Assessment, Flag, Response


def flag_of(member: Member, response: Response) -> Flag | None:
    """The person's own flag on the response."""
    return Flag.objects.filter(user=member.user, response=response).first()


def flags_in(member: Member, assessment: Assessment) -> dict[int, Flag]:
    """The person's own flags in the assessment, by response."""
    own = Flag.objects.filter(user=member.user, response__assessment=assessment)
    return {flag.response_id: flag for flag in own}


def put_up(member: Member, response: Response, note: str) -> None:
    """Flags the response for the person, or changes their note. Raises PermissionDenied."""
    if not rules.may_flag(member, response.assessment):
        raise PermissionDenied
    Flag.objects.update_or_create(user=member.user, response=response, defaults={"note": note})


def take_down(member: Member, response: Response) -> None:
    """Removes the person's own flag, if there is one."""
    Flag.objects.filter(user=member.user, response=response).delete()
