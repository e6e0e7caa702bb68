"""What a colleague was asked to write about one provision, and what they wrote."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.enums import OPEN_CONTRIBUTION, WITH_COLLEAGUE, Answer, ContributionState
from assessments.fields import BY_NAME, Value
from assessments.models.assessment import Assessment
from assessments.models.response import Response
from selfassess.common.appending import AppendOnly, AppendOnlyQuerySet

# What a colleague may write, by the names of the answer's fields.
WRITTEN = ("answer", "evidence", "commentary")
# Someone who has not joined, where their address does not belong.
INVITED = "someone invited by email"


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def open(self) -> ContributionQuerySet:
        """Neither accepted nor taken over."""
        return self.filter(state__in=sorted(OPEN_CONTRIBUTION))

    def with_colleague(self) -> ContributionQuerySet:
        """Those that wait for the person who was asked."""
        return self.filter(state__in=sorted(WITH_COLLEAGUE))

    def of(self, assessment: Assessment) -> ContributionQuerySet:
        return self.filter(response__assessment=assessment)


class Contribution(models.Model):
    """One colleague's part in one provision: theirs until it is accepted, and in no output.

    `asking.services` alone changes its state.
    """

    # Not CASCADE: another Code takes its answers along, and these with them.
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="contributions")
    # Who was asked; none for someone who was invited and has not joined, and after their account is
    # gone. The name stays, and the address until they have joined.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    state = models.CharField(
        max_length=12, choices=ContributionState.choices, default=ContributionState.ASKED
    )

    # What is wanted, by when, and who asked.
    note = models.TextField(blank=True)
    due_date = models.DateField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_by_name = models.CharField(max_length=150)
    asked_on = models.DateTimeField(default=timezone.now)

    answer = models.CharField(max_length=16, choices=Answer.choices, blank=True)
    evidence = models.TextField(blank=True)
    commentary = models.TextField(blank=True)
    # Of what is not theirs: whom to ask instead. Of what was sent back: what the officer asks for.
    reply = models.TextField(blank=True)
    remark = models.TextField(blank=True)
    # Raised by every save and every change of its state; named by every form that edits it.
    version = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["response__provision__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "person"],
                condition=models.Q(state__in=sorted(OPEN_CONTRIBUTION)),
                name="contribution_one_open_a_person",
            ),
            models.UniqueConstraint(
                fields=["response", "email"],
                condition=models.Q(state__in=sorted(OPEN_CONTRIBUTION), person=None)
                & ~models.Q(email=""),
                name="contribution_one_open_an_address",
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="contribution_asked_of")]

    def __str__(self) -> str:
        return f"{self.response}: {self.who}"

    @property
    def who(self) -> str:
        """Who was asked: the name, or the address of someone who has not joined yet."""
        return self.name or self.email or "a former colleague"

    @property
    def named(self) -> str:
        """Who was asked, for records that are never changed: no address."""
        return self.name or (INVITED if self.email else "a former colleague")

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_CONTRIBUTION

    @property
    def is_with_colleague(self) -> bool:
        """Whether it waits for the person who was asked."""
        return self.state in WITH_COLLEAGUE

    def is_late(self, today: date) -> bool:
        """Whether the day has passed and it is still the colleague's turn."""
        return self.is_with_colleague and self.due_date < today

    @property
    def has_text(self) -> bool:
        return any(getattr(self, name) for name in WRITTEN)

    def values(self) -> dict[str, Value]:
        """What the colleague proposes, by the names of the answer's fields."""
        return {name: getattr(self, name) for name in WRITTEN}

    def texts(self) -> list[tuple[str, str]]:
        """What was written, with the label of each field; without what is empty."""
        code = self.response.provision.code
        values = [(BY_NAME[name], getattr(self, name)) for name in WRITTEN]
        return [(field.label_in(code), field.in_words(value)) for field, value in values if value]


class ContributionVersion(AppendOnly):
    """What stood in a contribution after a save, or was typed and given up for what was saved.

    Its own history, for its people and the officers: the assessment's tells who did what, and has
    no text of a colleague before it is accepted. The author is held as in the history.
    """

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="versions"
    )
    author_id = models.BigIntegerField()
    author_name = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=16, blank=True)
    evidence = models.TextField(blank=True)
    commentary = models.TextField(blank=True)
    reply = models.TextField(blank=True)
    # False: typed, and given up for what was saved.
    is_saved = models.BooleanField(default=True)

    NEVER_CHANGES = "What a colleague wrote is never changed: it is written anew."
    NEVER_DELETED = "What a colleague wrote is never deleted."
    objects = AppendOnlyQuerySet["ContributionVersion"].as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.contribution}: {self.author_name}"
