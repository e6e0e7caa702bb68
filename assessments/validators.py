"""Rules on what people enter that forms, imports and commands share."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format


def validate_action_due(due: date | None, *, before: date | None, today: date) -> None:
    """Refuses a new or changed action date that has passed. One already saved may pass:
    an action can be overdue. Raises ValidationError.
    """
    if due is not None and due != before and due < today:
        raise ValidationError(
            "The date by which the action will be done must be today or in the future",
            code="past",
        )


def validate_due_before_meeting(due: date | None, meeting: date | None) -> None:
    """Refuses a date for the answers that comes after the governing body's meeting.

    Raises ValidationError.
    """
    if due is not None and meeting is not None and due > meeting:
        raise ValidationError(
            "The answers must be due on or before the meeting, which is on %(meeting)s",
            code="after_meeting",
            params={"meeting": date_format(meeting)},
        )
