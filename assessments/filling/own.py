"""What is a person's own in an assessment: their flags and their unsaved changes."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.access import Member
from assessments import rules
from assessments.editing.answers import as_typed
from assessments.filling.flags import flags_in
from assessments.filling.presenters.overview import Own
from assessments.models import Assessment, Response, TypedDraft
from assessments.models.draft import ANSWER, BODY_RESPONSE, SHARED_NOTE
from assessments.notes.queries import note_counts


def own_in(member: Member, assessment: Assessment, responses: Iterable[Response]) -> Own:
    """Two queries, and one for people who share notes. What was typed and is saved by now, as it
    stands, is no unsaved change.
    """
    drafts = TypedDraft.objects.by(member).filter(assessment=assessment)
    typed = {(draft.kind, draft.subject_id): draft.values for draft in drafts}
    answers = {pk: values for (kind, pk), values in typed.items() if kind == ANSWER}
    return Own(
        flags_in(member, assessment),
        frozenset(
            row.pk
            for row in responses
            if answers.get(row.pk, {}) not in ({}, as_typed(row.values()))
            or (SHARED_NOTE, row.pk) in typed
        ),
        in_body_response=any(kind == BODY_RESPONSE for kind, _ in typed),
        notes=note_counts(assessment) if rules.shares_notes(member, assessment) else {},
    )
