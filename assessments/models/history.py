"""Who changed what, when, from what to what: rows are only ever added."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils import timezone

from assessments.enums import Event
from assessments.models.assessment import Assessment
from codes.models import Provision


class HistoryQuerySet(models.QuerySet["HistoryEntry"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("History is append-only: entries are never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("History is append-only: entries are never deleted.")


class HistoryEntry(models.Model):
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

    objects = HistoryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["assessment", "provision", "at"], name="history_lookup"),
            models.Index(fields=["assessment", "batch"], name="history_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.get_event_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the entry. Raises TypeError for one that exists already."""
        if self.pk is not None:
            raise TypeError("History is append-only: entries are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("History is append-only: entries are never deleted.")
