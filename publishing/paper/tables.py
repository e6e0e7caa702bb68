"""The tables of a committee paper, computed from the document and its comparison."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from assessments.completeness import Gap
from assessments.enums import Answer
from publishing.document import Document, ProvisionPart, summary
from publishing.document.comparison import ComparedRow as Change
from publishing.document.comparison import Comparison, Text, too_long
from publishing.document.counts import count_table
from publishing.document.facts import long_date
from publishing.paper.blocks import Cell, Column, Row, Table
from selfassess.common.worddiff import Kind, Piece

TOO_LONG = (
    "These texts are too long to mark their differences here. Appendix A has what the landlord "
    "writes now."
)


def table(caption: str, columns: Iterable[tuple[str, int]], rows: Iterable[Sequence[str]]) -> Table:
    """A table of texts; columns with their shares of the width."""
    return Table(
        caption,
        tuple(Column(*column) for column in columns),
        tuple(Row(tuple(map(Cell, texts))) for texts in rows),
    )


def counts(document: Document) -> Table:
    """How many provisions got each answer: by section and stage, must and should apart."""
    found = count_table(document)
    columns = (
        Column("Section", 83 - 12 * len(found.labels)),
        Column("Level", 9),
        *(Column(label, 12, is_number=True) for label in found.labels),
        Column("Total", 8, is_number=True),
    )
    rows = [_count_row(row) for row in found.rows]
    totals = [_count_row(row, is_total=True) for row in found.totals]
    return Table("How many provisions got each answer", columns, (*rows, *totals))


def _count_row(row: Any, *, is_total: bool = False) -> Row:
    numbers = [f"{cell.number} ({cell.percentage}%)" for cell in row.cells]
    texts = (row.label, row.level, *numbers, str(row.total))
    return Row(tuple(map(Cell, texts)), is_total)


def years(found: Sequence[tuple[str, Sequence[summary.Count]]]) -> Table:
    """The totals of several years, to stand beside their drawing."""
    # As elsewhere, "not yet answered" has a column only where it counts.
    used = [
        index
        for index, key in enumerate(summary.COLUMNS)
        if key or any(count.numbers[index] for _, totals in found for count in totals)
    ]
    columns = (
        Column("Year", 12),
        Column("Provisions", 78 - 12 * len(used)),
        *(Column(_label(summary.COLUMNS[index]), 12, is_number=True) for index in used),
        Column("Total", 10, is_number=True),
    )
    rows = [
        _year_row(label, count, [count.numbers[index] for index in used])
        for label, totals in found
        for count in totals
    ]
    return Table("This year and earlier years", columns, tuple(rows))


def _year_row(year: str, count: summary.Count, numbers: Sequence[int]) -> Row:
    texts = (year, count.label, *map(str, numbers), str(count.total))
    return Row(tuple(map(Cell, texts)), is_total=not count.level)


def _label(key: str) -> str:
    return str(Answer(key).label) if key else "Not yet answered"


def gaps(found: Iterable[Gap]) -> Table:
    """What the provisions still lack: each thing to do with those that it is to be done for."""
    numbers: dict[str, list[str]] = {}
    for gap in found:
        numbers.setdefault(gap.message, []).append(gap.number)
    rows = [(message, ", ".join(listed)) for message, listed in numbers.items()]
    return table("What to do for which provisions", (("What to do", 40), ("Provisions", 60)), rows)


def not_met(rows: Iterable[ProvisionPart]) -> Table:
    """The provisions answered Partly or No: why, what will be done, by whom and when."""
    columns = (
        ("Provision", 12),
        ("Requirement", 22),
        ("Answer", 10),
        ("Reason", 21),
        ("Action, or alternative approach", 21),
        ("Owner and date", 14),
    )
    cells = [
        (row.number, row.requirement, row.answer_label, _reason(row), _plan(row), _who(row))
        for row in rows
    ]
    return table("What is not fully met", columns, cells)


def improvements(rows: Iterable[ProvisionPart]) -> Table:
    """Provisions that are met where more is planned."""
    columns = (("Provision", 12), ("Requirement", 38), ("Improvement", 34), ("Owner and date", 16))
    cells = [(row.number, row.requirement, row.action, _who(row)) for row in rows]
    return table("Planned improvements to what is met", columns, cells)


def _reason(row: ProvisionPart) -> str:
    """What the landlord says about it: the commentary, else the evidence."""
    return row.commentary or row.evidence


def _plan(row: ProvisionPart) -> str:
    alternative = f"Alternative: {row.alternative}" if row.alternative else ""
    return "\n\n".join(text for text in (row.action, alternative) if text) or "None"


def _who(row: ProvisionPart) -> str:
    return "\n".join(text for text in (row.action_owner, long_date(row.action_due)) if text)


def moves(comparison: Comparison) -> Table:
    """The provisions whose answer moved, with both answers and how the words changed."""
    return _moves("Provisions whose answer changed", comparison.labels, comparison.moved)


def corrected(rows: Sequence[Change], version: str) -> Table:
    """The provisions in which a correction differs from the version that it corrects."""
    return _moves(f"Provisions that differ from {version}", (f"In {version}", "Now"), rows)


def corrected_details(texts: Sequence[Text], version: str) -> Table:
    """What else a correction says otherwise."""
    columns = (
        Column("What", 30),
        Column("What is said (struck through: then; underlined: now)", 70),
    )
    rows = tuple(Row((Cell(text.label), Cell(text.after, text.pieces))) for text in texts)
    return Table(f"What else differs from {version}", columns, rows)


def _moves(caption: str, labels: tuple[str, str], changed: Sequence[Change]) -> Table:
    """Provisions with both answers, whose columns are labelled so, and how the words changed."""
    before, after = labels
    columns = (
        Column("Provision", 12),
        Column("Requirement", 24),
        Column(before, 12),
        Column(after, 12),
        Column("What the landlord writes (struck through: then; underlined: now)", 40),
    )
    unmarked = {row.after.number for row in too_long(changed)}
    rows = tuple(_move(row, row.after.number not in unmarked) for row in changed)
    return Table(caption, columns, rows)


def _move(row: Change, is_marked: bool) -> Row:
    number = row.after.number
    if row.numbers_before not in ("", number):
        number += f"\n(from {row.numbers_before})"
    return Row(
        (
            Cell(number),
            Cell(row.after.requirement),
            Cell(row.answer_before),
            Cell(row.after.answer_label),
            Cell(_reason(row.after), _written(row)) if is_marked else Cell(TOO_LONG),
        )
    )


def _written(row: Change) -> tuple[Piece, ...]:
    """The differences of the texts that changed, each after its label."""
    found: list[Piece] = []
    for text in row.texts:
        if text.label == "Requirement" or not text.has_changed:
            continue
        gap = "\n\n" if found else ""
        found += [Piece(Kind.SAME, f"{gap}{text.label}: "), *text.pieces]
    return tuple(found)
