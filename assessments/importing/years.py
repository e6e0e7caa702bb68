"""Which financial year a form is for, as far as its name or the lines at its top say.

A hint and no more: a person confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from pathlib import PurePath

from assessments.importing.numbers import looks_like_number
from assessments.importing.source import Source, Table
from assessments.importing.texts import flat
from selfassess.common.financial_year import FinancialYear

_EARLIEST = 2018
# How much of the top is looked at: evidence further down names all kinds of years.
_MOST_BLOCKS, _MOST_ROWS, _MOST_CHARACTERS = 40, 8, 200
_MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
_FULL = r"(?<![\d.])(20\d\d)\s?(?:[-–—‑/_. ]|to)\s?((?:20)?\d\d)(?!\d)"
_SHORT = r"\b(?:FY|year)[\s_-]?(\d\d)\s?[-–—‑/_]\s?(\d\d)(?!\d)"
_TOGETHER = r"(?<!\d)(20\d\d)(\d\d)(?!\d)"
_IN_WORDS = r"\bApril (20\d\d)\s?(?:[-–—‑]|to|and)\s?(?:31(?:st)? )?March (20\d\d)\b"
_YEARS = [re.compile(p, re.IGNORECASE) for p in (_FULL, _SHORT, _TOGETHER, _IN_WORDS)]
# The year in the Code's own name, and since when it holds, say nothing of the form.
_OF_THE_CODE = re.compile(
    r"\b(?:code|edition|appendix [ab])\W{1,3}20\d\d\b"
    r"|\b(?:from|since|effective|in force)\b[^.;]{0,20}?\b20\d\d\b",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"(?:\b\d{{1,2}}(?:st|nd|rd|th)? )?\b({'|'.join(_MONTHS)}) (20\d\d)\b", re.I)
_DAY = re.compile(r"(?<!\d)\d{1,2}[./-](\d{1,2})[./-](20\d\d)(?!\d)")
_TITLE = re.compile(
    r"self.?assess\w*\W+(?:\w+\W+){0,3}?(20\d\d)\b|\b(20\d\d)\W+(?:\w+\W+){0,3}?self.?assess",
    re.IGNORECASE,
)
_FORM = re.compile(r"section \d|(?:code )?(?:provision|requirement)s?$|code section", re.IGNORECASE)
_ALONE = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True)
class YearHint:
    """A year that a form may be for. `start`: the calendar year in which it begins; `said`: the
    words; `is_named`: whether they name a financial year, and not only a date within it.
    """

    start: int
    said: str
    is_named: bool

    @property
    def year(self) -> FinancialYear:
        return FinancialYear(self.start)


def year_of_source(source: Source) -> YearHint | None:
    """What the top of the form says; a line about the self-assessment before any other."""
    lines = list(_top(source))
    lines.sort(key=lambda line: not re.search("self.?assess", line, re.IGNORECASE))
    named = next(filter(None, map(_named, lines)), None)
    return named or next(filter(None, map(_dated, lines)), None)


def year_of_name(name: str) -> YearHint | None:
    """What a file's name says, where even a year alone counts."""
    words = re.sub(r"[_+]|%20", " ", PurePath(name).stem)
    if found := _named(words) or _dated(words):
        return found
    alone = _ALONE.search(_OF_THE_CODE.sub(" ", words))
    return _hint(int(alone[1]), words, is_named=False) if alone else None


def _top(source: Source) -> Iterable[str]:
    """The short lines above the first provision."""
    for line in takewhile(lambda line: not _begins_form(line), _lines(source)):
        if line and len(line) <= _MOST_CHARACTERS:
            yield line


def _lines(source: Source) -> Iterable[str]:
    for block in source.blocks[:_MOST_BLOCKS]:
        if isinstance(block, Table):
            cells = (cell for row in block.rows[:_MOST_ROWS] for cell in row.cells)
            yield from (flat(cell.text) for cell in cells if not cell.beside)
        else:
            yield flat(block.text)


def _begins_form(line: str) -> bool:
    return looks_like_number(line) or bool(_FORM.match(line))


def _named(line: str) -> YearHint | None:
    """The latest financial year that the line names: “Annual report 2023-24, plans for 2024-25”."""
    found = []
    for pattern in _YEARS:
        for match in pattern.finditer(line):
            start, end = int(match[1]) % 100 + 2000, int(match[2]) % 100 + 2000
            if end == start + 1 and start >= _EARLIEST:
                found.append(start)
    return _hint(max(found), line, is_named=True) if found else None


def _dated(line: str) -> YearHint | None:
    """The year in which a date of the line falls, or that stands beside “self-assessment”."""
    line = _OF_THE_CODE.sub(" ", line)
    if month := _MONTH.search(line):
        return _of_day(int(month[2]), _MONTHS.index(month[1].capitalize()) + 1, month[0])
    if day := _DAY.search(line):
        return _of_day(int(day[2]), int(day[1]), day[0])
    if title := _TITLE.search(line):
        return _hint(int(title[1] or title[2]), line, is_named=False)
    return None


def _of_day(year: int, month: int, said: str) -> YearHint | None:
    if not 1 <= month <= 12:
        return None
    return _hint(FinancialYear.containing(date(year, month, 1)).start, said, is_named=False)


def _hint(start: int, said: str, *, is_named: bool) -> YearHint | None:
    return YearHint(start, flat(said)[:100], is_named) if start >= _EARLIEST else None
