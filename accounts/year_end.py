"""The last day of a landlord's financial year: stored as "03-31", typed and shown as "31 March"."""

from __future__ import annotations

import calendar
import re

_TYPED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s/.-]*(?:of\s+)?([A-Za-z]{3,9})|(\d{1,2})\s*[\s/.-]\s*(\d{1,2})"
)


def shown(value: str) -> str:
    """ "31 March" for "03-31"."""
    month, day = value.split("-")
    return f"{int(day)} {calendar.month_name[int(month)]}"


def parse(typed: str) -> str:
    """ "03-31" for "31 March", "31 mar" or "31/3". Raises ValueError for anything else."""
    match = _TYPED.fullmatch(typed.strip())
    if match is None:
        raise ValueError(typed)
    day, month = int(match[1] or match[3]), _month(match[2] or match[4])
    # Not a leap year: most years have no 29 February.
    if not 1 <= day <= calendar.monthrange(2023, month)[1]:
        raise ValueError(typed)
    return f"{month:02d}-{day:02d}"


def _month(text: str) -> int:
    if text.isdigit():
        number = int(text)
    else:
        names = [name.lower() for name in calendar.month_name]
        found = [i for i, name in enumerate(names) if name and name.startswith(text.lower())]
        number = found[0] if len(found) == 1 else 0
    if not 1 <= number <= 12:
        raise ValueError(text)
    return number
