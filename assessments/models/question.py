"""What people who read a submitted assessment ask about a provision, and what they are answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.enums import QuestionState, Said
from assessments.models.assessment import Assessment
from codes.models import Provision
from selfassess.common.appending import AppendOnly, AppendOnlyQuerySet


class QuestionQuerySet(models.QuerySet["Question"]):
    def of(self, assessment: Assessment) -> QuestionQuerySet:
        """The assessment's, in the form's order; the earliest of a provision first."""
        rows = self.filter(assessment=assessment).select_related("provision__section")
        return rows.order_by("provision__position", "pk")

    def open(self) -> QuestionQuerySet:
        """Those that no one has closed."""
        return self.exclude(state=QuestionState.CLOSED)


class Question(models.Model):
    """One question, about one provision: what is said is in its messages, the first being what was
    asked. `questions.services` alone changes its state.

    It names the provision and not the response, so that it stays whatever becomes of the answers.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="questions")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="+")
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    raised_by_name = models.CharField(max_length=150)
    raised_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        max_length=10, choices=QuestionState.choices, default=QuestionState.RAISED
    )
    closed_by_name = models.CharField(max_length=150, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Compared and raised by every message and by closing it.
    version = models.PositiveIntegerField(default=1)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=QuestionState.CLOSED, closed_at__isnull=False)
                | (~Q(state=QuestionState.CLOSED) & Q(closed_at__isnull=True)),
                name="question_closed_at_some_time",
            )
        ]
        indexes = [models.Index(fields=["assessment", "state"], name="question_lookup")]

    def __str__(self) -> str:
        return f"{self.assessment}: question on {self.provision}"

    @property
    def is_open(self) -> bool:
        return self.state != QuestionState.CLOSED


class QuestionMessage(AppendOnly):
    """One thing that was said. Its author is held as id and name in values, as in the history."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="messages")
    said = models.CharField(max_length=10, choices=Said.choices)
    author_id = models.BigIntegerField()
    author_name = models.CharField(max_length=150)
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    NEVER_CHANGES = "What was said about a question is never changed."
    NEVER_DELETED = "What was said about a question is never deleted."
    objects = AppendOnlyQuerySet["QuestionMessage"].as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.get_said_display()}"
