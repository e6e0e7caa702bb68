"""The summary table as every output shows it: labels, numbers and shares, ready to print."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.enums import Answer
from codes.enums import Level
from publishing.document import summary
from publishing.document.parts import Document

# Stands below every table that has percentages.
ROUNDING = "Each percentage is rounded separately, so a row’s percentages may not add up to 100."


@dataclass(frozen=True)
class CountCell:
    """A number in the summary table, with its share of the row in per cent and its column."""

    number: int
    percentage: str
    label: str


@dataclass(frozen=True)
class CountRow:
    """A row of the summary table; `level` is empty in the row for all provisions."""

    label: str
    level: str
    cells: tuple[CountCell, ...]
    total: int


@dataclass(frozen=True)
class CountTable:
    """The whole table. `labels` head the answer columns; `note` stands below it."""

    labels: tuple[str, ...]
    rows: tuple[CountRow, ...]
    totals: tuple[CountRow, ...]
    note: str = ROUNDING


def count_table(document: Document) -> CountTable:
    """The document's summary table, with a column for "not yet answered" only where it counts."""
    waiting = any(not row.answer for row in document.provisions)
    columns = summary.COLUMNS if waiting else summary.COLUMNS[:-1]
    labels = tuple(Answer(key).label if key else "Not yet answered" for key in columns)
    return CountTable(
        labels=labels,
        rows=tuple(_row(count, labels) for count in summary.rows(document)),
        totals=tuple(_row(count, labels) for count in summary.totals(document)),
    )


def _row(count: summary.Count, labels: tuple[str, ...]) -> CountRow:
    # Without a label for "not yet answered" its zeros are left out.
    cells = tuple(map(CountCell, count.numbers, count.percentages, labels))
    return CountRow(
        count.label, Level(count.level).label if count.level else "", cells, count.total
    )
