"""Pages of the history: of an assessment, of one answer, of the governing body's response."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assessments.models import Assessment, HistoryEntry
from assessments.presenters import words as presenters
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
    """A page of entries. `more`: `version` and `current`, where something can be brought back."""
    page = Paginator(entries, _ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "page": page,
        "entries": presenters.told(page.object_list, assessment.code),
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
        f"We have restored {what} to the version from {moment(entry.at)}. To undo this, "
        "restore the previous version.",
    )
