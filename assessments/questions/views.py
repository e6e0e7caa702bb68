"""The questions about a self-assessment: listed, asked, answered and closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from assessments.access import assessment_for
from assessments.editing import submission
from assessments.editing.drafts import draft_of
from assessments.editing.keeping import Pages, keep_or_discard
from assessments.editing.settling import Result, settle
from assessments.questions import pages, queries, services
from assessments.questions.forms import AskForm, CloseForm, ReplyForm
from assessments.questions.presenters import listed
from assessments.services import Conflict, Locked
from selfassess.common.http import posted_version

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
_LATE = (
    "Someone has said something since you opened this page, so we have not closed the question. "
    "Read it, then close the question."
)


@require_safe
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """All questions: what waits for an answer, what has one, and what is closed."""
    _, assessment = assessment_for(request, pk)
    return pages.show(
        request, "questions", assessment, questions=listed(queries.threads_of(assessment))
    )


@_get_or_post
def ask(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Asks a question about one provision.

    It is read by others at once, so that after a lost session it waits for its button.
    """
    page = pages.load_provision(request, pk, number)
    if request.method != "POST":
        draft = draft_of(page.member, page.subject)
        form = AskForm(initial=draft.values if draft else {})
        return pages.show_ask(page, form, draft=draft)
    outcome = settle(page.member, page.subject, submission.read(request))
    if outcome.result is Result.SAVED:
        messages.success(request, f"You have asked a question about {number}")
        return pages.after_asking(page)
    if outcome.result is Result.INVALID:
        return pages.show_ask(page, page.subject.form(outcome.sent), 422, outcome.draft)
    return pages.too_late(page, outcome.sent)


@_get_or_post
def ask_draft(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Where a question is kept while it is typed."""
    page = pages.load_provision(request, pk, number)
    back = redirect("assessments:ask_question", pk, number)
    if request.method != "POST":
        return back
    sent = submission.read(request)
    title = f"Discard your unsaved question about {number}?"
    again = Pages(back, back, lambda _: pages.show_ask(page, page.subject.form(sent), 409), title)
    return keep_or_discard(request, page.member, page.subject, sent, again)


@_get_or_post
def question(request: HttpRequest, pk: int, question_pk: int) -> HttpResponse:
    """One question with all that was said, and a box to answer it or to say more."""
    page = pages.load_question(request, pk, question_pk)
    if request.method != "POST":
        draft = draft_of(page.member, page.subject) if page.may_write else None
        initial = draft.values if draft else {}
        return pages.show_thread(page, ReplyForm(label=page.label, initial=initial), draft=draft)
    outcome = settle(page.member, page.subject, submission.read(request))
    page = page.after(outcome.subject)
    if outcome.result is Result.SAVED:
        messages.success(request, page.said)
        return redirect("assessments:question", pk, question_pk)
    if outcome.result is Result.INVALID:
        return pages.show_thread(page, page.subject.form(outcome.sent), 422, outcome.draft)
    form = page.subject.form(outcome.sent)
    return pages.show_thread(page, form, 409, outcome.draft, is_late=True)


@_get_or_post
def question_draft(request: HttpRequest, pk: int, question_pk: int) -> HttpResponse:
    """Where an answer is kept while it is typed."""
    page = pages.load_question(request, pk, question_pk)
    back = redirect("assessments:question", pk, question_pk)
    if request.method != "POST":
        return back
    sent = submission.read(request)

    def again(_: object) -> HttpResponse:
        return pages.show_thread(page, page.subject.form(sent), 409)

    where = Pages(back, back, again, "Discard what you typed about this question?")
    return keep_or_discard(request, page.member, page.subject, sent, where)


@_get_or_post
def close(request: HttpRequest, pk: int, question_pk: int) -> HttpResponse:
    """Closes a question, once the person has said so."""
    page = pages.load_question(request, pk, question_pk, to_close=True)
    if request.method != "POST":
        is_open = page.subject.is_open
        form = CloseForm(is_own=page.is_own)
        return pages.show_close(page, form) if is_open else pages.show_thread(page, None)
    form = CloseForm(request.POST, is_own=page.is_own)
    if page.subject.is_open and not form.is_valid():
        return pages.show_close(page, form, 422)
    try:
        text = form.cleaned_data["text"] if page.subject.is_open else ""
        services.close(page.member, page.question, text, version=posted_version(request))
    except (Conflict, Locked):
        return _closed_late(page.after(page.subject.reloaded()))
    messages.success(request, "You have closed the question")
    return redirect("assessments:questions", pk)


def _closed_late(page: pages.ThreadPage) -> HttpResponse:
    """Someone said something first, or closed it: with what was typed, to send or to copy."""
    if not page.subject.is_open:
        form = CloseForm(page.request.POST, is_own=True)
        return pages.show_thread(page, form, 409, is_late=True)
    messages.warning(page.request, _LATE)
    return pages.show_close(page, CloseForm(page.request.POST, is_own=page.is_own), 409)
