"""What the landlord answers to one provision."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from assessments.enums import Answer
from assessments.fields import FIELDS, NAMES, Value
from assessments.models.assessment import Assessment
from codes.models import Provision


class Response(models.Model):
    """One provision's answer. From its start an assessment has one for each provision.

    The 2022 form has one column for evidence and commentary: it is stored as `evidence`.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="responses")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="responses")
    answer = models.CharField(max_length=16, choices=Answer.choices, blank=True)
    evidence = models.TextField(blank=True)
    commentary = models.TextField(blank=True)
    action = models.TextField(blank=True)
    action_owner = models.CharField("owner (a job title)", max_length=150, blank=True)
    action_due = models.DateField(null=True, blank=True)
    # The alternative approach, and why it meets the Code's intention.
    alternative = models.TextField(blank=True)
    # What it started from, in an earlier assessment; and whether someone still has to say that it
    # holds. Every save of a person says so.
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    to_confirm = models.BooleanField(default=False)
    # 0 until the first save; raised by every save, and named by every form that edits it.
    version = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["provision__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "provision"], name="response_once_a_provision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.provision}"

    @property
    def waits_for(self) -> str:
        """The year whose answer waits here to be confirmed; empty where none does."""
        return (self.carried_year or "an earlier year") if self.to_confirm else ""

    @property
    def carried_year(self) -> str:
        """The year that it started from; empty where there was none, or none is left."""
        return self.carried_from.assessment.year.label if self.carried_from else ""

    @property
    def counted_answer(self) -> str:
        """The answer as it counts: what was carried forward is none until someone confirms it."""
        return "" if self.to_confirm else self.answer

    @property
    def cites(self) -> bool:
        """Whether it cites an item of evidence; no query where it was loaded `with_cites`."""
        known: bool | None = self.__dict__.get("cites_loaded")
        return self.citations.exists() if known is None else known

    def values(self) -> dict[str, Value]:
        """What a person has filled in, by field name."""
        return {name: getattr(self, name) for name in NAMES}

    def copied_texts(self) -> dict[str, str]:
        """The texts that may be put into another answer's fields, by field name."""
        return {field.name: getattr(self, field.name) for field in FIELDS if field.is_copied}
