"""What is a person's own in an assessment: their flags and their unsaved changes."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from accounts.access import Member
from assessments import rules
from assessments.editing.answers import as_typed
from assessments.filling.flags import flags_in
from assessments.filling.presenters.overview import Own
from assessments.models import Assessment, Response, TypedDraft
from assessments.models.draft import ANSWER, BODY_RESPONSE, NEW_QUESTION, QUESTION, SHARED_NOTE
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
        unsent=_unsent(assessment, responses, typed),
        notes=note_counts(assessment) if rules.shares_notes(member, assessment) else {},
    )


def _unsent(
    assessment: Assessment, responses: Iterable[Response], typed: Iterable[tuple[str, int]]
) -> list[tuple[str, str]]:
    """What the person began to ask or to say about a question: what it is, and where it is."""
    numbers = {row.pk: row.provision.number for row in responses}
    found = []
    for kind, pk in typed:
        if kind == NEW_QUESTION and pk in numbers:
            where = reverse("assessments:ask_question", args=[assessment.pk, numbers[pk]])
            found.append((f"Question about {numbers[pk]}", where))
        elif kind == QUESTION:
            where = reverse("assessments:question", args=[assessment.pk, pk])
            found.append(("What you say about a question", where))
    return found
