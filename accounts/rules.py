"""Who may do what to a landlord: small named predicates over a Member."""

from accounts.access import Member
from accounts.enums import Role


def may_manage_landlord(member: Member) -> bool:
    """Administrators look after the landlord's team and details."""
    return member.has(Role.ADMINISTRATOR)
