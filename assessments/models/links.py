"""What came of looking at the web addresses that a landlord's answers and evidence name."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone

from accounts.models import Landlord
from selfassess.common.jobs import WAITING, Job
from selfassess.common.reach import Outcome

# There is no such page, by the website's or the name servers' own word.
DEAD = frozenset({Outcome.NOT_FOUND, Outcome.NO_NAME})
# Something is wrong, which may be over tomorrow.
TROUBLED = frozenset({Outcome.FAULT, Outcome.LOOP, Outcome.SILENT, Outcome.CERTIFICATE})
# How long that has to last before we call the link broken: two nights in a row.
PATIENCE = timedelta(hours=12)
# Longer ones are not looked at: with the landlord, the address is a key of the table.
LONGEST = 600


class LinkCheck(models.Model):
    """One web address of one landlord, as it was found last.

    Told by the address, not by what names it, since texts and evidence items name it alike.
    """

    landlord = models.ForeignKey(Landlord, on_delete=models.CASCADE, related_name="link_checks")
    address = models.CharField(max_length=LONGEST)
    # One of `Outcome`, whose words may change.
    outcome = models.CharField(max_length=12)
    moved_to = models.CharField(max_length=LONGEST, blank=True)
    checked_at = models.DateTimeField(default=timezone.now)
    # Since when each look has found it dead or in trouble.
    failing_since = models.DateTimeField(null=True, blank=True)
    # When the officers got an email about it; empty again once it works.
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["address"]
        constraints = [
            models.UniqueConstraint(
                fields=["landlord", "address"], name="link_check_once_an_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.in_words}"

    @property
    def in_words(self) -> str:
        return str(Outcome(self.outcome).label)

    @property
    def is_broken(self) -> bool:
        """Whether people who follow it get nothing, and are not likely to tomorrow."""
        if self.outcome in DEAD:
            return True
        since = self.failing_since
        return since is not None and self.checked_at - since >= PATIENCE


class LinkRunState(models.TextChoices):
    """How far looking at a landlord's addresses has come."""

    WAITING = WAITING, "Waiting"
    CHECKING = "checking", "Being checked"
    DONE = "done", "Checked"
    FAILED = "failed", "Stopped"


class LinkRun(Job):
    """Looks at all of a landlord's addresses: one row for each landlord, begun anew each time."""

    landlord = models.OneToOneField(Landlord, on_delete=models.CASCADE, related_name="link_run")
    state = models.CharField(
        max_length=12, choices=LinkRunState.choices, default=LinkRunState.WAITING
    )
    # How many addresses there are to look at.
    total = models.PositiveIntegerField(default=0)

    UNDER_WAY = LinkRunState.CHECKING
    # It goes in pieces of half a minute.
    STALE_AFTER = timedelta(minutes=5)

    def __str__(self) -> str:
        return f"{self.landlord}: {self.get_state_display()}"
