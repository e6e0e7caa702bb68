"""What the names of inputs mean, where a form that was sent has to be shown without itself.

Each app says it of its own forms when it is loaded: what it does not name was typed.
"""

from __future__ import annotations

import re
from re import Pattern

# What a form carries along and nobody typed, and what was chosen from a list.
_carried: list[Pattern[str]] = []
_chosen: list[Pattern[str]] = []
# What begins the names of one part of a form, with the part's own name in it: "p5.10-evidence".
_parts: list[Pattern[str]] = []


def register(*, carried: str = "", chosen: str = "", part: str = "") -> None:
    """Regular expressions for whole names. `part`: has a group for the part's name and one for the
    input's name in it; what is said of that name holds within the part too.
    """
    for expression, known in ((carried, _carried), (chosen, _chosen), (part, _parts)):
        if expression:
            known.append(re.compile(expression))


def split(name: str) -> tuple[str, str]:
    """An input's name within its part of the form, and the part's; "" where there are no parts."""
    for pattern in _parts:
        if match := pattern.fullmatch(name):
            return match[2], match[1]
    return name, ""


def is_carried(name: str) -> bool:
    return _is_known(name, _carried)


def is_chosen(name: str) -> bool:
    return _is_known(name, _chosen)


def _is_known(name: str, patterns: list[Pattern[str]]) -> bool:
    within, _ = split(name)
    return any(pattern.fullmatch(each) for pattern in patterns for each in (name, within))
