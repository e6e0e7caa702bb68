"""Reads of one's own drafts."""

from __future__ import annotations

from accounts.access import Member
from assessments.drafting.values import Subject, saved_inputs
from assessments.models import TypedDraft


def draft_of(member: Member, subject: Subject) -> TypedDraft | None:
    """The person's own draft, where it says anything else than what is saved."""
    draft = TypedDraft.objects.by(member).about(subject).first()
    if draft is None or draft.values == saved_inputs(subject):
        return None
    return draft
