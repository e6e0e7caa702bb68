"""Brings earlier wordings back: a new save with an old text, never a change of the past."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.access import Member
from assessments.editing.answers import AnswerSubject, as_typed
from assessments.editing.body_responses import BodyResponseSubject
from assessments.editing.settling import Outcome, write
from assessments.editing.submission import Submission
from assessments.enums import Event
from assessments.history import Value, value_of
from assessments.models import HistoryEntry, Response
from selfassess.common.moments import moment


def values_after(response: Response, entry: HistoryEntry) -> dict[str, Value]:
    """What was filled in once the entry had been written, or would have been with what it kept of
    a text that was given up.

    Read backwards from what is there now, because an answer may have come in other ways than by
    saves (carried forward from an earlier assessment).
    """
    values: dict[str, Value] = dict(response.values())
    later = HistoryEntry.objects.filter(
        assessment_id=response.assessment_id,
        provision_id=response.provision_id,
        event__in=(Event.RESPONSE_SAVED, Event.CARRIED, Event.STARTED_AFRESH, Event.LEFT_OUT),
        pk__gt=entry.pk,
    ).order_by("-pk")
    for past in later:
        values |= {
            change["field"]: value_of(change["field"], change["from"]) for change in past.changes
        }
    if entry.event == Event.RESPONSE_NOT_KEPT:
        values |= {
            change["field"]: value_of(change["field"], change["to"]) for change in entry.changes
        }
    return values


def wanted(response: Response, entry: HistoryEntry, field: str = "") -> dict[str, Value]:
    """What a restore would save: all that was there after the entry, or of it one field's text
    beside what is there now.
    """
    then = values_after(response, entry)
    return {**response.values(), field: then[field]} if field in then else then


def restore(
    member: Member, subject: AnswerSubject, entry: HistoryEntry, field: str, *, version: int
) -> Outcome[AnswerSubject]:
    """Brings back what was filled in after the entry, or one field's text of it.

    Raises PermissionDenied.
    """
    values = wanted(subject.response, entry, field)
    return write(member, subject, values, _sent(as_typed(values), version), note=_note(entry))


def restore_body_response(
    member: Member, subject: BodyResponseSubject, entry: HistoryEntry, *, version: int
) -> Outcome[BodyResponseSubject]:
    """Brings back the governing body's response as the entry left it; it has to be confirmed again.

    Raises PermissionDenied.
    """
    values = {"text": text_after(entry)}
    return write(member, subject, values, _sent(values, version), note=_note(entry))


def _sent(values: Mapping[str, str], version: int) -> Submission:
    """As if it had been typed into the page that its button stands on."""
    return Submission(values, version, version)


def _note(entry: HistoryEntry) -> str:
    return f"Restored from {moment(entry.at)}"


def text_after(entry: HistoryEntry) -> str:
    """The governing body's response as the entry left it."""
    return next((change["to"] for change in entry.changes if change["field"] == "text"), "")
