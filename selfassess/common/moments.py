"""A day and a time of day, as GOV.UK writes them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime


def moment(at: datetime) -> str:
    """ "5 April 2026 at 3:30pm", by the clock of TIME_ZONE. Django's own am is "a.m."."""
    local = localtime(at)
    return f"{date_format(local)} at {date_format(local, 'g:iA').lower()}"


def days_away(day: date, today: date) -> str:
    """How far off a day is: today, tomorrow, in 12 days, yesterday, 3 days ago."""
    days = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")
