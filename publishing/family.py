"""Whose Code a document is about, as the document holds it."""

from __future__ import annotations

from dataclasses import dataclass, fields

from codes.models import Family
from codes.validators import HOUSING_OMBUDSMAN


@dataclass(frozen=True)
class FamilyPart:
    """Whose Code it is, and how residents reach that Ombudsman. Telephone and post may be empty."""

    slug: str
    title: str
    publisher: str
    advice: str
    website: str
    telephone: str
    post: str


# What every document says that was written before there were families.
FIRST_FAMILY = FamilyPart(
    slug=HOUSING_OMBUDSMAN,
    title="Housing Ombudsman’s Complaint Handling Code",
    publisher="Housing Ombudsman",
    advice="You can ask the Housing Ombudsman for advice at any time. It is free, independent and "
    "impartial.",
    website="https://www.housing-ombudsman.org.uk",
    telephone="0300 111 3000",
    post="PO Box 1484, Unit D, Preston PR2 0ET",
)


def family_part(family: Family) -> FamilyPart:
    """The family as it is now."""
    return FamilyPart(**{field.name: getattr(family, field.name) for field in fields(FamilyPart)})
