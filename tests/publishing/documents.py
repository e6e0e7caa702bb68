"""Whole documents for renderers to draw: a real Code with every kind of answer, no database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.conf import settings

from codes.data import CodeData, ProvisionData
from codes.reading import read_code
from publishing.document import (
    ApprovalPart,
    CodePart,
    Document,
    FamilyPart,
    LandlordPart,
    ProvisionPart,
    SectionPart,
    digest,
    to_json,
)
from publishing.presentation import Presentation

_ANSWERS = ("yes", "yes", "partly", "yes", "no", "not_applicable", "no", "yes", "partly", "yes")


def make_document(edition: str) -> Document:
    """A published self-assessment against a real Code, by edition."""
    code = read_code(settings.BASE_DIR / "fixtures" / "codes" / f"{edition}.toml")
    numbers = [row.number for section in code.sections for row in section.provisions]
    return Document(
        landlord=LandlordPart(
            name="Alderbrook Borough Council",
            slug="alderbrook",
            homes=4812,
            website="https://www.alderbrook.example",
            governing_body="Cabinet",
            complaints_contact="Complaints team, Civic Centre\ncomplaints@alderbrook.example",
            mrc_title="Cabinet Member for Housing",
            subsidiaries=("Alderbrook Homes Ltd", "Brook Living Ltd"),
        ),
        code=_code(code),
        family=FamilyPart(
            slug=code.family.slug,
            title=code.family.title,
            publisher=code.family.publisher,
            **asdict(code.family.contact),
        ),
        year="2025-26",
        trigger="annual",
        sections=tuple(
            SectionPart(
                section.number,
                section.title,
                tuple(
                    _answered(row, code, numbers.index(row.number)) for row in section.provisions
                ),
            )
            for section in code.sections
        ),
        body_response="Cabinet accepts this self-assessment.\n\n- It is complete\n- More to do",
        approval=ApprovalPart("Cabinet", date(2025, 9, 9), "Cllr Ann Reed", "CAB/25/7"),
        version=2,
        published_on=date(2025, 9, 12),
    )


def _code(code: CodeData) -> CodePart:
    return CodePart(
        edition=code.edition,
        title=code.title,
        publisher=code.publisher,
        form_title=code.form.title,
        columns=code.form.columns,
        must_heading=code.form.must_heading,
        should_heading=code.form.should_heading,
    )


def _answered(row: ProvisionData, code: CodeData, index: int) -> ProvisionPart:
    """An answer with texts of about 30 words, which name the provision."""
    answer = _ANSWERS[index % len(_ANSWERS)]
    has_action, has_alternative = answer == "partly", answer == "no"
    policy = "The complaints policy says so, and the team checks each case against it. " * 2
    evidence = f"Evidence for {row.number}. {policy}\n\n- Minutes of {row.number}\n- A log"
    return ProvisionPart(
        number=row.number,
        level=row.level,
        stage=row.stage,
        requirement=row.text,
        answer=answer,
        evidence=evidence,
        commentary=f"Commentary on {row.number}. {policy}" if len(code.form.columns) == 5 else "",
        action=f"Retrain the contact centre on {row.number}." if has_action else "",
        action_owner="Head of Customer Services" if has_action else "",
        action_due=date(2026, 3, 31) if has_action else None,
        short_title=row.short_title,
        alternative=f"A leaflet in each office does for {row.number}." if has_alternative else "",
    )


def change_provisions(
    document: Document, change: Callable[[ProvisionPart], ProvisionPart], sections: int = 99
) -> Document:
    """The document's first sections, each provision changed."""
    return replace(
        document,
        sections=tuple(
            replace(section, provisions=tuple(change(row) for row in section.provisions))
            for section in document.sections[:sections]
        ),
    )


def with_text_everywhere(document: Document, text: str) -> Document:
    """The document cut to one provision, with the text in each field that somebody types."""
    section = document.sections[0]
    typed: dict[str, Any] = dict.fromkeys(
        ("requirement", "evidence", "commentary", "action", "action_owner", "alternative"), text
    )
    return replace(
        document,
        landlord=replace(
            document.landlord,
            name=text,
            website=text,
            complaints_contact=text,
            mrc_title=text,
            subsidiaries=(text,),
        ),
        sections=(SectionPart("1", text, (replace(section.provisions[0], answer="no", **typed),)),),
        body_response=text,
        approval=ApprovalPart(text, date(2025, 9, 9), text, text),
    )


def final(document: Document) -> Presentation:
    """How the document is presented once published."""
    return Presentation(
        digest=digest(to_json(document)),
        public_url="https://assess.example/published/alderbrook/2025-26/v2/",
        is_draft=False,
    )
