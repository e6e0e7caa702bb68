"""Builds the document of an assessment from what the database holds now."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from assessments.models import Assessment, Citation, Response
from assessments.models.evidence import Facts
from assessments.queries import responses_of
from codes.models import Code, Family
from publishing.document.parts import (
    ApprovalPart,
    CodePart,
    Document,
    EvidencePart,
    FamilyPart,
    LandlordPart,
    ProvisionPart,
    SectionPart,
    ToConfirmPart,
)
from publishing.models import Publication
from selfassess.common.lighttext import printable


def build(
    assessment: Assessment, *, version: int | None = None, published_on: date | None = None
) -> Document:
    """The document of an assessment as it is now, without what changed since the one before
    (`changes.build` adds that). Takes three queries beyond what is loaded, four for a correction.
    """
    landlord = assessment.landlord
    return Document(
        landlord=LandlordPart(
            name=landlord.name,
            slug=landlord.slug,
            homes=landlord.homes,
            website=landlord.website,
            governing_body=landlord.governing_body,
            complaints_contact=landlord.complaints_contact,
            mrc_title=landlord.mrc_title,
            subsidiaries=tuple(landlord.subsidiary_names),
        ),
        code=code_part(assessment.code),
        family=family_part(assessment.code.family),
        year=assessment.year.label,
        trigger=assessment.trigger,
        sections=_sections(assessment),
        body_response=assessment.body_response.text,
        reason=assessment.reason,
        corrects_version=_corrected_version(assessment),
        approval=_approval(assessment),
        version=version,
        published_on=published_on,
    )


def code_part(code: Code) -> CodePart:
    """The Code as the database has it."""
    return CodePart(
        edition=code.edition,
        title=code.title,
        publisher=code.publisher,
        form_title=code.form_title,
        columns=tuple(code.columns),
        must_heading=code.must_heading,
        should_heading=code.should_heading,
    )


def family_part(family: Family) -> FamilyPart:
    """Whose Code it is, as the database has it."""
    return FamilyPart(**{field.name: getattr(family, field.name) for field in fields(FamilyPart)})


def _corrected_version(assessment: Assessment) -> int | None:
    if assessment.corrects_id is None:
        return None
    corrected = Publication.objects.filter(assessment=assessment.corrects_id)
    return corrected.values_list("version", flat=True).first()


def _approval(assessment: Assessment) -> ApprovalPart | None:
    if assessment.approved_on is None:
        return None
    return ApprovalPart(
        body=assessment.approving_body,
        meeting_date=assessment.approved_on,
        mrc_name=assessment.mrc_name,
        minute_reference=assessment.minute_reference,
    )


def _sections(assessment: Assessment) -> tuple[SectionPart, ...]:
    rows: dict[tuple[str, str], list[ProvisionPart]] = {}
    items = _evidence_items(assessment)
    for response in responses_of(assessment):
        provision = response.provision
        section = rows.setdefault((provision.section.number, provision.section.title), [])
        values: dict[str, Any] = response.values() | {"answer": response.counted_answer}
        section.append(
            ProvisionPart(
                number=provision.number,
                level=provision.level,
                stage=provision.stage,
                requirement=provision.text,
                to_confirm=_to_confirm(response),
                short_title=provision.short_title,
                evidence_items=items.get(response.pk, ()),
                **values,
            )
        )
    return tuple(
        SectionPart(number, title, tuple(parts)) for (number, title), parts in rows.items()
    )


def _evidence_items(assessment: Assessment) -> dict[int, tuple[EvidencePart, ...]]:
    """The public items that answers cite, by the answer's id: one query. The only place that
    decides what of the evidence a document may name.
    """
    found: dict[int, tuple[EvidencePart, ...]] = {}
    for citation in Citation.objects.of(assessment):
        facts = citation.facts
        if facts.is_public:
            part = _evidence_part(facts, citation.clause)
            found[citation.response_id] = (*found.get(citation.response_id, ()), part)
    return found


def _evidence_part(facts: Facts, clause: str) -> EvidencePart:
    on_the_web = facts.address.lower().startswith(("http://", "https://"))
    return EvidencePart(
        title=printable(facts.title),
        kind=facts.kind,
        clause=printable(clause),
        address=facts.address if on_the_web else "",
        dated_on=facts.dated_on,
        covers_from=facts.covers_from,
        covers_to=facts.covers_to,
    )


def _to_confirm(response: Response) -> ToConfirmPart | None:
    return ToConfirmPart(response.answer, response.carried_year) if response.to_confirm else None
