"""Columns whose cells hold a whole response: "Comply: Yes", and "Evidence: ..." below or behind it.

Such a column becomes one for each label. What counts as a label is told over the whole form, as in
forms without a table (`labels`): it stands in most cells, at the head of a line, or if that finds
fewer parts, within lines; "Evidence held:" in a few cells is a text. A cell that may be cut in two
ways is not cut: it stays one text, for a person to divide.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from assessments.importing.answers import is_answer
from assessments.importing.headings import Role, column_role
from assessments.importing.numbers import looks_like_number, split_number
from assessments.importing.rows.columns import heading_layout
from assessments.importing.rows.labels import KNOWN, Labels, find_labels
from assessments.importing.rows.response_parts import MAIN, Cells, Mode, Parts, cells_of, ordered
from assessments.importing.rows.thresholds import HALF, IN_MOST, IN_SOME, KNOWN_IN_MOST, MOSTLY
from assessments.importing.source import Block, Cell, Row, Table
from assessments.importing.texts import paragraphs
from assessments.importing.wording import Wording

# Number and wording stand among the first filled cells of a row.
_FIRST = 3
# What the columns are called that cells are cut into.
_HEADS: dict[Role, str] = {
    "number": "Code provision",
    "requirement": "Code requirement",
    "answer": "Comply",
    "evidence": "Evidence",
    "commentary": "Commentary",
    "action": "Action",
    "action_owner": "Owner",
    "action_due": "By when",
    "alternative": "Alternative",
    "past": "Last year",
    "ignored": "Status",
}
# A place in the form: how many columns its table has, and which of them it is.
_Place = tuple[int, int]


def with_response_columns(blocks: Iterable[Block], wording: Wording) -> Iterator[Block]:
    """The blocks, with a column for each label where a column's cells hold several parts."""
    found = list(blocks)
    cells = cells_of(wording.code.form.columns, frozenset(KNOWN))
    cuts = _cuts(found, cells, wording)
    for block in found:
        yield _Cutting(block, cuts, cells, wording).table() if isinstance(block, Table) else block


@dataclass(frozen=True)
class _Cut:
    """How a column's cells are cut. `roles` are its parts in their order.

    `keeps_first`: whether what stands before the first label is a part of its own.
    """

    labels: Labels
    mode: Mode
    roles: tuple[Role, ...]
    keeps_first: bool

    @property
    def width(self) -> int:
        return len(self.roles) + self.keeps_first


def _cuts(blocks: Sequence[Block], cells: Cells, wording: Wording) -> dict[_Place, _Cut]:
    rows = [row for block in blocks if isinstance(block, Table) for row in block.rows]
    if not any(cells.may_have_parts(cell.text) for row in rows for cell in row.cells):
        return {}
    found: dict[_Place, list[str]] = defaultdict(list)
    for row in rows:
        if _is_of_form(row, wording):
            for index, cell in enumerate(row.cells):
                if cell.text.strip() and not cell.beside and not cell.below:
                    found[len(row.cells), index].append(cell.text)
    named = _named(rows, wording)
    cuts = {place: _cut_of(texts, cells, wording) for place, texts in found.items()}
    return {
        place: cut
        for place, cut in cuts.items()
        if cut is not None and not set(cut.roles) & named[place] & set(MAIN)
    }


def _named(rows: Iterable[Row], wording: Wording) -> dict[_Place, set[Role | None]]:
    """What headings say of the other columns: a part that has its own stands in no other's."""
    named: dict[_Place, set[Role | None]] = defaultdict(set)
    for layout in filter(None, (heading_layout(row, wording) for row in rows)):
        for index in range(width := len(layout.roles)):
            named[width, index].update(layout.roles[:index], layout.roles[index + 1 :])
    return named


def _is_of_form(row: Row, wording: Wording) -> bool:
    """Whether a row shows a provision's number, or the Code's wording."""
    texts = [cell.text for cell in row.cells if cell.text.strip()]
    return any(
        looks_like_number(text) or split_number(text)[0] or wording.is_wording(text)
        for text in texts[:_FIRST]
    )


def _cut_of(texts: Sequence[str], cells: Cells, wording: Wording) -> _Cut | None:
    """How a column with these cells is cut, by the mode that finds most; None for plain cells."""
    if not any(map(cells.may_have_parts, texts)):
        return None
    best: tuple[int, _Cut] | None = None
    for mode in get_args(Mode):
        lines = [cells.lines(text, mode) for text in texts]
        labels = find_labels(lines, wording.code.form.columns, len(texts))
        labels = labels.only(_counting(labels, [cells.parts(t, labels, mode) for t in texts]))
        parts = [cells.parts(text, labels, mode) for text in texts]
        first = [item.first.strip() for item in parts if item.first.strip()]
        counts = Counter(role for item in parts for role in item.texts)
        main = sum(counts[role] >= IN_MOST * len(texts) for role in MAIN)
        keeps_first = len(first) > HALF * len(texts)
        answers = keeps_first and sum(map(is_answer, first)) >= MOSTLY * len(first)
        if main and main + answers >= 2 and (best is None or main > best[0]):
            best = main, _Cut(labels, mode, tuple(ordered(parts)), keeps_first)
    return best[1] if best else None


def _counting(labels: Labels, parts: Sequence[Parts]) -> Iterator[str]:
    """The labels that count: in most cells, or marked ones of a response's main parts in some."""
    counts = Counter(key for item in parts for key in set(item.keys))
    for key, count in counts.items():
        fewest = KNOWN_IN_MOST if labels.is_marked(key) and column_role(key) in MAIN else IN_MOST
        if column_role(key) and count >= max(min(IN_SOME, len(parts)), fewest * len(parts)):
            yield key


class _Cutting:
    """Puts the parts of one table's cells into columns."""

    def __init__(
        self, table: Table, cuts: Mapping[_Place, _Cut], cells: Cells, wording: Wording
    ) -> None:
        self._table = table
        self._cuts = cuts
        self._cells = cells
        self._wording = wording

    def table(self) -> Table:
        """The table with its columns; as it is where none of them is cut."""
        first = next((i for i, row in enumerate(self._table.rows) if self._is_cut(row)), None)
        if first is None:
            return self._table
        rows = list(self._table.rows)
        heads = self._heads(rows[:first], len(rows[first].cells))
        if heads is None:
            heads = self._made_heads(rows[first])
            rows.insert(first, heads)
        texts = [cell.text for cell in heads.cells]
        return replace(
            self._table,
            rows=tuple(
                self._row(row, is_head=[cell.text for cell in row.cells] == texts) for row in rows
            ),
        )

    def _is_cut(self, row: Row) -> bool:
        """Whether a cell of the row has a label in a column that is cut."""
        return any(
            (cut := self._cuts.get((len(row.cells), index))) is not None
            and self._cells.parts(cell.text, cut.labels, cut.mode).keys
            for index, cell in enumerate(row.cells)
        )

    def _heads(self, above: Sequence[Row], width: int) -> Row | None:
        """The last row above the first response that may hold headings."""
        for row in reversed(above):
            texts = {cell.text.strip() for cell in row.cells} - {""}
            if len(row.cells) == width and len(texts) > 1 and not _is_of_form(row, self._wording):
                return row
        return None

    def _made_heads(self, row: Row) -> Row:
        """Headings for a table without: the Code's own over its numbers and its wording."""
        cells = []
        for cell in row.cells:
            role: Role | None = None
            if looks_like_number(cell.text):
                role = "number"
            elif self._wording.is_wording(split_number(cell.text)[1]):
                role = "requirement"
            cells.append(Cell(_HEADS[role] if role else ""))
        return Row(tuple(cells), "")

    def _row(self, row: Row, *, is_head: bool) -> Row:
        cells: list[Cell] = []
        undivided = [row.undivided]
        for index, cell in enumerate(row.cells):
            cut = self._cuts.get((len(row.cells), index))
            after = row.cells[index + 1 : index + 2]
            if cut is None:
                cells.append(cell)
            elif is_head:
                names = [cell.text] * cut.keeps_first + [_HEADS[role] for role in cut.roles]
                cells += [Cell(name) for name in names]
            elif cell.beside or (after and after[0].beside):
                cells += [cell, *[replace(cell, beside=True)] * (cut.width - 1)]
            else:
                texts, rest = self._texts(cell.text, cut)
                cells += [replace(cell, text=text) for text in texts]
                undivided.append(rest)
        return replace(row, cells=tuple(cells), undivided=paragraphs(undivided))

    def _texts(self, text: str, cut: _Cut) -> tuple[list[str], str]:
        """A cell's text for each of its columns, and what could not be cut."""
        parts = self._cells.parts(text, cut.labels, cut.mode)
        if not cut.keeps_first and is_answer(parts.first) and "answer" not in parts.texts:
            parts.texts["answer"], parts.first = parts.first, ""
        is_sure = parts.is_sure and (cut.keeps_first or not parts.first.strip())
        if not is_sure:
            # An answer that is nothing else is one wherever the others end.
            answer = parts.texts.get("answer", "")
            parts = Parts(texts={"answer": answer} if is_answer(answer) else {})
        texts = [parts.texts.get(role, "") for role in cut.roles]
        return [parts.first] * cut.keeps_first + texts, "" if is_sure else text
