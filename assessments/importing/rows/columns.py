"""Which column of a table holds what: by its heading, else by what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from assessments.importing.answers import is_answer, looks_long, read_answer
from assessments.importing.headings import Role, column_role, tick_role
from assessments.importing.numbers import looks_like_number, split_number
from assessments.importing.source import Cell, Row
from assessments.importing.texts import fold
from assessments.importing.wording import Wording

_TICKS: frozenset[Role] = frozenset({"yes", "no", "partly", "not_applicable"})
Test = Callable[[str], bool]
_TEXTS: frozenset[Role] = frozenset({"evidence", "commentary"})


@dataclass(frozen=True)
class Layout:
    """A table's columns. `kind` tells tables of one form apart from others in the file."""

    roles: tuple[Role | None, ...]
    kind: str
    headed: bool = True

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
    if not layout.has("yes") and any(_only_answer(text, first=text is texts[0]) for text in texts):
        return None
    return None if wording and any(wording.is_wording(text) for text in texts) else layout


def _only_answer(text: str, *, first: bool) -> bool:
    """Whether a text is an answer and could be no heading, as "Compliant" could."""
    role = column_role(text)
    return is_answer(text) and (role is None or (role == "number" and not first))


def _headings(row: Row) -> Layout | None:
    texts = [cell.text for cell in row.cells]
    distinct = [cell.text for cell in row.cells if cell.text.strip() and not cell.beside]
    if len(distinct) < 2 or any(looks_like_number(text) for text in distinct):
        return None
    role_of = _role_of(distinct)
    roles = [role_of(text) for text in texts]
    known = [role_of(text) for text in distinct if role_of(text)]
    plain = {role for role in known if role and role not in _TICKS and role != "ignored"}
    if len(set(known)) < 2 or not plain or 2 * len(known) < len(distinct):
        return None
    if any(len(text) > 120 for text in distinct) or not plain - {
        "past",
        "action_due",
        "action_owner",
    }:
        return None
    return Layout(tuple(_one_answer(roles)), " | ".join(fold(text) for text in distinct))


def _role_of(texts: Sequence[str]) -> Callable[[str], Role | None]:
    """How the headings of one row are read: "No" beside "Yes" is a column of ticks."""
    ticks = {tick_role(text) for text in texts}
    if not {"yes", "no"} <= ticks:
        return column_role
    return lambda text: tick_role(text) or column_role(text)


def continued_heading(layout: Layout, above: Row, row: Row, wording: Wording) -> Layout | None:
    """The layout where a second row goes on with the headings above it; else None."""
    texts = [cell.text for cell in row.cells if cell.text.strip()]
    if any(len(text.split()) > 6 or wording.beginning(text) >= 80 for text in texts):
        return None
    if layout.has("number", "requirement") and len(above.cells) == len(row.cells):
        own = _headings(row)
        if own is not None and not own.has("number", "requirement"):
            cells = tuple(
                Cell(f"{first.text} {second.text}".strip(), beside=first.beside)
                for first, second in zip(above.cells, row.cells, strict=True)
            )
            return heading_layout(Row(cells, above.where))
    return None


def _one_answer(roles: Sequence[Role | None]) -> list[Role | None]:
    """Ticked columns count only where no column holds the answer itself, and at least two do."""
    ticks = [role for role in roles if role in _TICKS]
    if "answer" in roles or len(ticks) < 2:
        return [None if role in _TICKS else role for role in roles]
    return list(roles)


def with_subheading(layout: Layout, row: Row) -> Layout | None:
    """The layout with Yes | No below "Comply"; None where the row is no such second heading."""
    if len(row.cells) != len(layout.roles):
        return None
    roles: list[Role | None] = []
    ticks = 0
    for cell, role in zip(row.cells, layout.roles, strict=True):
        own = None if cell.below else tick_role(cell.text)
        if own in _TICKS and role in ("answer", None):
            roles.append(own)
            ticks += 1
        elif cell.text.strip() and not cell.below:
            return None
        else:
            roles.append(role)
    return Layout(tuple(roles), layout.kind, layout.headed) if ticks >= 2 else None


def completed(layout: Layout, rows: Sequence[Row], wording: Wording) -> Layout:
    """The layout with columns that headings did not name found by what stands in them."""
    roles = list(layout.roles)
    whole = [row for row in rows if len(row.cells) == len(roles)]
    columns = [_column(whole, index) for index in range(len(roles))]
    for index, role in enumerate(roles):
        if (
            role == "answer"
            and roles.count("answer") > 1
            and _share(columns[index], _answers) < 0.4
        ):
            roles[index] = "ignored"
        elif role == "answer" and _share(columns[index], _is_text) > 0.6:
            roles[index] = "evidence"
        elif role == "number" and _share(columns[index], wording.is_wording) > 0.5:
            roles[index] = "requirement"
        elif (
            role == "number"
            and roles.count("number") > 1
            and _share(columns[index], looks_like_number) < 0.4
        ):
            roles[index] = "ignored"
    for wanted, test in _tests(wording):
        if wanted not in roles and not (wanted == "answer" and "yes" in roles):
            _give(roles, columns, wanted, test)
    return Layout(tuple(roles), layout.kind, layout.headed)


def guessed(rows: Sequence[Row], wording: Wording) -> Layout | None:
    """The layout of a table without headings; None where it does not look like the form."""
    width = max((len(row.cells) for row in rows), default=0)
    roles: list[Role | None] = [None] * width
    columns = [_column(rows, index) for index in range(width)]
    if columns and len(columns[0]) > 2 and _share(columns[0], _is_label) > 0.8:
        # Labels beside texts: a table for each provision.
        return None
    for wanted, test in _tests(wording):
        _give(roles, columns, wanted, test)
    if not ("requirement" in roles or ("number" in roles and "answer" in roles)):
        return None
    left: list[Role] = ["evidence", "commentary"]
    for index, role in enumerate(roles):
        if role is None and left and any(text for text in columns[index]):
            roles[index] = left.pop(0)
    return Layout(tuple(roles), f"{width} columns without headings", headed=False)


def _is_text(text: str) -> bool:
    return looks_long(text) and read_answer(text).answer == ""


def _is_label(text: str) -> bool:
    return column_role(text) is not None and not looks_like_number(text)


def _tests(wording: Wording) -> tuple[tuple[Role, Test], ...]:
    return (
        ("requirement", wording.is_wording),
        ("number", lambda text: looks_like_number(text) or bool(split_number(text)[0])),
        ("answer", _answers),
    )


def _answers(text: str) -> bool:
    return is_answer(text) or read_answer(text).answer != ""


def _give(
    roles: list[Role | None], columns: Sequence[Sequence[str]], wanted: Role, test: Test
) -> None:
    """Gives the role to the unnamed column that passes the test best, if one does."""
    open_to = ("ignored", None) if wanted == "answer" else (None,)
    shares = [
        (_share(columns[index], test), -index)
        for index, role in enumerate(roles)
        if role in open_to
    ]
    if shares and max(shares)[0] >= 0.4:
        roles[-max(shares)[1]] = wanted


def _column(rows: Iterable[Row], index: int) -> list[str]:
    return [row.cells[index].text for row in rows if index < len(row.cells)][:200]


def _share(texts: Sequence[str], test: Test) -> float:
    """The share of texts that pass; empty ones don't count."""
    filled = [text for text in texts if text.strip()]
    return sum(bool(test(text)) for text in filled) / len(filled) if filled else 0.0


def aligned(cells: Sequence[Cell], layout: Layout, wording: Wording) -> list[Role | None]:
    """The roles of a row that has lost cells: the order-keeping choice that fits the texts best."""
    texts = [cell.text for cell in cells]
    width = len(layout.roles)
    if len(texts) > width or width > 9:
        return list(layout.roles[: len(texts)]) + [None] * (len(texts) - width)
    best = max(
        combinations(range(width), len(texts)),
        key=lambda chosen: (
            sum(
                _fit(text, layout.roles[index], wording)
                for text, index in zip(texts, chosen, strict=True)
            ),
            -sum(chosen),
        ),
    )
    return [layout.roles[index] for index in best]


def _fit(text: str, role: Role | None, wording: Wording) -> float:
    """How well a text fits a role, for `aligned`."""
    empty = not text.strip()
    if role == "number":
        return 10 if looks_like_number(text) else 1 if empty else -10
    if role == "requirement":
        return 10 if wording.is_wording(text) else 0 if empty else 1
    if role == "answer":
        return 8 if is_answer(text) else 1 if empty else -6 if looks_long(text) else -2
    if role in _TEXTS:
        if empty:
            return 0
        return -4 if is_answer(text) else -5 if wording.is_wording(text) else 2
    return 0.5 if empty else 0
