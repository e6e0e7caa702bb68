"""A person's own mark on a provision: to come back to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.models.response import Response


class Flag(models.Model):
    """One person's flag on one response. No one else sees it, and it is never exported."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="flags")
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "response"], name="flag_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.response}"
