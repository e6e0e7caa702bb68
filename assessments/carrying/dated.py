"""Words of an answer that were true when it was given and may not be any more: "last year", or
"by March 2025" once March is over. Pure: no database, no request.

They are pointed out where an earlier year's answer is confirmed, and never refused: "the policy was
approved by 31 March 2024" is as true as before.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

_MONTHS = "January February March April May June July August September October November December"
_SHORT = {name[:3]: place for place, name in enumerate(_MONTHS.split(), start=1)}
_MONTH = rf"(?P<month>{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _MONTHS.split())}|Sept)\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_ALONE = rf"\b{_YEAR}\b(?![-–/]\d)"
# The last month of each.
_SEASONS = {"spring": 5, "summer": 8, "autumn": 11, "winter": 12}
_LONGEST = 80

_RELATIVE = re.compile(
    r"\b(?:(?:last|this|next|previous|current|coming|forthcoming)\s+"
    r"(?:(?:financial|calendar|municipal|reporting)\s+)?(?:year|quarter|month)"
    r"|(?:in|over)\s+the\s+(?:last|past|next|coming)\s+(?:year|quarter|month"
    r"|(?:\d+|two|three|six|nine|twelve)\s+months)"
    r"|(?:by|before|until)\s+(?:the\s+)?(?:end\s+of\s+)?(?:the\s+)?(?:financial\s+)?year[-\s]end"
    r"|(?:by|before|until|at)\s+the\s+end\s+of\s+the\s+(?:financial\s+|calendar\s+)?year)\b",
    re.IGNORECASE,
)
# What speaks of something to come, as far as the date that stands in the same sentence.
_TO_COME = re.compile(
    r"\b(?:will(?:\s+be)?|plan(?:s|ned)?\s+(?:to|for)|(?:is|are)\s+(?:to\s+be|due)|due\s+(?:to|for|in|on|by)"
    r"|expect(?:s|ed)?\s+(?:to|in|by)|intend(?:s|ed)?\s+to|aims?\s+to|going\s+to|scheduled\s+for"
    r"|target(?:\s+date)?(?:\s+is|:))\b",
    re.IGNORECASE,
)
# What makes a date a limit.
_LIMIT = re.compile(
    r"\b(?:by|before|until|till|no later than|due(?:\s+(?:in|on|by))?)\s+"
    r"(?:the\s+)?(?:(?:start|beginning|middle|end)\s+of\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?](?=\s)|$)", re.MULTILINE)


@dataclass(frozen=True)
class _Dated:
    """A date that stands in a text, from `start` to `end`; `last`: its last day."""

    start: int
    end: int
    last: date


def dated_words(text: str, today: date) -> list[str]:
    """What in the text may have been overtaken by time, as it stands there, each once: "last year"
    and the like, a limit whose date has passed, and what was to come by then.
    """
    found: list[tuple[int, str]] = []
    for sentence in _SENTENCE.finditer(text):
        begin = sentence.start()
        found += [(begin + at, words) for at, words in _in_sentence(sentence.group(), today)]
    # One that another takes in says nothing more.
    words = [one for _, one in sorted(found)]
    return [
        one
        for place, one in enumerate(words)
        if one.casefold() not in {before.casefold() for before in words[:place]}
        and not any(one != other and one in other for other in words)
    ]


def _in_sentence(sentence: str, today: date) -> Iterable[tuple[int, str]]:
    for match in _RELATIVE.finditer(sentence):
        yield match.start(), _tidy(match.group())
    for dated in _dates(sentence):
        if dated.last >= today:
            continue
        start = _begin(sentence, dated)
        if start is not None:
            yield start, _tidy(sentence[start : dated.end])


def _begin(sentence: str, dated: _Dated) -> int | None:
    """Where what is overtaken begins; None where the date tells of the past."""
    to_come = [match.start() for match in _TO_COME.finditer(sentence, 0, dated.start)]
    if to_come and dated.end - to_come[-1] <= _LONGEST:
        return to_come[-1]
    limit = _LIMIT.search(sentence[: dated.start])
    if limit:
        return limit.start()
    return dated.start if to_come else None


def _tidy(words: str) -> str:
    return " ".join(words.split())


def _dates(sentence: str) -> list[_Dated]:
    """Every date of the sentence; the longest reading of each place."""
    found: list[_Dated] = []
    for pattern, last_day in _FORMS:
        for match in pattern.finditer(sentence):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            try:
                last = last_day(match)
            except ValueError:
                continue
            found.append(_Dated(match.start(), match.end(), last))
    return sorted(found, key=lambda dated: dated.start)


def _day(match: re.Match[str]) -> date:
    return date(int(match["year"]), _month(match["month"]), int(match["day"]))


def _numeric_day(match: re.Match[str]) -> date:
    year = int(match["year"])
    return date(year if year > 99 else 2000 + year, int(match["month"]), int(match["day"]))


def _month_end(match: re.Match[str]) -> date:
    return _end_of(int(match["year"]), _month(match["month"]))


def _season_end(match: re.Match[str]) -> date:
    year, month = int(match["year"]), _SEASONS[match["season"].lower()]
    # A winter goes on into the next year.
    return _end_of(year + 1, 2) if month == 12 else _end_of(year, month)


def _financial_year_end(match: re.Match[str]) -> date:
    """Of 2024-25, 31 March 2025. Raises ValueError for two years that do not follow each other."""
    year = int(match["year"])
    if (year + 1) % 100 != int(match["next"]) % 100:
        raise ValueError
    return date(year + 1, 3, 31)


def _year_end(match: re.Match[str]) -> date:
    return date(int(match["year"]), 12, 31)


def _month(name: str) -> int:
    return _SHORT[name[:3].capitalize()]


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


# The longest forms first: a year alone is what is left.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date]], ...] = (
    (
        re.compile(
            rf"\b(?P<day>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b", re.IGNORECASE
        ),
        _day,
    ),
    (re.compile(rf"\b{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)\b"), _numeric_day),
    (
        re.compile(r"\b(?P<day>\d\d?)[./](?P<month>\d\d?)[./](?P<year>20\d\d|\d\d)\b"),
        _numeric_day,
    ),
    (re.compile(rf"\b{_YEAR}\s?[-–/]\s?(?P<next>(?:20)?\d\d)\b"), _financial_year_end),
    (re.compile(rf"\b{_MONTH},?\s+{_YEAR}\b", re.IGNORECASE), _month_end),
    (re.compile(rf"\b(?P<season>{'|'.join(_SEASONS)})\s+{_YEAR}\b", re.IGNORECASE), _season_end),
    (re.compile(rf"(?<![-–/.]){_ALONE}"), _year_end),
)
