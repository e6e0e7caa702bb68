"""One row's texts by role: cells that were lost are put back, what is unsure is left out and said.

A cell merged over several columns counts for the first of them. Several columns that may hold one
thing give it only where they say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from assessments.importing.answers import is_answer, looks_long, read_answer
from assessments.importing.headings import Role
from assessments.importing.numbers import looks_like_number, split_number
from assessments.importing.rows.columns import TICKS, Layout
from assessments.importing.rows.legend import Legend
from assessments.importing.rows.row import Doubt
from assessments.importing.rows.thresholds import ALIGNED
from assessments.importing.rows.ticks import ticked_answer
from assessments.importing.source import Cell, Row
from assessments.importing.texts import flat, fold, paragraphs
from assessments.importing.wording import Wording

_TEXTS: frozenset[Role] = frozenset({"evidence", "commentary"})
_NAMES: dict[Role, str] = {"answer": "the answer", "evidence": "evidence"}
_CUT = (
    "The page does not show all of {}: the text is cut off at the edge of its cell. We left it "
    "blank. Copy it from the document that the PDF was made from."
)
_ASTRAY = (
    "We could not tell which lines of {} are this row’s and which are the next or the last row’s. "
    "We left it blank. Copy it from the PDF."
)
_FOREIGN = "The only answer, “{}”, stands under “{}”. We left it blank. Fill in the answer."
Cells = list[tuple[Role, Cell]]


def row_texts(
    row: Row, layout: Layout, wording: Wording, legend: Legend
) -> tuple[dict[Role, str], tuple[Doubt, ...]]:
    """The texts by role, and what could not be told."""
    found: dict[Role, str] = {}
    doubts: list[Doubt] = []
    cells = _without_cut(_with_roles(row, layout, wording), doubts)
    for role in dict.fromkeys(role for role, _ in cells if role not in TICKS):
        texts = _texts_of(role, cells, found)
        if role == "answer" and layout.foreign:
            doubts.append(Doubt(role, _FOREIGN.format(_short(" ".join(texts)), layout.foreign)))
            texts = []
        elif role in layout.unsure:
            texts = _agreed(role, texts, doubts)
        found[role] = "\n".join(texts)
    if found.get("answer"):
        found["answer"] = legend.explained(found["answer"])
    ticks = [(role, cell.text) for role, cell in cells if role in TICKS]
    if ticks:
        ticked = ticked_answer(ticks, {role for role in layout.roles if role})
        found["answer"] = ticked.answer
        found["evidence"] = paragraphs([ticked.words, found.get("evidence", "")])
        doubts += [Doubt("answer", ticked.doubt)] if ticked.doubt else []
    return {role: text for role, text in found.items() if text}, tuple(doubts)


def _without_cut(cells: Cells, doubts: list[Doubt]) -> Cells:
    """The cells without those that show only a part of their text, or perhaps another's. Wording
    is known anyway.
    """
    own = [(role, cell) for role, cell in cells if role not in ("number", "requirement")]
    cut = {role for role, cell in own if cell.cut}
    astray = {role for role, cell in own if cell.astray} - cut
    for roles, message in ((cut, _CUT), (astray, _ASTRAY)):
        doubts += [Doubt(role, message.format(_NAMES.get(role, role))) for role in sorted(roles)]
    return [(role, cell) for role, cell in cells if role not in cut | astray]


def _texts_of(role: Role, cells: Cells, found: dict[Role, str]) -> list[str]:
    """The texts of one role's cells; a merged cell that was counted before is left out."""
    return [
        cell.text
        for own, cell in cells
        if own == role and not (cell.beside and cell.text in found.values())
    ]


def _agreed(role: Role, texts: list[str], doubts: list[Doubt]) -> list[str]:
    """The one text that all columns give; none, and a doubt, where they differ."""
    said = {_sense(role, text) for text in texts}
    if len(said) <= 1:
        return texts[:1]
    doubts.append(_doubt(role, texts))
    return []


def _sense(role: Role, text: str) -> str:
    answer = read_answer(text).answer if role == "answer" else ""
    return str(answer) or fold(text)


def _doubt(role: Role, texts: Sequence[str]) -> Doubt:
    said = ", ".join(f"“{_short(text) or '(blank)'}”" for text in texts)
    message = (
        f"Several columns could hold {_NAMES.get(role, role)} and they differ: {said}. We left it "
        "blank. Choose which is right."
    )
    return Doubt(role, message)


def _short(text: str) -> str:
    text = flat(text)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _with_roles(row: Row, layout: Layout, wording: Wording) -> Cells:
    """The row's cells that have a role; empty ones count only where columns are compared."""
    roles: Sequence[Role | None] = layout.roles
    if len(row.cells) != len(roles) or _misplaced(row, layout, wording):
        roles = _aligned(row.cells, layout, wording)
    return [
        (role, cell)
        for cell, role in zip(row.cells, roles, strict=False)
        if role is not None
        and role not in ("ignored", "past")
        and (cell.text.strip() or cell.cut or cell.astray or role in layout.unsure)
    ]


def _misplaced(row: Row, layout: Layout, wording: Wording) -> bool:
    """Whether the wording stands under the number's heading: a row that has lost a cell."""
    if "number" not in layout.roles or "requirement" not in layout.roles:
        return False
    number = row.cells[layout.roles.index("number")].text
    requirement = row.cells[layout.roles.index("requirement")].text
    filled = [cell for cell in row.cells if cell.text.strip()]
    return (
        len(filled) < len(row.cells)
        and not split_number(number)[0]
        and wording.is_wording(number)
        and not wording.is_wording(requirement)
    )


def _aligned(cells: Sequence[Cell], layout: Layout, wording: Wording) -> list[Role | None]:
    """The roles of a row that has lost cells: the order-keeping choice that fits the texts best."""
    texts = [cell.text for cell in cells]
    width = len(layout.roles)
    if len(texts) > width or width > ALIGNED:
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
    """How well a text fits a role: where it cannot stand costs most."""
    empty = not text.strip()
    if role == "number":
        return 10 if looks_like_number(text) else 1 if empty else -10
    if role == "requirement":
        return 10 if wording.is_wording(text) else 0 if empty else 1
    if role == "answer":
        return 8 if is_answer(text) else 1 if empty else -6 if looks_long(text) else -2
    if role in _TEXTS:
        return 0 if empty else _fit_text(text, wording)
    return 0.5 if empty else 0


def _fit_text(text: str, wording: Wording) -> float:
    return -4 if is_answer(text) else -5 if wording.is_wording(text) else 2
