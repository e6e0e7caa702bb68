"""A Code's form with nothing filled in, as a document, to be rendered like any other."""

from __future__ import annotations

from codes.data import CodeData
from codes.models import Code
from publishing.document import CodePart, Document, LandlordPart, ProvisionPart, SectionPart
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


def blank_from_data(code: CodeData) -> Document:
    """The empty form of a Code as its file has it."""
    part = CodePart(
        edition=code.edition,
        title=code.title,
        publisher=code.publisher,
        form_title=code.form.title,
        columns=code.form.columns,
        must_heading=code.form.must_heading,
        should_heading=code.form.should_heading,
    )
    sections = tuple(
        SectionPart(
            section.number,
            section.title,
            tuple(_empty(p.number, p.level, p.stage, p.text) for p in section.provisions),
        )
        for section in code.sections
    )
    return _document(part, sections)


def blank_from_code(code: Code) -> Document:
    """The empty form of a Code as the database has it: one query."""
    part = CodePart(
        edition=code.edition,
        title=code.title,
        publisher=code.publisher,
        form_title=code.form_title,
        columns=tuple(code.columns),
        must_heading=code.must_heading,
        should_heading=code.should_heading,
    )
    rows: dict[tuple[str, str], list[ProvisionPart]] = {}
    for p in code.provisions.select_related("section"):
        section = rows.setdefault((p.section.number, p.section.title), [])
        section.append(_empty(p.number, p.level, p.stage, p.text))
    sections = tuple(SectionPart(*key, tuple(parts)) for key, parts in rows.items())
    return _document(part, sections)


def _document(code: CodePart, sections: tuple[SectionPart, ...]) -> Document:
    return Document(
        landlord=_NOBODY, code=code, year="", trigger="", sections=sections, body_response=""
    )


def _empty(number: str, level: str, stage: str, requirement: str) -> ProvisionPart:
    return ProvisionPart(
        number=number,
        level=str(level),
        stage=stage,
        requirement=requirement,
        answer="",
        evidence="",
        commentary="",
        action="",
        action_owner="",
        action_due=None,
        alternative="",
    )
