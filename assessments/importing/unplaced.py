"""Rows that belong to no provision for sure: for whom each is offered, and what is said of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assessments.importing.alignment.match import Match
from assessments.importing.result import Problem
from assessments.importing.rows.row import FormRow
from assessments.importing.texts import flat, fold

# How much of a row a message quotes; what is left over of the form is listed whole elsewhere.
_SHOWN = 120
_THE_CODES = ("number", "requirement")


def content(row: FormRow) -> tuple[str, ...]:
    """What a row says beside its number and wording, folded; equal for two that say the same."""
    texts = {role: fold(text) for role, text in _own_texts(row).items()}
    return tuple(f"{role} {text}" for role, text in sorted(texts.items()) if text)


def _own_texts(row: FormRow) -> dict[str, str]:
    """What is neither the number nor the wording, with what could not be divided."""
    own = {str(role): text for role, text in row.texts.items() if role not in _THE_CODES}
    return {**own, "undivided": row.undivided}


def unplaced(matches: Sequence[Match]) -> list[Match]:
    """The rows with content that got no provision."""
    return [match for match in matches if not match.provision and content(match.row)]


def offered(matches: Sequence[Match], taken: Collection[str]) -> dict[str, Match]:
    """Which row each provision that nothing else was found for may be given.

    Every row comes first to the likeliest of its provisions that is still free, so that of two
    rows between the same two provisions neither is lost; then each stands at the others as well.
    """
    found: dict[str, Match] = {}
    for match in matches:
        free = [number for number in match.open_to if number not in taken and number not in found]
        found.update((number, match) for number in free[:1])
    for match in matches:
        for number in match.open_to:
            if number not in taken:
                found.setdefault(number, match)
    return found


def problems_of(matches: Sequence[Match], offers: dict[str, Match]) -> list[Problem]:
    """What is said of each row without a provision."""
    first = {match.index: number for number, match in reversed(offers.items())}
    return [_problem(match, first.get(match.index, "")) for match in matches]


def _problem(match: Match, offer: str) -> Problem:
    where, said = match.row.where, quoted(match.row)
    if match.doubt == "conflict":
        numbered, worded = match.open_to
        message = f"The number is {numbered}, but the wording is that of {worded}. "
        message += "We did not import this row. Choose what to do."
        return Problem(offer or numbered, where, message, "conflict")
    if match.open_to:
        names = ", ".join(match.open_to)
        message = f"A row may belong to {names}. We did not import it. Choose what to do."
        if not offer:
            message += f" It says: “{said}”."
        return Problem(offer or match.open_to[0], where, message, "unplaced")
    named = short(flat(match.row.requirement or match.row.number)) or said
    message = f"A row matches no provision: “{named}”. We did not import it."
    return Problem("", where, message, "unplaced")


def quoted(row: FormRow) -> str:
    """A row's own words, shortened."""
    return short(" – ".join(filter(None, map(flat, _own_texts(row).values()))))


def short(text: str) -> str:
    """A text as a message quotes it."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}…"
