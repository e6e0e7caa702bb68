"""When an assessment's answers, its meeting and its submission to the Ombudsman are due."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from accounts.models import Landlord
from assessments.enums import EDITABLE_STATES, OPEN_STATES, State
from assessments.models import Assessment
from selfassess.common.financial_year import FinancialYear

# Landlords with more homes than this submit by one day for all of them.
SMALL_LANDLORD_HOMES = 1000


@dataclass(frozen=True)
class DueDate:
    """A day that matters to an assessment; `day` is None until someone sets it."""

    label: str
    day: date | None
    is_late: bool = False


def submission_deadline(landlord: Landlord, year: FinancialYear) -> date:
    """The last day to submit the year's self-assessment to the Housing Ombudsman.

    More than 1,000 homes: 30 September after the year. Up to 1,000: six months after the end of
    the landlord's own financial year.
    """
    if landlord.homes > SMALL_LANDLORD_HOMES:
        return date(year.last_day.year, 9, 30)
    return _six_months_after(_year_end_in(landlord.year_end, year))


def due_dates(assessment: Assessment, landlord: Landlord, today: date) -> list[DueDate]:
    """What is due when, in the order of the work; nothing of what is over.

    The landlord is given because lists do not load it with each assessment; its Code's family has
    to be loaded. Not every Ombudsman asks for the self-assessment.
    """
    if not assessment.is_open and assessment.state != State.PUBLISHED:
        return []
    found = []
    if assessment.is_open:
        unfinished = assessment.state in EDITABLE_STATES
        undecided = assessment.state in OPEN_STATES - {State.APPROVED}
        if unfinished:
            found.append(_due("Answers due", assessment.due_date, today, still_open=True))
        meeting = assessment.meeting_day
        found.append(_due("Governing body’s meeting", meeting, today, still_open=undecided))
    if not assessment.code.family.is_submitted:
        return found
    deadline = submission_deadline(landlord, assessment.year)
    if assessment.is_open or deadline >= today:
        found.append(
            _due("Submit to the Ombudsman by", deadline, today, still_open=assessment.is_open)
        )
    return found


def _due(label: str, day: date | None, today: date, *, still_open: bool) -> DueDate:
    return DueDate(label, day, is_late=still_open and day is not None and day < today)


def _year_end_in(year_end: str, year: FinancialYear) -> date:
    """The landlord's "MM-DD" within the financial year."""
    month, day = map(int, year_end.split("-"))
    calendar_year = year.start if month >= year.first_day.month else year.start + 1
    return date(calendar_year, month, day)


def _six_months_after(day: date) -> date:
    """The same day half a year on; the last day of a month stays the last day."""
    month, year = (day.month + 6, day.year) if day.month <= 6 else (day.month - 6, day.year + 1)
    last = monthrange(year, month)[1]
    was_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, last if was_last else min(day.day, last))
