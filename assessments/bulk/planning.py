"""What a step over several provisions would change: read here, shown, and only then saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from assessments.fields import Field
from assessments.history import Value
from assessments.models import Response
from codes.models import Code


@dataclass(frozen=True)
class FieldChange:
    """One field before and after. `problem` says why it cannot be saved; empty where it can."""

    name: str
    label: str
    before: str
    after: str
    problem: str


@dataclass(frozen=True)
class Planned:
    """What would change in one provision."""

    response: Response
    changes: list[FieldChange]

    @property
    def number(self) -> str:
        return self.response.provision.number

    @property
    def problem(self) -> str:
        return next((change.problem for change in self.changes if change.problem), "")

    @property
    def values(self) -> dict[str, Value]:
        """What to save, by every name of `fields.FIELDS`."""
        values: dict[str, Value] = dict(self.response.values())
        return values | {change.name: change.after for change in self.changes}


@dataclass(frozen=True)
class Plan:
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
) -> Plan:
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
    return Plan(rows, unchanged)


def _problem(field: Field, text: str) -> str:
    reason = field.too_long(text)
    return f"It would have {reason}" if reason else ""
