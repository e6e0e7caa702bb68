"""What a person has typed and not saved yet."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.access import Member
from accounts.models import Membership
from assessments.models.assessment import Assessment

# Kinds of subjects that people edit: an answer, the governing body's response, what a colleague was
# asked to write, a shared note, a question. `editing`, `asking`, `notes` and `questions` have how
# each is read, checked and saved; apps above this one have their own kinds.
ANSWER = "answer"
BODY_RESPONSE = "body_response"
CONTRIBUTION = "contribution"
# A note that is not shared yet; its subject is the provision's response.
SHARED_NOTE = "shared_note"
# A question that is not asked yet, whose subject is the provision's response; and what is said next
# about one that was.
NEW_QUESTION = "new_question"
QUESTION = "question"


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
        """The person's own: no one reads anyone else's."""
        return self.filter(membership__user=member.user.pk, membership__landlord=member.landlord.pk)

    def about(self, kind: str, *subject_ids: int) -> TypedDraftQuerySet:
        """Those of subjects of that kind: of one provision's answer, for example."""
        return self.filter(kind=kind, subject_id__in=subject_ids)

    def known_as(self, known: Known) -> TypedDraftQuerySet:
        """Those that a window knows of: never one that its person has not seen there."""
        mine = Q(window=known.window) if known.window else Q(pk__in=[])
        return self.filter(Q(revision=known.revision) | mine)

    def of(self, assessment: Assessment) -> TypedDraftQuerySet:
        """Everyone's, for the whole assessment, so that they can be removed."""
        return self.filter(assessment=assessment)


class TypedDraft(models.Model):
    """One person's unsaved text for one subject: a provision's answer, or the governing body's
    response.

    Outside the history, and for its person alone. It goes with the place in the team, when its
    person saves, and when the assessment is published or discarded.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    # What it is about: the subject's kind, and its id within that.
    kind = models.CharField(max_length=20)
    subject_id = models.PositiveBigIntegerField()
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
                fields=["membership", "kind", "subject_id"], name="draft_once_a_person_and_subject"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: draft of {self.kind} {self.subject_id}"
