"""One landlord's self-assessment against one Code for one financial year."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Landlord
from assessments.enums import DETAILS_STATES, EDITABLE_STATES, OPEN_STATES, State, Trigger
from codes.models import Code
from selfassess.common.financial_year import FinancialYear


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def open(self) -> AssessmentQuerySet:
        """Those not yet published or discarded."""
        return self.filter(state__in=OPEN_STATES)

    def of(self, landlord: Landlord) -> AssessmentQuerySet:
        return self.filter(landlord=landlord)


class Assessment(models.Model):
    """One landlord's self-assessment. `workflow.carry_out` alone changes its state."""

    landlord = models.ForeignKey(Landlord, on_delete=models.PROTECT, related_name="assessments")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="assessments")
    # The calendar year in which the financial year starts: 2025 for 2025-26.
    year_start = models.PositiveSmallIntegerField()
    trigger = models.CharField(max_length=16, choices=Trigger.choices, default=Trigger.ANNUAL)
    # Of a correction: the published one whose mistake it mends.
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    # The earlier one whose answers it began with.
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Why, in the landlord's words, for residents to read: of a correction always.
    reason = models.CharField(max_length=300, blank=True)
    # Where a past year was published that is only recorded here.
    published_url = models.URLField(max_length=200, blank=True)
    meeting_date = models.DateField(null=True, blank=True)
    due_date = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    # Compared and raised by every change of state or details.
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(default=timezone.now)

    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_digest = models.CharField(max_length=64, blank=True)

    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approving_body = models.CharField(max_length=120, blank=True)
    approved_on = models.DateField("date of the meeting", null=True, blank=True)
    mrc_name = models.CharField(max_length=150, blank=True)
    minute_reference = models.CharField(max_length=60, blank=True)

    published_at = models.DateTimeField(null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-year_start", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["landlord", "year_start"],
                condition=models.Q(state__in=sorted(OPEN_STATES)),
                name="assessment_one_open_a_year",
            ),
            models.UniqueConstraint(
                fields=["landlord", "year_start"],
                condition=models.Q(state=State.RECORDED),
                name="assessment_one_recorded_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.landlord} {self.year.label}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:overview", args=[self.pk])

    @property
    def year(self) -> FinancialYear:
        return FinancialYear(self.year_start)

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE_STATES

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_recorded(self) -> bool:
        """Whether it only records what was published elsewhere: nothing is required of it."""
        return self.state == State.RECORDED

    @property
    def may_change_details(self) -> bool:
        return self.state in DETAILS_STATES
