"""The document of an assessment with what changed since the one before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assessments.models import Assessment
from publishing.document import building
from publishing.document.comparison import changes_part
from publishing.document.earlier import comparison_of
from publishing.document.parts import Document


def build(
    assessment: Assessment, *, version: int | None = None, published_on: date | None = None
) -> Document:
    """The document as it is published, previewed and downloaded."""
    document = building.build(assessment, version=version, published_on=published_on)
    comparison = comparison_of(assessment, document)
    return replace(document, changes=changes_part(comparison) if comparison else None)
