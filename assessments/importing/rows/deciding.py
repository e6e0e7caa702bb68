"""What each column holds: by its heading, its content and its place together, with a margin.

Columns of another year or of the other Ombudsman are set aside first, as their headings say. Then
number, wording and answer are given to the columns that fit best together: points for the heading,
for what stands below it, and for standing beside each other. The answer has to be told from any
other column of answers by a margin; otherwise all of them are kept as `unsure`, and a row's answer
is left blank and named. Evidence and commentary follow headings; without headings, a column of
running texts takes what is left, unless there are more of them than there are places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from assessments.importing.headings import Heading, Role
from assessments.importing.rows.columns import TICKS, Layout
from assessments.importing.rows.contents import Content, contents
from assessments.importing.rows.thresholds import (
    BESIDE,
    HALF,
    HELD,
    HOLDS,
    KIND,
    MARGIN,
    MOSTLY,
    NAMED,
    SOME,
    UNNAMED,
)
from assessments.importing.source import Row
from assessments.importing.texts import fold
from assessments.importing.wording import Wording

_TEXTS: tuple[Role, Role] = ("evidence", "commentary")
_BACKBONE: tuple[Role, Role, Role] = ("number", "requirement", "answer")
# A form of so many columns has one for texts.
_ONE_TEXT = 4
# What may be set aside as another year's: a provision's number and wording have no year.
_OF_A_YEAR = frozenset({None, "answer", *_TEXTS, "ignored", "action"})


@dataclass(frozen=True)
class _Column:
    """One column: its heading, what it was called for so far, and what stands in it."""

    index: int
    head: Heading
    role: Role | None
    content: Content

    @property
    def is_open(self) -> bool:
        """Whether content may say what it is: its heading does not, or calls it a status."""
        return self.role in (None, "ignored") and self.head.time != "past"


def decided(layout: Layout, rows: Sequence[Row], wording: Wording) -> Layout:
    """The layout of a table with headings, after a look at what stands below them."""
    heads = layout.heads or (Heading(),) * len(layout.roles)
    aside = _set_aside(heads, layout.roles)
    found = contents(rows, len(layout.roles), wording)
    columns = [
        _Column(index, head, layout.roles[index], found[index])
        for index, head in enumerate(heads)
        if index not in aside
    ]
    given = _given(layout, columns, aside)
    return given if given.has("answer", "yes") else _with_foreign(given, heads, found)


def _with_foreign(layout: Layout, heads: Sequence[Heading], found: Sequence[Content]) -> Layout:
    """The layout where the other Ombudsman's answer is the only one: kept, to be asked about."""
    for index, head in enumerate(heads):
        if head.body == "other" and found[index].answers >= HOLDS:
            roles = (*layout.roles[:index], "answer", *layout.roles[index + 1 :])
            return replace(layout, roles=roles, foreign=head.text)
    return layout


def guessed(rows: Sequence[Row], width: int, wording: Wording) -> Layout | None:
    """The layout of a table without headings; None where it does not look like the form."""
    found = contents(rows, width, wording)
    columns = [_Column(index, Heading(), None, found[index]) for index in range(width)]
    # As many places for texts as the Code's own form has.
    texts = _TEXTS if len(wording.code.form.columns) > _ONE_TEXT else _TEXTS[:1]
    kind = f"{width} columns without headings"
    layout = _given(Layout((None,) * width, kind, headed=False), columns, {}, texts)
    if not (layout.has("requirement") or (layout.has("number") and layout.has("answer"))):
        return None
    return layout


def _set_aside(heads: Sequence[Heading], roles: Sequence[Role | None]) -> dict[int, Role]:
    """The columns that are not this form's: last year's, a plan's, the other Ombudsman's."""
    aside: dict[int, Role] = {}
    latest = max((head.year for head in heads if head.time != "plan"), default=0)
    for index, (head, role) in enumerate(zip(heads, roles, strict=True)):
        if head.body == "other":
            aside[index] = "ignored"
        elif role == "past" or (role in _OF_A_YEAR and _is_past(head, latest)):
            aside[index] = "past"
        elif head.time == "plan" and role in ("answer", None):
            aside[index] = "ignored"
    return aside


def _is_past(head: Heading, latest: int) -> bool:
    return head.time == "past" or 0 < head.year < latest


def _given(
    layout: Layout,
    columns: Sequence[_Column],
    aside: dict[int, Role],
    texts: Sequence[Role] = _TEXTS,
) -> Layout:
    """The layout with every role given that can be."""
    roles: dict[int, Role | None] = dict(aside)
    unsure: set[Role] = set()
    ticked = any(column.role in TICKS for column in columns)
    for role, chosen in _backbone(columns, ticked=ticked).items():
        roles.update({column.index: role for column in chosen})
        if len(chosen) > 1:
            unsure.add(role)
    for column in columns:
        roles.setdefault(column.index, _kept(column))
    _give_texts(roles, columns, unsure, texts, headed=layout.headed)
    if not ticked and "answer" not in roles.values():
        _give_grades(roles, columns)
    return replace(
        layout,
        roles=tuple(roles[index] for index in range(len(layout.roles))),
        unsure=frozenset(unsure),
    )


def _kept(column: _Column) -> Role | None:
    """What a column is that got none of the first roles: its heading's, unless it was one."""
    if column.role in ("number", "requirement", "answer"):
        return None if column.content.wordy >= MOSTLY else "ignored"
    return column.role


def _backbone(columns: Sequence[_Column], *, ticked: bool) -> dict[Role, list[_Column]]:
    """Number, wording and answer: the columns that fit best together, and the answer's rivals."""
    numbers = [column for column in columns if _may_be_number(column)]
    wordings = [column for column in columns if _may_be_wording(column)]
    answers = [] if ticked else _answers(columns)
    best = max(_choices(numbers, wordings, answers), key=_together, default=(None, None, None))
    found: dict[Role, list[_Column]] = {}
    for role, column in zip(_BACKBONE, best, strict=True):
        if column is not None:
            found[role] = [column]
    if "answer" in found:
        taken = {column.index for column in best[:2] if column is not None}
        found["answer"] += _rivals(found["answer"][0], answers, taken)
    return found


_Choice = tuple[_Column | None, _Column | None, _Column | None]


def _choices(*candidates: Sequence[_Column]) -> Iterator[_Choice]:
    """Every way of giving the three roles to different columns, or to none."""
    for number, wording, answer in product(*([None, *each] for each in candidates)):
        chosen = [column.index for column in (number, wording, answer) if column is not None]
        if len(chosen) == len(set(chosen)):
            yield number, wording, answer


def _together(choice: _Choice) -> float:
    number, wording, answer = choice
    points = _number_points(number) + _wording_points(wording) + _answer_points(answer)
    points += BESIDE * _is_next(number, wording) + BESIDE * _is_next(wording, answer)
    return points - 0.01 * sum(column.index for column in choice if column is not None)


def _is_next(left: _Column | None, right: _Column | None) -> bool:
    return left is not None and right is not None and right.index == left.index + 1


def _may_be_number(column: _Column) -> bool:
    """Also of a column with that heading: "Section" in a table of counts has no numbers in it."""
    named = column.role == "number" and column.content.numbers >= SOME
    open_to = column.is_open and column.content.numbers >= HOLDS
    return (named or open_to) and column.content.requirements <= HALF


def _may_be_wording(column: _Column) -> bool:
    if column.role == "requirement":
        return True
    open_to = column.is_open or column.role == "number"
    return open_to and column.content.requirements >= (HALF if column.role else HOLDS)


def _number_points(column: _Column | None) -> float:
    return 0.0 if column is None else _named(column, "number") + HELD * column.content.numbers


def _wording_points(column: _Column | None) -> float:
    if column is None:
        return 0.0
    return _named(column, "requirement") + HELD * column.content.requirements


def _answer_points(column: _Column | None) -> float:
    if column is None:
        return 0.0
    return _named(column, "answer") + HELD * (column.content.answers - column.content.long)


def _named(column: _Column, role: Role) -> float:
    return NAMED if column.role == role else 0.0


def _answers(columns: Sequence[_Column]) -> list[_Column]:
    """The columns that may hold the answer; those named for texts only where nothing else does."""
    found = [column for column in columns if _may_be_answer(column)]
    if any(column.content.answers >= HOLDS or column.role == "answer" for column in found):
        return found
    return found + [
        column
        for column in columns
        if column.role in _TEXTS and column.content.only_answers >= MOSTLY
    ]


def _may_be_answer(column: _Column) -> bool:
    if column.role == "answer":
        return column.content.long <= MOSTLY
    return column.is_open and column.content.answers >= HOLDS


def _rivals(chosen: _Column, answers: Sequence[_Column], taken: set[int]) -> list[_Column]:
    """The other columns of answers that nothing tells from the one chosen."""
    points = _asked_points(chosen)
    return [
        column
        for column in answers
        if column.index not in taken | {chosen.index}
        and column.content.answers >= HOLDS
        and points - _asked_points(column) < MARGIN
    ]


def _asked_points(column: _Column) -> float:
    """Points against a rival: a column whose heading says nothing may be the answer as well."""
    unnamed = not column.role and (not fold(column.head.text) or column.head.is_qualified)
    return _answer_points(column) + UNNAMED * unnamed


def _give_texts(
    roles: dict[int, Role | None],
    columns: Sequence[_Column],
    unsure: set[Role],
    texts: Sequence[Role],
    *,
    headed: bool,
) -> None:
    """Evidence and commentary: what headings name, then running texts in the places left."""
    for role in _TEXTS:
        named = [column for column in columns if roles[column.index] == role]
        if _are_rivals(named):
            unsure.add(role)
    left = [role for role in texts if role not in roles.values()]
    running = [column for column in columns if _is_running(column, roles)]
    if not left or not running or (headed and "evidence" not in left and not _lost(running)):
        return
    twice = not headed and "answer" in unsure and len(running) > 1
    if twice or len(running) > len(left):
        unsure.add(left[0])
        roles.update({column.index: left[0] for column in running})
    else:
        roles.update({c.index: role for c, role in zip(running, left, strict=False)})


def _are_rivals(named: Sequence[_Column]) -> bool:
    """Whether columns named alike are of several years, or nothing tells them apart."""
    own = [column for column in named if not column.head.beside]
    heads = {fold(column.head.text) for column in own}
    return len(own) > 1 and (len(heads) < len(own) or len({c.head.year for c in own}) > 1)


def _is_running(column: _Column, roles: dict[int, Role | None]) -> bool:
    """Whether a column without a role holds the landlord's words."""
    content = column.content
    return roles[column.index] is None and bool(content.texts) and not content.is_side


def _lost(running: Sequence[_Column]) -> bool:
    """Whether they were named for the answer, and hold words instead."""
    return all(column.role == "answer" for column in running)


def _give_grades(roles: dict[int, Role | None], columns: Sequence[_Column]) -> None:
    """Where a colour or a score is all that a form says, it is the answer: one to ask about."""
    if not any(role in _TEXTS for role in roles.values()):
        return
    for column in columns:
        graded = column.content.colours >= KIND or column.content.scores >= KIND
        if roles[column.index] == "ignored" and column.role == "ignored" and graded:
            roles[column.index] = "answer"
            return
