"""The governing body's response as something that people edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from accounts.access import Member
from assessments import queries, rules, services
from assessments.editing.drafts import keep_if_possible
from assessments.editing.forms import BodyResponseForm
from assessments.editing.submission import Submission
from assessments.enums import Event
from assessments.history import Value
from assessments.models import Assessment, TypedDraft
from assessments.models.draft import BODY_RESPONSE
from selfassess.common.lighttext import normalise


@dataclass(frozen=True)
class BodyResponseSubject:
    """The governing body's response; see `settling.Subject`. The assessment has it loaded."""

    assessment: Assessment
    kind = BODY_RESPONSE

    @property
    def pk(self) -> int:
        return self.assessment.body_response.pk

    @property
    def version(self) -> int:
        return self.assessment.body_response.version

    @property
    def is_open(self) -> bool:
        return self.assessment.state in rules.BODY_RESPONSE_STATES

    def may_edit(self, member: Member) -> bool:
        return rules.may_draft_body_response(member, self.assessment)

    def inputs(self, values: Mapping[str, str]) -> dict[str, str]:
        return {"text": normalise(values.get("text", ""))}

    def saved_inputs(self) -> dict[str, str]:
        return {"text": normalise(self.assessment.body_response.text)}

    def form(self, sent: Submission) -> BodyResponseForm:
        return BodyResponseForm(sent.values)

    def save(
        self, member: Member, values: Mapping[str, Value], sent: Submission, note: str
    ) -> Self:
        text = str(values["text"])
        services.save_body_response(
            member, self.assessment, text, version=sent.version, draft=sent.known, note=note
        )
        return self

    def give_up(self, member: Member, texts: Mapping[str, Value], note: str) -> None:
        before = {"text": self.assessment.body_response.text}
        event = Event.BODY_RESPONSE_NOT_KEPT
        services.record_not_kept(member, self.assessment, event, before, texts, note)

    def keep_unsaved(self, member: Member, sent: Submission) -> TypedDraft | None:
        return keep_if_possible(member, self, sent)

    def reloaded(self) -> Self:
        return replace(self, assessment=queries.assessment_now(self.assessment))
