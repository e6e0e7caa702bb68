"""Who changed what, when, from what to what: rows are only ever added."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from assessments.enums import Event
from assessments.models.assessment import Assessment
from codes.models import Provision
from selfassess.common.appending import AppendOnly, AppendOnlyQuerySet


class HistoryEntry(AppendOnly):
    """One change. The actor is held as id and name in values, so that it outlives the account."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="history")
    provision = models.ForeignKey(
        Provision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    event = models.CharField(max_length=24, choices=Event.choices)
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    # [{"field": "evidence", "from": "…", "to": "…"}, …]; dates as ISO text.
    changes = models.JSONField(default=list)
    note = models.TextField(blank=True)
    # The same for all entries that one step over several provisions wrote: it is undone as one.
    batch = models.UUIDField(null=True, blank=True)

    NEVER_CHANGES = "History is append-only: entries are never changed."
    NEVER_DELETED = "History is append-only: entries are never deleted."
    objects = AppendOnlyQuerySet["HistoryEntry"].as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["assessment", "provision", "at"], name="history_lookup"),
            models.Index(fields=["assessment", "batch"], name="history_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.get_event_display()}"
