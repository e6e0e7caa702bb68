"""What a form held and what it lacked, in a few lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assessments.enums import Answer
from assessments.importing.result import ImportResult, Kind
from assessments.importing.texts import flat

_TOLD = frozenset({"blank", "unreadable", "interpreted"})
# "Yes/No" and "Yes / No" are one way of writing an answer.
_SLASH = re.compile(r"\s*/\s*")


@dataclass(frozen=True)
class ReportLine:
    """One thing to know, and the provisions that it is about."""

    words: str
    numbers: tuple[str, ...] = ()


def report(result: ImportResult) -> list[ReportLine]:
    """How many provisions were found, which are missing, and how their answers were read."""
    total = len(result.responses) + len(result.missing)
    lines = [ReportLine(f"{len(result.responses)} of {total} provisions found.")]
    offered = {offer.number for offer in result.offers}
    if missing := tuple(number for number in result.missing if number not in offered):
        lines.append(ReportLine("Missing from the form", missing))
    if offered:
        words = f"{len(offered)} not matched, because the number and the wording do not agree"
        lines.append(ReportLine(words, tuple(n for n in result.missing if n in offered)))
    lines += _interpreted(result)
    for words, kind in (
        ("with no answer in the form, so left blank", "blank"),
        ("with an answer that we could not read, so left blank", "unreadable"),
    ):
        if numbers := _numbers(result, kind):
            lines.append(ReportLine(f"{len(numbers)} {words}", numbers))
    return [*lines, *(ReportLine(note) for note in result.notes)]


def is_told(kind: Kind) -> bool:
    """Whether the report's own lines say it already."""
    return kind in _TOLD


def _numbers(result: ImportResult, kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.provision for item in result.problems if item.kind == kind))


def _interpreted(result: ImportResult) -> list[ReportLine]:
    """“Yes / No” read as Partly: a line for each way of writing that was."""
    found = result.by_number()
    groups: dict[str, list[str]] = {}
    for number in _numbers(result, "interpreted"):
        if number in found and found[number].answer:
            written = _SLASH.sub(" / ", flat(found[number].answer_text))[:60]
            words = f"“{written}” read as {Answer(found[number].answer).label}"
            groups.setdefault(words, []).append(number)
    return [
        ReportLine(f"{len(numbers)} {words}", tuple(numbers)) for words, numbers in groups.items()
    ]
