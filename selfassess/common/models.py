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
    # Emptied once it is sent, since it may hold a link that opens something.
    body = models.TextField(blank=True)
    # Who writes, as it stands in the frame; and why, with the address at which to say "no more".
    sender = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=300, blank=True)
    unsubscribe = models.TextField(blank=True)
    # The landlord that it is about, as a plain number: this app knows none. Null: about nobody's.
    landlord_id = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # When it may be tried: at once, then later after every try that failed or never ended.
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    # What went wrong, in words for who looks after a team; empty while a try is under way.
    trouble = models.CharField(max_length=300, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["landlord_id", "created_at"], name="mail_of_a_landlord")]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
