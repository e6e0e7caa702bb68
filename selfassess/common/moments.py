"""A day and a time of day, as GOV.UK writes them."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime


def moment(at: datetime) -> str:
    """ "5 April 2026 at 3:30pm", by the clock of TIME_ZONE. Django's own am is "a.m."."""
    local = localtime(at)
    return f"{date_format(local)} at {date_format(local, 'g:iA').lower()}"
