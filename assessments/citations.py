"""What happens to citations when their answers move: sent for approval, copied, cleared.

As in `services`, a write and its history are in one transaction, which is the caller's here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from accounts.models import User
from assessments.enums import Event, citation_label
from assessments.history import record
from assessments.models import Assessment, Citation, HistoryEntry, Response

# What the history calls an item that an answer cites.
FIELD = "evidence_item"


def freeze(assessment: Assessment) -> None:
    """Keeps with each citation what its item says now: the answers have been sent for approval."""
    for citation in Citation.objects.of(assessment):
        Citation.objects.filter(pk=citation.pk).update(sent=citation.item.facts.as_data())


def thaw(assessment: Assessment) -> None:
    """Has the citations say what their items say: the answers can be changed again."""
    Citation.objects.of(assessment).order_by().update(sent=None)


def record_citation(
    response: Response,
    event: Event,
    actor: User,
    before: str,
    after: str,
    *,
    note: str = "",
    at: datetime | None = None,
) -> HistoryEntry:
    """Tells the history of one answer that it cites something else now. Its assessment and its
    provision have to be loaded.
    """
    return record(
        response.assessment,
        event,
        actor,
        provision=response.provision,
        changes=[{"field": FIELD, "from": before, "to": after}],
        note=note,
        at=at,
    )


def copy(
    pairs: Collection[tuple[int, Response]],
    actor: User,
    note: str,
    at: datetime,
) -> None:
    """Has answers cite what earlier answers did, also where they cite something already.

    `pairs`: an earlier answer's id, with the one that takes its citations over; its assessment and
    provision are loaded. Where an item has a newer edition by now, the clause waits to be checked.
    """
    earlier: dict[int, list[Citation]] = {}
    rows = Citation.objects.filter(response__in={pk for pk, _ in pairs}).select_related("item")
    for row in rows:
        earlier.setdefault(row.response_id, []).append(row)
    there = _cited(target for pk, target in pairs if pk in earlier)
    new, entries = [], []
    for pk, target in pairs:
        for row in earlier.get(pk, ()):
            items = there.setdefault(target.pk, [])
            if row.item_id not in items:
                new.append(_copied(row, target, len(items)))
                entries.append(_entry(target, row, actor, note, at))
                items.append(row.item_id)
    Citation.objects.bulk_create(new)
    HistoryEntry.objects.bulk_create(entries)


def _copied(citation: Citation, target: Response, position: int) -> Citation:
    return Citation(
        response=target,
        item=citation.item,
        clause=citation.clause,
        position=position,
        needs_checking=citation.item.replaced_by_id is not None,
    )


def clear(response: Response, actor: User, at: datetime) -> None:
    """Removes all citations of an answer that is cleared."""
    for citation in response.citations.select_related("item"):
        record_citation(response, Event.UNCITED, actor, citation.in_words, "", at=at)
    response.citations.all().delete()


def _cited(responses: Iterable[Response]) -> dict[int, list[int]]:
    """The items that answers cite, by the answer's id: one query."""
    found: dict[int, list[int]] = {}
    rows = Citation.objects.filter(response__in=[row.pk for row in responses])
    for response, item in rows.values_list("response_id", "item_id"):
        found.setdefault(response, []).append(item)
    return found


def _entry(
    target: Response, citation: Citation, actor: User, note: str, at: datetime
) -> HistoryEntry:
    return HistoryEntry(
        assessment_id=target.assessment_id,
        provision=target.provision,
        event=Event.CITATION_CARRIED,
        actor_id=actor.pk,
        actor_name=actor.name,
        at=at,
        changes=[
            {"field": FIELD, "from": "", "to": citation_label(citation.item.title, citation.clause)}
        ],
        note=note,
    )
