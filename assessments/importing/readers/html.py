"""Web pages, and HTML pasted from one. Nothing that the page names is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from assessments.importing.answers import is_answer
from assessments.importing.limits import (
    MAX_DEPTH,
    MAX_SPAN,
    CannotRead,
    check_characters,
    check_rows,
)
from assessments.importing.readers.grid import Spanning, lay_out
from assessments.importing.readers.html_grid import boxed_rows
from assessments.importing.readers.links import with_address
from assessments.importing.source import Block, Paragraph, Row, Source, Table
from assessments.importing.texts import tidy

_LEFT_OUT = {
    *("script", "style", "nav", "template", "noscript", "svg", "head", "button", "select"),
    *(
        "footer",
        "aside",
        "iframe",
        "object",
        "embed",
        "video",
        "audio",
        "canvas",
        "map",
        "math",
        "del",
        "s",
        "strike",
    ),
}
_BLOCKS = {
    *("p", "div", "section", "article", "main", "li", "ul", "ol", "dl", "dt", "dd", "blockquote"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "aside", "details", "summary"),
    *("figure", "figcaption", "address", "form", "fieldset", "legend", "pre", "hr", "table", "tr"),
    *("tbody", "thead", "tfoot", "caption", "td", "th", "body", "html", "center"),
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend", "summary", "dt"}


def read_html(text: str) -> Source:
    """Paragraphs and tables in their order. Raises CannotRead where there is nothing to read."""
    check_characters(len(text))
    parser: Any = lxml_html.HTMLParser(  # type: ignore[no-untyped-call]
        no_network=True, remove_comments=True, remove_pis=True
    )
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = lxml_html.document_fromstring(text, parser=parser)  # type: ignore[no-untyped-call]
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead(
            "The web page is empty or damaged. Save it again and upload it."
        ) from error
    _check_depth(root)
    reader = _PageReader()
    reader.walk(root)
    reader.flush()
    return Source(tuple(reader.blocks))


def _check_depth(root: Any) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise CannotRead(
                "We could not read this web page. Upload only the self-assessment form."
            )


def _tag(element: Any) -> str:
    return element.tag if isinstance(element.tag, str) else ""


def _is_left_out(element: Any) -> bool:
    tag = _tag(element)
    if not tag or tag in _LEFT_OUT or element.get("hidden") is not None:
        return True
    if tag == "input" or _role(element) in _BESIDE:
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


class _PageReader:
    """Walks a page and collects blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._tables = 0
        self._rows = 0

    def flush(self, heading: bool = False) -> None:
        text = tidy("".join(self._parts))
        self._parts = []
        for line in text.split("\n"):
            if line.strip():
                self.blocks.append(Paragraph(line, heading=heading))

    def walk(self, element: Any) -> None:
        """Text, inline elements and blocks, in order."""
        if _is_left_out(element):
            self._parts.append(_shown(element) + (element.tail or ""))
            return
        tag = _tag(element)
        if _is_table(element) and not _is_frame(element):
            self.flush()
            self._table(element)
        else:
            self._element(element, tag)
        self._parts.append(re.sub(r"\s+", " ", element.tail or ""))

    def _element(self, element: Any, tag: str) -> None:
        block = tag in _BLOCKS
        if block:
            self.flush()
        if tag == "li":
            self._parts.append("- ")
        if tag in _INLINE:
            self._parts.append(_inline(element))
        else:
            self._parts.append(re.sub(r"\s+", " ", element.text or ""))
            self._children(element)
        if block:
            self.flush(heading=tag in _HEADINGS)
        if tag in _CONTAINERS and self.blocks and self.blocks[-1] != _END:
            self.blocks.append(_END)

    def _children(self, element: Any) -> None:
        """The children; a table made of boxes among them becomes one."""
        seen = [child for child in element if not _is_left_out(child)]
        start, end, rows = boxed_rows(element, seen, lambda cell: tidy(_content(cell)))
        boxed = set(seen[start:end]) if rows else set()
        for child in element:
            if child not in boxed:
                self.walk(child)
            elif child is seen[start]:
                self.flush()
                self._grid([[Spanning(tidy(_content(cell))) for cell in row] for row in rows])

    def _table(self, element: Any) -> None:
        caption = element.find("caption")
        if caption is not None:
            self.blocks.append(Paragraph(tidy(_content(caption)), heading=True))
        rows = list(_rows(element))
        check_rows(self._rows + len(rows))
        self._grid([[_spanning(cell) for cell in _cells(row)] for row in rows])

    def _grid(self, rows: list[list[Spanning]]) -> None:
        self._tables += 1
        self._rows += len(rows)
        check_rows(self._rows)
        laid = lay_out(rows)
        self.blocks.append(
            Table(
                tuple(
                    Row(cells, f"table {self._tables}, row {number}")
                    for number, cells in enumerate(laid, start=1)
                )
            )
        )


_INLINE = {"a", "br", "img"}
# Where one of these ends, what follows is another part of the page.
_CONTAINERS = {"div", "section", "article", "dd", "ul", "ol", "td"}
_END = Paragraph("")
# Parts of a page that are none of its content.
_BESIDE = ("navigation", "banner", "complementary", "contentinfo", "search", "dialog")
_TABLE_ROLES = ("table", "grid")
_CELL_ROLES = ("cell", "gridcell", "columnheader", "rowheader")
_ROW_GROUPS = ("thead", "tbody", "tfoot")


def _role(element: Any) -> str:
    return (element.get("role") or "").strip().casefold()


def _is_table(element: Any) -> bool:
    """A table, or what says of itself that it is one."""
    return _tag(element) == "table" or (
        _role(element) in _TABLE_ROLES and next(_rows(element), None) is not None
    )


def _is_frame(table: Any) -> bool:
    """A table that only lays the page out: another table with rows stands in it."""
    return any(len(list(_rows(inner))) > 2 for inner in table.iterfind(".//table"))


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if _is_left_out(child):
            continue
        if _tag(child) == "tr" or _role(child) == "row":
            yield child
        elif _tag(child) in _ROW_GROUPS or _role(child) == "rowgroup":
            yield from _rows(child)


def _cells(row: Any) -> list[Any]:
    return [child for child in row if _is_cell(child) and not _is_left_out(child)]


def _is_cell(element: Any) -> bool:
    return _tag(element) in ("td", "th") or _role(element) in _CELL_ROLES


def _spanning(cell: Any) -> Spanning:
    return Spanning(tidy(_content(cell)), _span(cell, "colspan"), _span(cell, "rowspan"))


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(int(value), MAX_SPAN) if value.isdigit() and len(value) < 6 else 1


def _inline(element: Any) -> str:
    tag = _tag(element)
    if tag == "br":
        return "\n"
    if tag == "img":
        return _mark(element.get("alt") or "")
    inner = re.sub(r"\s+", " ", element.text or "") + "".join(_child(child) for child in element)
    return with_address(inner, element.get("href") or "") if inner.strip() else inner


def _mark(alt: str) -> str:
    """A picture counts only where it stands for an answer."""
    alt = alt.strip()
    return f" {alt} " if is_answer(alt) or alt.casefold() == "tick" else ""


def _shown(element: Any) -> str:
    """What a drawing, or an empty element of an icon font, says that it shows."""
    title = next((child.text or "" for child in element if _tag(child) == "title"), "")
    if _tag(element) == "svg" or _role(element) == "img":
        return _mark(element.get("aria-label") or title)
    return ""


def _content(element: Any) -> str:
    """A cell's text: lists as lines, links with their address, breaks kept."""
    return re.sub(r"\s+", " ", element.text or "") + "".join(_child(child) for child in element)


def _child(child: Any) -> str:
    tail = re.sub(r"\s+", " ", child.tail or "")
    if _is_left_out(child):
        return _checkbox(child) + _shown(child) + tail
    tag = _tag(child)
    if tag in _INLINE:
        return _inline(child) + tail
    inner = _list(child) if tag in ("ul", "ol") else _content(child)
    if not inner.strip():
        inner = _shown(child) or inner
    if tag in ("td", "th"):
        return f"{inner} {tail}"
    return f"\n{inner}\n{tail}" if tag in _BLOCKS else inner + tail


def _checkbox(child: Any) -> str:
    if _tag(child) != "input" or (child.get("type") or "") not in ("checkbox", "radio"):
        return ""
    return " ☒ " if child.get("checked") is not None else " ☐ "


def _list(element: Any) -> str:
    """A list's items, each on its own line; numbered ones with their number."""
    start = element.get("start") or "1"
    number = int(start) if start.isdigit() and len(start) < 5 else 1
    letters = (element.get("type") or "") in ("a", "A")
    lines = []
    for child in element:
        if _tag(child) != "li":
            lines.append(_child(child))
            continue
        mark = "-" if _tag(element) == "ul" else f"{_letter(number)}." if letters else f"{number}."
        lines.append(f"{mark} {_content(child).strip()}")
        number += 1
    return "\n".join(lines)


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26)
