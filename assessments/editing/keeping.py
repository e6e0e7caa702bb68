"""What the address of one's own draft answers: kept, or discarded once the person is sure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.access import Member
from assessments.editing import drafts
from assessments.editing.subjects import Drafted
from assessments.editing.submission import Submission
from assessments.models import TypedDraft
from assessments.models.draft import Known
from selfassess.common.http import asks_for_json
from selfassess.common.typed.asking import Question, ask, goes_back, is_sure

# The button that discards a draft.
_DISCARD = "throw_away"


@dataclass(frozen=True)
class Pages:
    """Where it goes from here. `back`: the subject's page; `onward`: the draft's own; `again`:
    shows what was typed again, given another draft, so that this can replace it knowingly;
    `passes_by`: the person is on the way elsewhere, and is not told where nothing had to be kept.
    """

    back: HttpResponse
    onward: HttpResponse
    again: Callable[[TypedDraft | None], HttpResponse]
    question: str
    passes_by: bool = False


def keep_or_discard(
    request: HttpRequest, member: Member, subject: Drafted, sent: Submission, pages: Pages
) -> HttpResponse:
    """Keeps what was sent; or throws away, which is asked first; answers a script with JSON and a
    browser with a page. Raises PermissionDenied.
    """
    if is_sure(request, _DISCARD):
        drafts.throw_away(member, subject, sent.known or Known())
        messages.success(request, "You have discarded your changes")
        return pages.back
    if goes_back(request, _DISCARD):
        return pages.onward
    # The button beside an offered draft sends no text.
    if _DISCARD in request.POST and "version" not in sent.values:
        return _ask(request, subject, sent, pages, sent.revision)
    try:
        kept = drafts.keep(member, subject, sent)
    except drafts.NotKept as refused:
        return _refused(request, refused.message, pages)
    except drafts.KeptElsewhere as other:
        message = f"You have other unsaved changes to this, from {_time(other.draft)}."
        if not asks_for_json(request):
            message += " Select Save for later without sharing again to replace them."
        return _refused(request, message, pages, other.draft)
    if _DISCARD in request.POST and kept:
        return _ask(request, subject, sent, pages, kept.revision)
    return _say_kept(request, kept, pages)


def _say_kept(request: HttpRequest, kept: TypedDraft | None, pages: Pages) -> HttpResponse:
    """`kept`: None where what was typed has already been saved."""
    if asks_for_json(request):
        revision, at = (kept.revision, _time(kept)) if kept else (0, "")
        return JsonResponse({"kept": True, "at": at, "revision": revision})
    if kept is None and pages.passes_by:
        return pages.onward
    if kept is None:
        messages.success(request, "This has already been saved, so there are no changes to keep")
        return pages.back
    messages.success(request, f"Unsaved changes kept at {_time(kept)}. Only you can see them")
    return pages.onward


def _ask(
    request: HttpRequest, subject: Drafted, sent: Submission, pages: Pages, revision: int
) -> HttpResponse:
    """Whether to throw the draft of that revision away: what was typed last is in it."""
    question = Question(
        _DISCARD,
        pages.question,
        "You cannot get them back. The saved version will not change.",
        "Discard my changes",
        "Keep my changes",
    )
    return ask(
        request,
        question,
        {"draft": str(revision)},
        sent=sent.values,
        landlord=subject.assessment.landlord,
        assessment=subject.assessment,
    )


def _refused(
    request: HttpRequest, message: str, pages: Pages, other: TypedDraft | None = None
) -> HttpResponse:
    if asks_for_json(request):
        return JsonResponse({"kept": False, "message": message})
    messages.warning(request, f"We have not kept your changes. {message}")
    return pages.again(other)


def _time(kept: TypedDraft) -> str:
    return date_format(localtime(kept.updated_at), "g:iA").lower()
