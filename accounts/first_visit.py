"""What an administrator of a new team is led to first: the roles that it still needs."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.access import Member
from accounts.enums import Role
from accounts.models import Membership
from accounts.rules import may_manage_landlord

# Who can approve; the workflow asks besides that they have not worked on it themselves.
_APPROVE = frozenset({Role.GOVERNING_BODY_MEMBER, Role.CLERK})


@dataclass(frozen=True)
class FirstRoles:
    """`own`: the reader's membership, whose roles they can change. `needs_officer`: nobody can
    start a self-assessment; `needs_approver`: nobody could approve what the officers fill in.
    Who has been invited counts as there.
    """

    own: int
    needs_officer: bool
    needs_approver: bool


def first_roles(member: Member) -> FirstRoles | None:
    """None for who cannot change roles, and where the team has what it needs."""
    if not may_manage_landlord(member):
        return None
    landlord = member.landlord
    team = Membership.objects.filter(landlord=landlord, user__is_active=True)
    people = [one.role_set for one in team.prefetch_related("roles")]
    people += [one.role_set for one in landlord.invitations.waiting()]
    officers = [roles for roles in people if Role.COMPLAINTS_OFFICER in roles]
    approvers = [roles for roles in people if roles & _APPROVE]
    # The only officer cannot approve what they answered.
    others = [roles for roles in approvers if officers != [roles]]
    if officers and others:
        return None
    own = team.get(user=member.user)
    return FirstRoles(own.pk, not officers, not others)
