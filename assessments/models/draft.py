"""What a person has typed and not saved yet."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.access import Member
from accounts.models import Membership
from assessments.models.assessment import Assessment
from assessments.models.body_response import GoverningBodyResponse
from assessments.models.response import Response


@dataclass(frozen=True)
class Known:
    """Which draft a window knows of: by its revision (0: none), or because it kept it itself."""

    revision: int = 0
    window: str = ""

    def is_of(self, draft: TypedDraft) -> bool:
        """Whether that is the draft."""
        return draft.revision == self.revision or (
            bool(self.window) and draft.window == self.window
        )


class TypedDraftQuerySet(models.QuerySet["TypedDraft"]):
    def by(self, member: Member) -> TypedDraftQuerySet:
        """The person's own: nobody reads another's."""
        return self.filter(membership__user=member.user.pk, membership__landlord=member.landlord.pk)

    def about(self, subject: Response | GoverningBodyResponse) -> TypedDraftQuerySet:
        """Those of one provision's answer, or of the governing body's response."""
        if isinstance(subject, Response):
            return self.filter(response=subject.pk)
        return self.filter(body_response=subject.pk)

    def known_as(self, known: Known) -> TypedDraftQuerySet:
        """Those that a window knows of: never one that its person has not seen there."""
        mine = Q(window=known.window) if known.window else Q(pk__in=[])
        return self.filter(Q(revision=known.revision) | mine)

    def of(self, assessment: Assessment) -> TypedDraftQuerySet:
        """Everybody's, of the whole assessment; for removing them."""
        return self.filter(
            Q(response__assessment=assessment) | Q(body_response__assessment=assessment)
        )


class TypedDraft(models.Model):
    """One person's unsaved text for one provision, or for the governing body's response.

    Outside the history, and for its person alone. It goes with the place in the team, when its
    person saves, and when the assessment is published or discarded.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    response = models.ForeignKey(
        Response, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    body_response = models.ForeignKey(
        GoverningBodyResponse, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # The version that was on the page when it was typed.
    base_version = models.PositiveIntegerField()
    # What the form would send, by the names of its inputs: what a save would refuse is kept too.
    values = models.JSONField(default=dict)
    # Raised every time; a page names the one that it knows, so that of two windows in which one
    # person types neither overwrites the other's draft unseen.
    revision = models.PositiveIntegerField(default=1)
    # The window that kept it last: it may go on even where it never got our answer.
    window = models.CharField(max_length=32, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = TypedDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "response"], name="draft_once_a_person_and_response"
            ),
            models.UniqueConstraint(
                fields=["membership", "body_response"], name="draft_once_a_person_and_body"
            ),
            models.CheckConstraint(
                condition=Q(response__isnull=False, body_response__isnull=True)
                | Q(response__isnull=True, body_response__isnull=False),
                name="draft_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"Draft of {self.response or self.body_response}"
