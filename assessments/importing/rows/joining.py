"""Rows that a page's end, or a merged cell, has cut: whether one goes on, and both as one.

What decides is the Code: a fragment goes on where the wording above it stops in some provision's
text. A row with a number of its own, or with another answer, is a row of its own.
"""

from __future__ import annotations

from dataclasses import replace

from assessments.importing.headings import Role
from assessments.importing.numbers import looks_like_number
from assessments.importing.rows.columns import Layout
from assessments.importing.rows.row import FormRow
from assessments.importing.rows.thresholds import BEGINNING, RESEMBLES, WHOLE
from assessments.importing.source import Row
from assessments.importing.texts import flat, fold, join, paragraphs
from assessments.importing.wording import Wording


def goes_on(last: FormRow, made: FormRow, row: Row, layout: Layout, wording: Wording) -> bool:
    """Whether a row is the rest of the one before it."""
    if _is_merged(row, layout, "number"):
        return True
    if looks_like_number(made.number):
        return _same_number(last, made, wording)
    requirement, answer = made.requirement, made.text("answer")
    if not requirement:
        return not made.number and not (answer and last.text("answer"))
    if _unfinished(last, requirement, wording):
        return True
    if (
        answer
        or wording.best(requirement) >= RESEMBLES
        or wording.beginning(requirement) >= BEGINNING
    ):
        return False
    if wording.best(last.requirement) >= WHOLE:
        # The wording above is whole: "Note | By letter." below it is none of that row.
        return False
    return looks_like_number(last.number) or bool(last.requirement)


def _same_number(last: FormRow, made: FormRow, wording: Wording) -> bool:
    """Whether a row with a number is the rest of the one before: the number stands in both."""
    number, requirement, answer = flat(made.number), made.requirement, made.text("answer")
    if not looks_like_number(last.number):
        # The number stood in the middle of a row that was cut above it.
        begun = wording.begins(number, last.requirement)
        return begun and bool(requirement) and _unfinished(last, requirement, wording)
    new = answer and fold(answer) != fold(last.text("answer"))
    if number != flat(last.number) or new or (not requirement and answer):
        return False
    return not requirement or _unfinished(last, requirement, wording)


def _unfinished(last: FormRow, requirement: str, wording: Wording) -> bool:
    if not last.requirement and looks_like_number(last.number):
        return not requirement or wording.begins(flat(last.number), requirement)
    return not requirement or wording.extends(last.requirement, requirement)


def _is_merged(row: Row, layout: Layout, role: Role) -> bool:
    for cell, own in zip(row.cells, layout.roles, strict=False):
        if own == role:
            return cell.below and bool(cell.text.strip())
    return False


def joined(last: FormRow, made: FormRow, row: Row, layout: Layout, wording: Wording) -> FormRow:
    """Both parts as one row. A merged cell's text, which stands in both, counts once."""
    below = {
        role
        for cell, role in zip(row.cells, layout.roles, strict=False)
        if cell.below and role is not None
    }
    texts = dict(last.texts)
    for role, text in made.texts.items():
        if text and role not in below:
            texts[role] = _one_text(last, role, text, wording)
    doubts = tuple(dict.fromkeys((*last.doubts, *made.doubts)))
    for doubt in doubts:
        # What only one part could not tell is left out of the whole.
        texts.pop(doubt.role, None)
    return replace(
        last,
        texts=texts,
        readings=last.readings or made.readings,
        undivided=paragraphs([last.undivided, made.undivided]),
        doubts=doubts,
    )


def _one_text(last: FormRow, role: Role, text: str, wording: Wording) -> str:
    """One role's texts of both parts."""
    above = last.text(role)
    if role == "number":
        return above or text
    if role == "requirement":
        goes = _unfinished(last, text, wording) or not last.requirement
        return join(last.requirement, text) if goes else above
    if role == "answer" and fold(text) == fold(above):
        return text
    return join(above, text)
