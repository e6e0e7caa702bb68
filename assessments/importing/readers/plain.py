"""Plain text and CSV: tabs, bars and commas make tables; everything else is lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from assessments.importing.limits import (
    MAX_CELL,
    MAX_COLUMNS,
    CannotRead,
    check_characters,
    check_rows,
)
from assessments.importing.readers.plain_cells import clean
from assessments.importing.readers.plain_columns import column_blocks
from assessments.importing.readers.plain_loose import loose_blocks
from assessments.importing.readers.plain_repairs import (
    with_outer_bars,
    with_whole_labels,
    without_titles,
)
from assessments.importing.readers.rejoined import rejoined, without_furniture
from assessments.importing.readers.symbols import with_boxes
from assessments.importing.source import Block, Cell, Paragraph, Row, Source, Table

_HTML = re.compile(
    r"<(?:!doctype html|html|head|body|table|tr|td|div|h[1-6]|section|article|main)\b", re.I
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BAR_ROW = re.compile(r"^\s*\|.*\|\s*$", re.DOTALL)
# Markdown, as it is copied from some programs.
_TITLE = re.compile(r"^\s{0,3}#{1,6}\s+(?=\S)")
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+")
# A list's mark and the tab after it, at the start of a line or of a cell.
_LIST_LINE = re.compile(r"^[•·▪]\t(?=\S)", re.MULTILINE)
_LISTED = re.compile(r"(^|\t)([•·▪])\t(?=\S)", re.MULTILINE)
# Two such lines on each other that both end a cell: rows of a table, whose first cell is the mark.
_MARKED_ROWS = re.compile(r"^(?:[•·▪]\t[^\t\n]+\t[ \r]*(?:\n|$)){2}", re.MULTILINE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252, with slips of copying put right.

    Raises CannotRead for binary data.
    """
    text = exact_text(data)
    odd = sum(1 for char in text[:20_000] if char < " " and char not in "\t\n\r\f\v\x02")
    if odd > len(text[:20_000]) / 50:
        raise CannotRead(
            "This file is not a document that we can read. Upload the original document."
        )
    check_characters(len(text))
    # How some PDF viewers copy a hyphen at the end of a line.
    text = with_boxes(text)
    text = re.sub("[\x02\ufffe](?=\r?\n|[a-z])", "-", text)
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def exact_text(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252, character for character."""
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "")
    if not encoding and data[:2000].count(0) > len(data[:2000]) // 4:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    return _decoded(data, encoding or "utf-8")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252" if encoding == "utf-8" else encoding, errors="replace")


def looks_like_html(text: str) -> bool:
    """Whether pasted or stored text is a web page or a part of one."""
    return len(_HTML.findall(text[:50_000])) >= 2


def read_text(text: str) -> Source:
    """Lines; runs of lines with tabs or bars are tables."""
    check_characters(len(text))
    text = without_furniture(_listed(_unquoted(text)))
    text = with_outer_bars(without_titles(text))
    if columns := column_blocks(text):
        return Source(tuple(columns), wrapped=True)
    if loose := loose_blocks(text):
        return Source(tuple(loose), wrapped=True)
    text = with_whole_labels(text)
    blocks: list[Block] = []
    run: list[Row] = []

    def close() -> None:
        if run:
            blocks.append(Table(tuple(run)))
            run.clear()

    check_rows(sum("\t" in line or bool(_BAR_ROW.match(line)) for line in text.split("\n")))
    for number, line in rejoined(text):
        cells = _cells(line)
        if cells:
            run.append(Row(cells, f"line {number}"))
        elif line.strip() or not run:
            close()
            title = _TITLE.match(line)
            words = clean(line[title.end() :] if title else line, dashes=False)
            blocks.append(Paragraph(words, f"line {number}", heading=title is not None))
    close()
    return Source(tuple(blocks), wrapped=True)


def _unquoted(text: str) -> str:
    """The text without the marks that an email sets before the lines of the one it answers."""
    lines = text.split("\n")
    filled = [line for line in lines if line.strip()]
    if 2 * sum(line.lstrip().startswith(">") for line in filled) <= len(filled):
        return text
    return "\n".join(_QUOTE.sub("", line) for line in lines)


def _listed(text: str) -> str:
    """The text without the tab that Word sets after a list's mark: no cell begins there."""
    if not _LIST_LINE.search(text) or _MARKED_ROWS.search(text):
        return text
    return _LISTED.sub(r"\1\2 ", text)


def _cells(line: str) -> tuple[Cell, ...]:
    """The cells of a line that is a table's row; none for any other line."""
    if _BAR_ROW.match(line):
        parts = line.strip().strip("|").split("|")
    elif "\t" in line.strip("\n") and line.strip():
        parts = line.split("\t")
    else:
        return ()
    return tuple(Cell(clean(part)) for part in parts[:MAX_COLUMNS])


def read_csv(text: str) -> Source:
    """One table. The separator is told from the text."""
    csv.field_size_limit(MAX_CELL * 4)
    separator = max(",;\t|", key=lambda mark: _agreement(text, mark))
    try:
        rows = tuple(_csv_rows(text, separator))
    except csv.Error as error:
        raise CannotRead(f"We could not read the CSV file: {error}.") from error
    return Source((Table(rows),))


def _agreement(text: str, mark: str) -> int:
    """How many of the first rows have the same number of cells, more than one."""
    try:
        reader = csv.reader(text[:200_000].splitlines(keepends=True), delimiter=mark)
        widths = [len(row) for _, row in zip(range(60), reader, strict=False)]
    except csv.Error:
        return 0
    wide = [width for width in widths if 2 < width <= MAX_COLUMNS]
    return max((wide.count(width) for width in set(wide)), default=0)


def _csv_rows(text: str, separator: str) -> Iterator[Row]:
    for count, row in enumerate(
        csv.reader(text.splitlines(keepends=True), delimiter=separator), start=1
    ):
        check_rows(count)
        yield Row(
            tuple(Cell(clean(part), readings=_readings(part)) for part in row[:MAX_COLUMNS]),
            f"row {count}",
        )


def _readings(text: str) -> tuple[str, ...]:
    """5.1 may have been 5.10 before a spreadsheet saved it; 05-Jan was 5.1."""
    text = text.strip()
    if re.fullmatch(r"\d{1,2}\.\d", text):
        return (f"{text}0",)
    match = re.fullmatch(r"(\d{1,2})[-/](\w{3})", text)
    if match and match[2].casefold() in _MONTHS:
        return (f"{int(match[1])}.{_MONTHS.index(match[2].casefold()) + 1}",)
    return ()
