"""What an import gives: frozen, plain, and without any database."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from assessments.enums import Answer
from assessments.importing.texts import flat
from assessments.importing.years import YearHint

# sure: number and wording agree. likely: one of them decided. ask: a person has to decide.
Certainty = Literal["sure", "likely", "ask"]
Kind = Literal[
    "blank",  # the form has no answer here
    "unreadable",  # it has one that cannot be read, and is left blank
    "interpreted",  # "Yes / No" read as Partly, or words beside the answer
    "columns",  # several columns may hold it, so it is left blank
    "conflict",  # number and wording disagree
    "wording",  # the wording differs much from the Code's
    "repeated",  # the provision is there twice with different content
    "unplaced",  # a row that cannot be matched to a provision for sure, so it is not used
    "undivided",  # a text that is evidence or commentary, and left out as nothing tells which
    "cut",  # only a part of a cell reached the result
    "form",  # the form as a whole
]


@dataclass(frozen=True)
class Problem:
    """Something that a person should look at. `provision` is empty where none is meant."""

    provision: str
    where: str
    message: str
    kind: Kind


@dataclass(frozen=True)
class Found:
    """One provision's response as the form has it. Texts are light text with their lines.

    `action` and what comes after it are from our own export's labelled lines or from columns of
    those names; `action_due` is the text as written. `answer_text` is the answer as written.
    """

    number: str
    answer: Answer | Literal[""]
    evidence: str
    commentary: str
    answer_text: str
    where: str
    certainty: Certainty
    action: str = ""
    action_owner: str = ""
    action_due: str = ""
    alternative: str = ""


# Where a text stands that a page keeps around its content: a menu, a footer, a notice.
AROUND = "around the page"


@dataclass(frozen=True)
class LeftOver:
    """A text of the form that is in no response. `near`: the provision at or after which it stands.

    `column`: what the heading of its column says. Both may be empty.
    """

    text: str
    where: str
    near: str = ""
    column: str = ""


@dataclass(frozen=True)
class ImportResult:
    """A form, read. `responses` are in the Code's order; what is missing has none."""

    edition: str
    responses: tuple[Found, ...]
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    # What the file says of the moment at which it was downloaded from here; see provenance.py.
    taken_from: str = ""
    # What rows that belong to no provision for sure would give those that they may belong to, as
    # far as nothing else was found for them. A person decides; no response is made of them here.
    offers: tuple[Found, ...] = ()
    # Which year the form says that it is for.
    year: YearHint | None = None
    # What of the form's texts is in none of the above; a title and an introduction too.
    left_over: tuple[LeftOver, ...] = ()

    def by_number(self) -> dict[str, Found]:
        return {found.number: found for found in self.responses}

    def as_json(self) -> dict[str, Any]:
        """The public shape: texts on one line, bullets without their mark."""
        return {
            "edition": self.edition,
            "responses": {
                found.number: {
                    "answer": str(found.answer),
                    "evidence": flat(found.evidence),
                    "commentary": flat(found.commentary),
                }
                for found in self.responses
            },
            "missing": list(self.missing),
            "problems": [
                {"provision": item.provision, "where": item.where, "message": item.message}
                for item in self.problems
            ],
        }

    def as_data(self) -> dict[str, Any]:
        """Everything, as plain data that `from_data` turns back."""
        return asdict(self)


def from_data(data: dict[str, Any]) -> ImportResult:
    """The result that `as_data` wrote."""
    return ImportResult(
        edition=data["edition"],
        responses=_found(data["responses"]),
        missing=tuple(data["missing"]),
        problems=tuple(Problem(**item) for item in data["problems"]),
        notes=tuple(data["notes"]),
        taken_from=data.get("taken_from", ""),
        offers=_found(data.get("offers", [])),
        year=YearHint(**data["year"]) if data.get("year") else None,
        left_over=tuple(LeftOver(**item) for item in data.get("left_over", [])),
    )


def found_in(kept: dict[str, Any]) -> ImportResult | None:
    """What was found in a form, as its row keeps it; None before it was read."""
    return from_data(kept) if kept else None


# What earlier releases called two fields in the results that they kept.
_FORMER = {"owner": "action_owner", "by": "action_due"}


def _found(items: list[dict[str, Any]]) -> tuple[Found, ...]:
    return tuple(
        Found(
            **{_FORMER.get(name, name): value for name, value in item.items()}
            | {"answer": Answer(item["answer"]) if item["answer"] else ""}
        )
        for item in items
    )
