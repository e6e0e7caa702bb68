"""What an import would change: what was found beside what is in the assessment now. No writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from assessments.completeness import is_blank
from assessments.filling.forms import OWNER_MAX_LENGTH
from assessments.filling.presenters import first_words, label_of, text_of
from assessments.history import Value
from assessments.importing.result import Found, ImportResult, Problem
from assessments.importing.texts import flat, paragraphs
from assessments.models import Response
from codes.models import Code
from selfassess.common.forms.text import LONG_TEXT
from selfassess.common.lighttext import normalise

_SURE = {
    "sure": "Sure: number and wording agree",
    "likely": "Likely: only one of number and wording decided",
    "ask": "Not sure: you decide",
}
_ASKED = frozenset({"conflict", "repeated"})
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")


@dataclass(frozen=True)
class FieldChange:
    """One field now and as found. `problem` says why it cannot be taken as it is."""

    name: str
    label: str
    before: Value
    after: Value
    problem: str = ""

    @property
    def is_blank_now(self) -> bool:
        return is_blank(str(self.before or ""))

    @property
    def before_text(self) -> str:
        return text_of(self.name, self.before)

    @property
    def after_text(self) -> str:
        return text_of(self.name, self.after)


@dataclass(frozen=True)
class Row:
    """One provision that was found: what differs from now, and what to look at."""

    response: Response
    found: Found
    changes: list[FieldChange]
    problems: list[Problem]

    @property
    def number(self) -> str:
        return self.response.provision.number

    @property
    def first_words(self) -> str:
        """The beginning of the requirement."""
        return first_words(self.response.provision.text)

    @property
    def asks(self) -> bool:
        """Whether a person has to decide: nothing of it is taken by itself."""
        return self.found.certainty == "ask" or any(p.kind in _ASKED for p in self.problems)

    @property
    def how_sure(self) -> str:
        return _SURE[self.found.certainty]

    @property
    def takes(self) -> list[FieldChange]:
        """What can be taken as it was found."""
        return [change for change in self.changes if not change.problem]

    @property
    def fills(self) -> list[FieldChange]:
        """What would fill a blank."""
        return [change for change in self.takes if change.is_blank_now]

    @property
    def filled(self) -> dict[str, Value]:
        """What to save to fill the blanks, by every name of RESPONSE_FIELDS."""
        now: dict[str, Value] = dict(self.response.values())
        return now | {change.name: change.after for change in self.fills}

    @property
    def overwrites(self) -> bool:
        """Whether taking everything would replace something."""
        return len(self.fills) < len(self.takes)


@dataclass(frozen=True)
class Plan:
    """What differs, what is the same already, and what concerns no provision that was found."""

    rows: list[Row]
    same: list[str]
    problems: list[Problem]


def plan(result: ImportResult, responses: Iterable[Response], code: Code, today: date) -> Plan:
    """What was found beside the assessment's responses, in the form's order."""
    found = result.by_number()
    rows, same, placed = [], [], set()
    for response in responses:
        number = response.provision.number
        if number not in found:
            continue
        problems = [problem for problem in result.problems if problem.provision == number]
        changes = _changes(found[number], response, code, today)
        if changes:
            rows.append(Row(response, found[number], changes, problems))
            placed.add(number)
        else:
            same.append(number)
    return Plan(rows, same, [item for item in result.problems if item.provision not in placed])


def _changes(found: Found, response: Response, code: Code, today: date) -> list[FieldChange]:
    now = response.values()
    changes = []
    for name, value in _found_values(found, code).items():
        if _differs(now[name], value):
            after, problem = _possible(name, value, response, today)
            changes.append(FieldChange(name, label_of(code, name), now[name], after, problem))
    return changes


def _found_values(found: Found, code: Code) -> dict[str, str]:
    """What the form holds, by the names of RESPONSE_FIELDS; what it leaves blank is left out."""
    single = code.has_single_text_column
    texts = {
        "answer": str(found.answer),
        "evidence": paragraphs([found.evidence, found.commentary]) if single else found.evidence,
        "commentary": "" if single else found.commentary,
        "action": found.action,
        "action_owner": " ".join(found.owner.split()),
        "action_due": found.by,
        "alternative": found.alternative,
    }
    return {name: normalise(text) for name, text in texts.items() if not is_blank(text)}


def _differs(now: Value, found: str) -> bool:
    if isinstance(now, date):
        return _date(found) != now
    return flat(str(now or "")) != flat(found)


def _possible(name: str, found: str, response: Response, today: date) -> tuple[Value, str]:
    """The value to save, and why it cannot be taken as it is: then a person has to edit it."""
    if name == "action_due":
        due = _date(found)
        if due is None:
            return None, f"The date “{found}” cannot be read. Enter it."
        if due < today and not response.assessment.is_recorded:
            return due, f"The date “{found}” has passed. Enter one in the future."
        return due, ""
    most = OWNER_MAX_LENGTH if name == "action_owner" else LONG_TEXT
    if len(found) > most:
        return found, f"It has {len(found):,} characters; {most:,} is the most. Shorten it."
    return found, ""


def _date(text: str) -> date | None:
    """A day as forms write it; None for what cannot be read."""
    for pattern in _DATES:
        try:
            return datetime.strptime(" ".join(text.split()), pattern).date()
        except ValueError:
            continue
    return None
