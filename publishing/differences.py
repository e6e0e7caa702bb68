"""Which words two texts share, and which one of them lost or gained. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A word with the white space behind it: put together, the words are the text again.
_WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Piece:
    """A run of words. Those of kind "same" are worded as in the later text."""

    kind: Literal["same", "removed", "added"]
    text: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """The earlier text turned into the later one, word by word, in reading order.

    "same" and "added" together are the later text, character by character; "same" and "removed"
    are the earlier one but for its white space. Where words were replaced, what went stands first.
    """
    if before == after:
        return (Piece("same", after),) if after else ()
    old, new = _WORD.findall(before), _WORD.findall(after)
    found: list[Piece] = []
    matcher = SequenceMatcher(None, [w.strip() for w in old], [w.strip() for w in new])
    for action, i1, i2, j1, j2 in matcher.get_opcodes():
        if action == "equal":
            _add(found, "same", "".join(new[j1:j2]))
            continue
        gone = "".join(old[i1:i2])
        # What came stands behind what went, on the same line.
        _add(found, "removed", f"{gone.rstrip()} " if gone and j2 > j1 else gone)
        _add(found, "added", "".join(new[j1:j2]))
    return tuple(found)


def _add(found: list[Piece], kind: Literal["same", "removed", "added"], text: str) -> None:
    if text:
        found.append(Piece(kind, text))
