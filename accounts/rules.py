"""Who may do what to a landlord: small named predicates over a Member."""

from accounts.access import Member
from accounts.enums import Role


def may_manage_landlord(member: Member) -> bool:
    """Administrators look after the landlord's team and details."""
    return member.has(Role.ADMINISTRATOR)


def may_invite_contributors(member: Member) -> bool:
    """Complaints officers invite the colleagues whom they ask to write: as contributors only."""
    return member.has(Role.ADMINISTRATOR, Role.COMPLAINTS_OFFICER)


def may_read_landlord(member: Member) -> bool:
    """Everyone in the landlord's team reads its details and who is in the team."""
    return bool(member.roles)


def may_leave(member: Member) -> bool:
    """Everyone may leave. A service makes the only administrator hand over first."""
    return True
