"""Asks, answers and closes questions; history and emails in the same transaction.

None of it touches an answer: what is locked stays locked.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.access import Member
from assessments import rules
from assessments.enums import QUESTION_STATES, Event, QuestionState, Said
from assessments.history import record
from assessments.models import Assessment, Question, QuestionMessage, Response
from assessments.models.draft import NEW_QUESTION, QUESTION, Known
from assessments.questions import mails
from assessments.services import Conflict, Locked, end_draft


def raise_question(
    member: Member,
    response: Response,
    text: str,
    *,
    draft: Known | None = None,
    at: datetime | None = None,
) -> Question:
    """Asks a question about the response's provision, and emails the complaints officers.

    `draft`: the person's own that this makes an end of. The same text that the person asked there
    last is not asked again: a button pressed twice. Raises PermissionDenied or Locked.
    """
    assessment, now = response.assessment, at or timezone.now()
    if not rules.may_raise_question(member, assessment):
        raise PermissionDenied
    with transaction.atomic():
        _hold(assessment)
        end_draft(member, NEW_QUESTION, response.pk, draft)
        if same := _asked_just_now(member, response, text):
            return same
        question = Question.objects.create(
            assessment=assessment,
            provision=response.provision,
            raised_by=member.user,
            raised_by_name=member.user.name,
            raised_at=now,
        )
        _say(member, question, Said.ASKED, text, now)
        record(assessment, Event.QUESTION_RAISED, member.user, provision=response.provision, at=now)
        mails.tell_officers(member, question)
    return question


def reply(
    member: Member,
    question: Question,
    text: str,
    *,
    version: int,
    draft: Known | None = None,
    at: datetime | None = None,
) -> Question:
    """An officer answers, or the person who asked says more; the other side gets an email.

    `version`: the question's on the page that asked. Raises PermissionDenied, Locked, or Conflict
    where someone has said something or closed it since.
    """
    now, asks = at or timezone.now(), rules.asked(member, question)
    if not rules.may_reply(member, question):
        raise PermissionDenied
    with transaction.atomic():
        _hold(question.assessment)
        state = QuestionState.RAISED if asks else QuestionState.ANSWERED
        _move(question, version, state=state)
        end_draft(member, QUESTION, question.pk, draft)
        _say(member, question, Said.ASKED if asks else Said.ANSWERED, text, now)
        event = Event.QUESTION_RAISED if asks else Event.QUESTION_ANSWERED
        record(question.assessment, event, member.user, provision=question.provision, at=now)
        (mails.tell_officers if asks else mails.tell_who_asked)(member, question)
    return Question.objects.get(pk=question.pk)


def close(
    member: Member,
    question: Question,
    text: str = "",
    *,
    version: int,
    at: datetime | None = None,
) -> Question:
    """Closes the question; an officer who did not ask it says why in `text`, which the form asks.

    Raises PermissionDenied, Locked, or Conflict where someone has said something or closed it
    since.
    """
    now = at or timezone.now()
    if not rules.may_close(member, question):
        raise PermissionDenied
    with transaction.atomic():
        _hold(question.assessment)
        _move(
            question,
            version,
            state=QuestionState.CLOSED,
            closed_by_name=member.user.name,
            closed_at=now,
        )
        _say(member, question, Said.CLOSED, text, now)
        record(
            question.assessment,
            Event.QUESTION_CLOSED,
            member.user,
            provision=question.provision,
            at=now,
        )
    return Question.objects.get(pk=question.pk)


def _hold(assessment: Assessment) -> None:
    """Takes the assessment's row: an approval waits for what is said, or that for the approval."""
    open_ones = Assessment.objects.filter(pk=assessment.pk, state__in=QUESTION_STATES)
    if not open_ones.update(edited_at=F("edited_at")):
        raise Locked


def _move(question: Question, version: int, **to: str | datetime) -> None:
    """The one change of a question's row. Raises Conflict where it has another version by now."""
    moved = Question.objects.open().filter(pk=question.pk, version=version)
    if not moved.update(version=F("version") + 1, **to):
        raise Conflict


def _say(member: Member, question: Question, said: Said, text: str, now: datetime) -> None:
    QuestionMessage.objects.create(
        question=question,
        said=said,
        author_id=member.user.pk,
        author_name=member.user.name,
        text=text,
        at=now,
    )


def _asked_just_now(member: Member, response: Response, text: str) -> Question | None:
    mine = Question.objects.filter(
        assessment=response.assessment, provision=response.provision, raised_by=member.user
    )
    last = mine.filter(version=1).order_by("pk").last()
    is_same = last is not None and last.messages.filter(text=text).exists()
    return last if is_same else None
