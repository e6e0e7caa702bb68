"""Who may publish."""

from __future__ import annotations

from accounts.access import Member
from accounts.enums import Role
from assessments.models import Assessment


def may_publish(member: Member, assessment: Assessment) -> bool:
    """The complaints officer publishes; whether it can be now is the workflow's matter."""
    return member.has(Role.COMPLAINTS_OFFICER)
