"""The library of evidence in the demonstration, and where answers cite it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from accounts.access import Member
from assessments.evidence import services
from assessments.models import Assessment, EvidenceItem, Response
from publishing.demo.content import DemoItem


def cite_items(
    officer: Member, assessment: Assessment, items: Iterable[DemoItem], at: datetime
) -> None:
    """Has the assessment's answers cite the items, which are entered when they are cited first."""
    responses = Response.objects.filter(assessment=assessment)
    rows = {row.provision.number: row for row in responses.select_related("provision")}
    for content in items:
        item = _item(officer, content, at)
        for number, clause in content.cited.items():
            row = rows[number]
            row.assessment = assessment
            if row.answer:
                services.cite(officer, row, item, clause, at=at)


def _item(officer: Member, content: DemoItem, at: datetime) -> EvidenceItem:
    present = EvidenceItem.objects.of(officer.landlord).filter(title=content.title).first()
    return present or services.add(officer, services.Details(content.title, **content.said), at=at)
