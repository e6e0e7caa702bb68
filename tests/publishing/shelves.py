"""Publications without the work of making their content, where only their place matters."""

from __future__ import annotations

from typing import Any

from assessments.models import Assessment
from publishing.models import Publication


def shelve(assessment: Assessment, **fields: Any) -> Publication:
    """An empty publication of an assessment that may be in any state."""
    values: dict[str, Any] = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "code": assessment.code,
        "landlord_name": assessment.landlord.name,
        "code_title": assessment.code.title,
        "year_start": assessment.year_start,
        "version": 1,
        "published_at": "2026-01-01T10:00:00Z",
        "document": b"{}",
        "digest": "0" * 64,
        "body": b"",
    }
    return Publication.objects.create(**values | fields)
