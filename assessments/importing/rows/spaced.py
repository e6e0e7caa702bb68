"""Rows whose columns spaces alone kept apart, held against the Code's wording.

The wording shows whether words of the next column stand in the requirement's, or the other way
round, and whether a row's lines were taken for another's, as where cells are centred in their rows.
An answer that stands amid the wording is taken out of it; where anything else does not fit, the
cells beside the wording are left to a person.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from assessments.importing.answers import is_answer
from assessments.importing.headings import Role
from assessments.importing.numbers import split_number
from assessments.importing.rows import thresholds as t
from assessments.importing.rows.columns import heading_layout
from assessments.importing.source import Row, Table
from assessments.importing.texts import fold
from assessments.importing.wording import Wording

_TEXTS: tuple[Role, ...] = ("answer", "yes", "no", "evidence", "commentary")


class Spaced:
    """Goes through the tables of a form; one without headings goes on with the last ones."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._roles: tuple[Role | None, ...] = ()

    def table(self, table: Table) -> Table:
        """The table with each row below headings put right, or its texts left undivided."""
        return replace(table, rows=tuple(map(self._row, table.rows)))

    def _row(self, row: Row) -> Row:
        if layout := heading_layout(row, self._wording):
            self._roles = layout.roles
        elif "requirement" in self._roles and len(row.cells) == len(self._roles):
            return _checked(row, self._roles, self._wording)
        return row


def _checked(row: Row, roles: Sequence[Role | None], wording: Wording) -> Row:
    texts = [cell.text for cell in row.cells]
    place = roles.index("requirement")
    said = split_number(texts[place])[1] or texts[place]
    if not said.strip():
        return row
    own = _likest(said, wording)
    if not own and wording.beginning(said) >= t.SAME_WORDING:
        # The text ends in the middle of the wording, as where a page was copied in part.
        return row
    words, taken = _without_answer(texts[place].split(), own)
    if taken and "answer" in roles and not texts[roles.index("answer")].strip():
        texts[roles.index("answer")], texts[place] = taken, " ".join(words)
    beside = [index for index, role in enumerate(roles) if role in _TEXTS]
    others = [texts[index] for index in beside]
    if (
        not own
        or _lacks_its_beginning(said, own)
        or _are_mixed(texts[place].split(), own, others)
        or _are_displaced(dict(zip(roles, texts, strict=True)))
    ):
        undivided = "\n".join(filter(None, [row.undivided, *others]))
        texts = ["" if index in beside else text for index, text in enumerate(texts)]
        row = replace(row, undivided=undivided)
    cells = (replace(cell, text=text) for cell, text in zip(row.cells, texts, strict=True))
    return replace(row, cells=tuple(cells))


def _likest(text: str, wording: Wording) -> list[str]:
    """The words of the provision that a text is most like; none where it is like none."""
    folded = fold(text)
    scored = ((fuzz.ratio(folded, fold(item.text)), fold(item.text)) for item in wording.provisions)
    score, own = max(scored)
    return own.split() if score >= t.SAME_WORDING else []


def _changes(words: Sequence[str], own: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where a text's words differ from the wording's: their places in both."""
    matcher = SequenceMatcher(None, [fold(word) for word in words], own, autojunk=False)
    for kind, first, last, own_first, own_last in matcher.get_opcodes():
        if kind != "equal":
            yield first, last, own_first, own_last


def _without_answer(words: list[str], own: Sequence[str]) -> tuple[list[str], str]:
    """The words without an answer that stands among them, and that answer."""
    for first, last, own_first, own_last in _changes(words, own):
        phrase = " ".join(words[first:last])
        if own_first == own_last and first and is_answer(phrase):
            return [*words[:first], *words[last:]], phrase
    return words, ""


def _lacks_its_beginning(said: str, own: Sequence[str]) -> bool:
    """Whether a wording's first words are not there: lines above its number are its own, too."""
    return fold(said).split()[: t.FIRST_WORDS] != list(own[: t.FIRST_WORDS])


def _are_mixed(words: Sequence[str], own: Sequence[str], others: Sequence[str]) -> bool:
    """Whether words of the wording stand in other cells, or words of these in the wording."""
    beside = [f" {fold(text)} " for text in others]
    for first, last, own_first, own_last in _changes(words, own):
        # A list's letters are no words: "a. " folds to nothing.
        strange = [word for word in words[first:last] if fold(f"{word} ") or is_answer(word)]
        missing = " ".join(own[own_first:own_last])
        tells = own_last - own_first > 1 or len(missing) >= t.TELLING
        if strange and first and own_first == own_last:
            return True
        if tells and any(f" {missing} " in text for text in beside):
            return True
    return False


def _are_displaced(texts: dict[Role | None, str]) -> bool:
    """Whether words of an answer stand in a text, or of a text in the answer's cell."""
    answer = texts.get("answer", "")
    boxes = any(unicodedata.category(sign) == "So" for sign in answer)
    if _opens_with_answer(answer) and not (is_answer(answer) or boxes):
        return True
    return any(
        _opens_with_answer(text) or is_answer(text.split("\n")[-1]) or text[:1].islower()
        for text in (texts.get("evidence", ""), texts.get("commentary", ""))
    )


def _opens_with_answer(text: str) -> bool:
    """Whether a text begins with an answer, and with something new behind it."""
    words = text.split()
    return any(
        is_answer(" ".join(words[:count])) and (len(words) == count or words[count][0].isupper())
        for count in range(1, min(len(words), t.ANSWER_WORDS) + 1)
    )
