"""Reads questions. Whether the reader may, `rules.may_read` says: who reads the answers does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import Assessment, Question, QuestionMessage
from codes.models import Provision


@dataclass(frozen=True)
class Thread:
    """A question with all that was said, the earliest first: what was asked is the first."""

    question: Question
    messages: list[QuestionMessage]

    @property
    def asked(self) -> str:
        return self.messages[0].text if self.messages else ""

    @property
    def replies(self) -> list[QuestionMessage]:
        return self.messages[1:]


def threads_of(assessment: Assessment, provision: Provision | None = None) -> list[Thread]:
    """The assessment's questions, or those about one provision, in the form's order: two queries,
    or one where there are none.
    """
    questions = Question.objects.of(assessment)
    return _with_messages(questions.filter(provision=provision) if provision else questions)


def thread_of(question: Question) -> Thread:
    """The question with what was said: one query."""
    return _with_messages([question])[0]


def _with_messages(questions: Iterable[Question]) -> list[Thread]:
    threads = {question.pk: Thread(question, []) for question in questions}
    if threads:
        for message in QuestionMessage.objects.filter(question__in=threads).order_by("pk"):
            threads[message.question_id].messages.append(message)
    return list(threads.values())
