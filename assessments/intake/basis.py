"""What an assessment said when one of its files was downloaded, so that the file can come back.

The file names the moment (`moment_of`); the history, which is only ever added to, tells what was
said then. What the file says is a hint: one that does not fit is no basis, and the form is then
compared with what is here now alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from accounts.models import Landlord
from assessments.enums import Event
from assessments.fields import Values
from assessments.history import changes_between, value_of
from assessments.models import Assessment, HistoryEntry, Response

# Entries of these events tell of a change of the answer itself.
_CHANGING = (Event.RESPONSE_SAVED, Event.CARRIED, Event.STARTED_AFRESH)
# What tells of answers; and the first of all, so that there is a moment from the start.
_TOLD = (*_CHANGING, Event.STARTED, Event.RECORDED)
_MOMENT = re.compile(r"(\d{1,18})/(\d{1,18})/(\d{8}T\d{12})")


@dataclass(frozen=True)
class Basis:
    """An assessment as it was at a moment.

    `values`: by number, what was said then; `since`: by number, the last change after it. A
    provision is in `values` only where the history leads back to it without a gap.
    """

    values: Mapping[str, Values] = field(default_factory=dict)
    since: Mapping[str, HistoryEntry] = field(default_factory=dict)


def moment_of(assessment: Assessment) -> str:
    """The last change of an answer so far, as a file names it; empty before the first entry.

    The time of the entry is in it, so that a file of another installation, or of before a
    restored backup, is not taken for one of this history.
    """
    last = _entries(assessment).order_by("-pk").first()
    return _name(last) if last else ""


def basis_of(moment: str, assessment: Assessment, responses: Iterable[Response]) -> Basis | None:
    """The assessment as it was at the moment; None where that is none of its history.

    `responses`: the assessment's own, as they are now, with their provisions.
    """
    entry = _entry_of(moment)
    if entry is None or entry.assessment_id != assessment.pk:
        return None
    later = _entries(assessment).filter(pk__gt=entry.pk, provision__code=assessment.code_id)
    values: dict[str, Values] = {row.provision.number: row.values() for row in responses}
    since: dict[str, HistoryEntry] = {}
    for change in later.filter(event__in=_CHANGING).select_related("provision").order_by("-pk"):
        number = change.provision.number if change.provision else ""
        since.setdefault(number, change)
        if number in values:
            before = _before(change, values.pop(number))
            if before is not None:
                values[number] = before
    return Basis(values, since)


def taken_from(moment: str, landlord: Landlord) -> Assessment | None:
    """The landlord's assessment that the moment is one of; None for any other file."""
    entry = _entry_of(moment)
    return entry.assessment if entry and entry.assessment.landlord_id == landlord.pk else None


def _entry_of(moment: str) -> HistoryEntry | None:
    named = _MOMENT.fullmatch(moment)
    if named is None:
        return None
    entries = HistoryEntry.objects.filter(assessment=int(named[1]), pk=int(named[2]))
    entry = entries.filter(event__in=_TOLD).select_related("assessment__code").first()
    return entry if entry and _name(entry) == moment else None


def _entries(assessment: Assessment) -> QuerySet[HistoryEntry]:
    return assessment.history.filter(event__in=_TOLD)


def _before(change: HistoryEntry, after: Values) -> Values | None:
    """What was said before the change; None where the change did not lead to `after`."""
    told = {item["field"]: item["to"] for item in change.changes}
    if changes_between(told, {name: after[name] for name in told if name in after}):
        return None
    return {**after} | {
        item["field"]: value_of(item["field"], item["from"]) for item in change.changes
    }


def _name(entry: HistoryEntry) -> str:
    return f"{entry.assessment_id}/{entry.pk}/{entry.at:%Y%m%dT%H%M%S%f}"
