"""Who changed what, and bringing an earlier wording of an answer back."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from assessments import queries, rules
from assessments.access import assessment_for
from assessments.editing import restoring
from assessments.editing.settling import Result
from assessments.filling import pages
from assessments.history_pages import (
    newest_save,
    posted_entry,
    say_restored,
    show_history,
    show_steps,
)
from assessments.presenters import words as presenters


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that happened to the assessment, the latest first."""
    member, assessment = assessment_for(request, pk)
    with_notes = rules.shares_notes(member, assessment)
    return show_steps(request, assessment, queries.history_of(assessment, with_notes=with_notes))


@require_http_methods(["GET", "HEAD", "POST"])
def provision_history(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Everything that happened to one provision's answer; brings an earlier wording back.

    Raises Http404 for a number that the assessment's Code does not have.
    """
    member, assessment = assessment_for(request, pk)
    page = pages.load(request, member, assessment, number)
    if request.method == "POST":
        if not rules.may_edit(member, assessment):
            raise PermissionDenied
        return _restore(page)
    return _show(page)


def _show(page: pages.ProvisionPage, status: int = 200) -> HttpResponse:
    with_notes = rules.shares_notes(page.member, page.assessment)
    entries = queries.history_of(page.assessment, page.number, with_notes=with_notes)
    return show_history(
        page.request,
        page.assessment,
        entries,
        status,
        number=page.number,
        version=page.response.version,
        current=newest_save(entries),
        may_restore=rules.may_edit(page.member, page.assessment) and page.subject.is_open,
        lock_reason=presenters.lock_reason(page.member, page.assessment),
    )


def _restore(page: pages.ProvisionPage) -> HttpResponse:
    """Brings back, and says so; refuses while the answers are locked (409); or, where someone
    saved since, shows both texts to choose from (409).
    """
    entry = posted_entry(
        page.request, queries.history_of(page.assessment, page.number, with_notes=False)
    )
    field = page.request.POST.get("field", "")
    outcome = restoring.restore(page.member, page.subject, entry, field, version=page.sent.version)
    if outcome.result is Result.LOCKED:
        return _show(page.after(outcome), 409)
    if outcome.result is Result.CONFLICT:
        return pages.conflict(page.after(outcome))
    label = presenters.label_of(page.assessment.code, field)
    say_restored(page.request, f"{label} of {page.number}" if field else page.number, entry)
    return redirect("assessments:provision_history", page.assessment.pk, page.number)
