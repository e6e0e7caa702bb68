"""Counts and percentages of a document's answers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.enums import Answer
from codes.enums import Level
from publishing.document import Document, ProvisionPart

# The columns of every summary table, in order; "" is "not yet answered".
COLUMNS: tuple[str, ...] = (
    Answer.YES,
    Answer.PARTLY,
    Answer.NO,
    Answer.NOT_APPLICABLE,
    "",
)


@dataclass(frozen=True)
class Count:
    """One row of a summary: how many provisions got each answer, in the order of COLUMNS."""

    label: str
    level: str
    numbers: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.numbers)

    @property
    def percentages(self) -> tuple[str, ...]:
        """Each number's share with one decimal; a row's shares add up to 100.0 exactly."""
        return tuple(f"{share // 10}.{share % 10}" for share in shares(self.numbers))


def shares(numbers: Sequence[int], whole: int = 1000) -> tuple[int, ...]:
    """Parts of `whole` that add up to it, by the largest remainder; zeros where there is nothing.

    With whole = 1000 the parts are tenths of a per cent.
    """
    total = sum(numbers)
    if not total:
        return tuple(0 for _ in numbers)
    parts = [number * whole // total for number in numbers]
    remainders = [number * whole % total for number in numbers]
    missing = whole - sum(parts)
    # Ties go to the earlier column, so that the same counts always give the same shares.
    for index in sorted(range(len(numbers)), key=lambda i: (-remainders[i], i))[:missing]:
        parts[index] += 1
    return tuple(parts)


def count(label: str, level: str, provisions: Iterable[ProvisionPart]) -> Count:
    """The counts of some provisions as one row."""
    answers = [row.answer for row in provisions]
    return Count(label, level, tuple(answers.count(column) for column in COLUMNS))


def rows(document: Document) -> tuple[Count, ...]:
    """A row for each section, stage and level that has provisions, in the form's order."""
    found: dict[tuple[str, str], list[ProvisionPart]] = {}
    for section in document.sections:
        for provision in section.provisions:
            label = f"{section.number}. {section.title}"
            if provision.stage:
                label += f": {provision.stage}"
            found.setdefault((label, provision.level), []).append(provision)
    return tuple(count(label, level, parts) for (label, level), parts in found.items())


def totals(document: Document) -> tuple[Count, ...]:
    """All must, all should (where the Code has any), and all provisions together."""
    provisions = document.provisions
    musts = [row for row in provisions if row.level == Level.MUST]
    shoulds = [row for row in provisions if row.level == Level.SHOULD]
    levels = (
        (
            count("All ‘must’ provisions", Level.MUST, musts),
            count("All ‘should’ provisions", Level.SHOULD, shoulds),
        )
        if shoulds
        else ()
    )
    return (*levels, count("All provisions", "", provisions))
