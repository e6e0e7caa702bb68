"""What was asked when an assessment was returned, and what has changed since, until a decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from assessments.citations import FIELD
from assessments.enums import Event, State
from assessments.fields import BY_NAME, Kind
from assessments.models import Assessment, HistoryEntry
from assessments.presenters.words import label_of, past_text
from codes.models import Provision

_UNDECIDED = frozenset({State.DRAFT, State.RETURNED, State.IN_REVIEW})
_SHORT = 3
# What changes an answer.
_CHANGES = (
    *(Event.RESPONSE_SAVED, Event.CARRIED, Event.STARTED_AFRESH, Event.LEFT_OUT),
    *(Event.CITED, Event.CITATION_CHANGED, Event.UNCITED),
)


@dataclass(frozen=True)
class ThenAndNow:
    """One field of an answer, as it was when the assessment was returned and as it became.

    `is_text`: whether it is told word by word.
    """

    label: str
    then: str
    now: str
    is_text: bool


@dataclass(frozen=True)
class ChangedAnswer:
    """A provision whose answer has changed since."""

    provision: Provision
    fields: list[ThenAndNow]

    @property
    def labels(self) -> str:
        return ", ".join(field.label.lower() for field in self.fields)


@dataclass(frozen=True)
class Round:
    """One return: who asked what, and what was changed up to the next one, or up to now."""

    asked: str
    who: str
    at: datetime
    changed: list[ChangedAnswer]

    @property
    def is_short(self) -> bool:
        """Whether it is short enough to be shown open."""
        return len(self.changed) <= _SHORT


def rounds(assessment: Assessment, steps: Sequence[HistoryEntry]) -> list[Round]:
    """The returns that have not been decided since, the newest first: one query at most.

    `steps`: the assessment's own entries of the workflow, the earliest first. An approval decides
    about all that was asked before it.
    """
    if assessment.state not in _UNDECIDED:
        return []
    returns: list[HistoryEntry] = []
    for step in steps:
        if step.event == Event.APPROVE:
            returns = []
        elif step.event == Event.RETURN:
            returns.append(step)
    if not returns:
        return []
    entries = _changes_since(assessment, returns[0])
    ends = [*(step.pk for step in returns[1:]), None]
    return [
        Round(
            step.note,
            step.actor_name,
            step.at,
            _changed(
                assessment,
                [entry for entry in entries if step.pk < entry.pk and (not end or entry.pk < end)],
            ),
        )
        for step, end in reversed(list(zip(returns, ends, strict=True)))
    ]


def _changes_since(assessment: Assessment, first: HistoryEntry) -> list[HistoryEntry]:
    entries = assessment.history.filter(
        event__in=_CHANGES, pk__gt=first.pk, provision__code=assessment.code_id
    )
    return list(entries.select_related("provision").order_by("provision__position", "pk"))


def _changed(assessment: Assessment, entries: Iterable[HistoryEntry]) -> list[ChangedAnswer]:
    """Each provision once, from what its first entry found to what its last one left."""
    found: dict[Provision, dict[str, tuple[str, str]]] = {}
    for entry in entries:
        if entry.provision is None:
            continue
        fields = found.setdefault(entry.provision, {})
        for change in entry.changes:
            name = change["field"]
            if name == FIELD:
                fields[name] = _items(fields.get(name, ("", "")), change)
                continue
            then = fields[name][0] if name in fields else change["from"]
            fields[name] = (then, change["to"])
    told = [
        ChangedAnswer(provision, _told(assessment, fields)) for provision, fields in found.items()
    ]
    return [answer for answer in told if answer.fields]


def _items(so_far: tuple[str, str], change: dict[str, str]) -> tuple[str, str]:
    """What went and what came of the items that an answer cites: what came and went again is in
    neither.
    """
    gone, new = ([text for text in texts.split("; ") if text] for texts in so_far)
    for text, wanted, other in ((change["from"], gone, new), (change["to"], new, gone)):
        if text in other:
            other.remove(text)
        elif text:
            wanted.append(text)
    return "; ".join(gone), "; ".join(new)


def _told(assessment: Assessment, fields: dict[str, tuple[str, str]]) -> list[ThenAndNow]:
    kinds = {name: field.kind is Kind.TEXT for name, field in BY_NAME.items()} | {FIELD: False}
    return [
        ThenAndNow(
            label_of(assessment.code, name),
            past_text(name, fields[name][0]),
            past_text(name, fields[name][1]),
            is_text,
        )
        for name, is_text in kinds.items()
        if name in fields and fields[name][0] != fields[name][1]
    ]
