"""The history step by step: what one step did to many provisions is told once, its parts below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.enums import Event
from assessments.models import HistoryEntry
from assessments.presenters.words import Told, told
from codes.models import Code

_MANY = {
    Event.RESPONSE_SAVED: "Saved {} answers",
    Event.CARRIED: "Carried {} answers forward",
    Event.CONFIRMED: "Confirmed {} answers",
}


@dataclass(frozen=True)
class ToldStep:
    """A step over several provisions, as shown. `note`: where it is the same for all of them."""

    what: str
    note: str
    first: Told
    parts: list[Told]


def step_of(entry: HistoryEntry) -> tuple[object, ...]:
    """What the entries of one step have in common, also of those that have no batch."""
    if entry.batch:
        return (entry.batch,)
    return (entry.at, entry.event, entry.actor_id)


def told_steps(
    heads: Sequence[HistoryEntry], entries: Iterable[HistoryEntry], code: Code
) -> list[Told | ToldStep]:
    """The steps that the heads are entries of, in their order: a single entry as it is. `entries`:
    of these steps all, in the form's order.
    """
    parts: dict[tuple[object, ...], list[HistoryEntry]] = {}
    for entry in entries:
        parts.setdefault(step_of(entry), []).append(entry)
    return [_told(parts.get(step_of(head), [head]), code) for head in heads]


def _told(entries: list[HistoryEntry], code: Code) -> Told | ToldStep:
    parts = told(entries, code)
    if len(parts) == 1:
        return parts[0]
    event = Event(entries[0].event)
    words = _MANY.get(event, f"{event.label}: {{}} provisions")
    notes = {part.note for part in parts}
    note = notes.pop() if len(notes) == 1 else ""
    return ToldStep(words.format(len(parts)), note, parts[0], parts)
