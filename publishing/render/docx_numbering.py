"""Word's own numbers of headings ("2.") and of the paragraphs below them ("2.1").

They are Word's to count, so that they stay right when someone adds or removes a paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from publishing.render.docx_xml import el, run, val

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

PARAGRAPH_STYLE = "NumberedParagraph"
# Below the numbers that `TextWriter` gives its lists.
_ABSTRACT, _NUMBERS = 95, 99
# Twentieths of a point: how far the text stands right of its number; a list's bullet further in.
_INDENT, _BULLET = 720, 284


def add_numbers(word: WordDocument) -> None:
    """Makes the numbers, and the style of numbered paragraphs, known to a new file."""
    from docx.enum.style import WD_STYLE_TYPE

    numbering = word.part.numbering_part.element
    levels = [_level(depth, text) for depth, text in enumerate(("%1.", "%1.%2"))]
    numbering.num_lst[0].addprevious(
        el(
            "w:abstractNum",
            {"w:abstractNumId": str(_ABSTRACT)},
            val("w:multiLevelType", "multilevel"),
            *levels,
        )
    )
    numbers = el("w:num", {"w:numId": str(_NUMBERS)}, val("w:abstractNumId", _ABSTRACT))
    numbering.append(numbers)
    style = word.styles.add_style("Numbered Paragraph", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    style.quick_style = True
    style.element.get_or_add_pPr().append(_numbered(1))


def as_numbered_heading(heading: Element) -> Element:
    """The heading of the style "Heading 1", with the next number."""
    heading.pPr.append(_numbered(0))
    return heading


def as_list_below(item: Element) -> Element:
    """A list's item, set in as far as the text of the numbered paragraph above it."""
    place = {"w:left": str(_INDENT + _BULLET), "w:hanging": str(_BULLET)}
    item.pPr.append(el("w:ind", place))
    return item


def put_numbers(word: WordDocument, numbers: Sequence[str]) -> None:
    """Puts the headings' numbers into the lines of the contents, as Word does when it makes them
    anew; an empty one for a heading without. Lines beyond them stay as they are.
    """
    lines = word.element.body.xpath("./w:sdt//w:p[w:pPr/w:pStyle/@w:val='TOC1']/w:hyperlink")
    for line, number in zip(lines, numbers, strict=False):
        if number:
            line.insert(0, run(f"{number}. "))


def _numbered(depth: int) -> Element:
    return el("w:numPr", None, val("w:ilvl", depth), val("w:numId", _NUMBERS))


def _level(depth: int, text: str) -> Element:
    place = {"w:left": str(_INDENT), "w:hanging": str(_INDENT)}
    return el(
        "w:lvl",
        {"w:ilvl": str(depth)},
        val("w:start", 1),
        val("w:numFmt", "decimal"),
        val("w:lvlText", text),
        val("w:lvlJc", "left"),
        el("w:pPr", None, el("w:ind", place)),
    )
