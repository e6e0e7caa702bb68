"""A question, and what is said about one, as something that people type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from accounts.access import Member
from assessments import queries, rules
from assessments.editing.drafts import keep_if_possible
from assessments.editing.submission import Submission
from assessments.enums import QUESTION_STATES
from assessments.history import Value
from assessments.models import Assessment, Question, Response, TypedDraft
from assessments.models.draft import NEW_QUESTION, QUESTION
from assessments.questions import services
from assessments.questions.forms import AskForm, ReplyForm
from selfassess.common.lighttext import normalise

ANSWER_LABEL = "Your answer"
MORE_LABEL = "Say more"


class _Typed:
    """One box for a text that is always a new one."""

    def inputs(self, values: Mapping[str, str]) -> dict[str, str]:
        return {"text": normalise(values.get("text", ""))}

    def saved_inputs(self) -> dict[str, str]:
        return {"text": ""}

    def give_up(self, member: Member, texts: Mapping[str, Value], note: str) -> None:
        """Nothing is given up for another text."""


@dataclass(frozen=True)
class NewQuestionSubject(_Typed):
    """The next question about a provision; see `editing.subjects`. Its response has its assessment
    loaded.
    """

    response: Response
    kind = NEW_QUESTION
    version = 0

    @property
    def pk(self) -> int:
        return self.response.pk

    @property
    def assessment(self) -> Assessment:
        return self.response.assessment

    @property
    def is_open(self) -> bool:
        return self.assessment.state in QUESTION_STATES

    def may_edit(self, member: Member) -> bool:
        return rules.may_raise_question(member, self.assessment)

    def form(self, sent: Submission) -> AskForm:
        return AskForm(self.inputs(sent.values))

    def save(
        self, member: Member, values: Mapping[str, Value], sent: Submission, note: str
    ) -> Self:
        services.raise_question(member, self.response, str(values["text"]), draft=sent.known)
        return self

    def keep_unsaved(self, member: Member, sent: Submission) -> TypedDraft | None:
        return keep_if_possible(member, self, sent)

    def reloaded(self) -> Self:
        assessment = queries.assessment_now(self.assessment)
        response = queries.response_to(assessment, self.response.provision.number)
        response.assessment = assessment
        return replace(self, response=response)


@dataclass(frozen=True)
class ThreadSubject(_Typed):
    """What is said next about a question. `label`: what its box is called."""

    question: Question
    label: str
    kind = QUESTION

    @property
    def pk(self) -> int:
        return self.question.pk

    @property
    def assessment(self) -> Assessment:
        return self.question.assessment

    @property
    def version(self) -> int:
        return self.question.version

    @property
    def is_open(self) -> bool:
        return self.question.is_open and self.assessment.state in QUESTION_STATES

    def may_edit(self, member: Member) -> bool:
        return rules.may_reply(member, self.question)

    def form(self, sent: Submission) -> ReplyForm:
        return ReplyForm(self.inputs(sent.values), label=self.label)

    def save(
        self, member: Member, values: Mapping[str, Value], sent: Submission, note: str
    ) -> Self:
        text = str(values["text"])
        saved = services.reply(member, self.question, text, version=sent.version, draft=sent.known)
        return replace(self, question=saved)

    def keep_unsaved(self, member: Member, sent: Submission) -> TypedDraft | None:
        return keep_if_possible(member, self, sent)

    def reloaded(self) -> Self:
        assessment = queries.assessment_now(self.assessment)
        question = Question.objects.of(assessment).get(pk=self.question.pk)
        question.assessment = assessment
        return replace(self, question=question)
