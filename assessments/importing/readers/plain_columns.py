"""Text that keeps a page's columns apart with spaces, as `pdftotext -layout` writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assessments.importing.readers.pdf_cells import Word, Words, lines_of
from assessments.importing.readers.pdf_columns import Columns
from assessments.importing.source import Block, Paragraph, Table

_APART = re.compile(r"\S {2,}\S")
# A letter is one wide and a line two high, so that two spaces are a column's border.
_HEIGHT, _STEP = 2.0, 2.4
_ENOUGH = 0.25
# A page's line, also one on its side, is much shorter. Columns of endless lines took minutes.
_WIDEST = 1_000


def column_blocks(text: str) -> list[Block]:
    """The tables and lines of such a text; none where it is another or has no columns known."""
    lines = [line for line in text.split("\n") if line.strip()]
    apart = sum(_APART.search(line) is not None for line in lines)
    if "\t" in text or apart < _ENOUGH * len(lines) or max(map(len, lines), default=0) > _WIDEST:
        return []
    pages = [_words(page) for page in text.split("\f")]
    columns = Columns(Words(word for page in pages for word in page), tight=True)
    blocks = [
        block for number, page in enumerate(pages, 1) for block in _page(page, columns, number)
    ]
    tabled = sum(len(block.rows) for block in blocks if isinstance(block, Table))
    return blocks if tabled > 1 else []


def _words(page: str) -> list[Word]:
    found = []
    for index, line in enumerate(page.split("\n")):
        for match in re.finditer(r"\S+", line):
            top = index * _STEP
            found.append(Word(match[0], match.start(), match.end(), top, top + _HEIGHT))
    return found


def _page(words: list[Word], columns: Columns, number: int) -> Iterator[Block]:
    """The page's blocks from top to bottom."""
    found = columns.tables(words, [], f"page {number}")
    for line in lines_of(word for word in words if not word.taken):
        found.append((line.top, Paragraph(line.text, f"page {number}")))
    for _, block in sorted(found, key=lambda item: item[0]):
        yield block
