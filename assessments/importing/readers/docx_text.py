"""The text of a Word paragraph: links with their address, list marks, ticks; no deleted text.

Bold words keep their marks (`bold`) until the paragraph is whole. What a text box holds is no part
of the paragraph that it hangs on: `boxes` gives its paragraphs and tables, each once, though Word
keeps a second copy for old programs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assessments.importing.readers import bold
from assessments.importing.readers.links import with_address
from assessments.importing.readers.symbols import SYMBOLS, all_with_font

if TYPE_CHECKING:
    from docx.document import Document

_SKIPPED = {"del", "moveFrom", "pPr", "rPr", "sdtPr", "Fallback", "drawing", "pict", "object"}
_ON = {"1", "true", "on", ""}
_HEADING = re.compile(r"(?:heading\s*|title)([1-9])?", re.I)


def tag(element: Any) -> str:
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def children(parent: Any) -> Iterator[Any]:
    """The children, with content controls and insertions taken for what they hold."""
    for child in parent:
        if is_prompt(child):
            yield from _emptied_cells(child)
        elif tag(child) in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            yield from children(child)
        else:
            yield child


def _emptied_cells(control: Any) -> Iterator[Any]:
    """The cells that an unused control is around: they keep their place, and lose the prompt."""
    for child in first(control, "sdtContent") if first(control, "sdtContent") is not None else ():
        if tag(child) in ("tc", "tr"):
            for run in [item for item in child.iter() if tag(item) == "r"]:
                run.getparent().remove(run)
            yield child


def is_prompt(element: Any) -> bool:
    """A content control that was left empty: it shows "Choose an item." and says nothing."""
    return tag(element) == "sdt" and first(element, "sdtPr", "showingPlcHdr") is not None


def value(element: Any, name: str = "val") -> str:
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith(f"}}{name}")), "")


def first(element: Any, *path: str) -> Any:
    """The first descendant along a path of names; None where there is none."""
    for name in path:
        element = next((child for child in element if tag(child) == name), None)
        if element is None:
            return None
    return element


class Texts:
    """Reads paragraphs of one document; it keeps count of numbered lists."""

    def __init__(self, document: Document) -> None:
        self._links = {
            key: rel.target_ref for key, rel in document.part.rels.items() if rel.is_external
        }
        self._lists = _Lists(document)
        self._headings = _heading_styles(document)

    def paragraph(self, element: Any) -> str:
        """The text, with a list's mark before it and line breaks as they are."""
        text = "".join(self._pieces(element))
        mark = self._lists.mark(element)
        # An empty paragraph of a numbered column shows its number alone.
        return f"{mark} {text}".rstrip() if mark and (text.strip() or mark != "-") else text

    def rank(self, element: Any) -> int:
        """A heading's rank, 1 to 6; 0 for any other paragraph."""
        style = first(element, "pPr", "pStyle")
        return self._headings.get(value(style), 0) if style is not None else 0

    def _pieces(self, element: Any) -> Iterator[str]:
        field: list[str] | None = None
        code = ""
        for child in element:
            name = tag(child)
            if name == "r":
                kind, part = _field(child)
                if kind == "begin":
                    field, code = [], ""
                elif kind == "end" and field is not None:
                    yield with_address("".join(field), _address(code))
                    field = None
                code += part
                text = "".join(_run(child))
                if field is not None:
                    field.append(text)
                else:
                    yield text
            elif name == "hyperlink":
                text = "".join(self._pieces(child))
                yield _linked(text, self._links.get(value(child, "id"), ""))
            elif name not in _SKIPPED and len(child) and not is_prompt(child):
                yield from self._pieces(child)
        if field:
            yield "".join(field)


def _linked(text: str, address: str) -> str:
    """The link's text with its address; white space at the text's end stays behind the address."""
    kept = text.rstrip()
    return with_address(kept, address) + text[len(kept) :]


def _field(run: Any) -> tuple[str, str]:
    """A field's beginning or end, and a part of its instruction: Word may cut that into runs."""
    kind = code = ""
    for child in run:
        if tag(child) == "fldChar":
            kind = value(child, "fldCharType")
        elif tag(child) == "instrText":
            code += child.text or ""
    return kind, code


def _address(code: str) -> str:
    """The address that a field's instruction links to; empty for any other field."""
    match = re.search(r'HYPERLINK\s+"([^"]+)"', code)
    return match[1] if match else ""


def boxes(paragraph: Any) -> Iterator[Any]:
    """The contents of the text boxes that hang on a paragraph, in their order."""
    for child in paragraph:
        name = tag(child)
        if name == "txbxContent":
            yield child
        elif name == "AlternateContent":
            choice = first(child, "Choice")
            yield from boxes(choice if choice is not None else child)
        elif name not in ("del", "moveFrom"):
            yield from boxes(child)


def _run(run: Any) -> Iterator[str]:
    """The run's text as its font shows it, marked where it is bold; nothing where it is unseen."""
    props = first(run, "rPr")
    if props is not None and _is_set(props, "strike", "dstrike", "vanish"):
        return
    fonts = first(run, "rPr", "rFonts")
    font = value(fonts, "ascii") if fonts is not None else ""
    text = "".join(part for child in run for part in _word(child, font))
    is_bold = props is not None and _is_set(props, "b")
    yield f"{bold.BEGIN}{text}{bold.END}" if text.strip() and is_bold else text


def _is_set(props: Any, *names: str) -> bool:
    return any(tag(prop) in names and value(prop) in _ON for prop in props)


def _word(child: Any, font: str) -> Iterator[str]:
    """The text of one part of a run."""
    if tag(child) == "AlternateContent":
        choice = first(child, "Choice")
        yield from _run(choice) if choice is not None else ()
    elif tag(child) == "t":
        yield all_with_font(bold.plain(child.text or ""), font)
    else:
        yield _sign(child)


def _sign(child: Any) -> str:
    """What stands in a run that is no text."""
    name = tag(child)
    if name == "fldChar":
        return _box(child) or _chosen(child)
    if name == "sym":
        return SYMBOLS.get(value(child, "char").upper(), "")
    # A tab is kept for `tidy`, which takes "o" and a tab for a bullet.
    return {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}.get(name, "")


def _box(field: Any) -> str:
    """A tick box of a form made in an old Word; empty for any other field."""
    box = first(field, "ffData", "checkBox")
    if box is None:
        return ""
    state = first(box, "checked")
    if state is None:
        state = first(box, "default")
    return "☒" if state is not None and value(state) in _ON else "☐"


def _chosen(field: Any) -> str:
    """What a drop-down list of a form made in an old Word shows; its text is nowhere else."""
    choices = first(field, "ffData", "ddList")
    if choices is None:
        return ""
    entries = [value(child) for child in choices if tag(child) == "listEntry"]
    result = first(choices, "result")
    if result is None:
        result = first(choices, "default")
    place = value(result) if result is not None else "0"
    chosen = int(place) if place.isdigit() and len(place) < 4 else 0
    shown = entries[chosen] if chosen < len(entries) else ""
    # The first entry is what the list shows before anyone has chosen, often a prompt.
    return "" if re.match(r"\W*(?:choose|select|please|pick)\b|\W*$", shown, re.I) else shown


def _heading_styles(document: Document) -> dict[str, int]:
    """By style: the rank of its headings. A title is the highest."""
    ranks = {}
    for style in document.styles.element:
        label = first(style, "name") if tag(style) == "style" else None
        match = _HEADING.match(value(label)) if label is not None else None
        if match is not None:
            ranks[value(style, "styleId")] = min(int(match[1] or 1), 6)
    return ranks


class _Lists:
    """Works out the marks of bulleted and numbered paragraphs."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._styles = _list_styles(document)
        self._counts: dict[str, dict[int, int]] = {}
        self._read(document)

    def _read(self, document: Document) -> None:
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        shapes = {
            value(item, "abstractNumId"): _levels(item)
            for item in root
            if tag(item) == "abstractNum"
        }
        for item in root:
            link = first(item, "abstractNumId") if tag(item) == "num" else None
            if link is not None:
                number = value(item, "numId")
                self._levels[number] = shapes.get(value(link), {}) | _overridden(
                    item, shapes.get(value(link), {})
                )

    def mark(self, paragraph: Any) -> str:
        """ "-" for a bullet, "2." or "b." for a numbered point; empty outside lists."""
        number, level = self._place(paragraph)
        shape = self._levels.get(number, {}).get(level)
        if not number or number == "0":
            return ""
        if shape is None:
            return "-" if self._levels.get(number) is None else ""
        kind, pattern, start = shape
        if kind == "bullet":
            return "-"
        if kind == "none":
            return ""
        counts = self._counts.setdefault(number, {})
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return re.sub(r"%(\d)", lambda match: self._shown(number, int(match[1]) - 1), pattern)

    def _shown(self, number: str, level: int) -> str:
        kind, _, start = self._levels[number].get(level, ("decimal", "", 1))
        count = self._counts[number].get(level, start)
        if kind in ("lowerLetter", "upperLetter"):
            letter = chr(ord("a") + (count - 1) % 26)
            return letter if kind == "lowerLetter" else letter.upper()
        if kind in ("lowerRoman", "upperRoman"):
            roman = _roman(count)
            return roman if kind == "lowerRoman" else roman.upper()
        return str(count)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        props = first(paragraph, "pPr", "numPr")
        if props is None:
            style = first(paragraph, "pPr", "pStyle")
            return self._styles.get(value(style), ("", 0)) if style is not None else ("", 0)
        return _numbering(props)


def _numbering(props: Any) -> tuple[str, int]:
    number, level = first(props, "numId"), first(props, "ilvl")
    depth = value(level) if level is not None else "0"
    return (value(number) if number is not None else ""), int(depth) if depth.isdigit() else 0


def _list_styles(document: Document) -> dict[str, tuple[str, int]]:
    found = {}
    for style in document.styles.element:
        props = first(style, "pPr", "numPr") if tag(style) == "style" else None
        if props is not None:
            found[value(style, "styleId")] = _numbering(props)
    return found


def _levels(shape: Any) -> dict[int, tuple[str, str, int]]:
    """By depth: the kind of number, its pattern, and the first number."""
    found = {}
    for item in shape:
        if tag(item) != "lvl" or not value(item, "ilvl").isdigit():
            continue
        kind, text, start = first(item, "numFmt"), first(item, "lvlText"), first(item, "start")
        begin = value(start) if start is not None else "1"
        found[int(value(item, "ilvl"))] = (
            value(kind) if kind is not None else "decimal",
            value(text) if text is not None else "",
            int(begin) if begin.isdigit() and len(begin) < 6 else 1,
        )
    return found


def _overridden(
    number: Any, shape: dict[int, tuple[str, str, int]]
) -> dict[int, tuple[str, str, int]]:
    """The levels at which one list begins elsewhere than its pattern does."""
    found = {}
    for item in number:
        level, start = value(item, "ilvl"), first(item, "startOverride")
        if tag(item) != "lvlOverride" or start is None or not level.isdigit():
            continue
        begin = value(start)
        if int(level) in shape and begin.isdigit() and len(begin) < 6:
            found[int(level)] = (*shape[int(level)][:2], int(begin))
    return found


def _roman(number: int) -> str:
    shown = ""
    for letters, worth in (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)):
        while number >= worth and len(shown) < 20:
            shown, number = shown + letters, number - worth
    return shown
