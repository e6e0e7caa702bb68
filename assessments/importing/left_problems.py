"""What is said of a provision of whose place in the form some text reached no result."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.importing.result import ImportResult, Problem
from assessments.importing.texts import flat

# How much of a text a problem quotes.
_SHOWN = 120


def cut(number: str, where: str, text: str) -> Problem:
    """A cell's text was used in part."""
    message = f"We did not use all of this cell. This is missing: “{_short(text)}”."
    return Problem(number, where, message, "cut")


def beside(number: str, where: str, text: str, result: ImportResult) -> Iterator[Problem]:
    """A line amid a text whose cells nothing bounds may be the end of what stands before it.

    That is the provision at which it stands, or where it stands below its number, the one before.
    """
    if any(item.provision == number and item.kind == "undivided" for item in result.problems):
        return  # All of its text is shown there.
    numbers = [found.number for found in result.responses]
    place = numbers.index(number) if number in numbers else 0
    message = f"We did not use this text, which may belong here: “{_short(text)}”."
    for own in numbers[max(place - 1, 0) : place + 1]:
        yield Problem(own, where, message, "cut")


def _short(text: str) -> str:
    line = flat(text)
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
