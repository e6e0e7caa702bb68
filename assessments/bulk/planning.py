"""What a step over several provisions would change: read here, shown, and only then saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from assessments.history import Value
from assessments.models import Response
from assessments.presenters import label_of
from assessments.validators import OWNER_MAX_LENGTH
from codes.models import Code
from selfassess.common.forms.text import LONG_TEXT

TEXT_FIELDS = ("evidence", "commentary", "action", "action_owner", "alternative")


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
        """What to save, by every name of RESPONSE_FIELDS."""
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
    responses: Iterable[Response], code: Code, names: Iterable[str], change: Callable[[str], str]
) -> Plan:
    """What `change` makes of each of the named fields of the responses."""
    names = list(names)
    rows, unchanged = [], []
    for response in responses:
        changes = [
            FieldChange(name, label_of(code, name), before, after, _problem(name, after))
            for name in names
            if (after := _fitting(name, change(before := getattr(response, name)))) != before
        ]
        if changes:
            rows.append(Planned(response, changes))
        else:
            unchanged.append(response.provision.number)
    return Plan(rows, unchanged)


def _fitting(name: str, text: str) -> str:
    """The owner of an action is one line, without white space around it."""
    return " ".join(text.split("\n")).strip() if name == "action_owner" else text


def _problem(name: str, text: str) -> str:
    most = OWNER_MAX_LENGTH if name == "action_owner" else LONG_TEXT
    if len(text) <= most:
        return ""
    return f"It would have {len(text):,} characters; {most:,} is the most."
