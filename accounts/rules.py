"""Who may do what to a landlord: small named predicates over a Member."""

from accounts.access import Member
from accounts.enums import Role


def may_manage_landlord(member: Member) -> bool:
    """Administrators look after the landlord's team and details."""
    return member.has(Role.ADMINISTRATOR)


def may_read_landlord(member: Member) -> bool:
    """Everybody of the landlord reads its details and its team."""
    return bool(member.roles)


def may_leave(member: Member) -> bool:
    """Everybody may leave; the only administrator hands over first, which the service sees to."""
    return True
