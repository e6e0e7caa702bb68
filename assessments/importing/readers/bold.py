"""Keeps in mind, while a paragraph's text is put together, which words of it are bold.

Private characters stand around bold words until the text is whole. Then each line is cut into its
words and its lead: the bold words that it begins with, as a label does.
"""

from __future__ import annotations

from assessments.importing.texts import tidy

BEGIN, END = "\ue100", "\ue101"
_MARKS = str.maketrans({BEGIN: None, END: None})


def plain(text: str) -> str:
    """The text without the marks."""
    return text.translate(_MARKS)


def leads(text: str) -> list[tuple[str, str]]:
    """The lines of a text, tidied, each with its lead; a lead may be the whole line."""
    lines = tidy(plain(text)).split("\n")
    marked = tidy(text).split("\n")
    if BEGIN not in text or len(lines) != len(marked):
        return [(line, "") for line in lines]
    found = []
    depth = 0
    for line, own in zip(lines, marked, strict=True):
        lead, depth = _lead(own.removeprefix("- "), depth)
        found.append((line, lead))
    return found


def _lead(line: str, depth: int) -> tuple[str, int]:
    """The bold words at a line's start, and how deep in bold its end is."""
    lead = ""
    open_ = True
    for char in line:
        if char in (BEGIN, END):
            depth = max(0, depth + (1 if char == BEGIN else -1))
        elif open_ and (depth or char.isspace()):
            lead += char
        else:
            open_ = False
    return lead.strip(), depth
