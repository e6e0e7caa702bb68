"""A Code's form with nothing filled in, as a document, to be rendered like any other."""

from __future__ import annotations

from typing import Any

from assessments.fields import blank_values
from codes.models import Code, Provision
from publishing.document.building import code_part, family_part
from publishing.document.parts import Document, LandlordPart, ProvisionPart, SectionPart
from publishing.presentation import Presentation

# A blank form is no draft of anything: nothing on it says DRAFT.
BLANK = Presentation(digest="", public_url="", is_draft=False)
_NOBODY = LandlordPart(
    name="",
    slug="",
    homes=0,
    website="",
    governing_body="",
    complaints_contact="",
    mrc_title="",
    subsidiaries=(),
)


def is_blank(document: Document) -> bool:
    """Whether the document is an empty form, belonging to no landlord."""
    return not document.landlord.name


def blank_from_code(code: Code) -> Document:
    """The empty form of a Code as the database has it, loaded with its family: one query."""
    rows: dict[tuple[str, str], list[ProvisionPart]] = {}
    for provision in code.provisions.select_related("section"):
        section = provision.section
        rows.setdefault((section.number, section.title), []).append(_empty(provision))
    sections = tuple(SectionPart(*key, tuple(parts)) for key, parts in rows.items())
    return Document(
        landlord=_NOBODY,
        code=code_part(code),
        family=family_part(code.family),
        year="",
        trigger="",
        sections=sections,
        body_response="",
    )


def _empty(provision: Provision) -> ProvisionPart:
    nothing: dict[str, Any] = {**blank_values()}
    return ProvisionPart(
        number=provision.number,
        level=provision.level,
        stage=provision.stage,
        requirement=provision.text,
        short_title=provision.short_title,
        **nothing,
    )
