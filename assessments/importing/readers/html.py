"""Web pages, and HTML pasted from one. Nothing that the page names is fetched.

The page is walked once. What is seen of it (`html_seen`) becomes paragraphs, with their rank where
they are headings and their bold beginning where they have one, and tables; boxes that only a style
sheet lays out as a table count as one (`html_grid`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from assessments.importing.limits import (
    MAX_DEPTH,
    MAX_SPAN,
    CannotRead,
    check_characters,
    check_rows,
)
from assessments.importing.readers import bold
from assessments.importing.readers.grid import Spanning, lay_out
from assessments.importing.readers.html_cells import BLOCKS, INLINE, Contents, shown, spaced
from assessments.importing.readers.html_grid import boxed_rows
from assessments.importing.readers.html_seen import Seen, role_of, tag_of
from assessments.importing.readers.symbols import with_shown
from assessments.importing.readers.thresholds import WORDS_AROUND
from assessments.importing.source import Block, Paragraph, Row, Source, Table
from assessments.importing.texts import flat, tidy

_RANKS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_HEADINGS = {*_RANKS, "caption", "legend", "summary", "dt"}
_BOLD = {"strong", "b", "u", "em", "dfn", "label"}
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_BOLD_CLASS = re.compile(r"label|title|heading|term|strong|bold", re.I)
# Where one of these ends, what follows is another part of the page.
_CONTAINERS = {"div", "section", "article", "dd", "ul", "ol", "td", "details"}
_END = Paragraph("")
_TABLE_ROLES = ("table", "grid")
_CELL_ROLES = ("cell", "gridcell", "columnheader", "rowheader")
_ROW_GROUPS = ("thead", "tbody", "tfoot")


def read_html(text: str) -> Source:
    """Paragraphs and tables in their order. Raises CannotRead where there is nothing to read."""
    check_characters(len(text))
    parser: Any = lxml_html.HTMLParser(  # type: ignore[no-untyped-call]
        no_network=True, remove_comments=True, remove_pis=True
    )
    text = bold.plain(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    try:
        root = lxml_html.document_fromstring(text, parser=parser)  # type: ignore[no-untyped-call]
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead(
            "The web page is empty or damaged. Save it again and upload it."
        ) from error
    _check_depth(root)
    reader = _PageReader(Seen(root))
    reader.walk(root)
    reader.flush()
    return Source(tuple(reader.blocks), around=tuple(filter(None, reader.around)))


def _check_depth(root: Any) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise CannotRead(
                "We could not read this web page. Upload only the self-assessment form."
            )


class _PageReader:
    """Walks a page and collects blocks."""

    def __init__(self, seen: Seen) -> None:
        self.blocks: list[Block] = []
        self.around: list[str] = []
        self._seen = seen
        self._contents = Contents(seen)
        self._parts: list[str] = []
        self._tables = 0
        self._rows = 0

    def flush(self, tag: str = "") -> None:
        """Ends a paragraph; `tag` is its element's."""
        parts, self._parts = self._parts, []
        for line, lead in bold.leads("".join(parts)):
            if line.strip():
                heading = tag in _HEADINGS
                self.blocks.append(
                    Paragraph(line, heading=heading, rank=_RANKS.get(tag, 0), lead=lead)
                )

    def walk(self, element: Any) -> None:
        """Text, inline elements and blocks, in order."""
        if self._seen.is_left_out(element):
            if self._seen.is_around(element):
                self.around.append(self._beginning(element))
            self._parts.append(shown(element) + (element.tail or ""))
            return
        if self._is_table(element) and not self._is_frame(element):
            self.flush()
            self._table(element)
        else:
            self._element(element, tag_of(element))
        self._parts.append(spaced(element.tail))

    def _beginning(self, element: Any) -> str:
        """The first words of a part that is left out."""
        words = flat(self._cell(element)).split()
        return " ".join(words[:WORDS_AROUND]) + " …" * (len(words) > WORDS_AROUND)

    def _element(self, element: Any, tag: str) -> None:
        block = tag in BLOCKS and not _is_within_heading(element, tag)
        if block:
            self.flush()
        if tag == "li":
            self._parts.append("- ")
        self._words(element, tag)
        if block:
            self.flush(_heading_tag(element, tag))
        if tag in _CONTAINERS and self.blocks and self.blocks[-1] != _END:
            self.blocks.append(_END)

    def _words(self, element: Any, tag: str) -> None:
        if tag in INLINE:
            self._parts.append(self._contents.inline(element))
            return
        is_bold = _is_bold(element, tag)
        self._parts += [bold.BEGIN * is_bold, spaced(element.text)]
        self._children(element)
        self._parts.append(bold.END * is_bold)

    def _children(self, element: Any) -> None:
        """The children; a table made of boxes among them becomes one."""
        seen = [child for child in element if not self._seen.is_left_out(child)]
        start, end, rows = boxed_rows(element, seen, self._cell)
        boxed = set(seen[start:end]) if rows else set()
        for child in element:
            if child not in boxed:
                self.walk(child)
            elif child is seen[start]:
                self.flush()
                self._grid([[Spanning(self._cell(cell)) for cell in row] for row in rows])

    def _cell(self, element: Any) -> str:
        return tidy(with_shown(self._contents.content(element)))

    def _table(self, element: Any) -> None:
        caption = element.find("caption")
        if caption is not None:
            self.blocks.append(Paragraph(self._cell(caption), heading=True))
        rows = list(self._table_rows(element))
        check_rows(self._rows + len(rows))
        self._grid([[self._spanning(cell) for cell in self._cells(row)] for row in rows])

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

    def _is_table(self, element: Any) -> bool:
        """A table, or what says of itself that it is one."""
        return tag_of(element) == "table" or (
            role_of(element) in _TABLE_ROLES and next(self._table_rows(element), None) is not None
        )

    def _is_frame(self, table: Any) -> bool:
        """A table that only lays the page out: another table with rows stands in it."""
        inner = table.iterfind(".//table")
        return any(len(list(self._table_rows(item))) > 2 for item in inner)

    def _table_rows(self, table: Any) -> Iterator[Any]:
        for child in table:
            if self._seen.is_left_out(child):
                continue
            if tag_of(child) == "tr" or role_of(child) == "row":
                yield child
            elif tag_of(child) in _ROW_GROUPS or role_of(child) == "rowgroup":
                yield from self._table_rows(child)

    def _cells(self, row: Any) -> list[Any]:
        return [child for child in row if _is_cell(child) and not self._seen.is_left_out(child)]

    def _spanning(self, cell: Any) -> Spanning:
        return Spanning(self._cell(cell), _span(cell, "colspan"), _span(cell, "rowspan"))


def _heading_tag(element: Any, tag: str) -> str:
    """The tag that says how high a heading is; what opens a folded part is one as well."""
    if tag not in ("summary", "button"):
        return tag
    return next((tag_of(item) for item in element.iter(*_RANKS)), "summary")


def _is_within_heading(element: Any, tag: str) -> bool:
    """Whether a button, or a heading in a folded part's summary, is a part of one heading."""
    above = element.getparent()
    if above is None or not (tag == "button" or tag in _RANKS):
        return False
    return tag_of(above) in (*_RANKS, "summary", "button")


def _is_bold(element: Any, tag: str) -> bool:
    if tag in _BOLD:
        return True
    if tag != "span" or next(element.iter("strong", "b"), None) is not None:
        return False
    style, names = element.get("style") or "", element.get("class") or ""
    return bool(_BOLD_STYLE.search(style) or _BOLD_CLASS.search(names))


def _is_cell(element: Any) -> bool:
    return tag_of(element) in ("td", "th") or role_of(element) in _CELL_ROLES


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(int(value), MAX_SPAN) if value.isdigit() and len(value) < 6 else 1
