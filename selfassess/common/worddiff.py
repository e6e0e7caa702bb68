"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word with the white space after it; only the first may be white space alone.
_WORD = re.compile(r"(\S*)(\s*)")
# Comparing costs about as much as there are pairs of equal words. Above this, words that are very
# frequent no longer count as landmarks: then it takes half a second at most for two long texts.
_MANY_PAIRS = 300_000


class Kind(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is in both, only in the first (removed) or only in the second."""

    kind: Kind
    text: str


def keeps_half(pieces: Iterable[Piece]) -> bool:
    """Whether at least half of the first text's words stay, so that marked differences can be read.

    Where fewer do, or there were none, people are shown both texts side by side.
    """
    words: Counter[Kind] = Counter()
    for piece in pieces:
        words[piece.kind] += len(piece.text.split())
    return words[Kind.SAME] > 0 and words[Kind.SAME] >= words[Kind.REMOVED]


def word_diff(before: str, after: str) -> list[Piece]:
    """The way from one text to the other, in pieces that alternate as little as possible.

    What is the same and what was removed make up `before`, what is the same and what was added
    `after`, to the letter. Whole words are compared; white space counts as text.
    """
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(
        None, [word for word, _ in old], [word for word, _ in new], autojunk=_is_costly(old, new)
    )
    pieces: list[Piece] = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            for (word, space), (_, new_space) in zip(
                old[old_from:old_to], new[new_from:new_to], strict=True
            ):
                pieces += _same_word(word, space, new_space)
        else:
            pieces.append(Piece(Kind.REMOVED, _text(old[old_from:old_to])))
            pieces.append(Piece(Kind.ADDED, _text(new[new_from:new_to])))
    return _joined(pieces)


def _words(text: str) -> list[tuple[str, str]]:
    return [(word, space) for word, space in _WORD.findall(text) if word or space]


def _text(words: list[tuple[str, str]]) -> str:
    return "".join(word + space for word, space in words)


def _is_costly(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> bool:
    in_new = Counter(word for word, _ in new)
    in_old = Counter(word for word, _ in old)
    return sum(count * in_new[word] for word, count in in_old.items()) > _MANY_PAIRS


def _same_word(word: str, space: str, new_space: str) -> list[Piece]:
    """A word that stayed, and the white space after it, which may have changed."""
    if space == new_space:
        return [Piece(Kind.SAME, word + space)]
    return [Piece(Kind.SAME, word), Piece(Kind.REMOVED, space), Piece(Kind.ADDED, new_space)]


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of one kind as one, without empty ones; what was removed comes before what was
    added in its place.
    """
    joined: list[Piece] = []
    run: dict[Kind, str] = {}

    def flush() -> None:
        joined.extend(Piece(kind, run[kind]) for kind in Kind if run.get(kind))
        run.clear()

    for piece in pieces:
        if piece.text:
            if (piece.kind is Kind.SAME) != (Kind.SAME in run):
                flush()
            run[piece.kind] = run.get(piece.kind, "") + piece.text
    flush()
    return joined
