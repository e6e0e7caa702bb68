"""PDF: tables by their lines, by white space where there are none, and the lines around them.

The whole file is opened first (pdf_pages), for what is furniture, how many pages a sheet holds, and
which words are known shows over pages only. Then page by page: the tables that lines draw are taken
out; where most of the page is left, tables by white space (pdf_columns); the rest are paragraphs. A
word is taken once. What a file cannot tell is left out and named: see pdf_trouble and `Cell.cut`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from assessments.importing.limits import check_characters, check_rows
from assessments.importing.readers.pdf_cells import (
    Word,
    Words,
    cell_text,
    lines_of,
)
from assessments.importing.readers.pdf_columns import Columns
from assessments.importing.readers.pdf_furniture import drop_furniture, drop_stamps
from assessments.importing.readers.pdf_grid import Box
from assessments.importing.readers.pdf_pages import PageView, page_views
from assessments.importing.readers.pdf_sheets import single_pages
from assessments.importing.readers.pdf_trouble import page_notes, refuse_unreadable
from assessments.importing.readers.thresholds import BEGINNING, BORDERS_APART, LOOSE, NARROW, PATCHY
from assessments.importing.source import Block, Cell, Paragraph, Row, Source, Table


def read_pdf(data: bytes) -> Source:
    """Tables and lines, page by page. Raises CannotRead for what no text can be read of."""
    pages = []
    characters = 0
    for page in page_views(data):
        pages.append(page)
        characters += sum(len(word.text) for word in page.words)
        check_characters(characters)
    refuse_unreadable(pages)
    notes = page_notes(pages)
    pages = single_pages(pages)
    drop_stamps(pages)
    drop_furniture(pages)
    known = Words(word for page in pages for word in page.words)
    for page in pages:
        _learn(page, known)
    columns = Columns(known)
    opened = [(page, *_ruled_part(page, known)) for page in pages if page.words]
    for page, _, left in opened:
        if _is_loose(page, left):
            columns.learn(left)
    columns.learned()
    blocks = [block for page, found, left in opened for block in _page(page, found, left, columns)]
    check_rows(sum(len(block.rows) for block in blocks if isinstance(block, Table)))
    return Source(tuple(blocks), wrapped=True, notes=notes)


def _learn(page: PageView, known: Words) -> None:
    """Notes the words of narrow cells, where words may be torn."""
    narrow = [box for boxes in page.tables for box in boxes if box[2] - box[0] < NARROW]
    for cell in _inside(narrow, page.words):
        known.learn(cell)


_Found = list[tuple[float, Block]]


def _ruled_part(page: PageView, known: Words) -> tuple[_Found, list[Word]]:
    """The page's tables that are drawn with lines, by their heights, and the words outside."""
    taken = {id(word) for word in page.words if word.taken}
    found: _Found = list(_ruled(page, known))
    left = [word for word in page.words if not word.taken]
    if page.shaded and len(left) > PATCHY * len(page.words):
        # Every other row is shaded, and the rows between are none of the cells.
        found = []
        for word in page.words:
            word.taken = id(word) in taken
        left = [word for word in page.words if not word.taken]
    return found, left


def _is_loose(page: PageView, left: list[Word]) -> bool:
    """Whether most of a page is outside of tables that are drawn with lines."""
    return len(left) > LOOSE * len(page.words)


def _page(page: PageView, found: _Found, left: list[Word], columns: Columns) -> Iterator[Block]:
    """The page's blocks from top to bottom."""
    if _is_loose(page, left):
        found = found + columns.tables(left, page.rules, page.where, page.cut)
        left = [word for word in left if not word.taken]
    for line in lines_of(left):
        found.append((line.top, Paragraph(line.text, page.where)))
    yield Paragraph("", page.where)
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
        cut = _cut(page, boxes)
        cells = _grid(boxes, texts, rows, columns, cut)
        places = [f"{page.where}, row {count + index + 1}" for index in range(len(cells))]
        count += len(cells)
        table = Table(tuple(Row(row, place) for row, place in zip(cells, places, strict=True)))
        yield min(box[1] for box in boxes), table


def _bands(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The bands between all the cells' borders; borders that nearly meet are one."""
    borders: list[float] = []
    for border in sorted({value for span in spans for value in span}):
        if not borders or border - borders[-1] > BORDERS_APART:
            borders.append(border)
    return list(pairwise(borders))


def _grid(
    boxes: list[Box],
    texts: list[str],
    rows: list[tuple[float, float]],
    columns: list[tuple[float, float]],
    cut: set[int],
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
                    cut=box >= 0 and box in cut,
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


def _cut(page: PageView, boxes: list[Box]) -> set[int]:
    """The cells that do not show all of their text, and those that another's text runs into."""
    cut = {_covering(boxes, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box in page.cut}
    for word in page.words if page.printed_sheet else ():
        middle = (word.top + word.bottom) / 2
        ends = _covering(boxes, word.left + BEGINNING, middle), _covering(boxes, word.right, middle)
        if ends[0] != ends[1] and word.right > word.left + 2 * BEGINNING:
            cut.update(ends)
        elif ends[0] < 0:
            # What goes on outside of the table began in its last cell.
            cut.add(_covering(boxes, word.left - (word.bottom - word.top), middle))
    return cut


def _fill(boxes: list[Box], words: list[Word], known: Words) -> list[str]:
    """Each cell's text."""
    inside = _inside(boxes, words)
    for found in inside:
        for word in found:
            word.taken = True
    return [
        cell_text(found, box[0], box[2], known) for found, box in zip(inside, boxes, strict=True)
    ]


def _inside(boxes: list[Box], words: list[Word]) -> list[list[Word]]:
    """Each cell's words; one belongs to the cell that it begins in, though it may be too long."""
    inside: list[list[Word]] = [[] for _ in boxes]
    for word in words:
        if not word.taken:
            begins = min(word.left + BEGINNING, (word.left + word.right) / 2)
            box = _covering(boxes, begins, (word.top + word.bottom) / 2)
            if box >= 0:
                inside[box].append(word)
    return inside
