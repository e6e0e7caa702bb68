"""How residents complain, and how they get the self-assessment in another format, in words."""

from __future__ import annotations

from collections.abc import Iterator

from publishing.document.parts import Document


def how_to_complain(document: Document) -> tuple[str, ...]:
    """Texts with light structure, in order: the landlord's contact and website, the Ombudsman's."""
    return tuple(_texts(document))


def _texts(document: Document) -> Iterator[str]:
    landlord, family = document.landlord, document.family
    if landlord.complaints_contact:
        yield f"To complain to {landlord.name}, contact:"
        yield landlord.complaints_contact
    if landlord.website:
        yield f"The landlord’s website: {landlord.website}"
    yield family.advice
    ways = (
        f"- Website: {family.website}",
        f"- Telephone: {family.telephone}" if family.telephone else "",
        f"- Post: {family.post}" if family.post else "",
    )
    yield "\n".join(way for way in ways if way)


def other_formats(document: Document) -> str:
    """Whom to ask for another format or language."""
    landlord = document.landlord
    where = ", using the contact details above" if landlord.complaints_contact else ""
    return (
        "If you need this self-assessment in large print, braille, audio, Easy Read or another "
        f"language, ask {landlord.name}{where}."
    )
