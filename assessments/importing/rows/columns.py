"""A table's columns: which row names them, and what each name says.

A row of headings is known by its words: at least two of them name different things, most of them
name something, and none is an answer or the Code's wording. A second row may go on with the first,
or stand above it and say of several columns together whose they are. What a heading leaves open,
the column's content decides (`deciding`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assessments.importing.answers import is_answer
from assessments.importing.headings import BELOW, Heading, Role, column_role, heading_of, tick_role
from assessments.importing.numbers import looks_like_number
from assessments.importing.rows.thresholds import (
    HEADING_LETTERS,
    HEADING_WORDS,
    SHORTEST_WORDING,
    WORDED,
)
from assessments.importing.source import Cell, Row
from assessments.importing.texts import fold
from assessments.importing.wording import Wording

TICKS: frozenset[Role] = frozenset({"yes", "no", "partly", "not_applicable"})
# What a table of changes, or of actions, has as well: it takes more than these to be a form.
_BESIDES: frozenset[Role] = frozenset({"past", "action_due", "action_owner"})


@dataclass(frozen=True)
class Layout:
    """A table's columns. `kind` tells tables of one form apart from others in the file.

    `heads` are the headings, as far as there are any. In `unsure` are the roles that several
    columns were given because nobody could tell which of them holds it.
    """

    roles: tuple[Role | None, ...]
    kind: str
    headed: bool = True
    heads: tuple[Heading, ...] = ()
    unsure: frozenset[Role] = frozenset()
    # The heading of the only column of answers, where it is the other Ombudsman's.
    foreign: str = ""

    def has(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)

    @property
    def is_form(self) -> bool:
        """Whether such a table can be the form: not one of changes, of actions or of counts."""
        if not self.has("requirement") and not (
            self.has("number") and self.has("evidence", "commentary")
        ):
            return False
        answered = self.has("answer", "yes")
        if self.has("past") and not (answered and self.has("evidence", "commentary")):
            return False
        if self.has("action") and not (answered or self.has("evidence")):
            return False
        return answered or self.has("evidence", "commentary")


def heading_layout(row: Row, wording: Wording | None = None) -> Layout | None:
    """The layout that a row of column headings gives; None for any other row.

    A row with an answer, or with the Code's wording, is one of the form's own.
    """
    layout = _headings(row)
    if layout is None or not layout.has("number", "requirement", "answer", "yes"):
        return None
    texts = [cell.text for cell in row.cells if cell.text.strip()]
    if not layout.has("yes") and any(_only_answer(text, texts, layout) for text in texts):
        return None
    # A section's title above the wordings is no wording: those are longer.
    long = [text for text in texts if len(text) >= SHORTEST_WORDING]
    return None if wording and any(wording.is_wording(text) for text in long) else layout


def _only_answer(text: str, texts: Sequence[str], layout: Layout) -> bool:
    """Whether a text is an answer and could be no heading, as "Compliant" could.

    "No." names the numbers where it comes first, or beside a heading for the wording.
    """
    role = column_role(text)
    numbers = text is texts[0] or (text.strip().endswith(".") and layout.has("requirement"))
    return is_answer(text) and (role is None or (role == "number" and not numbers))


def _headings(row: Row) -> Layout | None:
    """The layout by the words alone: two columns named apart, and most of them named."""
    distinct = [cell.text for cell in row.cells if cell.text.strip() and not cell.beside]
    if len(distinct) < 2 or any(looks_like_number(text) for text in distinct):
        return None
    if any(len(text) > HEADING_LETTERS for text in distinct):
        return None
    named = _roles([cell.text for cell in row.cells])
    by_text = dict(zip((cell.text for cell in row.cells), named, strict=True))
    known = [role for text in distinct if (role := by_text[text])]
    said = sum(by_text[text] is not None or _is_qualified(text) for text in distinct)
    plain = {role for role in known if role not in TICKS and role != "ignored"}
    if len(set(known)) < 2 or 2 * said < len(distinct) or not plain - _BESIDES:
        return None
    heads = tuple(replace(heading_of(cell.text), beside=cell.beside) for cell in row.cells)
    return Layout(tuple(named), _kind(distinct), heads=heads)


def _kind(texts: Sequence[str]) -> str:
    return " | ".join(fold(text) for text in texts)


def _roles(texts: Sequence[str]) -> list[Role | None]:
    """What each heading of a row names. "No" beside "Yes" is a column of ticks; "No." is not."""
    plain = [_role(text) for text in texts]
    ticks = [tick_role(text) for text in texts]
    asked = any(p == "answer" and not t for p, t in zip(plain, ticks, strict=True))
    # Ticked columns count only where no column holds the answer itself.
    if asked or not {"yes", "no"} <= set(ticks):
        return plain
    beside = [any(ticks[max(at - 1, 0) : at] + ticks[at + 1 : at + 2]) for at in range(len(ticks))]
    return [
        (tick if near else None) or role
        for role, tick, near in zip(plain, ticks, beside, strict=True)
    ]


def _role(text: str) -> Role | None:
    heading = heading_of(text)
    return heading.role or _past(heading)


def _past(heading: Heading) -> Role | None:
    return "past" if heading.time == "past" else None


def _is_qualified(text: str) -> bool:
    return heading_of(text).is_qualified


def continued_heading(layout: Layout, above: Row, row: Row, wording: Wording) -> Layout | None:
    """The layout where a second row goes on with the headings above it; else None."""
    below = [cell.text for cell in row.cells if cell.text.strip() and not cell.below]
    if not below or len(above.cells) != len(row.cells):
        return None
    if any(_is_words(text, wording) for text in below):
        return None
    if not layout.has("number", "requirement"):
        return None
    own = _headings(Row(tuple(Cell() if cell.below else cell for cell in row.cells), row.where))
    whose = len(below) > 1 and all(_is_qualified(text) for text in below)
    named = own is not None and not own.has("number", "requirement")
    return heading_layout(together(above, row)) if whose or named or _repeat(below) else None


def _repeat(texts: Sequence[str]) -> bool:
    """Whether headings of the form's own stand under several of the row above: Comply, Comply."""
    roles = [heading_of(text).role for text in texts]
    return all(role in ("answer", "evidence", "commentary") for role in roles) and len(roles) > 1


def _is_words(text: str, wording: Wording) -> bool:
    """Whether a text is too long for a heading, or the Code's."""
    return len(text.split()) > HEADING_WORDS or wording.beginning(text) >= WORDED


def together(above: Row, row: Row) -> Row:
    """Two rows of headings as one. A cell merged over both counts once."""
    return replace(
        above,
        cells=tuple(
            Cell(_joined(first.text, second), beside=first.beside and second.beside)
            for first, second in zip(above.cells, row.cells, strict=True)
        ),
    )


def _joined(first: str, second: Cell) -> str:
    if (second.below and second.text == first) or not (first and second.text):
        return first or second.text
    return f"{first}{BELOW}{second.text}"


def with_groups(groups: Row, row: Row, wording: Wording) -> Layout | None:
    """The layout of a row of headings below one that says whose, or when, several columns are.

    None where the row above says nothing of the kind.
    """
    texts = [cell.text for cell in groups.cells if cell.text.strip() and not cell.beside]
    if len(groups.cells) != len(row.cells) or not texts:
        return None
    own = {fold(cell.text) for cell in row.cells if cell.below}
    others = [text for text in texts if fold(text) not in own]
    if len(others) < 2 or not all(_is_qualified(text) for text in others):
        return None
    return heading_layout(together(_spread(groups), row), wording)


def _spread(row: Row) -> Row:
    """Each group's words over the empty cells to its right, as a person reads them."""
    cells: list[Cell] = []
    for cell in row.cells:
        empty = not cell.text.strip() and cells
        cells.append(replace(cell, text=cells[-1].text) if empty else cell)
    return replace(row, cells=tuple(cells))


def with_subheading(layout: Layout, row: Row) -> Layout | None:
    """The layout with Yes | No below "Comply"; None where the row is no such second heading."""
    if len(row.cells) != len(layout.roles):
        return None
    roles: list[Role | None] = []
    ticks = 0
    for cell, role in zip(row.cells, layout.roles, strict=True):
        own = None if cell.below else tick_role(cell.text)
        if own in TICKS and role in ("answer", None):
            roles.append(own)
            ticks += 1
        elif cell.text.strip() and not cell.below:
            return None
        else:
            roles.append(role)
    return replace(layout, roles=tuple(roles)) if ticks >= 2 else None
