"""Contents of a Word file: Word's own table of contents, filled in, so that it shows at once.

Each entry leads to its heading. Page numbers are Word's alone to know, which lays the pages out:
they come with "Update table", which the contents offer when they are clicked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publishing.render.docx_xml import el, field_begin, field_end, link_within, paragraph, run, val

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

HEADING_STYLE = "TOCHeading"
_PLACE = "_Contents"
_FIRST_BOOKMARK = 1000


@dataclass(frozen=True)
class _Entry:
    text: str
    level: int
    mark: str


def contents_place(heading: str = "Contents") -> Element:
    """Where `fill_contents` puts the contents: a heading, which they do not list themselves."""
    return paragraph(HEADING_STYLE, *bookmarked(_PLACE, 1, run(heading)))


def fill_contents(word: WordDocument, *, levels: int = 2) -> None:
    """Lists the headings of a finished file, so many levels deep, where `contents_place` stands.

    Raises ValueError where that is nowhere.
    """
    body = word.element.body
    places = body.xpath(f"./w:p[w:bookmarkStart/@w:name='{_PLACE}']")
    if not places:
        raise ValueError("The file has no place for contents.")
    entries = _marked_headings(word, levels)
    place = places[0]
    lines = [_line(entry) for entry in entries]
    # The field begins in the first line and ends after the last.
    for element in reversed(field_begin(f'TOC \\o "1-{levels}" \\h \\z \\u')):
        lines[0].insert(1, element)
    lines.append(paragraph("Normal", *field_end()))
    holder = _holder()
    place.addprevious(holder)
    holder[-1].extend([place, *lines])


def bookmarked(name: str, number: int, *content: Element) -> Sequence[Element]:
    """Some content of a paragraph as a place to which links and contents lead."""
    start = el("w:bookmarkStart", {"w:id": str(number), "w:name": name})
    return (start, *content, el("w:bookmarkEnd", {"w:id": str(number)}))


def _marked_headings(word: WordDocument, levels: int) -> list[_Entry]:
    """The headings down to the level, each with a bookmark put around it."""
    entries: list[_Entry] = []
    styles = {f"Heading{level}": level for level in range(1, levels + 1)}
    for heading in word.element.body.xpath("./w:p[w:pPr/w:pStyle]"):
        level = styles.get(heading.xpath("string(./w:pPr/w:pStyle/@w:val)"))
        text = "".join(heading.xpath(".//w:t/text()"))
        if level is None or not text:
            continue
        entry = _Entry(text, level, f"_Toc{_FIRST_BOOKMARK + len(entries)}")
        start, end = bookmarked(entry.mark, _FIRST_BOOKMARK + len(entries))
        heading.insert(1, start)
        heading.append(end)
        entries.append(entry)
    return entries


def _line(entry: _Entry) -> Element:
    return paragraph(f"TOC{entry.level}", link_within(entry.mark, run(entry.text)))


def _holder() -> Element:
    """What Word takes for its own contents, with a button that brings them up to date."""
    gallery = el(
        "w:docPartObj",
        None,
        val("w:docPartGallery", "Table of Contents"),
        el("w:docPartUnique"),
    )
    return el("w:sdt", None, el("w:sdtPr", None, gallery), el("w:sdtContent"))
