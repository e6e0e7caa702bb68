"""A shared note as something that people type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from accounts.access import Member
from assessments import queries, rules
from assessments.editing.drafts import keep_if_possible
from assessments.editing.submission import Submission
from assessments.enums import NOTE_STATES
from assessments.history import Value
from assessments.models import Assessment, Response, TypedDraft
from assessments.models.draft import SHARED_NOTE
from assessments.notes.forms import NoteForm
from assessments.notes.services import share
from selfassess.common.lighttext import normalise


@dataclass(frozen=True)
class NoteSubject:
    """The next note on a provision; see `editing.subjects`. Its response has its assessment loaded.

    It is always a new one, so that no two people's notes are in each other's way.
    """

    response: Response
    kind = SHARED_NOTE
    version = 0

    @property
    def pk(self) -> int:
        return self.response.pk

    @property
    def assessment(self) -> Assessment:
        return self.response.assessment

    @property
    def is_open(self) -> bool:
        return self.assessment.state in NOTE_STATES

    def may_edit(self, member: Member) -> bool:
        return rules.shares_notes(member, self.assessment)

    def inputs(self, values: Mapping[str, str]) -> dict[str, str]:
        return {"note": normalise(values.get("note", ""))}

    def saved_inputs(self) -> dict[str, str]:
        return {"note": ""}

    def form(self, sent: Submission) -> NoteForm:
        return NoteForm(self.inputs(sent.values))

    def save(
        self, member: Member, values: Mapping[str, Value], sent: Submission, note: str
    ) -> Self:
        share(member, self.response, str(values["note"]), draft=sent.known)
        return self

    def give_up(self, member: Member, texts: Mapping[str, Value], note: str) -> None:
        """Nothing is given up for another text."""

    def keep_unsaved(self, member: Member, sent: Submission) -> TypedDraft | None:
        return keep_if_possible(member, self, sent)

    def reloaded(self) -> Self:
        assessment = queries.assessment_now(self.assessment)
        response = queries.response_to(assessment, self.response.provision.number)
        response.assessment = assessment
        return replace(self, response=response)
