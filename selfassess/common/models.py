"""The outbox: mail waiting to be sent, and mail that was."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def due(self, now: datetime) -> OutgoingMailQuerySet:
        """Unsent messages whose first or next try has come."""
        return self.filter(sent_at=None, due_at__lte=now)


class OutgoingMail(models.Model):
    """One message to one address, written in the transaction of the change that it tells of."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    # When it may be tried: at once, then later after every try that failed or never ended.
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
