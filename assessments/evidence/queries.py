"""Reads of the library: what a person may see of it, and where each item is cited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import Member
from assessments import rules
from assessments.enums import OPEN_STATES, SUBMITTED_STATES, EvidenceKind, State
from assessments.models import Citation, EvidenceItem, Response

ALL, PUBLIC, INTERNAL = "all", "public", "internal"
DUE, UNCITED, TO_CHECK, EARLIER = "due", "uncited", "to_check", "earlier"
SHOWN = (
    (ALL, "All items"),
    (PUBLIC, "Public"),
    (INTERNAL, "Internal"),
    (DUE, "Review due"),
    (TO_CHECK, "With clauses to check"),
    (UNCITED, "Not cited"),
    (EARLIER, "Earlier editions"),
)


@dataclass(frozen=True)
class Filter:
    """What the list was asked for."""

    search: str = ""
    show: str = ALL
    kind: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filter:
        """Reads ?q=…&show=…&kind=…; what is not offered shows everything."""
        show, kind = query.get("show", ""), query.get("kind", "")
        return cls(
            query.get("q", "").strip()[:200],
            show if show in dict(SHOWN) else ALL,
            kind if kind in EvidenceKind.values else "",
        )

    @property
    def is_on(self) -> bool:
        return self != Filter()

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        return SHOWN

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [("", "Any kind"), *EvidenceKind.choices]


@dataclass(frozen=True)
class Row:
    """One item of the list. `cited`: by how many answers; `to_check`: how many clauses wait."""

    item: EvidenceItem
    cited: int
    to_check: int
    is_due: bool


def library(member: Member, wanted: Filter, today: date) -> list[Row]:
    """The items that are asked for, by title: one query."""
    theirs = _seen_through(member)
    waits = Q(
        citations__needs_checking=True, citations__response__assessment__state__in=OPEN_STATES
    )
    items = visible(member).annotate(
        cited=Count("citations", filter=theirs, distinct=True),
        to_check=Count("citations", filter=waits & theirs, distinct=True),
    )
    rows = [Row(item, item.cited, item.to_check, is_due(item, today)) for item in items]
    return [row for row in rows if _is_shown(row, wanted) and matches(row.item, wanted.search)]


def _is_shown(row: Row, wanted: Filter) -> bool:
    item = row.item
    if wanted.kind and item.kind != wanted.kind:
        return False
    is_earlier = item.replaced_by_id is not None
    if wanted.show == ALL:
        # An earlier edition goes on being shown while something of it is to be done.
        return not is_earlier or row.to_check > 0
    return {
        PUBLIC: item.is_public and not is_earlier,
        INTERNAL: not item.is_public and not is_earlier,
        DUE: row.is_due,
        UNCITED: not row.cited and not is_earlier,
        TO_CHECK: row.to_check > 0,
        EARLIER: is_earlier,
    }[wanted.show]


def is_due(item: EvidenceItem, today: date) -> bool:
    """Whether it is time to review it: an earlier edition needs none."""
    due = item.review_on is not None and item.review_on <= today
    return due and item.replaced_by_id is None


def matches(item: EvidenceItem, search: str) -> bool:
    """Whether each of the words is somewhere in what the item says of itself."""
    said = f"{item.title} {item.address} {item.file_name} {item.owner}".casefold()
    return all(word in said for word in search.casefold().split())


def visible(member: Member) -> QuerySet[EvidenceItem]:
    """The landlord's items that the person may see."""
    items = EvidenceItem.objects.of(member.landlord)
    if rules.reads_drafts(member):
        return items
    return items.filter(_seen_through(member)).distinct()


def to_cite(response: Response, search: str) -> list[EvidenceItem]:
    """The items that the answer could cite: the newest editions that it does not cite yet, those
    that the landlord cites most first.
    """
    items = EvidenceItem.objects.of(response.assessment.landlord).current()
    free = items.exclude(citations__response=response).annotate(cited=Count("citations"))
    return [item for item in free.order_by("-cited", "title", "pk") if matches(item, search)]


def item_for(member: Member, pk: int) -> EvidenceItem:
    """An item that the person may see. Raises Http404 for another landlord's, PermissionDenied."""
    items = EvidenceItem.objects.of(member.landlord).select_related(
        "landlord", "replaced_by", "created_by", "changed_by"
    )
    item = get_object_or_404(items, pk=pk)
    if not visible(member).filter(pk=pk).exists():
        raise PermissionDenied
    return item


def cited_by(member: Member, item: EvidenceItem) -> list[Citation]:
    """Where the person may see it cited, the latest year first and in the form's order: one
    query.
    """
    rows = item.citations.filter(_seen_through(member, "")).exclude(
        response__assessment__state=State.DISCARDED
    )
    loaded = rows.select_related("response__provision", "response__assessment__code__family")
    return list(
        loaded.order_by(
            "-response__assessment__year_start",
            "-response__assessment__created_at",
            "response__provision__position",
        )
    )


def _seen_through(member: Member, before: str = "citations__") -> Q:
    """Of citations those in assessments that the person reads."""
    if rules.reads_drafts(member):
        return Q()
    return Q(**{f"{before}response__assessment__state__in": SUBMITTED_STATES})
