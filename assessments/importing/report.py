"""What a form held and what it lacked, in a few lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from assessments.enums import Answer
from assessments.importing.result import AROUND, Found, ImportResult, Kind, LeftOver
from assessments.importing.texts import flat

_TOLD = frozenset({"blank", "unreadable", "interpreted"})
# "Yes/No" and "Yes / No" are one way of writing an answer.
_SLASH = re.compile(r"\s*/\s*")

# A column of which so many cells were not used is a column of its own, and not this row's text.
_A_COLUMN = 5
# A longer text is folded.
_LONG = 600


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


@dataclass(frozen=True)
class Rest:
    """Texts that reached no answer, of one provision, or of a column or another part of the form.

    `number` is the provision's, or empty where `title` says which part. `in_columns`: whether all
    of them are in columns that no provision uses.
    """

    number: str
    title: str
    texts: tuple[LeftOver, ...]
    in_columns: bool = False

    @property
    def is_long(self) -> bool:
        return len(self.texts) > 1 or len(self.texts[0].text) > _LONG


def left_over(result: ImportResult, shown: frozenset[str] = frozenset()) -> list[Rest]:
    """What of the form is in no answer: by provision, then by column, then what comes first.

    `shown`: provisions beside which it stands already.
    """
    columns = _columns(result)
    provisions: dict[str, list[LeftOver]] = {}
    parts: dict[str, list[LeftOver]] = {}
    found = result.by_number()
    last = result.responses[-1].number if result.responses else None
    for item in result.left_over:
        if item.near in shown and _is_of(found.get(item.near), item):
            continue
        if item.where == AROUND:
            parts.setdefault("Menu, footer and notices of the web page", []).append(item)
        elif item.column in columns:
            parts.setdefault(f"Column “{item.column}”", []).append(item)
        elif item.near == last and not _is_of(found.get(last), item):
            parts.setdefault("After the last provision", []).append(item)
        elif item.near:
            provisions.setdefault(item.near, []).append(item)
        else:
            parts.setdefault("Before the first provision", []).append(item)
    by_provision = [Rest(number, "", tuple(items)) for number, items in provisions.items()]
    return by_provision + [Rest("", title, tuple(items)) for title, items in parts.items()]


def beside(result: ImportResult, found: Found) -> Rest | None:
    """What else the form has in a provision's own row, or below it where it has no rows."""
    texts = tuple(item for item in result.left_over if _is_of(found, item))
    columns = _columns(result)
    in_columns = all(item.column in columns for item in texts)
    return Rest(found.number, "", texts, in_columns) if texts else None


def _is_of(found: Found | None, item: LeftOver) -> bool:
    if found is None or item.near != found.number:
        return False
    return item.where == found.where or "row" not in found.where


def _columns(result: ImportResult) -> frozenset[str]:
    """The headings of columns that are not used."""
    often = Counter(item.column for item in result.left_over)
    return frozenset(name for name, count in often.items() if name and count >= _A_COLUMN)


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
