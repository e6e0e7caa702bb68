"""Reads shared notes. Whether the reader may, `rules.shares_notes` says."""

from __future__ import annotations

from django.db.models import Count

from assessments.models import Assessment, Response, SharedNote


def notes_on(response: Response) -> list[SharedNote]:
    """The response's notes, the earliest first: one query."""
    return list(SharedNote.objects.filter(response=response))


def note_counts(assessment: Assessment) -> dict[int, int]:
    """How many notes there are, by response, without those that have none: one query."""
    rows = SharedNote.objects.filter(response__assessment=assessment).order_by()
    return dict(rows.values_list("response").annotate(Count("pk")))
