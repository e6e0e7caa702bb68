"""A shared note that is typed in the form of an answer: shared, or kept while that is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessments.completeness import is_blank
from assessments.editing import drafts, submission
from assessments.editing.settling import Result, settle
from assessments.editing.submission import Submission
from assessments.filling import pages
from assessments.models import TypedDraft
from assessments.models.draft import Known
from assessments.notes.box import box_of
from assessments.notes.forms import PREFIX
from assessments.notes.subject import NoteSubject

# The button that shares it.
SHARE = "share"
GoOn = Callable[[pages.ProvisionPage], HttpResponse]


def sent_note(request: HttpRequest) -> Submission:
    """What was typed into the box of the note."""
    return submission.read(request, PREFIX)


def keeping_note(page: pages.ProvisionPage, go_on: GoOn) -> HttpResponse:
    """Goes on with the answer, once a note that was typed beside it and not shared is kept for its
    person; or shows both as they were typed, where it cannot be.
    """
    sent = sent_note(page.request)
    if f"{PREFIX}version" not in page.request.POST:
        return go_on(page)
    try:
        kept = _keep(page, sent)
    except drafts.NotKept as why:
        return _typed_again(page, f"We have not kept your note. {why.message}")
    if kept is not None and not is_blank(kept.values["note"]):
        messages.info(
            page.request,
            f"We have kept your note on {page.number} for you. You have not shared it yet",
        )
    return go_on(page)


def share(page: pages.ProvisionPage) -> HttpResponse:
    """Shares the note, and keeps what was typed in the answer's form as unsaved changes."""
    note, sent = NoteSubject(page.response), sent_note(page.request)
    try:
        answer = _keep_answer(page)
    except drafts.NotKept as why:
        return _typed_again(page, f"We have not shared your note. {why.message}")
    except drafts.KeptElsewhere:
        return _typed_again(
            page,
            "We have not shared your note. You have other unsaved changes to the answer. Save or "
            "discard those first.",
        )
    outcome = settle(page.member, note, sent)
    if outcome.result is Result.INVALID:
        return _typed_again(replace(page, draft=answer))
    if outcome.result is not Result.SAVED:
        return pages.locked(page)
    messages.success(page.request, f"You have shared a note on {page.number}")
    name = "assessments:draft" if answer else "assessments:provision"
    return redirect(f"{reverse(name, args=[page.assessment.pk, page.number])}#shared-notes")


def _keep(page: pages.ProvisionPage, sent: Submission) -> TypedDraft | None:
    """The note, below what the person had typed for one in another window. Raises NotKept."""
    note = NoteSubject(page.response)
    try:
        return drafts.keep(page.member, note, sent)
    except drafts.KeptElsewhere as other:
        typed, before = note.inputs(sent.values)["note"], other.draft.values["note"]
        both = before if is_blank(typed) or typed in before else f"{before}\n\n{typed}"
        known = Known(other.draft.revision)
        return drafts.keep(page.member, note, Submission({"note": both}, known=known))


def _keep_answer(page: pages.ProvisionPage) -> TypedDraft | None:
    """What was typed in the answer; None where nothing was, or nothing can keep it now. Unsaved
    text that the person has not gone on with stays as it is.
    """
    if page.subject.inputs(page.sent.values) == page.subject.saved_inputs():
        return None
    if not page.subject.is_open:
        return page.subject.keep_unsaved(page.member, page.sent)
    return drafts.keep(page.member, page.subject, page.sent)


def _typed_again(page: pages.ProvisionPage, message: str = "") -> HttpResponse:
    """The provision's page with the answer and the note as they were typed."""
    if message:
        messages.warning(page.request, message)
    form = NoteSubject(page.response).form(sent_note(page.request))
    return pages.show_inputs(
        page,
        page.subject.inputs(page.sent.values),
        status=422,
        version=page.sent.version,
        notes=box_of(page.member, page.response, form),
    )
