"""One's own draft of a provision: kept, gone on with, or discarded."""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from assessments import rules
from assessments.access import assessment_for
from assessments.editing.drafts import draft_of
from assessments.editing.forms import ResponseForm
from assessments.editing.keeping import Pages, keep_or_discard
from assessments.filling import pages
from assessments.filling.noting import keeping_note
from assessments.filling.section_page import keeping_others
from assessments.models import TypedDraft
from selfassess.common.http import posted_number
from selfassess.common.typed.replay import only_saves


@only_saves
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """The form with the draft in it, to go on; and where it is kept."""
    member, assessment = assessment_for(request, pk)
    if not rules.may_edit(member, assessment):
        raise PermissionDenied
    page = pages.load(request, member, assessment, number)
    if request.method == "POST":
        return keeping_others(page, lambda page: keeping_note(page, _keep))
    mine = draft_of(member, page.subject)
    return _go_on(page, mine) if mine else redirect("assessments:provision", pk, number)


def _keep(page: pages.ProvisionPage) -> HttpResponse:
    there = (page.assessment.pk, page.number)
    to_evidence = _way_to_evidence(page)
    where = Pages(
        back=redirect("assessments:provision", *there),
        onward=to_evidence or redirect("assessments:draft", *there),
        again=lambda other: _typed(replace(page, other=other)),
        question=f"Discard your unsaved changes to {page.number}?",
        passes_by=to_evidence is not None,
    )
    return keep_or_discard(page.request, page.member, page.subject, page.sent, where)


def _way_to_evidence(page: pages.ProvisionPage) -> HttpResponse | None:
    """To what the answer cites, for a button that leads there: what was typed is kept first."""
    wanted, there = page.request.POST.get("cite", ""), (page.assessment.pk, page.number)
    if wanted == "add":
        return redirect("assessments:cite", *there)
    citation = posted_number(page.request, "cite")
    return None if citation is None else redirect("assessments:citation", *there, citation)


def _go_on(page: pages.ProvisionPage, mine: TypedDraft) -> HttpResponse:
    """The form as it was left; beside what someone saved since; or to copy, while locked."""
    of_draft = pages.with_draft(page, mine)
    if not page.subject.is_open:
        return pages.locked(of_draft)
    if mine.base_version != page.response.version:
        return pages.conflict(of_draft)
    return pages.show_inputs(of_draft, mine.values)


def _typed(page: pages.ProvisionPage) -> HttpResponse:
    """The provision's page with what could not be kept, as it was typed."""
    if page.sent.version != page.response.version:
        return pages.conflict(page)
    form = ResponseForm(page.response, page.sent.values)
    return pages.show(page, form, 409 if page.other else 422)
