"""What a form says to the person who fills it in: "Click or tap here to enter text."

Only a whole line made of such words is one. "Enter text messages in the log" is a landlord's.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assessments.importing.source import Block, Cell, Paragraph, Source

_OPEN, _CLOSE = r"[\s\[({<«‹_*\-–—.…]*", r"[\s\])}>»›_*\-–—.…:]*"
_PLACE = r"(?:here|below|in (?:this|the) (?:box|cell|field))"
_PART = r"(?:evidence|commentary|explanation|comments?|answer|response|details?|narrative)"
_WHAT = (
    rf"(?:(?:your|the|any|some|a|an) )?(?:{_PART}|text|date|item|option|value|number)"
    rf"(?:(?: ?[/,&] ?| and | or ){_PART})*"
)
_PROMPTS = (
    rf"(?:please )?(?:click|tap|press)(?:(?:,| or|/) ?(?:click|tap))*(?: {_PLACE})?"
    rf" to (?:enter|add|insert|type|choose|select|edit)(?: {_WHAT})?(?: {_PLACE})?",
    rf"(?:please )?(?:enter|insert|type|add|write) {_WHAT}(?: {_PLACE})?",
    rf"(?:please )?(?:type|write|enter|insert) {_PLACE}",
    rf"(?:please )?(?:choose|select|pick)(?: (?:{_WHAT}|one|from (?:the )?list|yes or no|yes/no))?",
    r"(?:please )?select from (?:the |this )?(?:drop[ -]?down(?: (?:list|menu))?|list|menu)",
    rf"{_PART} here",
)
_PROMPT = re.compile(rf"{_OPEN}(?:{'|'.join(_PROMPTS)}){_CLOSE}|\[(?:{_WHAT})\]", re.IGNORECASE)
_LABELLED = re.compile(r"(.{2,60}?[:?])\s+(.{4,})")
# No prompt is longer.
_LONGEST = 80


def without_prompts(source: Source) -> Source:
    """The source without the lines that only say what to write there."""
    return replace(source, blocks=tuple(map(_block, source.blocks)))


def is_prompt(line: str) -> bool:
    """Whether a line is nothing but a form's own request to fill it in."""
    return len(line) <= _LONGEST and _PROMPT.fullmatch(line) is not None


def _block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        text = _without(block.text)
        return block if text == block.text else replace(block, text=text)
    rows = tuple(replace(row, cells=tuple(map(_cell, row.cells))) for row in block.rows)
    return replace(block, rows=rows)


def _cell(cell: Cell) -> Cell:
    lines = cell.text.split("\n")
    kept = [_without(line) for line in lines]
    if kept == lines:
        return cell
    return replace(cell, text="\n".join(line for line in kept if line))


def _without(line: str) -> str:
    """The line without a prompt: nothing, or the label before it."""
    if is_prompt(line):
        return ""
    match = _LABELLED.fullmatch(line) if len(line) <= 2 * _LONGEST else None
    return match[1] if match and is_prompt(match[2]) else line
