"""The document of an assessment with what changed since the one before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assessments.models import Assessment
from publishing import document as documents
from publishing.comparison import Comparison, sentences
from publishing.document import ChangesPart, Document, MovePart
from publishing.earlier import comparison_of


def build(
    assessment: Assessment, *, version: int | None = None, published_on: date | None = None
) -> Document:
    """The document as it is published, previewed and taken away."""
    document = documents.build(assessment, version=version, published_on=published_on)
    comparison = comparison_of(assessment, document)
    return replace(document, changes=_changes(comparison) if comparison else None)


def _changes(comparison: Comparison) -> ChangesPart:
    return ChangesPart(
        since_year=comparison.before_year,
        since_code=comparison.before_code,
        sentences=sentences(comparison),
        moves=tuple(
            MovePart(
                number=row.after.number,
                earlier=tuple(part.number for part in row.before),
                from_answer=row.before[0].answer,
                to_answer=row.after.answer,
            )
            for row in comparison.moved
        ),
    )
