"""What was typed into a PDF form, or onto a page, put where a print would show it.

A form that was not flattened keeps its values apart from the pages: texts and choices in fields,
ticks as the states of boxes. Each value becomes words inside its field's frame, so that the table
around them takes them up as if they were printed. A line of a field is a paragraph: only a person
breaks it. A ticked box becomes "☒", another "☐", beside the caption that is printed. What a viewer
lets people write on a page (a "typewriter") counts as well; comments, and fields that nobody sees,
do not. Prompts that nobody replaced are left to prompts.py, as for every format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assessments.importing.limits import MAX_CELL
from assessments.importing.readers.pdf_cells import Word
from assessments.importing.readers.pdf_content import Box
from assessments.importing.readers.pdf_letters import Place
from assessments.importing.readers.pdf_words import Link
from assessments.importing.readers.thresholds import FIELD_LINE, TICK_BOX

if TYPE_CHECKING:
    from pdfplumber.page import Page

_Annotation = dict[str, Any]
# How many fields may stand above each other in a form's tree.
_DEPTH = 8
# Bits of an annotation: invisible, hidden, and shown on screen never.
_UNSEEN = 1 << 0 | 1 << 1 | 1 << 5
_PASSWORD = 1 << 13
_PUSHED = 1 << 16


def links_of(page: Page, place: Place) -> list[Link]:
    """The addresses that a page links to, and where."""
    found = []
    for item in _annotations(page):
        action = item.get("A")
        address = action.get("URI") if isinstance(action, dict) else None
        box = _box(item, place)
        if isinstance(address, bytes) and box is not None:
            found.append((box, address.decode("utf-8", "replace")))
    return found


def field_words(page: Page, place: Place) -> list[Word]:
    """The words of all fields and of what was written onto the page."""
    found: list[Word] = []
    for item in _annotations(page):
        box = _box(item, place)
        if box is not None and not _number(item.get("F")) & _UNSEEN:
            found += _words(item, box)
    return found


def _annotations(page: Page) -> Iterator[_Annotation]:
    from pdfminer.pdftypes import resolve1

    annotations = resolve1(page.page_obj.annots)
    for reference in annotations if isinstance(annotations, list) else []:
        item = resolve1(reference)
        if isinstance(item, dict):
            yield {key: resolve1(value) for key, value in item.items() if key != "P"}


def _box(item: _Annotation, place: Place) -> Box | None:
    from pdfminer.pdftypes import resolve1

    box = item.get("Rect")
    numbers = [resolve1(value) for value in box] if isinstance(box, list) else []
    if len(numbers) != 4 or not all(isinstance(value, int | float) for value in numbers):
        return None
    return place(numbers)


def _words(item: _Annotation, box: Box) -> list[Word]:
    kind = _name(item.get("Subtype"))
    if kind == "FreeText":
        return _lines(_text(item.get("Contents")), box)
    if kind != "Widget":
        return []
    field = _name(_inherited(item, "FT"))
    if field == "Btn":
        return _tick(item, box)
    if field not in ("Tx", "Ch") or _flags(item) & _PASSWORD * (field == "Tx"):
        return []
    value = _chosen(item) if field == "Ch" else _text(_inherited(item, "V"))
    return _lines(value, box)


def _tick(item: _Annotation, box: Box) -> list[Word]:
    """A ticked or an empty box; none for a button that only does something."""
    if _flags(item) & _PUSHED:
        return []
    state = _name(item.get("AS")) or _name(_inherited(item, "V"))
    shows = _states(item)
    on = state not in ("", "Off") and (not shows or state in shows)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    half = min(TICK_BOX, box[2] - box[0], box[3] - box[1]) / 2
    return [Word("☒" if on else "☐", x - half, x + half, y - half, y + half)]


def _states(item: _Annotation) -> set[str]:
    """What a box can show; the other options of a group have states of their own."""
    from pdfminer.pdftypes import resolve1

    looks = item.get("AP")
    normal = resolve1(looks.get("N")) if isinstance(looks, dict) else None
    return set(normal) if isinstance(normal, dict) else set()


def _chosen(item: _Annotation) -> str:
    """The options chosen in a list, as the page shows them."""
    from pdfminer.pdftypes import resolve1

    value, options = _inherited(item, "V"), _inherited(item, "Opt")
    shown: dict[str, str] = {}
    for option in options if isinstance(options, list) else []:
        pair = resolve1(option)
        if isinstance(pair, list) and len(pair) == 2:
            shown[_text(resolve1(pair[0]))] = _text(resolve1(pair[1]))
    values = [resolve1(one) for one in value] if isinstance(value, list) else [value]
    texts = [_text(one) for one in values]
    return ", ".join(shown.get(text, text) for text in texts if text)


def _lines(text: str, box: Box) -> list[Word]:
    """The words of a text in its frame, line below line, however long they are."""
    lines = [line for line in text[:MAX_CELL].splitlines() if line.strip()]
    left, top, right, bottom = box
    height = min(FIELD_LINE, (bottom - top) / max(len(lines), 1))
    found = []
    for index, line in enumerate(lines):
        step = min(FIELD_LINE / 2, (right - left) / len(line))
        upper = top + index * height
        for match in re.finditer(r"\S+", line):
            first, last = left + match.start() * step, left + match.end() * step
            word = Word(match[0], first, last, upper + 0.1 * height, upper + 0.9 * height)
            word.begins = match.start() == len(line) - len(line.lstrip())
            found.append(word)
    return found


def _inherited(item: _Annotation, key: str) -> Any:
    """What a field says itself, or a field above it."""
    from pdfminer.pdftypes import resolve1

    for _ in range(_DEPTH):
        value = resolve1(item.get(key))
        if value is not None:
            return value
        above = resolve1(item.get("Parent"))
        if not isinstance(above, dict):
            return None
        item = above
    return None


def _flags(item: _Annotation) -> int:
    return _number(_inherited(item, "Ff"))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _name(value: object) -> str:
    """A name, without the mark that begins it."""
    name = getattr(value, "name", "")
    return name.decode("latin-1") if isinstance(name, bytes) else str(name)


def _text(value: object) -> str:
    from pdfminer.utils import decode_text

    if isinstance(value, bytes):
        return decode_text(value).replace("\r\n", "\n").replace("\r", "\n")
    return _name(value)
