"""The page of one provision: read, fill in, and settle what two people typed at once."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from assessments import queries, rules
from assessments.access import assessment_for
from assessments.editing.earlier import used
from assessments.editing.forms import ResponseForm
from assessments.editing.settling import settle
from assessments.filling import copying, pages
from assessments.filling.noting import SHARE, keeping_note, share
from assessments.presenters import words as presenters
from selfassess.common.typed.replay import only_saves


@only_saves
@require_http_methods(["GET", "HEAD", "POST"])
def provision(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Shows one provision and saves its answer."""
    member, assessment = assessment_for(request, pk)
    page = pages.load(request, member, assessment, number)
    if request.method == "POST":
        if not rules.may_edit(member, assessment):
            raise PermissionDenied
        return share(page) if SHARE in request.POST else keeping_note(page, _posted)
    wanted = request.GET.get("copy", "")
    if wanted and not presenters.lock_reason(member, assessment):
        return _copy(page, wanted)
    return pages.show(page, ResponseForm(page.response))


def _posted(page: pages.ProvisionPage) -> HttpResponse:
    """What the form's button says: to copy a text into a field, or to save."""
    if wanted := page.request.POST.get("copy", ""):
        return _copy(page, wanted)
    if name := page.request.POST.get("use", ""):
        return _use(page, name)
    return pages.answer(page, settle(page.member, page.subject, page.sent))


def _use(page: pages.ProvisionPage, name: str) -> HttpResponse:
    """The form as it was typed, with last year's text in one of its fields too; saves nothing."""
    subject, sent = page.subject, page.sent
    if not subject.is_open:
        subject.keep_unsaved(page.member, sent)
        return pages.locked(page)
    inputs = subject.inputs(sent.values)
    earlier = queries.previous_response(page.assessment, page.response.provision)
    return pages.show_inputs(
        page,
        used(ResponseForm(page.response), inputs, name, earlier),
        focus=name,
        version=sent.version,
    )


def _copy(page: pages.ProvisionPage, wanted: str) -> HttpResponse:
    """The form as it was typed, with its empty fields filled from elsewhere; saves nothing.

    `wanted`: copying.PREVIOUS, a number, or "chosen" for the number in `copy_from`.
    """
    subject, sent = page.subject, page.sent
    if not subject.is_open:
        subject.keep_unsaved(page.member, sent)
        return pages.locked(page)
    if wanted == "chosen":
        wanted = page.request.POST.get("copy_from", "")
    is_sent = page.request.method == "POST"
    inputs = subject.inputs(sent.values) if is_sent else subject.saved_inputs()
    source = copying.source_of(page.assessment, page.response.provision, wanted)
    copied = copying.copy(page.assessment, inputs, source) if source else None
    return pages.show_inputs(
        page,
        copied.inputs if copied else inputs,
        copied=copied,
        nothing_to_copy=copied is None,
        wanted=wanted,
        version=sent.version if is_sent else page.response.version,
    )
