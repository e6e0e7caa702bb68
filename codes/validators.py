"""What may be a family of Codes' name in addresses, and how a provision is called in lists."""

from __future__ import annotations

import re

# The family whose addresses do without its name: they are older than families.
HOUSING_OMBUDSMAN = "housing-ombudsman"
FAMILY_MAX_LENGTH = 40
SHORT_TITLE_MAX_LENGTH = 80
# It begins with a letter, so that it is never a year such as 2025-26.
FAMILY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# What stands, or may one day stand, in its place below a landlord's address or a year's.
RESERVED = frozenset(
    {
        *("annual-report", "compare", "data", "embed", "feed", "files", "index", "latest"),
        *("report", "schema", "set", "verify", "version", "versions", "withdrawn"),
    }
)
_VERSION = re.compile(r"v[0-9]+")


def is_family(slug: str) -> bool:
    """Whether it has the shape of a family's slug, and shadows nothing in an address."""
    is_taken = slug in RESERVED or _VERSION.fullmatch(slug) is not None
    return not is_taken and len(slug) <= FAMILY_MAX_LENGTH and FAMILY.fullmatch(slug) is not None


def numbered_title(number: str, short_title: str) -> str:
    """How a list names a provision: "5.10 Making reasonable adjustments", or its number alone."""
    return f"{number} {short_title}".rstrip()
