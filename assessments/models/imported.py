"""A form that someone uploaded, kept with the assessment that it was uploaded to."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone

from assessments.enums import ImportState
from assessments.models.assessment import Assessment
from selfassess.common.financial_year import FinancialYear
from selfassess.common.jobs import Job

# Reading is ended after a minute at most: what has not moved for longer has lost its worker.
STALE_AFTER = timedelta(minutes=3)


class ImportedFile(Job):
    """One file or pasted text, what was found in it, and what became of it.

    The sender is held as id and name in values, so that the file outlives the account.
    """

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="imported_files"
    )
    # The sender's own name for it, made safe to show and to send back.
    name = models.CharField(max_length=150)
    # The content lies in Django's storage under its digest.
    storage_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    uploaded_by_id = models.BigIntegerField()
    uploaded_by_name = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    # The Code that the person says it is about; empty where the content is to tell.
    edition = models.CharField(max_length=40, blank=True)
    # The year that the person says it is for, as `Assessment.year_start`; none before they were
    # asked. Where it is not the assessment's own, the form has gone into that year's record.
    form_year = models.PositiveSmallIntegerField(null=True, blank=True)
    # `ImportResult.as_data()`; empty before it was read.
    result = models.JSONField(default=dict)
    state = models.CharField(
        max_length=12, choices=ImportState.choices, default=ImportState.WAITING
    )
    # What of the history came of it last.
    batch = models.UUIDField(null=True, blank=True)

    UNDER_WAY = ImportState.READING
    STALE_AFTER = STALE_AFTER

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("assessments:imported", args=[self.assessment_id, self.pk])

    @property
    def recorded_as(self) -> FinancialYear | None:
        """The earlier year in whose record the form was put instead; of a form kept here none."""
        if self.form_year in (None, self.assessment.year_start):
            return None
        return FinancialYear(self.form_year)

    @property
    def was_imported(self) -> bool:
        """Whether anything of it ever went into the answers, also if that was undone: the history
        tells for good what came of it, and an undo can be taken back.
        """
        return self.batch is not None

    @property
    def has_answers(self) -> bool:
        """Whether answers came from it and still are from it."""
        return self.was_imported and self.state != ImportState.UNDONE
