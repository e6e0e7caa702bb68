"""Reads a provision's number as forms write it, and says how well it fits one of the Code's."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What may stand before a number: "Code provision 6.1", "Section 1.2", "Para. 4.3", "(5.10)".
_BEFORE = (
    r"(?:(?:code|provision|section|clause|paragraph|para|requirement|ref(?:erence)?|number|no"
    r"|item|point)\b[.:\s#]*)*"
)
_NUMBER = r"[0-9A-Z]{1,4}(?:\s?\.\s?[0-9IlO|]{1,3}){1,2}"
_WHOLE = re.compile(
    rf"^\W*{_BEFORE}({_NUMBER})\W*(?:\([a-z' ]+\)|\(cont[a-z.']*\)|cont[a-z.']*)?\W*$", re.I
)
_START = re.compile(rf"^\W*{_BEFORE}({_NUMBER})(?![\d%])(?:\s*[.:)\-–—]+\s*|\s+)(?=\S)", re.I)
_LABEL = re.compile(rf"^\W*{_BEFORE}({_NUMBER})(?![\d%])\W*$", re.I)
_PLAIN = re.compile(r"^\W*(?:section|provision)?\W*(\d{1,2})\W*$", re.I)
# A number is never longer, with all that stands before and behind it.
_LONGEST = 40
# How well a text stands for a number that it is not: what a spreadsheet or a scanner makes of it
# (set so that any wording decides between them).
_STORED, _PADDED, _MENDED, _CUT = 0.9, 0.8, 0.7, 0.4
_NOUGHT_STORED, _NOUGHT = 0.8, 0.6
_MISREAD = str.maketrans({"I": "1", "l": "1", "|": "1", "O": "0", "o": "0", "i": "1"})


@dataclass(frozen=True)
class Number:
    """A number as read. `weights` says how well it stands for each of the Code's numbers."""

    text: str = ""
    weights: tuple[tuple[str, float], ...] = ()

    def weight(self, provision: str) -> float:
        """1 for the number itself, less for what it may stand for; 0 where nothing was read.

        Negative where a number was read and is another.
        """
        if not self.weights:
            return 0.0
        return dict(self.weights).get(provision, -1.0)

    @property
    def known(self) -> bool:
        """Whether it is, or may stand for, one of this Code's numbers."""
        return bool(self.weights)


def split_number(text: str) -> tuple[str, str]:
    """A number at the start of a text, and the rest; an empty number where there is none."""
    match = _START.match(text)
    if match is None or match.end() > _LONGEST:
        return "", text
    return match[1], text[match.end() :].lstrip()


def looks_like_number(text: str) -> bool:
    """Whether a whole text is a provision's number, however written."""
    return len(text) <= _LONGEST and (_WHOLE.match(_comma(text)) is not None)


def _comma(text: str) -> str:
    return re.sub(r"(?<=\d)\s?[,·](?=\s?\d)", ".", text.strip())


def read_number(text: str, codes_numbers: frozenset[str], readings: tuple[str, ...] = ()) -> Number:
    """The number that a cell holds. Slips of scanning and of spreadsheets give several weights."""
    text = _comma(text)
    match = _WHOLE.match(text) if len(text) <= _LONGEST else None
    if match is None:
        return Number(text=text if _PLAIN.match(text) else "")
    exact = re.sub(r"\s", "", match[1])
    weights: dict[str, float] = {}
    for candidate, weight in _candidates(exact, readings):
        if candidate in codes_numbers:
            weights[candidate] = max(weight, weights.get(candidate, 0.0))
    return Number(exact, tuple(weights.items()))


def _candidates(exact: str, readings: tuple[str, ...]) -> list[tuple[str, float]]:
    """What the text may stand for, with weights. A spreadsheet drops the last nought of 5.10."""
    found = [(exact, 1.0)]
    found += [(reading, _STORED) for reading in readings]
    mended = exact.translate(_MISREAD)
    if mended != exact:
        found += [(mended, _MENDED)]
        # "4. I" may have been 4.1 or the beginning of 4.10 to 4.19.
        found += [(f"{mended}{digit}", _CUT) for digit in range(10)]
    if re.fullmatch(r"\d+\.[1-9]", mended):
        found += [(f"{mended}0", _NOUGHT_STORED if readings else _NOUGHT)]
    if re.fullmatch(r"0\d\.\d+|\d+\.0\d", mended):
        found += [(".".join(str(int(part)) for part in mended.split(".")), _PADDED)]
    return found
