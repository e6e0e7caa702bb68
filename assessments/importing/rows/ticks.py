"""The answer that columns such as Yes | No | Partly | N/A give together, with marks or with words.

One column marked is the answer. Words in place of a mark count where they say what the column
says, or, alone in their row, anything that does not take it back. An answer that has no column of
its own, "Partly" between Yes and No, counts in any. What two columns say, or what denies its own
column, is kept as it was written, so that it is read as no answer and named.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from assessments.enums import Answer
from assessments.importing.answers import looks_long, read_answer
from assessments.importing.headings import Role
from assessments.importing.texts import flat, fold

_ANSWERS: dict[Role, Answer] = {
    "yes": Answer.YES,
    "no": Answer.NO,
    "partly": Answer.PARTLY,
    "not_applicable": Answer.NOT_APPLICABLE,
}
_NAMES: dict[Role, str] = {
    "yes": "Yes",
    "no": "No",
    "partly": "Partly",
    "not_applicable": "Not applicable",
}
# Marks, with the letters that Wingdings shows as a tick or a box with a cross in it.
_ON = re.compile(r"^\W*(?:[✓✔☑☒✅🗹●■•√xXþýüÞ1]|yes|y|true|tick(?:ed)?)\W*$|^[✓✔☑☒✅🗹●■•√]+$", re.I)
_OFF = re.compile(r"^[☐□○❏❑◯¨\s\-–—]+$|^(?:false|0)$", re.IGNORECASE)
# Wingdings' empty box; alone in a row it may be a mark as well.
_SMALL_O = re.compile(r"^[oO¡]$")
_CROSS = re.compile(r"^[✗✘❌×û]+$")
State = Literal["on", "off", "words", "denied"]


@dataclass(frozen=True)
class Ticked:
    """What tick columns give: the answer's text, words to keep beside it, and what is in doubt."""

    answer: str = ""
    words: str = ""
    doubt: str = ""


def ticked_answer(cells: Sequence[tuple[Role, str]], columns: Collection[Role]) -> Ticked:
    """What one row's filled cells in the tick columns give; `columns` are all there are."""
    if written := _of_no_column(cells, columns):
        return Ticked(written)
    states = [_state(role, text, alone=len(cells) == 1) for role, text in cells]
    by_state: dict[State, list[tuple[Role, str]]] = defaultdict(list)
    for cell, state in zip(cells, states, strict=True):
        by_state[state].append(cell)
    on, words, denied = by_state["on"], by_state["words"], by_state["denied"]
    kept = "\n".join(text for _, text in words if looks_long(text))
    if len(on) == 1 and all(_CROSS.match(text.strip()) for _, text in denied):
        return Ticked(_of_one(*on[0]), kept)
    if len(on) > 1 and not denied:
        return Ticked(" + ".join(_NAMES[role] for role, _ in on), kept)
    if not on and not words and not denied:
        return Ticked()
    if len(words) == 1 and not on and not denied and not _takes_back(*words[0]):
        [(role, text)] = words
        return Ticked(f"{_NAMES[role]} – {text.strip()}")
    said = ", ".join(f"{_NAMES[role]} “{_short(text)}”" for role, text in cells)
    return Ticked(
        "", kept, f"We could not read the answer in its columns ({said}). We left it blank."
    )


def _of_no_column(cells: Sequence[tuple[Role, str]], columns: Collection[Role]) -> str:
    """The answer that stands in one column and has none of its own; else empty.

    "Yes / No" in words is a choice that nobody made.
    """
    own = {_ANSWERS[role] for role in columns if role in _ANSWERS}
    texts = {text for role, text in cells if _state(role, text, alone=len(cells) == 1) != "off"}
    for text in texts if len(texts) == 1 else ():
        reading = read_answer(text)
        chosen = not reading.interpreted or bool(reading.rest)
        if reading.answer and reading.answer not in own and chosen:
            return text
    return ""


def _takes_back(role: Role, text: str) -> bool:
    """Whether words in place of a mark are no plain answer of their column."""
    return read_answer(f"{_NAMES[role]} – {text.strip()}").answer != _ANSWERS[role]


def _short(text: str) -> str:
    text = flat(text)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _state(role: Role, text: str, *, alone: bool) -> State:
    stripped = text.strip()
    if _OFF.match(stripped) or (_SMALL_O.match(stripped) and not alone):
        return "off"
    if _CROSS.match(stripped):
        return "on" if role == "no" and alone else "denied"
    if _ON.match(stripped) and not (role == "no" and fold(text) in ("yes", "y")):
        return "on"
    reading = read_answer(text)
    if reading.answer == _ANSWERS[role] or fold(text) == fold(_NAMES[role]):
        return "on"
    if not any(letter.isalpha() for letter in text):
        return "denied"
    return "denied" if reading.answer or _SMALL_O.match(stripped) else "words"


def _of_one(role: Role, text: str) -> str:
    """The answer of the column that is marked, with the words that stand there."""
    reading = read_answer(text)
    own = reading.answer == _ANSWERS[role] and reading.rest
    return text if own else _NAMES[role]
