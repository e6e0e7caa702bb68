"""The pages of questions, whatever led to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import Member
from accounts.enums import MailKind
from accounts.mail_wishes import wants
from assessments import queries, rules
from assessments.access import assessment_for
from assessments.editing.submission import Submission
from assessments.models import Assessment, Question, Response, TypedDraft
from assessments.questions.queries import thread_of, threads_of
from assessments.questions.subjects import (
    ANSWER_LABEL,
    MORE_LABEL,
    NewQuestionSubject,
    ThreadSubject,
)

# Where someone came from who reads all answers on one page.
_FROM_READING = "read"


def show(
    request: HttpRequest, template: str, assessment: Assessment, status: int = 200, **shown: Any
) -> HttpResponse:
    context = {"landlord": assessment.landlord, "assessment": assessment, **shown}
    return render(request, f"assessments/questions/{template}.html", context, status=status)


@dataclass(frozen=True)
class AskPage:
    """A request to ask about a provision, loaded and authorised."""

    request: HttpRequest
    member: Member
    subject: NewQuestionSubject

    @property
    def response(self) -> Response:
        return self.subject.response


def load_provision(request: HttpRequest, pk: int, number: str) -> AskPage:
    """Raises Http404 for a number that the assessment's Code does not have."""
    member, assessment = assessment_for(request, pk, rules.may_raise_question)
    try:
        response = queries.response_to(assessment, number)
    except Response.DoesNotExist:
        raise Http404 from None
    response.assessment = assessment
    return AskPage(request, member, NewQuestionSubject(response))


def show_ask(
    page: AskPage, form: Form, status: int = 200, draft: TypedDraft | None = None
) -> HttpResponse:
    """The page with its box, or why no question can be asked now."""
    response = page.response
    return show(
        page.request,
        "ask",
        response.assessment,
        status,
        form=form,
        response=response,
        provision=response.provision,
        is_open=page.subject.is_open,
        threads=threads_of(response.assessment, response.provision),
        known_revision=draft.revision if draft else 0,
        draft=draft,
        is_emailed=wants(page.member.user, MailKind.QUESTION_ANSWERED),
    )


def too_late(page: AskPage, sent: Submission) -> HttpResponse:
    """What was typed, to copy: questions cannot be asked any more."""
    late = replace(page, subject=page.subject.reloaded())
    return show_ask(late, late.subject.form(sent), 409)


def after_asking(page: AskPage) -> HttpResponse:
    """Back to where the person read: the provision, on its own page or among all others."""
    there = page.response.assessment_id
    number = page.response.provision.number
    if page.request.GET.get("from") == _FROM_READING:
        return redirect(f"{reverse('assessments:read', args=[there])}#{number}")
    return redirect(f"{reverse('assessments:provision', args=[there, number])}#questions")


@dataclass(frozen=True)
class ThreadPage:
    """A request for one question, loaded and authorised."""

    request: HttpRequest
    member: Member
    subject: ThreadSubject

    @property
    def question(self) -> Question:
        return self.subject.question

    @property
    def is_own(self) -> bool:
        return rules.asked(self.member, self.question)

    @property
    def label(self) -> str:
        return self.subject.label

    @property
    def said(self) -> str:
        """What we say when the text has been sent."""
        return "You have added to your question" if self.is_own else "You have sent your answer"

    @property
    def may_write(self) -> bool:
        return self.subject.is_open and self.subject.may_edit(self.member)

    def after(self, subject: ThreadSubject) -> ThreadPage:
        """The page as things are now."""
        subject.question.assessment = self.question.assessment
        subject.question.provision = self.question.provision
        return replace(self, subject=subject)


def load_question(
    request: HttpRequest, pk: int, question_pk: int, *, to_close: bool = False
) -> ThreadPage:
    """Raises Http404 for a question of another assessment; PermissionDenied for people who may not
    write to it, and do, or may not close it.
    """
    member, assessment = assessment_for(request, pk)
    question = get_object_or_404(Question.objects.of(assessment), pk=question_pk)
    question.assessment = assessment
    writes = request.method == "POST" and not to_close
    if writes and not rules.may_reply(member, question):
        raise PermissionDenied
    if to_close and not rules.may_close(member, question):
        raise PermissionDenied
    label = MORE_LABEL if rules.asked(member, question) else ANSWER_LABEL
    return ThreadPage(request, member, ThreadSubject(question, label))


def show_thread(
    page: ThreadPage,
    form: Form | None,
    status: int = 200,
    draft: TypedDraft | None = None,
    *,
    is_late: bool = False,
) -> HttpResponse:
    """The question with all that was said. `is_late`: someone said or closed something first, and
    what was typed was not sent.
    """
    return show(
        page.request,
        "question",
        page.question.assessment,
        status,
        form=form,
        thread=thread_of(page.question),
        question=page.question,
        provision=page.question.provision,
        version=page.question.version,
        may_write=page.may_write,
        may_close=page.subject.is_open and rules.may_close(page.member, page.question),
        is_own=page.is_own,
        is_late=is_late,
        known_revision=draft.revision if draft else 0,
        draft=draft,
    )


def show_close(page: ThreadPage, form: Form, status: int = 200) -> HttpResponse:
    return show(
        page.request,
        "close",
        page.question.assessment,
        status,
        form=form,
        thread=thread_of(page.question),
        question=page.question,
        provision=page.question.provision,
        version=page.question.version,
        is_own=page.is_own,
    )
