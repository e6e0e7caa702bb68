"""What happens to citations when their answers move: sent for approval, copied, cleared.

As in `services`, a write and its history are in one transaction, which is the caller's here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from accounts.models import User
from assessments.enums import Event
from assessments.history import record
from assessments.models import Assessment, Citation, HistoryEntry, Response
from assessments.models.evidence import named

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
    links: Mapping[int, Response],
    actor: User,
    note: str,
    at: datetime,
) -> None:
    """Has answers cite what earlier answers did, also where they cite something already.

    `links`: by an earlier answer's id the one that takes its citations over. Where an item has a
    newer edition by now, the clause waits to be checked.
    """
    rows = Citation.objects.filter(response__in=links).select_related("item")
    there = _cited(links.values())
    new: list[Citation] = []
    entries: list[HistoryEntry] = []
    for row in rows.order_by("response", "position", "pk"):
        target = links[row.response_id]
        if row.item_id in there.setdefault(target.pk, []):
            continue
        new.append(
            Citation(
                response=target,
                item=row.item,
                clause=row.clause,
                position=len(there[target.pk]),
                needs_checking=row.item.replaced_by_id is not None,
            )
        )
        there[target.pk].append(row.item_id)
        entries.append(_entry(target, row, actor, note, at))
    Citation.objects.bulk_create(new)
    HistoryEntry.objects.bulk_create(entries)


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
        assessment=target.assessment,
        provision=target.provision,
        event=Event.CITED,
        actor_id=actor.pk,
        actor_name=actor.name,
        at=at,
        changes=[{"field": FIELD, "from": "", "to": named(citation.item.title, citation.clause)}],
        note=note,
    )
