"""The lines with which our own Word file tells what the official form has no column for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assessments.fields import OWN
from assessments.open_data import CITED

# As the export writes them, in this order, below everything else.
_NAMES = {field.short: field.name for field in OWN}
# What the answer cites is in the library, and not in its texts.
_CITED = f"{CITED}:"
_LABEL = re.compile(rf"^(?:- )?({'|'.join(_NAMES)}):[ \t]*(.*)$")
# These begin what is ours wherever they stand; the others may be part of a landlord's sentence.
_PLAIN = frozenset({"Action", "Alternative"})


def split_labels(*texts: str) -> tuple[list[str], dict[str, str]]:
    """Takes the labelled lines out of the texts: what is left, and what they say by field.

    They count from the last lines only. `Owner:` and `By:` without an action before them count
    where they are all that the last text ends with.
    """
    texts = tuple(map(_without_cited, texts))
    last = max((i for i, text in enumerate(texts) if text), default=0)
    rest: list[str] = []
    found: dict[str, str] = {}
    for index, text in enumerate(texts):
        lines = text.split("\n")
        begins = (i for i in range(len(lines)) if _opens(lines[i:], is_last=index == last))
        start = next(begins, len(lines))
        rest.append("\n".join(lines[:start]).strip())
        name = ""
        for line in lines[start:]:
            match = _LABEL.match(line)
            if match:
                name = _NAMES[match[1]]
                found[name] = match[2].strip()
            elif name:
                found[name] = f"{found[name]}\n{line}".strip()
    return rest, found


def _without_cited(text: str) -> str:
    """The text without the list of what its answer cites; what stands below that list stays."""
    lines = text.split("\n")
    if _CITED not in lines:
        return text
    start = lines.index(_CITED)
    others = (i for i, line in enumerate(lines[start + 1 :]) if line and not line.startswith("- "))
    end = start + 1 + next(others, len(lines))
    return "\n".join([*lines[:start], *lines[end:]]).strip()


def _opens(lines: Sequence[str], *, is_last: bool) -> bool:
    match = _LABEL.match(lines[0])
    if match is None or match[1] in _PLAIN:
        return match is not None
    found = [_LABEL.match(line) for line in lines]
    return is_last and all(item and (item[1] != "By" or _has_digit(item[2])) for item in found)


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)
