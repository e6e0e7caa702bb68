"""What the pages of all that is edited have in common."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Generic, Self

from django.http import HttpRequest

from accounts.access import Member
from assessments.editing.settling import Edited, Outcome
from assessments.editing.submission import Submission
from assessments.models import TypedDraft


@dataclass(frozen=True)
class EditedPage(Generic[Edited]):
    """A request for the page of what is edited, loaded and authorised.

    `sent`: what was typed; `draft`: the person's own that holds what the page shows; `other`: one
    that does not, and that the page's form is to replace knowingly.
    """

    request: HttpRequest
    member: Member
    subject: Edited
    sent: Submission
    draft: TypedDraft | None = field(default=None, kw_only=True)
    other: TypedDraft | None = field(default=None, kw_only=True)

    @property
    def known_revision(self) -> int:
        """That of the draft which the page's form is to name."""
        named = self.other or self.draft
        return named.revision if named else self.sent.revision

    @property
    def is_unkept(self) -> bool:
        """Whether what the page shows as typed stands nowhere else."""
        return self.request.method == "POST" and self.draft is None

    def after(self, outcome: Outcome[Edited]) -> Self:
        """The page as things are once its form was settled."""
        return replace(
            self, subject=outcome.subject, sent=outcome.sent, draft=outcome.draft or self.draft
        )
