"""A whole section on one page: shown, and its provisions saved, one of them or all."""

from __future__ import annotations

import re
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.access import Member
from assessments import queries, rules
from assessments.access import assessment_for
from assessments.editing.answers import AnswerSubject
from assessments.editing.earlier import used
from assessments.editing.forms import ResponseForm
from assessments.editing.settling import settle
from assessments.filling import pages, section_page
from assessments.filling.saving_all import save_all
from assessments.filling.section_posts import NotAllKept, changed_in, keep_others, sent_for
from assessments.models import Assessment
from selfassess.common.typed.replay import only_saves

# The button that saves all that was typed.
_ALL = "all"
_FIELD_OF_ONE = re.compile(r"p([\w.]+)-(\w+)")


@only_saves
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Shows a section and saves one of its provisions or all, or keeps all that is typed unsaved.

    Raises Http404 for a section or a provision that is not there.
    """
    member, assessment = assessment_for(request, pk)
    responses = section_page.responses_in(assessment, number)
    if request.method != "POST":
        return section_page.show(request, member, assessment, responses)
    if not rules.may_edit(member, assessment):
        raise PermissionDenied
    if "use" in request.POST:
        return _use(request, member, assessment, number)
    wanted = request.POST.get("save", "")
    if wanted == _ALL:
        return save_all(request, member, assessment, number)
    if not wanted:
        return _keep_all(request, member, assessment, number)
    if wanted not in {response.provision.number for response in responses}:
        raise Http404
    return section_page.keeping_others(pages.load(request, member, assessment, wanted), _save)


def _save(page: pages.ProvisionPage) -> HttpResponse:
    def show(page: pages.ProvisionPage, form: ResponseForm, status: int) -> HttpResponse:
        section = page.response.provision.section.number
        responses = section_page.responses_in(page.assessment, section)
        wrong = {page.number: section_page.Sent(page.sent, page.draft, is_wrong=True)}
        return section_page.show(
            page.request, page.member, page.assessment, responses, wrong, status
        )

    return pages.answer(page, settle(page.member, page.subject, page.sent), show)


def _keep_all(
    request: HttpRequest, member: Member, assessment: Assessment, number: str
) -> HttpResponse:
    """All that was typed in the section is kept unsaved."""
    try:
        kept = keep_others(request, member, assessment)
    except NotAllKept as others:
        return section_page.show_again(request, member, assessment, number, others.refused)
    if kept:
        messages.success(request, section_page.kept_notice(kept))
    return redirect("assessments:section", assessment.pk, number)


def _use(request: HttpRequest, member: Member, assessment: Assessment, number: str) -> HttpResponse:
    """The section as it was typed, with an earlier year's text in one field too; saves nothing."""
    typed = list(changed_in(request, assessment))
    if not assessment.is_editable:
        return section_page.locked(request, member, assessment, number, typed)
    responses = section_page.responses_in(assessment, number)
    sent = {one.response.provision.number: section_page.Sent(what) for one, what in typed}
    found = _FIELD_OF_ONE.fullmatch(request.POST["use"])
    response = next((row for row in responses if found and row.provision.number == found[1]), None)
    if found and response:
        own = sent_for(request, found[1])
        earlier = queries.previous_response(assessment, response.provision)
        inputs = AnswerSubject(response).inputs(own.values)
        inputs = used(ResponseForm(response), inputs, found[2], earlier)
        sent[found[1]] = section_page.Sent(replace(own, values=inputs), focus=found[2])
    return section_page.show(request, member, assessment, responses, sent)
