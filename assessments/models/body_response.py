"""The governing body's response, published alongside the self-assessment (Code 2024, 8.2)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from assessments.models.assessment import Assessment


class GoverningBodyResponse(models.Model):
    """Anyone who may read can draft it. It counts once a member or the clerk has confirmed it."""

    assessment = models.OneToOneField(
        Assessment, on_delete=models.CASCADE, related_name="body_response"
    )
    text = models.TextField(blank=True)
    # 0 until the first save; compared and raised by every change.
    version = models.PositiveIntegerField(default=0)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.assessment}: governing body’s response"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None
