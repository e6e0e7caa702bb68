"""The summary table as every output shows it: labels, numbers and shares, ready to print."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.enums import Answer
from codes.enums import Level
from publishing.document import summary
from publishing.document.parts import Document

# Stands below every table that has percentages.
ROUNDING = "Each percentage is rounded by itself, so a row’s percentages may not add up to 100."


@dataclass(frozen=True)
class CountCell:
    """A number in the summary table, with its share of the row in per cent."""

    number: int
    percentage: str


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
    return CountTable(
        labels=tuple(Answer(key).label if key else "Not yet answered" for key in columns),
        rows=tuple(_row(count, len(columns)) for count in summary.rows(document)),
        totals=tuple(_row(count, len(columns)) for count in summary.totals(document)),
    )


def _row(count: summary.Count, width: int) -> CountRow:
    pairs = zip(count.numbers, count.percentages, strict=True)
    cells = tuple(CountCell(number, share) for number, share in pairs)[:width]
    return CountRow(
        count.label, Level(count.level).label if count.level else "", cells, count.total
    )
