"""Typed text in Word: paragraphs, real lists and real links, as every other output reads it.

A list is a list of Word's (its bullets and letters are not typed), and each list is one of its
own, so that the text can be read back from the file: `parse` finds in it what it found before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from assessments.open_data import CITED
from publishing.document import EvidencePart
from publishing.render.docx_xml import el, link, paragraph, run, val
from selfassess.common.lighttext import Block, Line, Listing, parse

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

# Ids of styles of the template; its own "List Bullet" and "List Number" among them.
TEXT, BULLET, LETTER, LINK = "Normal", "ListBullet", "ListNumber", "Hyperlink"
_BULLETS, _LETTERS = 90, 91
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?")
_ADDRESS_LIMIT = 2_000


class TextWriter:
    """Turns typed texts into Word's elements; keeps the document's lists and links."""

    def __init__(self, word: WordDocument) -> None:
        self._part = word.part
        self._numbering = word.part.numbering_part.element
        self._next_list = 100
        self._relations: dict[str, str] = {}
        # Every abstract list stands before the first list that uses one.
        first = self._numbering.num_lst[0]
        first.addprevious(_abstract_list(_BULLETS, "bullet", "•"))
        first.addprevious(_abstract_list(_LETTERS, "lowerLetter", "%1."))

    def paragraphs(self, text: str, style: str = TEXT) -> list[Element]:
        """The text's paragraphs and list items; one empty paragraph for an empty text."""
        return list(self._blocks(text, style)) or [paragraph(style)]

    def labelled(self, label: str, text: str, style: str, label_style: str) -> list[Element]:
        """The text after a bold label: on the label's line, or below it where it is a list."""
        head = run(f"{label}:", bold=True)
        if isinstance(next(iter(parse(text)), None), Listing):
            return [paragraph(label_style, head, keep_next=True), *self.paragraphs(text, style)]
        first, *others = self.paragraphs(text, label_style)
        # Behind the paragraph's properties.
        first.insert(1, run(" "))
        first.insert(1, head)
        return [first, *self._restyled(others, label_style, style)]

    def cited(self, items: Iterable[EvidencePart], style: str) -> list[Element]:
        """The items that an answer cites: a label, and below it a list of links. The label is the
        one that reading the file back knows (`own_labels`).
        """
        numbering = self._new_list(_BULLETS, 1)
        spans = (((item.label, item.address), (item.after, "")) for item in items)
        rows = [paragraph(BULLET, *self._runs(row), numbering=numbering) for row in spans]
        return [paragraph(style, run(f"{CITED}:", bold=True), keep_next=True), *rows]

    def line(self, text: str, style: str = TEXT, *, bold: bool = False) -> Element:
        """A paragraph with the text as it is."""
        return paragraph(style, run(text, bold=bold))

    def address(self, url: str, style: str = TEXT) -> Element:
        """A paragraph that is a link."""
        return paragraph(style, *self._runs(((url, url),)))

    def block(self, block: Block, style: str = TEXT) -> Iterator[Element]:
        """A paragraph, or a list's items."""
        if isinstance(block, Listing):
            yield from self._list(block)
            return
        content: list[Element] = []
        for index, line in enumerate(block.lines):
            if index:
                content.append(el("w:r", None, el("w:br")))
            content += self._line_runs(line)
        yield paragraph(style, *content)

    def _blocks(self, text: str, style: str) -> Iterator[Element]:
        for block in parse(text):
            yield from self.block(block, style)

    def _list(self, block: Listing) -> Iterator[Element]:
        if block.kind == "bullet":
            numbering = self._new_list(_BULLETS, 1)
            for item in block.items:
                yield paragraph(BULLET, *self._line_runs(item), numbering=numbering)
            return
        expected, numbering = "", 0
        for item, mark in zip(block.items, block.marks, strict=True):
            if mark != expected:
                numbering = self._new_list(_LETTERS, ord(mark) - ord("a") + 1)
            yield paragraph(LETTER, *self._line_runs(item), numbering=numbering)
            expected = chr(ord(mark) + 1)

    def _new_list(self, abstract: int, start: int) -> int:
        number = self._next_list
        self._next_list += 1
        override = el("w:lvlOverride", {"w:ilvl": "0"}, val("w:startOverride", start))
        self._numbering.append(
            el("w:num", {"w:numId": str(number)}, val("w:abstractNumId", abstract), override)
        )
        return number

    def _line_runs(self, line: Line) -> list[Element]:
        return self._runs(tuple((span.text, span.url) for span in line))

    def _runs(self, spans: tuple[tuple[str, str], ...]) -> list[Element]:
        found = []
        for text, url in spans:
            target = safe_target(url) if url else ""
            if target:
                found.append(link(self._relation(target), run(text, style=LINK)))
            elif text:
                found.append(run(text))
        return found

    def _relation(self, target: str) -> str:
        from docx.opc.constants import RELATIONSHIP_TYPE

        if target not in self._relations:
            self._relations[target] = self._part.relate_to(
                target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
        return self._relations[target]

    @staticmethod
    def _restyled(paragraphs: list[Element], old: str, new: str) -> list[Element]:
        """The same paragraphs with one style in place of another; list items keep theirs."""
        for element in paragraphs:
            for style in element.xpath(f"./w:pPr/w:pStyle[@w:val='{old}']"):
                style.val = new
        return paragraphs


def safe_target(url: str) -> str:
    """The address as Word takes it for a link's target; empty for one that it may refuse to open.

    Word calls a whole file broken over one malformed address.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if not _HOST.fullmatch(parts.netloc) or parts.scheme not in ("http", "https"):
        return ""
    target = quote(url, safe="%/:=&?~#+!$,;'@()*")
    return target if len(target) <= _ADDRESS_LIMIT else ""


def _abstract_list(number: int, kind: str, text: str) -> Element:
    level = el(
        "w:lvl",
        {"w:ilvl": "0"},
        val("w:start", 1),
        val("w:numFmt", kind),
        val("w:lvlText", text),
        val("w:lvlJc", "left"),
        el("w:pPr", None, el("w:ind", {"w:left": "284", "w:hanging": "284"})),
    )
    return el(
        "w:abstractNum",
        {"w:abstractNumId": str(number)},
        val("w:multiLevelType", "singleLevel"),
        level,
    )
