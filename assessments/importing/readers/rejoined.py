"""Rows of copied tables that their cells' own line breaks have cut, made one line again.

A break inside a cell becomes a vertical tab, which `tidy` takes for a line break.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from assessments.importing.headings import is_title, level_of, section_of, stage_of
from assessments.importing.numbers import split_number
from assessments.importing.readers.thresholds import (
    EMPTY_LINES,
    FEWEST_ROWS,
    LONGEST_HEAD,
    LONGEST_STAGE,
    LONGEST_TITLE,
    MOST_LINES,
    ON_MOST_PAGES,
    REPEATED,
)
from assessments.importing.rows.columns import heading_layout
from assessments.importing.source import Cell, Row

# A spreadsheet puts a cell with line breaks into quotation marks.
_QUOTED = re.compile(r'(?:^|(?<=\t))"((?:[^"\t]|""){1,60000})"(?=\t|$)', re.MULTILINE)
_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?\s*)?$")
_NUMBERED = re.compile(r"^\W{0,3}\d{1,2}\.\d{1,2}\W{0,3}(?:\t|$)")
_COLUMNS = re.compile(r"\S+(?: \S+)* {2,}\S+(?: \S+)* {2,}\S")
_NUMBER = re.compile(r"\d{1,2}\.\d{1,2}")


def rejoined(text: str) -> list[tuple[int, str]]:
    """The lines with the number of the first of each, a table's row on one line."""
    lines = unquoted(text).split("\n")
    joined: list[tuple[int, str]] = []
    index = width = bars = 0
    whole = _are_lines(lines)
    while index < len(lines):
        line = lines[index]
        if _RULE.match(line):
            bars = line.strip().strip("|").count("|") + 2
        width = tabs_of_heading(line) or width
        end = index + 1
        if line.lstrip().startswith("|"):
            end = _end_of_bars(lines, index, bars)
        elif "\t" in line:
            end = index + 1 if whole else _end_of_tabs(lines, index, width)
        joined.append((index + 1, "\v".join(lines[index:end])))
        # Line breaks in quotation marks count as lines of the file.
        index = end
    return joined


def _are_lines(lines: list[str]) -> bool:
    """Whether each row of a table is one line: then what stands below the last is not in it."""
    starts = [index for index, line in enumerate(lines) if "\t" in line and _NUMBERED.match(line)]
    if len(starts) < FEWEST_ROWS:
        return False
    own = set(starts)
    return all(
        index in own or not line.strip() or _is_heading(line) or tabs_of_heading(line)
        for index, line in enumerate(lines[starts[0] : starts[-1]], starts[0])
    )


def without_furniture(text: str) -> str:
    """The text without what stands above or below on most of its pages, where pages are marked."""
    pages = [page.split("\n") for page in text.split("\f")]
    counts = Counter(shape for page in pages for shape in {_shape(page[i]) for i in _edge(page)})
    for page in pages:
        for index in _edge(page):
            often = counts[_shape(page[index])] >= max(REPEATED, ON_MOST_PAGES * len(pages))
            # Column headings, kept apart with spaces, say what stands below them; and a
            # provision's number may be the first of its page many times.
            line = page[index].strip()
            if often and not _COLUMNS.match(line) and not _NUMBER.fullmatch(line):
                page[index] = ""
    return "\n".join("\n".join(page) for page in pages)


def _edge(page: list[str]) -> list[int]:
    """The first and the last two lines with text."""
    filled = [index for index, line in enumerate(page) if line.strip()]
    return sorted({*filled[:2], *filled[-2:]})


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))


def unquoted(text: str) -> str:
    """The text with each cell that a spreadsheet put in quotation marks on one line."""
    return _QUOTED.sub(_on_one_line, text)


def _on_one_line(match: re.Match[str]) -> str:
    return match[1].replace('""', '"').replace("\n", "\v")


def tabs_of_heading(line: str) -> int:
    """How many tabs a row of column headings has; 0 for any other line."""
    if line.count("\t") < 2 or len(line) > LONGEST_HEAD:
        return 0
    cells = tuple(Cell(text) for text in line.split("\t"))
    layout = heading_layout(Row(cells, ""))
    return len(cells) - 1 if layout and layout.has("number", "requirement") else 0


def _end_of_bars(lines: list[str], start: int, bars: int) -> int:
    """Behind the last line of a row between bars, as in Markdown."""
    count = 0
    for index in range(start, min(start + MOST_LINES, len(lines))):
        if index > start and bars and count < bars and _begins_bars(lines[index], bars):
            return start + 1
        count += lines[index].count("|")
        if lines[index].rstrip().endswith("|") and (not bars or count >= bars):
            return index + 1
    return start + 1


def _begins_bars(line: str, bars: int) -> bool:
    return line.lstrip().startswith("|") and line.count("|") >= bars


def _end_of_tabs(lines: list[str], start: int, width: int) -> int:
    """Behind the last line of a row with tabs, whose cells may hold several lines."""
    count = lines[start].count("\t")
    end = start + 1
    if count < width:
        for index in _following(lines, start):
            count += lines[index].count("\t")
            if count >= width:
                break
        if count != width:
            return end
        end = index + 1
    if count == width and width:
        for index in _following(lines, end - 1):
            if "\t" in lines[index] or not lines[index].strip() or _is_heading(lines[index]):
                break
            end = index + 1
    return end


def _following(lines: list[str], start: int) -> Iterator[int]:
    """The lines below, as far as they may belong to the same row."""
    empty = 0
    for index in range(start + 1, min(start + MOST_LINES, len(lines))):
        empty = empty + 1 if not lines[index].strip() else 0
        if empty > EMPTY_LINES or _NUMBERED.match(lines[index]) or _is_heading(lines[index]):
            return
        yield index


def _is_heading(line: str) -> bool:
    text = line.strip()
    if is_title(text):
        return True
    if len(text) > LONGEST_TITLE or split_number(text)[0]:
        return False
    return bool(
        section_of(text) or level_of(text) or (len(text) <= LONGEST_STAGE and stage_of(text))
    )
