"""The digest that names exactly what was submitted and approved.

It carries the version of the recipe that it was made by, and is checked by that one: a recipe that
takes in more, such as a new field of an answer, leaves what was submitted before as it was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date

from assessments.models import Assessment, Citation

Recipe = Callable[[Assessment], object]


def canonical_json(value: object) -> str:
    """The one way of writing a value as JSON: sorted keys, no spaces, characters as they are."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content_digest(assessment: Assessment) -> str:
    """What the assessment says now, by the newest recipe that it needs: SHA-256 in hexadecimal,
    with the recipe's version and a colon before it. Recipe 1, the oldest, wrote no version.
    """
    return _digest(assessment, _newest_for(assessment))


def is_as_submitted(assessment: Assessment) -> bool:
    """Whether it says what it said when it was submitted."""
    submitted = assessment.submitted_digest
    version, colon, _ = submitted.partition(":")
    recipe = int(version) if colon else 1
    if any(needed(assessment) for later, needed in _ONLY_WHERE.items() if later > recipe):
        return False
    return recipe <= len(RECIPES) and _digest(assessment, recipe) == submitted


def _digest(assessment: Assessment, recipe: int) -> str:
    content = canonical_json(RECIPES[recipe - 1](assessment))
    digest = hashlib.sha256(content.encode()).hexdigest()
    return digest if recipe == 1 else f"{recipe}:{digest}"


def _first(assessment: Assessment) -> object:
    """Code, year, trigger, reason and every answer as stored."""
    fields = (
        *("answer", "evidence", "commentary", "action", "action_owner", "action_due"),
        "alternative",
    )
    return {
        "edition": assessment.code.edition,
        "year": assessment.year.label,
        "trigger": assessment.trigger,
        "reason": assessment.reason,
        "responses": {
            response.provision.number: {name: _plain(getattr(response, name)) for name in fields}
            for response in assessment.responses.select_related("provision")
        },
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _with_citations(assessment: Assessment) -> object:
    """The same, and what each answer cites, as it reads for the governing body."""
    cited: dict[str, list[object]] = {}
    for citation in Citation.objects.of(assessment).select_related("response__provision"):
        said = citation.sent or citation.item.facts.as_data()
        number = citation.response.provision.number
        cited.setdefault(number, []).append({**said, "clause": citation.clause})
    return [_first(assessment), cited]


def _cites(assessment: Assessment) -> bool:
    return Citation.objects.filter(response__assessment=assessment).exists()


def _newest_for(assessment: Assessment) -> int:
    """The newest recipe, but for those that take in what the assessment does not have."""
    return max(
        recipe
        for recipe in range(1, len(RECIPES) + 1)
        if recipe not in _ONLY_WHERE or _ONLY_WHERE[recipe](assessment)
    )


# By version, from 1. None is changed once anything was submitted by it: a new one is added below.
RECIPES: tuple[Recipe, ...] = (_first, _with_citations)
# Those that are needed only where there is something of their own to take in.
_ONLY_WHERE: dict[int, Callable[[Assessment], bool]] = {2: _cites}
