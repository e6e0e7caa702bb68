"""One landlord's self-assessment against one Code for one financial year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Landlord
from assessments.enums import DETAILS_STATES, EDITABLE_STATES, OPEN_STATES, State, Trigger
from codes.models import Code, Family
from codes.validators import HOUSING_OMBUDSMAN
from selfassess.common.financial_year import FinancialYear


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def open(self) -> AssessmentQuerySet:
        """Those not yet published or discarded."""
        return self.filter(state__in=OPEN_STATES)

    def of(self, landlord: Landlord, family: str | None = None) -> AssessmentQuerySet:
        """The landlord's: those against Codes of one family, or all."""
        rows = self.filter(landlord=landlord)
        return rows if family is None else rows.filter(family=family)

    def of_year(self, year: FinancialYear) -> AssessmentQuerySet:
        return self.filter(year_start=year.start)

    def recorded(self) -> AssessmentQuerySet:
        """Those that only record what was published elsewhere."""
        return self.filter(state=State.RECORDED)


class Assessment(models.Model):
    """One landlord's self-assessment. `workflow.carry_out` alone changes its state."""

    landlord = models.ForeignKey(Landlord, on_delete=models.PROTECT, related_name="assessments")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="assessments")
    # The Code's, which no constraint could follow.
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
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
    # Where an earlier year was published that is only recorded here.
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
    # With the version of its recipe; see assessments/digest.py.
    submitted_digest = models.CharField(max_length=80, blank=True)

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
                fields=["landlord", "year_start", "family"],
                condition=models.Q(state__in=sorted(OPEN_STATES)),
                name="assessment_one_open_a_year_and_family",
            ),
            models.UniqueConstraint(
                fields=["landlord", "year_start", "family"],
                condition=models.Q(state=State.RECORDED),
                name="assessment_one_recorded_a_year_and_family",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.landlord} {self.label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Takes the family from the Code when it is added; a Code is changed within its family."""
        if self._state.adding:
            self.family_id = self.code.family_id
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("assessments:overview", args=[self.pk])

    @property
    def year(self) -> FinancialYear:
        return FinancialYear(self.year_start)

    @property
    def names_code(self) -> bool:
        """Whether a page has to say which Code it is against: another than the Housing Ombudsman’s,
        beside which the landlord may have one of the same year.
        """
        return self.family_id != HOUSING_OMBUDSMAN

    @property
    def label(self) -> str:
        """The year, with the Code where that has to be said."""
        return f"{self.year.label} ({self.code})" if self.names_code else self.year.label

    @property
    def meeting_day(self) -> date | None:
        """When the governing body met that approved it; before, when it is to meet."""
        return self.approved_on or self.meeting_date

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
