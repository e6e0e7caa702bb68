"""The tables of a committee paper, computed from the document and its comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assessments.completeness import Gap
from assessments.enums import Answer
from codes.enums import Level
from publishing.document import Document, ProvisionPart, summary
from publishing.document.comparison import ComparedRow as Change
from publishing.document.comparison import Comparison, Text, too_long
from publishing.document.facts import long_date
from publishing.paper.blocks import Cell, Column, Row, Sentences, Table

TOO_LONG = (
    "These texts are too long to mark their differences here. Appendix A has what the landlord "
    "writes now."
)
# An action is told with its owner and date.
_PLAN = ("Action", "Owner", "By")
# Stands above a table that has such marks.
MARKS = "Words that have gone are struck through. Words that are new are underlined."
# Short enough for a narrow column.
_COUNTED: dict[str, str] = {
    Answer.YES: "yes",
    Answer.PARTLY: "partly",
    Answer.NO: "no",
    Answer.NOT_APPLICABLE: "n/a",
    "": "open",
}
_SHORT = {Answer.NOT_APPLICABLE: "n/a: not applicable", "": "open: not yet answered"}

Total = tuple[str, Sequence[summary.Count]]


def table(caption: str, columns: Iterable[tuple[str, int]], rows: Iterable[Sequence[str]]) -> Table:
    """A table of texts; columns with their shares of the width."""
    return Table(
        caption,
        tuple(Column(*column) for column in columns),
        tuple(Row(tuple(map(Cell, texts))) for texts in rows),
    )


def counts(document: Document) -> Table:
    """How many provisions got each answer: by section and stage, must and should side by side."""
    found = summary.rows(document)
    labels = tuple(dict.fromkeys(row.label for row in found))
    lines = [(label, [row for row in found if row.label == label]) for label in labels]
    totals = _by_level(summary.totals(document))
    return _side_by_side("How many provisions got each answer", "Section", lines, totals)


def years(found: Sequence[Total]) -> Table:
    """The totals of several years, to stand beside their drawing."""
    lines = [(label, _by_level(totals)) for label, totals in found]
    return _side_by_side("This year against earlier years", "Year", lines)


def shortened(document: Document) -> str:
    """What the short words of these tables stand for; empty where none is used."""
    used = {row.answer for row in document.provisions}
    meant = [text for key, text in _SHORT.items() if key in used]
    return f"In the table, {' and '.join(meant)}." if meant else ""


def _by_level(totals: Sequence[summary.Count]) -> list[summary.Count]:
    """The totals of must and should; a Code without should has one for all, which are must."""
    levels = [count for count in totals if count.level]
    return levels or [replace(count, level=Level.MUST) for count in totals]


def _side_by_side(
    caption: str, first: str, lines: Sequence[Total], totals: Sequence[summary.Count] = ()
) -> Table:
    """Lines with their numbers for each level, and below them the totals with their shares."""
    every = [count for _, counted in lines for count in counted]
    used = [i for i, _ in enumerate(summary.COLUMNS) if any(count.numbers[i] for count in every)]
    levels = [level for level in Level if any(count.level == level for count in every)]
    heads = [*(_COUNTED[summary.COLUMNS[i]] for i in used), "all"]
    columns_wanted = len(levels) * len(heads)
    width = 7 if columns_wanted > 8 else 8 if columns_wanted > 6 else 10
    columns = [Column(f"{level.label}:\n{head}", width, True) for level in levels for head in heads]
    rows = [_line(label, counted, levels, used) for label, counted in lines]
    if totals:
        rows.append(_line("All provisions", totals, levels, used, is_total=True))
        rows.append(_shares(totals, levels, used))
    name = Column(first, 100 - width * len(columns))
    return Table(caption, (name, *columns), tuple(rows))


def _line(
    label: str,
    counted: Iterable[summary.Count],
    levels: Iterable[str],
    used: Sequence[int],
    *,
    is_total: bool = False,
) -> Row:
    by_level = {count.level: count for count in counted}
    texts = [label]
    for level in levels:
        count = by_level.get(level)
        numbers = (*(count.numbers[i] for i in used), count.total) if count else (0,) * len(used)
        texts += map(str, numbers if count else (*numbers, 0))
    return Row(tuple(map(Cell, texts)), is_total)


def _shares(counted: Iterable[summary.Count], levels: Iterable[str], used: Sequence[int]) -> Row:
    by_level = {count.level: count for count in counted}
    texts = ["Share"]
    for level in levels:
        texts += [f"{by_level[level].percentages[i]}%" for i in used] + [""]
    return Row(tuple(map(Cell, texts)), is_total=True)


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
        Column("Provision", 44),
        Column("Answer", 14),
        Column("Owner", 24),
        Column("By", 18),
    )
    return Table(
        "What is not fully met", columns, tuple(line for row in rows for line in _not_met(row))
    )


def _not_met(row: ProvisionPart) -> Iterator[Row]:
    texts = (row.numbered_title, row.answer_label, row.action_owner, long_date(row.action_due))
    yield Row(tuple(map(Cell, texts)))
    yield from below(
        4,
        ("Requirement", row.requirement),
        ("Reason", row.commentary or row.evidence),
        ("Action", row.action if row.action or row.alternative else "None"),
        ("Alternative", row.alternative),
    )


def improvements(rows: Iterable[ProvisionPart]) -> Table:
    """Provisions that are met where more is planned."""
    columns = (Column("Provision", 52), Column("Owner", 28), Column("By", 20))
    lines = (line for row in rows for line in _improvement(row))
    return Table("Planned improvements to what is met", columns, tuple(lines))


def _improvement(row: ProvisionPart) -> Iterator[Row]:
    texts = (row.numbered_title, row.action_owner, long_date(row.action_due))
    yield Row(tuple(map(Cell, texts)))
    yield from below(3, ("Requirement", row.requirement), ("Improvement", row.action))


def below(span: int, *texts: tuple[str, str]) -> Iterator[Row]:
    """Long texts under a row, each after its label, over all columns; empty ones are left out."""
    for label, text in texts:
        if text.strip():
            yield Row((Cell(text, label=label, span=span),), is_below=True)


def moves(comparison: Comparison) -> Table:
    """The provisions whose answer moved, with both answers and how the words changed."""
    return _moves("Provisions whose answer changed", comparison.labels, comparison.moved)


def corrected(rows: Sequence[Change], version: str) -> Table:
    """The provisions in which a correction differs from the version that it corrects."""
    return _moves(f"Provisions that differ from {version}", (f"In {version}", "Now"), rows)


def corrected_details(texts: Sequence[Text], version: str) -> Table:
    """What else a correction says otherwise."""
    labels = (f"In {version}", "Now")
    columns = (Column("What", 24), *(Column(label, 38) for label in labels))
    rows = tuple(line for text in texts for line in _detail(text))
    return Table(f"What else differs from {version}", columns, rows)


def _detail(text: Text) -> Iterator[Row]:
    if not text.is_marked:
        yield Row((Cell(text.label), Cell(text.before or "(blank)"), Cell(text.after or "(blank)")))
        return
    yield Row((Cell(text.label), Cell(text.after, text.pieces, span=2)))


def _moves(caption: str, labels: tuple[str, str], changed: Sequence[Change]) -> Table:
    """Provisions with both answers, whose columns are labelled so, and how the words changed."""
    columns = (Column("Provision", 50), *(Column(label, 25) for label in labels))
    unmarked = {row.after.number for row in too_long(changed)}
    rows = (
        line
        for row in changed
        for line in _move(row, labels, is_told=row.after.number not in unmarked)
    )
    return Table(caption, columns, tuple(rows))


def _move(row: Change, labels: tuple[str, str], *, is_told: bool) -> Iterator[Row]:
    name = row.after.numbered_title
    if row.numbers_before not in ("", row.after.number):
        name += f"\n(from {row.numbers_before})"
    yield Row((Cell(name), Cell(row.answer_before), Cell(row.after.answer_label)))
    # Those that are not met are told with their wording before.
    if row.after.is_met or not row.after.short_title:
        yield from below(3, ("Requirement", row.after.requirement))
    if not is_told:
        yield Row((Cell(TOO_LONG, span=3),), is_below=True)
        return
    for text in _written(row.texts):
        if text.has_changed:
            yield Row(_then_and_now(text, labels), is_below=True)


def _written(texts: Iterable[Text]) -> Iterator[Text]:
    """What the landlord wrote, with an action's owner and date below it."""
    known = {text.label: text for text in texts if text.label != "Requirement"}
    plan = [text for text in (known.pop(label, None) for label in _PLAN) if text]
    yield from known.values()
    if plan:
        sides = ([text.before for text in plan], [text.after for text in plan])
        yield Text("Action", *("\n".join(filter(None, side)) for side in sides))


def _then_and_now(text: Text, labels: tuple[str, str]) -> tuple[Cell, ...]:
    """How a text changed: marked in one over three columns, or as two side by side."""
    if text.is_marked:
        return (Cell(text.after, text.pieces, text.label, span=3),)
    before, after = (f"{text.label}, {label[:1].lower()}{label[1:]}" for label in labels)
    return (
        Cell(text.before or "(blank)", label=before),
        Cell(text.after or "(blank)", label=after, span=2),
    )


def marked(found: Table) -> Iterator[Sentences | Table]:
    """A table, with what its marks mean above it where it has any."""
    if any(cell.pieces for row in found.rows for cell in row.cells):
        yield Sentences((MARKS,))
    yield found
