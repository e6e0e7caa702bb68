"""Pages of the history: of an assessment, of one answer, of the governing body's response."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assessments.models import Assessment, HistoryEntry
from assessments.presenters import words as presenters
from assessments.presenters.steps import ToldStep, told_steps
from assessments.presenters.words import Told
from selfassess.common.http import posted_number
from selfassess.common.moments import moment

_ENTRIES_A_PAGE = 50


def show_history(
    request: HttpRequest,
    assessment: Assessment,
    entries: QuerySet[HistoryEntry],
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A page of single entries. `more`: `version` and `current`, where something can be brought
    back.
    """
    page = Paginator(entries, _ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    shown = presenters.told(page.object_list, assessment.code)
    return _show(request, assessment, page, shown, status, **more)


def show_steps(
    request: HttpRequest, assessment: Assessment, entries: QuerySet[HistoryEntry]
) -> HttpResponse:
    """A page of steps: what one step did to many provisions is one of them."""
    page = Paginator(_heads(entries), _ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    heads = list(page.object_list)
    parts = entries.filter(
        Q(batch__in=[head.batch for head in heads if head.batch])
        | Q(batch=None, at__in=[head.at for head in heads if not head.batch])
    ).order_by("provision__position", "pk")
    return _show(request, assessment, page, told_steps(heads, parts, assessment.code))


def _heads(entries: QuerySet[HistoryEntry]) -> QuerySet[HistoryEntry]:
    """The last entry of each step: of a batch; or of what one person did at the same moment, as
    steps did that had no batch.
    """
    rows = entries.order_by()
    batches = rows.exclude(batch=None).values("batch")
    moments = rows.filter(batch=None).values("at", "event", "actor_id")
    last = (found.annotate(last=Max("pk")).values("last") for found in (batches, moments))
    return entries.filter(Q(pk__in=next(last)) | Q(pk__in=next(last)))


def _show(
    request: HttpRequest,
    assessment: Assessment,
    page: Page[HistoryEntry],
    shown: Sequence[Told | ToldStep],
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "page": page,
        "entries": shown,
        "refused": status == 409,
    }
    return render(request, "assessments/filling/history.html", context | more, status=status)


def newest_save(entries: QuerySet[HistoryEntry]) -> int | None:
    """The entry whose wording is there now: nothing to bring back."""
    saves = entries.filter(event__in=presenters.SAVES)
    return saves.order_by("-pk").values_list("pk", flat=True).first()


def posted_entry(request: HttpRequest, entries: QuerySet[HistoryEntry]) -> HistoryEntry:
    """Raises Http404 for what is no save among the entries."""
    entry = posted_number(request, "entry")
    if entry is None:
        raise Http404
    return get_object_or_404(entries, pk=entry, event__in=presenters.RESTORABLE)


def say_restored(request: HttpRequest, what: str, entry: HistoryEntry) -> None:
    messages.success(
        request,
        f"We have restored {what} to the version from {moment(entry.at)}. To undo this, restore "
        "the previous version.",
    )
