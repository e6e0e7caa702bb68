"""The shared notes of a provision on their own page: added, kept unsaved, taken back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import Member
from assessments import queries, rules
from assessments.access import assessment_for
from assessments.editing import submission
from assessments.editing.keeping import Pages, keep_or_discard
from assessments.editing.settling import Result, settle
from assessments.editing.submission import Submission
from assessments.models import Response, SharedNote
from assessments.notes import services
from assessments.notes.box import box_of
from assessments.notes.forms import PREFIX, NoteForm
from assessments.notes.subject import NoteSubject
from assessments.presenters.words import lock_reason
from assessments.services import Locked
from selfassess.common.typed.asking import Question, ask, goes_back, is_sure
from selfassess.common.typed.replay import only_saves

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
# The button that takes one's own note back.
_TAKE_BACK = "take_back"
_TOO_LATE = "You can share notes only while the answers can be changed"


@dataclass(frozen=True)
class _Page:
    """A request for the notes on one provision, loaded and authorised."""

    request: HttpRequest
    member: Member
    response: Response

    @property
    def number(self) -> str:
        return self.response.provision.number

    @property
    def back(self) -> HttpResponse:
        """To the notes on the provision's own page."""
        there = [self.response.assessment_id, self.number]
        return redirect(f"{reverse('assessments:provision', args=there)}#shared-notes")

    @property
    def sent(self) -> Submission:
        """What was typed, also into the box that stands in the form of an answer."""
        is_beside = f"{PREFIX}version" in self.request.POST
        return submission.read(self.request, PREFIX if is_beside else "")

    def show(self, status: int = 200, form: NoteForm | None = None) -> HttpResponse:
        assessment = self.response.assessment
        context = {
            "landlord": assessment.landlord,
            "assessment": assessment,
            "provision": self.response.provision,
            "notes": box_of(self.member, self.response, form),
            "typed": "" if status == 200 else self.sent.values.get("note", ""),
            "lock_reason": lock_reason(self.member, assessment),
        }
        return render(self.request, "assessments/notes/notes.html", context, status=status)


def _load(request: HttpRequest, pk: int, number: str) -> _Page:
    """Raises Http404 for a number that the assessment's Code does not have."""
    member, assessment = assessment_for(request, pk, rules.shares_notes)
    try:
        response = queries.response_to(assessment, number)
    except Response.DoesNotExist:
        raise Http404 from None
    response.assessment = assessment
    return _Page(request, member, response)


@only_saves
@_get_or_post
def notes(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """What officers and contributors say about one provision; adds a note."""
    page = _load(request, pk, number)
    if request.method != "POST":
        return page.show()
    outcome = settle(page.member, NoteSubject(page.response), page.sent)
    if outcome.result is Result.SAVED:
        messages.success(request, f"You have shared a note on {number}")
        return page.back
    if outcome.result is Result.INVALID:
        return page.show(422, NoteSubject(page.response).form(page.sent))
    return page.show(409)


@only_saves
@_get_or_post
def draft(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Where a note is kept while it is typed; the provision's page has it in its box."""
    page = _load(request, pk, number)
    if request.method != "POST":
        return page.back
    subject = NoteSubject(page.response)
    question = f"Discard your unsaved note on {number}?"
    where = Pages(page.back, page.back, lambda _: page.show(409, subject.form(page.sent)), question)
    return keep_or_discard(request, page.member, subject, page.sent, where)


@_get_or_post
def take_back(request: HttpRequest, pk: int, number: str, note: int) -> HttpResponse:
    """Asks, and takes one's own note back. Raises PermissionDenied for anyone else's."""
    page = _load(request, pk, number)
    found = get_object_or_404(SharedNote, pk=note, response=page.response)
    found.response = page.response
    if found.author_id != page.member.user.pk:
        raise PermissionDenied
    if not NoteSubject(page.response).is_open:
        messages.warning(request, _TOO_LATE)
        return page.back
    if goes_back(request, _TAKE_BACK):
        return page.back
    return _take_back(page, found) if is_sure(request, _TAKE_BACK) else _ask(page)


def _take_back(page: _Page, note: SharedNote) -> HttpResponse:
    try:
        services.take_back(page.member, note)
    except Locked:
        messages.warning(page.request, _TOO_LATE)
    else:
        messages.success(page.request, f"You have taken back your note on {page.number}")
    return page.back


def _ask(page: _Page) -> HttpResponse:
    question = Question(
        _TAKE_BACK,
        f"Take back your note on {page.number}?",
        "It will no longer be shown with the provision. Officers and contributors can still find "
        "it in the history.",
        "Take back the note",
        "Keep the note",
    )
    assessment = page.response.assessment
    return ask(page.request, question, landlord=assessment.landlord, assessment=assessment)
