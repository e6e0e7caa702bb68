"""PDF: tables by their rules, by white space where there are none, and lines around them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from assessments.importing.limits import CannotRead, check_characters, check_rows
from assessments.importing.numbers import looks_like_number
from assessments.importing.readers.pdf_cells import (
    LARGE,
    Word,
    WordLine,
    Words,
    cell_text,
    lines_of,
)
from assessments.importing.readers.pdf_columns import Columns, is_title
from assessments.importing.readers.pdf_grid import Box
from assessments.importing.readers.pdf_pages import PageView, page_views
from assessments.importing.source import Block, Cell, Paragraph, Row, Source, Table

_NEAR = 4.0
_PATCHY = 0.1


def read_pdf(data: bytes) -> Source:
    """Tables and lines, page by page. Raises CannotRead for pictures of pages and locked files."""
    pages = []
    characters = 0
    for page in page_views(data):
        pages.append(page)
        characters += sum(len(word.text) for word in page.words)
        check_characters(characters)
    if not characters:
        raise CannotRead(
            "The PDF has pictures of pages, not text. Upload the document that it was made from, "
            "or use text recognition (OCR) first."
        )
    known = Words(word for page in pages for word in page.words)
    columns = Columns(known)
    _drop_stamps(pages)
    _drop_furniture(pages)
    blocks = [block for page in pages for block in _page(page, columns, known)]
    check_rows(sum(len(block.rows) for block in blocks if isinstance(block, Table)))
    return Source(tuple(blocks), wrapped=True)


def _page(page: PageView, columns: Columns, known: Words) -> Iterator[Block]:
    """The page's blocks from top to bottom."""
    if not page.words:
        return
    taken = {id(word) for word in page.words if word.taken}
    found: list[tuple[float, Block]] = list(_ruled(page, known))
    left = [word for word in page.words if not word.taken]
    if page.shaded and len(left) > _PATCHY * len(page.words):
        # Every other row is shaded, and the rows between are none of the cells.
        found = []
        for word in page.words:
            word.taken = id(word) in taken
        left = [word for word in page.words if not word.taken]
    if len(left) > 0.6 * len(page.words):
        found += columns.tables(left, page.rules, page.number)
        left = [word for word in left if not word.taken]
    for line in lines_of(left):
        found.append((line.top, Paragraph(line.text, f"page {page.number}")))
    yield Paragraph("", f"page {page.number}")
    for _, block in sorted(found, key=lambda item: item[0]):
        yield block


def _ruled(page: PageView, known: Words) -> Iterator[tuple[float, Block]]:
    """The tables drawn with lines. Rows are counted through the whole page."""
    count = 0
    for boxes in page.tables:
        columns = _bands([(box[0], box[2]) for box in boxes])
        if len(columns) < 2:
            continue
        rows = _bands([(box[1], box[3]) for box in boxes])
        texts = _fill(boxes, page.words, known)
        cells = _grid(boxes, texts, rows, columns)
        places = [f"page {page.number}, row {count + index + 1}" for index in range(len(cells))]
        count += len(cells)
        table = Table(tuple(Row(row, place) for row, place in zip(cells, places, strict=True)))
        yield min(box[1] for box in boxes), table


def _bands(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The bands between all the cells' borders; borders that nearly meet are one."""
    borders: list[float] = []
    for border in sorted({value for span in spans for value in span}):
        if not borders or border - borders[-1] > _NEAR:
            borders.append(border)
    return list(pairwise(borders))


def _grid(
    boxes: list[Box],
    texts: list[str],
    rows: list[tuple[float, float]],
    columns: list[tuple[float, float]],
) -> list[tuple[Cell, ...]]:
    made = []
    above: list[int] = []
    for top, bottom in rows:
        here = [_covering(boxes, (left + right) / 2, (top + bottom) / 2) for left, right in columns]
        made.append(
            tuple(
                Cell(
                    texts[box] if box >= 0 else "",
                    below=bool(above) and box >= 0 and above[column] == box,
                    beside=column > 0 and box >= 0 and here[column - 1] == box,
                )
                for column, box in enumerate(here)
            )
        )
        above = here
    return made


def _covering(boxes: list[Box], x: float, y: float) -> int:
    for index, (left, top, right, bottom) in enumerate(boxes):
        if left <= x <= right and top <= y <= bottom:
            return index
    return -1


def _fill(boxes: list[Box], words: list[Word], known: Words) -> list[str]:
    """Each cell's text; a word belongs to the cell that holds its middle."""
    inside: list[list[Word]] = [[] for _ in boxes]
    for word in words:
        if not word.taken:
            box = _covering(boxes, (word.left + word.right) / 2, (word.top + word.bottom) / 2)
            if box >= 0:
                inside[box].append(word)
                word.taken = True
    return [
        cell_text(found, box[2] - box[0], known) for found, box in zip(inside, boxes, strict=True)
    ]


def _drop_furniture(pages: list[PageView]) -> None:
    """Removes what stands in the margins of most pages: headers, footers and page numbers."""
    margins = [
        (line, page)
        for page in pages
        for line in lines_of(word for word in page.words if not word.taken)
        if _edge(page, line)
    ]
    places: dict[str, list[float]] = defaultdict(list)
    for line, page in margins:
        places[_shape(line.text)].append(_place(page, line))
    for line, page in margins:
        # What flows with the text stands at another height on each page.
        same = sum(abs(place - _place(page, line)) < _NEAR for place in places[_shape(line.text)])
        often = same >= max(3, 0.6 * len(pages))
        kept = looks_like_number(line.text) or is_title(line) or _in_table(page, line)
        if often and not kept:
            for word in line.words:
                word.taken = True


def _drop_stamps(pages: list[PageView]) -> None:
    """Removes large words in the same place on most pages: "DRAFT" behind the text."""
    sizes = sorted(word.bottom - word.top for page in pages for word in page.words)
    usual = sizes[len(sizes) // 2]
    large = [
        word for page in pages for word in page.words if word.bottom - word.top > LARGE * usual
    ]
    counts = Counter((word.text, round(word.left), round(word.top)) for word in large)
    for word in large:
        often = counts[word.text, round(word.left), round(word.top)]
        word.taken = word.taken or often >= max(3, 0.6 * len(pages))


def _place(page: PageView, line: WordLine) -> float:
    """How far a line is from the page's top, or with a minus from its bottom."""
    return line.top if line.top < page.height / 2 else line.bottom - page.height


def _in_table(page: PageView, line: WordLine) -> bool:
    middle = (line.top + line.bottom) / 2
    return any(_covering(boxes, line.left + 1, middle) >= 0 for boxes in page.tables)


def _edge(page: PageView, line: WordLine) -> bool:
    return line.top < 0.1 * page.height or line.bottom > 0.9 * page.height


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", text)
