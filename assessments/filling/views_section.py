"""A whole section on one page: shown, and one of its provisions saved."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.access import Member
from assessments import rules
from assessments.access import assessment_for
from assessments.editing.settling import settle
from assessments.filling import pages, section_page
from assessments.filling.section_posts import NotAllKept, keep_others
from assessments.models import Assessment
from selfassess.common.typed.replay import only_saves


@only_saves
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Shows a section and saves one of its provisions, or keeps all that is typed as drafts.

    Raises Http404 for a section or a provision that is not there.
    """
    member, assessment = assessment_for(request, pk)
    responses = section_page.responses_in(assessment, number)
    if request.method != "POST":
        return section_page.show(request, member, assessment, responses)
    if not rules.may_edit(member, assessment):
        raise PermissionDenied
    wanted = request.POST.get("save", "")
    if wanted and wanted not in {response.provision.number for response in responses}:
        raise Http404
    if not wanted:
        return _keep_all(request, member, assessment, number)

    def save(page: pages.ProvisionPage) -> HttpResponse:
        return pages.answer(
            page,
            settle(member, page.subject, page.sent),
            lambda page, form, status: section_page.show(
                request, member, assessment, responses, page, status
            ),
        )

    return section_page.keeping_others(pages.load(request, member, assessment, wanted), save)


def _keep_all(
    request: HttpRequest, member: Member, assessment: Assessment, number: str
) -> HttpResponse:
    """All that was typed in the section becomes drafts."""
    try:
        kept = keep_others(request, member, assessment)
    except NotAllKept as others:
        return section_page.show_again(request, member, assessment, number, others.refused)
    if kept:
        messages.success(request, section_page.kept_notice(kept))
    return redirect("assessments:section", assessment.pk, number)
