"""The page of one step over several provisions: what it changed, and how it is undone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments import rules
from assessments.access import assessment_for
from assessments.batches import services
from assessments.carrying.next_steps import next_steps
from assessments.importing.report import left_over, report
from assessments.importing.result import found_in
from assessments.models import Assessment
from assessments.presenters import words as presenters
from assessments.services import Locked

# More provisions than these are counted and not named: the page lists them anyway.
_MOST_NAMED = 12


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, pk: int, batch: UUID) -> HttpResponse:
    """What one step over several provisions changed; undoes it. Raises Http404 for no such step."""
    member, assessment = assessment_for(request, pk)
    entries = list(services.entries_of(assessment, batch))
    if not entries:
        raise Http404
    may_edit = rules.may_edit(member, assessment)
    refused = False
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied
        try:
            return _say_undone(request, assessment, services.undo(member, assessment, batch))
        except Locked:
            refused = True
            _, assessment = assessment_for(request, pk)
    imported = assessment.imported_files.filter(batch=batch).first()
    result = found_in(imported.result) if imported else None
    may_undo = may_edit and assessment.is_editable
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "imported": imported,
        "report": report(result) if result else [],
        "left_over": left_over(result) if result else [],
        "next_steps": next_steps(member, assessment) if may_edit and imported else None,
        "entries": presenters.told(entries, assessment.code),
        "may_undo": may_undo,
        "undoing": services.undoing(assessment, batch) if may_undo else None,
        "refused": refused,
        "lock_reason": presenters.lock_reason(member, assessment),
    }
    return render(
        request, "assessments/batches/batch.html", context, status=409 if refused else 200
    )


def _say_undone(
    request: HttpRequest, assessment: Assessment, undone: services.Undone
) -> HttpResponse:
    left = ", ".join(undone.left)
    since = f"Not undone, because they have changed since: {left}." if left else ""
    many = len(undone.restored)
    if not undone.restored:
        messages.info(
            request,
            f"Nothing has been undone. {since}" if since else "This has already been undone",
        )
        return redirect(request.path)
    where = f"{many} provisions" if many > _MOST_NAMED else ", ".join(undone.restored)
    messages.success(request, f"Undone in {where}. {since}".strip())
    return redirect("assessments:batch", assessment.pk, undone.batch)
