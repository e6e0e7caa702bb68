"""A source as lines, for forms that are not laid out as a table of the form's columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from assessments.importing.answers import is_answer
from assessments.importing.headings import column_role, level_of, section_of, stage_of
from assessments.importing.numbers import looks_like_number
from assessments.importing.rows.columns import heading_layout
from assessments.importing.source import Paragraph, Row, Source, Table
from assessments.importing.texts import fold, join, tidy
from codes.data import CodeData

_ITEM = re.compile(r"^(?:[•●▪◦\uf0b7]|\(?[a-z][.)]\s|\d{1,2}[.)]\s)")
_DASH = re.compile(r"^[-–*]\s")
_PAGE = re.compile(r"^\W*page \d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\W*$", re.IGNORECASE)


def is_page_number(text: str) -> bool:
    """Whether a line says nothing but its page, or is one that a web site puts below its pages."""
    return bool(_PAGE.match(text) or _BELOW.match(text))


_BELOW = re.compile(
    r"^(?:share this page|share on [\w ]{2,60}|last (?:modified|updated)(?: on)?:? [\w ,/]{4,40}"
    r"|back to top|print (?:this )?page|return to top|was this page (?:helpful|useful)\?"
    r"|opens? in (?:a )?new (?:window|tab)|© .{2,80})$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class TextLine:
    """One line. `label` is the cell to its left, where a table sets labels beside texts.

    `rank` and `lead` are those of its paragraph.
    """

    text: str
    where: str
    heading: bool = False
    label: str = ""
    rank: int = 0
    lead: str = ""


# Two cells beside each other are a label and its text.
_HEADS = 3


def text_lines(source: Source) -> Iterator[TextLine]:
    """All lines in order. A table gives one for each cell, or a label and text for each pair."""
    heads: list[str] = []
    for block in source.blocks:
        if isinstance(block, Paragraph):
            for line in block.text.split("\n"):
                lead = block.lead if line.startswith(block.lead) else ""
                yield TextLine(line, block.where, block.heading, rank=block.rank, lead=lead)
        else:
            yield from _table_lines(block, heads)


def _table_lines(table: Table, heads: list[str]) -> Iterator[TextLine]:
    """The table's lines; texts below headings have these as labels.

    `heads` is left behind where the table ends with them: the next page goes on below.
    """
    for index, row in enumerate(table.rows):
        cells = [cell.text for cell in row.cells if not (cell.beside or cell.below)]
        if index == 0 and _are_cut(heads, cells):
            heads[:] = [f"{head} {text}".strip() for head, text in zip(heads, cells, strict=True)]
        elif cells == heads or (len(cells) > 1 and not heads and _are_heads(row, cells)):
            heads[:] = cells
        elif heads and len(cells) == len(heads):
            for label, text in zip(heads, cells, strict=True):
                yield TextLine(text, row.where, label=label)
        else:
            yield from _row_lines(row)
            if index == 0:
                heads.clear()
    if table.rows and [cell.text for cell in table.rows[-1].cells] != heads:
        heads.clear()


def _are_heads(row: Row, cells: list[str]) -> bool:
    """Whether cells are headings of columns; one of them may be a provision's number."""
    if heading_layout(row):
        return True
    if len(cells) < _HEADS or not looks_like_number(cells[0]) or any(map(is_answer, cells[1:])):
        return False
    roles = [column_role(text) for text in cells[1:]]
    return None not in roles and len(set(roles)) == len(roles)


def _are_cut(heads: list[str], cells: list[str]) -> bool:
    """Whether a page's first row is the rest of the headings that the page before ended with."""
    if not heads or len(heads) != len(cells) or heads == cells:
        return False
    return (
        all(len(text.split()) <= 4 and not is_answer(text) for text in cells)
        and any(
            text and column_role(f"{head} {text}") == column_role(head)
            for head, text in zip(heads, cells, strict=True)
        )
        and not all(cells)
    )


def _row_lines(row: Row) -> Iterator[TextLine]:
    cells = [cell.text for cell in row.cells if not (cell.beside or cell.below)]
    if len(cells) % 2 == 0 and all(0 < len(text) <= 80 for text in cells[::2]):
        for label, text in zip(cells[::2], cells[1::2], strict=True):
            yield TextLine(text, row.where, label=label)
        return
    for text in cells:
        for line in text.split("\n"):
            yield TextLine(line, row.where)


def reflow(lines: list[str]) -> str:
    """Lines that a viewer or a page broke, joined. List items keep their own lines."""
    text = ""
    for line in lines:
        ended = not text or text.rstrip().endswith((".", ":", ";", "?", "!"))
        item = _ITEM.match(line) or (_DASH.match(line) and ended)
        text = f"{text}\n{line}" if item and text else join(text, line)
    return tidy(text)


class Headings:
    """Tells the headings of sections and stages from other lines, by the Code's own titles."""

    def __init__(self, code: CodeData) -> None:
        self._titles = {fold(section.title): section.number for section in code.sections}
        self._columns = {fold(column) for column in code.form.columns}
        some = "|".join(sorted(map(re.escape, self._columns), key=len, reverse=True))
        self._some_columns = re.compile(rf"(?:{some})(?: (?:{some}))*")
        self._rows = {fold(" ".join(code.form.columns)), *map(fold, code.form.columns)}
        self._others = {
            fold(text) for text in (code.form.must_heading, code.form.should_heading) if text
        }

    def section(self, text: str) -> str:
        """The section that a line is the heading of; empty for any other line."""
        if len(text) > 140:
            return ""
        folded = fold(text)
        number = section_of(text)
        title = re.sub(r"^(?:section|part|chapter)? ?\d{0,2} ?", "", folded)
        if number and (not title or self._closest(title) >= 75):
            return number
        return self._titles.get(folded) or self._titles.get(title, "")

    def _closest(self, title: str) -> float:
        return max(fuzz.ratio(title, known) for known in self._titles)

    def stage(self, text: str) -> str:
        title = fold(text).startswith("stage") and not text.rstrip().endswith((".", ",", ";"))
        return stage_of(text) if title and len(fold(text)) <= 24 else ""

    def level(self, text: str) -> str:
        """ "must" or "should" where a line announces such provisions; empty for any other."""
        return level_of(text) if len(text) <= 60 else ""

    def is_column(self, text: str) -> bool:
        """Whether a line is one of the Code's own column headings."""
        return fold(text) in self._columns

    def rest_of_row(self, text: str, before: str) -> str:
        """The row of column headings as far as a line takes it, where a viewer broke the row.

        `before` is what this gave for the line above. Empty where the line is no part of the row.
        """
        together = f"{before} {fold(text)}".strip()
        known = len(together) >= 16 and any(row.startswith(together) for row in self._rows)
        return together if known and fold(text) else ""

    def row_of_columns(self, lines: Sequence[str]) -> int:
        """How many of the lines, from the first on, are the row of column headings, broken up."""
        together = ""
        for count, line in enumerate(lines[:24], start=1):
            together = f"{together} {fold(line)}".strip()
            if together in self._rows and together not in self._columns:
                return count
            if len(together) > 200 or (count == 1 and not together):
                return 0
        return 0

    def is_other(self, text: str) -> bool:
        """Column headings, levels, rules and page numbers: lines that belong to no response."""
        folded = fold(text)
        return (
            folded in self._rows
            or self._some_columns.fullmatch(folded) is not None
            or folded in self._others
            or is_page_number(text)
            or any(fuzz.ratio(folded, known) > 92 for known in self._rows if len(known) > 30)
        )
