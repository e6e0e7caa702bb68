"""What a line may begin with as its label: bold words, words before a colon, or all of it.

Where a form was pasted as plain text its bold labels have lost what set them apart: "Evidence
Policy HB-1." Then only words that forms are known to use can be a label (`bare_prefixes`).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from assessments.importing.answers import is_answer
from assessments.importing.rows import thresholds
from assessments.importing.rows.lines import TextLine
from assessments.importing.texts import fold

_COLON = re.compile(r"^([^(]{2,60}?)\s*[:：?](?:\s+(.*))?$", re.DOTALL)
_DASH = re.compile(r"^(.{2,40}?)\s+[-–—]\s+(.*)$", re.DOTALL)
# More than one is the gap between two columns.
_SPACE = re.compile(r"(?<=\S)\s(?=\S)")
_BETWEEN = " \t:：?-–—"


def prefixes(line: TextLine) -> list[tuple[str, str]]:
    """Each possible label of a line with what follows it, the longest first.

    A cell's label is its only one. List items have none.
    """
    if line.label:
        return [(line.label, line.text.strip())]
    text = line.text.strip()
    if not text or text.startswith("- "):
        return []
    found = [(text, "")] if _is_short(text) else []
    if line.lead and line.lead != text and _is_short(line.lead):
        found.append((line.lead.strip(_BETWEEN), text[len(line.lead) :].lstrip(_BETWEEN)))
    for pattern in (_COLON, _DASH):
        match = pattern.match(text)
        if match is not None and _is_short(match[1]):
            found.append((match[1], (match[2] or "").strip()))
    return sorted(found, key=lambda pair: -len(pair[0]))


def bare_prefixes(line: TextLine, known: Collection[str]) -> list[tuple[str, str]]:
    """The known words that a line begins with and goes on behind with a capital, a figure or an
    answer, the longest first.
    """
    if line.label or line.heading or line.lead:
        return []
    text = line.text.strip()
    found = []
    for space in list(_SPACE.finditer(text))[: thresholds.MOST_WORDS]:
        label, rest = text[: space.start()], text[space.end() :]
        goes_on = rest[:1].isupper() or rest[:1].isdigit() or is_answer(rest)
        if goes_on and label[:1].isupper() and label[-1:].isalpha() and fold(label) in known:
            found.append((label, rest))
    return found[::-1]


def is_marked(line: TextLine, label: str) -> bool:
    """Whether a label is set apart: by a heading, by bold, by a colon, or in a cell of its own."""
    if line.label or line.heading:
        return True
    behind = line.text.strip()[len(label) : len(label) + 2].lstrip()
    return bool(line.lead) or behind[:1] in (":", "：", "?") or label.endswith("?")


def _is_short(text: str) -> bool:
    short = len(text) <= thresholds.LONGEST_LABEL and len(text.split()) <= thresholds.MOST_WORDS
    return short and "://" not in text and not text.endswith((".", ",", ";"))
