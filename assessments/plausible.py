"""Which dates and Codes are most likely a slip. The person who enters one is asked about it.

Pure, and told once for every form. Each function says in a sentence why it asks; "" where nothing
is odd. What was saved before (`before`) is not asked about again.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

from django.utils.formats import date_format

from selfassess.common.financial_year import FinancialYear

# Longer than any action that we have seen in a published form.
_YEARS_OF_AN_ACTION = 5
# Meetings are planned a municipal year ahead at most.
_YEARS_AHEAD = 2


class InForce(Protocol):
    """When a Code holds."""

    @property
    def in_force_from(self) -> date: ...

    @property
    def superseded_on(self) -> date | None: ...


def action_due(due: date | None, *, before: date | None, today: date) -> str:
    """Of the date by which an action will be done."""
    if due is None or due == before:
        return ""
    if due > years_after(today, _YEARS_OF_AN_ACTION):
        return f"It is more than {_YEARS_OF_AN_ACTION} years away."
    return ""


def past_action_due(due: date | None, *, before: date | None, year: FinancialYear) -> str:
    """Of the same date in the record of an earlier year."""
    if due is None or due == before:
        return ""
    if due < year.first_day:
        return f"It is before {year} began."
    if due > years_after(year.last_day, _YEARS_OF_AN_ACTION):
        return f"It is more than {_YEARS_OF_AN_ACTION} years after {year}."
    return ""


def planned(day: date | None, *, before: date | None, today: date) -> str:
    """Of a day in the plan: when the answers are due, when the governing body meets."""
    if day is None or day == before:
        return ""
    if day < today:
        return "It has passed."
    return _far_ahead(day, today)


def meeting_held(day: date | None, *, today: date) -> str:
    """Of the meeting that approved."""
    if day is None or day >= years_after(today, -1):
        return ""
    return "It is more than a year ago."


def in_a_paper(day: date | None, *, before: date | None, today: date) -> str:
    """Of a date in the committee paper, which may be written after the day."""
    if day is None or day == before:
        return ""
    return meeting_held(day, today=today) or _far_ahead(day, today)


def code_for_year(code: InForce, year: FinancialYear) -> str:
    """Of a Code that held neither in the year nor in the six months after it, in which the year's
    self-assessment is submitted.
    """
    last = date(year.last_day.year, 9, 30)
    begins = date_format(code.in_force_from)
    if code.superseded_on and code.superseded_on <= year.first_day:
        ended = date_format(code.superseded_on - timedelta(days=1))
        return f"It was in force from {begins} to {ended}."
    return f"It came into force on {begins}." if code.in_force_from > last else ""


def years_after(day: date, years: int) -> date:
    """The same day in another year; 28 February for 29 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _far_ahead(day: date, today: date) -> str:
    is_far = day > years_after(today, _YEARS_AHEAD)
    return f"It is more than {_YEARS_AHEAD} years away." if is_far else ""
