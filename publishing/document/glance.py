"""What a resident wants to know first: how far the Code is met, and what will be fixed by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assessments.enums import Answer
from codes.validators import numbered_title
from publishing.document import summary
from publishing.document.parts import Document, ProvisionPart


@dataclass(frozen=True)
class Shortfall:
    """A provision that is not fully met, and what the landlord says it will do about it.

    `title`: its number with the short title, where there is one. `due` is None where no date was
    given; `has_action` is False where another approach, or a reason alone, stands in its place.
    """

    number: str
    title: str
    answer: str
    owner: str
    due: date | None
    has_action: bool
    has_alternative: bool


@dataclass(frozen=True)
class Glance:
    """The answer in a sentence or two, and what is not fully met: the nearest date first."""

    answer: str
    shortfalls: tuple[Shortfall, ...]

    def on(self, today: date) -> list[tuple[Shortfall, bool]]:
        """Each shortfall, and whether the date that was given for it has passed."""
        return [(row, row.due is not None and row.due < today) for row in self.shortfalls]


def glance(document: Document, titles: Mapping[str, str]) -> Glance:
    """`titles`: short titles by number, for a document from before it held them."""
    rows = [_shortfall(row, titles) for row in summary.not_met(document)]
    rows.sort(key=lambda row: (row.due is None, row.due or date.max))
    return Glance(_answer(document), tuple(rows))


def _shortfall(row: ProvisionPart, titles: Mapping[str, str]) -> Shortfall:
    return Shortfall(
        number=row.number,
        title=numbered_title(row.number, row.short_title or titles.get(row.number, "")),
        answer=row.answer,
        owner=row.action_owner,
        due=row.action_due,
        has_action=bool(row.action.strip()),
        has_alternative=bool(row.alternative.strip()),
    )


def _answer(document: Document) -> str:
    answers = [row.answer for row in document.provisions]
    applying = len(answers) - answers.count(Answer.NOT_APPLICABLE)
    met = answers.count(Answer.YES)
    that = "" if applying == len(answers) else " that apply to it"
    how_many = f"all {applying}" if met == applying else f"{met} of the {applying}"
    first = (
        f"{document.landlord.name} meets {how_many} provisions (numbered requirements) of the "
        f"{document.code.title}{that}."
    )
    return " ".join(part for part in (first, _rest(answers)) if part)


def _rest(answers: list[str]) -> str:
    """How many are met in part, not at all, or are still open; empty where there are none."""
    parts = [
        f"{how} {number}"
        for how, number in (
            ("partly meets", answers.count(Answer.PARTLY)),
            ("does not meet", answers.count(Answer.NO)),
            ("has not yet answered", answers.count("")),
        )
        if number
    ]
    return f"It {_listed(parts)}." if parts else ""


def _listed(parts: list[str]) -> str:
    return " and ".join(", ".join(parts).rsplit(", ", 1))
