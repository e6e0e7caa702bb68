"""What one text in several provisions, or other words in their texts, would change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from assessments.batches.planning import FieldChange, Planned
from assessments.fields import Field
from assessments.models import Response
from codes.models import Code


@dataclass(frozen=True)
class BulkPlan:
    """All that would change, what would stay though it was chosen, and what cannot be done."""

    rows: list[Planned]
    unchanged: list[str] = field(default_factory=list)

    @property
    def possible(self) -> list[Planned]:
        return [row for row in self.rows if not row.problem]

    @property
    def impossible(self) -> list[Planned]:
        return [row for row in self.rows if row.problem]


def plan(
    responses: Iterable[Response], code: Code, fields: Iterable[Field], change: Callable[[str], str]
) -> BulkPlan:
    """What `change` makes of each of the named fields of the responses."""
    fields = list(fields)
    rows, unchanged = [], []
    for response in responses:
        changes = [
            FieldChange(field.name, field.label_in(code), before, after, _problem(field, after))
            for field in fields
            if (after := field.fitted(change(before := getattr(response, field.name)))) != before
        ]
        if changes:
            rows.append(Planned(response, changes))
        else:
            unchanged.append(response.provision.number)
    return BulkPlan(rows, unchanged)


def _problem(field: Field, text: str) -> str:
    reason = field.too_long(text)
    return f"It would have {reason}" if reason else ""
