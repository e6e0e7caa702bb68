"""The digest that names exactly what was submitted and approved."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from assessments.models import Assessment


def canonical_json(value: object) -> str:
    """The one way of writing a value as JSON: sorted keys, no spaces, characters as they are."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content_digest(assessment: Assessment) -> str:
    """SHA-256 in hexadecimal of Code, year, trigger, reason and every answer as stored."""
    responses = {
        response.provision.number: {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in response.values().items()
        }
        for response in assessment.responses.select_related("provision")
    }
    content = {
        "edition": assessment.code.edition,
        "year": assessment.year.label,
        "trigger": assessment.trigger,
        "reason": assessment.reason,
        "responses": responses,
    }
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()
