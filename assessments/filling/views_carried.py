"""What becomes of a single answer carried forward: cleared, or its action marked as done."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from assessments import rules, services
from assessments.access import assessment_for
from assessments.carrying.services import start_afresh
from assessments.editing.answers import without_action
from assessments.editing.forms import ConflictForm
from assessments.filling import pages
from assessments.filling.noting import keeping_note
from assessments.filling.section_page import keeping_others
from selfassess.common.typed.asking import Question, ask, goes_back, is_sure

# The button that empties an answer.
_AFRESH = "afresh"


@require_http_methods(["GET", "HEAD", "POST"])
def carried(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Clears a carried answer, once the person is sure; or, where its action is done, shows the
    form with what that would mean for the answer, and saves nothing.
    """
    member, assessment = assessment_for(request, pk)
    if not rules.may_edit(member, assessment):
        raise PermissionDenied
    page = pages.load(request, member, assessment, number)
    if request.method != "POST":
        return redirect("assessments:provision", pk, number)
    return keeping_others(page, lambda page: keeping_note(page, _carried))


def _carried(page: pages.ProvisionPage) -> HttpResponse:
    if not page.subject.is_open:
        return pages.locked(page)
    if "done" in page.request.POST:
        return _suggest(page)
    if is_sure(page.request, _AFRESH):
        return _start_afresh(page)
    if page.sent.version != page.response.version or not page.response.to_confirm:
        return _settled_meanwhile(page)
    return _back(page) if goes_back(page.request, _AFRESH) else _ask(page)


def _ask(page: pages.ProvisionPage) -> HttpResponse:
    """Whether to empty it. What was typed becomes a draft, and goes along."""
    draft = page.subject.keep_unsaved(page.member, page.sent)
    yours = " We will keep your unsaved changes." if draft else ""
    question = Question(
        _AFRESH,
        f"Clear the answer to {page.number}?",
        f"This removes what was carried forward from {page.response.waits_for}. You can still find "
        f"it in the history of {page.number}.{yours}",
        f"Clear the answer to {page.number}",
        "Keep the answer",
    )
    return ask(
        page.request,
        question,
        {"draft": str(draft.revision if draft else page.sent.revision)},
        sent=page.sent.values,
        landlord=page.assessment.landlord,
        assessment=page.assessment,
    )


def _back(page: pages.ProvisionPage) -> HttpResponse:
    """The form as it was typed."""
    inputs = page.subject.inputs(page.sent.values)
    return pages.show_inputs(page, inputs, version=page.sent.version)


def _suggest(page: pages.ProvisionPage) -> HttpResponse:
    """The form as it was typed, but without the action; and with the answer Yes, unless the duty
    is another by now, to which the action was no answer.
    """
    inputs = without_action(page.subject.inputs(page.sent.values))
    if page.response.answer:
        inputs["answer"] = "yes"
    return pages.show_inputs(page, inputs, action_done=True, version=page.sent.version)


def _start_afresh(page: pages.ProvisionPage) -> HttpResponse:
    try:
        start_afresh(page.member, page.response, version=page.sent.version)
    except services.Locked:
        return pages.locked(pages.reloaded(page))
    except services.Conflict:
        return _settled_meanwhile(pages.reloaded(page))
    messages.success(
        page.request,
        f"You have cleared {page.number}. The history still has what was carried forward",
    )
    return redirect("assessments:provision", page.assessment.pk, page.number)


def _settled_meanwhile(page: pages.ProvisionPage) -> HttpResponse:
    """Someone confirmed or changed it first: nothing was cleared, and nothing typed is lost."""
    if ConflictForm(page.response, page.sent.values, chosen=False).contested:
        return pages.conflict(page)
    messages.success(
        page.request,
        f"{page.number} was not cleared because someone else has confirmed it. Check it again",
    )
    return redirect("assessments:provision", page.assessment.pk, page.number)
