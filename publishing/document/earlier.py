"""What a landlord published before, here or elsewhere, and how a self-assessment compares with it.

Of what was published here the frozen document is read, never the live tables; what was withdrawn
is not read at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q

from assessments import queries
from assessments.enums import State
from assessments.models import Assessment, Response
from codes.data import OriginData
from codes.models import Code
from publishing.document import building, stored
from publishing.document.comparison import Comparison, compare
from publishing.document.parts import Document


@dataclass(frozen=True)
class Earlier:
    """One earlier self-assessment: its financial year's first calendar year, Code and document."""

    year_start: int
    code: Code
    document: Document


def frozen_document(assessment: Assessment) -> Document:
    """What was published of it, or where nothing was, what it says now.

    The assessment's publication, if any, should be loaded with it.
    """
    if hasattr(assessment, "publication"):
        return stored.from_json(bytes(assessment.publication.document))
    return building.build(assessment)


def earlier_ones(assessment: Assessment) -> list[Earlier]:
    """What stands of the landlord from before this one, of the same family, the newest first.

    Of a year that is told more than once, what was published last; where something is only
    recorded that was published elsewhere, it counts if answers are recorded. A correction looks
    past its own year, since it stands in for what it corrects.
    """
    answered = Response.objects.filter(assessment=OuterRef("pk")).exclude(answer="")
    standing = Q(publication__isnull=False, publication__withdrawal__isnull=True)
    recorded = Q(state=State.RECORDED) & Exists(answered)
    last_year = assessment.year_start - (assessment.corrects_id is not None)
    rows = (
        Assessment.objects.of(assessment.landlord, assessment.family_id)
        .filter(standing | recorded, year_start__lte=last_year)
        .exclude(pk=assessment.pk)
        .select_related("landlord", "code__family", "body_response", "publication")
        .order_by("-year_start", F("published_at").desc(nulls_last=True))
    )
    if assessment.published_at is not None:
        rows = rows.filter(Q(published_at__lt=assessment.published_at) | Q(state=State.RECORDED))
    newest: dict[int, Assessment] = {}
    for row in rows:
        newest.setdefault(row.year_start, row)
    return [Earlier(row.year_start, row.code, frozen_document(row)) for row in newest.values()]


def origins(earlier: Code, later: Code) -> tuple[OriginData, ...]:
    """Where each provision of the later Code comes from; empty where nothing is known of it."""
    found = queries.origins_between(earlier, later)
    return tuple(OriginData(to, link.sources, link.change) for to, link in found.items())


def compare_with(earlier: Earlier, code: Code, document: Document) -> Comparison | None:
    """The document, which is against `code`, beside an earlier one.

    None where it is not known how the two Codes correspond: everything would look new.
    """
    links = origins(earlier.code, code)
    return compare(earlier.document, document, links) if links else None


def comparison_of(assessment: Assessment, document: Document) -> Comparison | None:
    """The assessment's document beside the last one before it; None where there is none."""
    found = earlier_ones(assessment)
    return compare_with(found[0], assessment.code, document) if found else None
