"""The few elements of WordprocessingML that our files are made of.

Built element by element, so that typed text is always text; and in one go, since building rows
and cells through python-docx takes ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from selfassess.common.lighttext import printable

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_BREAKS = {"\n": "w:br", "\t": "w:tab"}


@cache
def _name(key: str) -> str:
    """A name such as "w:val" as the parser wants it."""
    from docx.oxml.ns import qn

    return qn(key)


def el(tag: str, attributes: Mapping[str, str] | None = None, *children: Element) -> Element:
    """An element such as "w:p" with attributes such as "w:val"."""
    from docx.oxml.parser import OxmlElement

    named = {_name(key): value for key, value in (attributes or {}).items()}
    element: Element = OxmlElement(tag, named)
    element.extend(children)
    return element


def val(tag: str, value: str | int) -> Element:
    """An element that only has a value."""
    return el(tag, {"w:val": str(value)})


def run(text: str, *, bold: bool = False, style: str = "") -> Element:
    """A run of text; line ends and tabs become Word's own, control characters go."""
    properties = []
    if style:
        properties.append(val("w:rStyle", style))
    if bold:
        properties.append(el("w:b"))
    element = el("w:r")
    if properties:
        element.append(el("w:rPr", None, *properties))
    piece = ""
    for char in printable(text):
        if char in _BREAKS:
            _add_text(element, piece)
            element.append(el(_BREAKS[char]))
            piece = ""
        else:
            piece += char
    _add_text(element, piece)
    return element


def _add_text(element: Element, text: str) -> None:
    if not text:
        return
    child = el("w:t")
    child.text = text
    child.set(_name("xml:space"), "preserve")
    element.append(child)


def link(relation: str, *runs: Element) -> Element:
    """A hyperlink to the address that the relation names."""
    return el("w:hyperlink", {"r:id": relation, "w:history": "1"}, *runs)


def paragraph(
    style: str,
    *content: Element,
    numbering: int = 0,
    keep_next: bool = False,
    on_new_page: bool = False,
    is_number: bool = False,
) -> Element:
    """A paragraph in a style (by its id); `numbering` is the list that it is an item of."""
    properties = [val("w:pStyle", style)]
    if keep_next:
        properties.append(el("w:keepNext"))
    if on_new_page:
        properties.append(el("w:pageBreakBefore"))
    if numbering:
        properties.append(el("w:numPr", None, val("w:ilvl", 0), val("w:numId", numbering)))
    if is_number:
        properties.append(val("w:jc", "right"))
    return el("w:p", None, el("w:pPr", None, *properties), *content)


def link_within(mark: str, *runs: Element) -> Element:
    """A link to the bookmark of that name, in the same file."""
    return el("w:hyperlink", {"w:anchor": mark, "w:history": "1"}, *runs)


def field(code: str) -> list[Element]:
    """A field that Word computes, such as the page's number, as runs."""
    return [*field_begin(code), run("1"), *field_end()]


def field_begin(code: str) -> list[Element]:
    """The runs before what a field shows."""
    instruction = el("w:instrText")
    instruction.text = f" {code} "
    instruction.set(_name("xml:space"), "preserve")
    return [
        el("w:r", None, el("w:fldChar", {"w:fldCharType": "begin"})),
        el("w:r", None, instruction),
        el("w:r", None, el("w:fldChar", {"w:fldCharType": "separate"})),
    ]


def field_end() -> list[Element]:
    """The run after what a field shows."""
    return [el("w:r", None, el("w:fldChar", {"w:fldCharType": "end"}))]


@dataclass(frozen=True)
class WordCell:
    """A table's cell over `span` columns: its paragraphs, and a fill colour where it has one."""

    paragraphs: Sequence[Element]
    fill: str = ""
    span: int = 1


@dataclass(frozen=True)
class WordRow:
    """A table's row; a whole one is not split over two pages. `keep_next`: nor is it split from
    the row below.
    """

    cells: Sequence[WordCell]
    is_whole: bool = False
    keep_next: bool = False


@dataclass(frozen=True)
class TableLook:
    """A table's columns in twentieths of a point, and the words that describe it to a reader.
    `side`: the room left and right of a cell's text, in the same.
    """

    widths: Sequence[int]
    title: str
    description: str = ""
    first_column_heads: bool = False
    side: int = 70


def table(look: TableLook, head: Sequence[WordCell], rows: Iterable[WordRow]) -> Element:
    """A table; its head, if it has one, is repeated at the top of each page."""
    has = {True: "1", False: "0"}
    properties = el(
        "w:tblPr",
        None,
        val("w:tblStyle", "TableGrid"),
        el("w:tblW", {"w:w": str(sum(look.widths)), "w:type": "dxa"}),
        el("w:tblLayout", {"w:type": "fixed"}),
        _margins(look.side),
        el(
            "w:tblLook",
            {
                "w:val": "0420" if head else "0400",
                "w:firstRow": has[bool(head)],
                "w:lastRow": "0",
                "w:firstColumn": has[look.first_column_heads],
                "w:lastColumn": "0",
                "w:noHBand": "0",
                "w:noVBand": "1",
            },
        ),
        val("w:tblCaption", look.title),
        val("w:tblDescription", look.description or look.title),
    )
    grid = el("w:tblGrid", None, *(el("w:gridCol", {"w:w": str(w)}) for w in look.widths))
    element = el("w:tbl", None, properties, grid)
    if head:
        element.append(_row(WordRow(head), look.widths, is_head=True))
    element.extend(_row(row, look.widths) for row in rows)
    return element


def _margins(side: int) -> Element:
    """The room around a cell's text, in twentieths of a point."""
    sides = (("top", 50), ("left", side), ("bottom", 20), ("right", side))
    return el(
        "w:tblCellMar",
        None,
        *(el(f"w:{side}", {"w:w": str(size), "w:type": "dxa"}) for side, size in sides),
    )


def _row(row: WordRow, widths: Sequence[int], *, is_head: bool = False) -> Element:
    element = el("w:tr")
    marks = [el("w:cantSplit")] if row.is_whole or is_head else []
    if is_head:
        marks.append(el("w:tblHeader"))
    if marks:
        element.append(el("w:trPr", None, *marks))
    at = 0
    for cell in row.cells:
        width = sum(widths[at : at + cell.span])
        at += cell.span
        properties = el("w:tcPr", None, el("w:tcW", {"w:w": str(width), "w:type": "dxa"}))
        if cell.span > 1:
            properties.append(val("w:gridSpan", cell.span))
        if cell.fill:
            fill = {"w:val": "clear", "w:color": "auto", "w:fill": cell.fill}
            properties.append(el("w:shd", fill))
        element.append(el("w:tc", None, properties, *cell.paragraphs))
    if at != len(widths):
        raise ValueError(f"A row fills {at} of {len(widths)} columns.")
    for layout in element.xpath("./w:tc/w:p/w:pPr[not(w:keepNext)]") if row.keep_next else ():
        # Behind the style; then Word keeps the whole row with what follows.
        layout.insert(1, el("w:keepNext"))
    return element
