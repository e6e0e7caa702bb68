"""Carrying a year forward: the preview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Member
from assessments import rules
from assessments.access import assessment_for
from assessments.carrying import presenters, services
from assessments.carrying.planning import Forward, forward, may_carry_into, sources_before
from assessments.models import Assessment
from assessments.services import Conflict, Locked
from selfassess.common.http import posted_number

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
# An id in an address has fewer.
_DIGITS = 10


@_get_or_post
def carry(request: HttpRequest, pk: int) -> HttpResponse:
    """What would be carried forward from the last assessment; a POST carries it."""
    member, assessment = assessment_for(request, pk, rules.may_edit)
    if not may_carry_into(assessment):
        return _show(request, assessment, None, 409)
    if request.method == "POST":
        return _carry(request, member, assessment)
    return _show(request, assessment, _wanted(request, assessment))


def _wanted(request: HttpRequest, assessment: Assessment) -> Forward | None:
    """From the earlier assessment that the address asks for, else from the usual one."""
    asked = request.GET.get("from", "")
    known = asked.isascii() and asked.isdigit() and len(asked) < _DIGITS
    return (forward(assessment, int(asked)) if known else None) or forward(assessment)


def _carry(request: HttpRequest, member: Member, assessment: Assessment) -> HttpResponse:
    """Carries what the page showed; or shows what there is now (409)."""
    source = posted_number(request, "source") or 0
    chosen = request.GET.get("from") == str(source)
    try:
        count = services.carry_forward(member, assessment, source=source, chosen=chosen)
    except (Conflict, Locked):
        _, now = assessment_for(request, assessment.pk, rules.may_edit)
        return _show(request, now, forward(now) if may_carry_into(now) else None, 409)
    answers = "answer" if count == 1 else "answers"
    messages.success(request, f"{count} {answers} carried forward. You now need to confirm them")
    return redirect("assessments:confirm", assessment.pk)


def _show(
    request: HttpRequest, assessment: Assessment, found: Forward | None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "locked": not may_carry_into(assessment),
        "changed_since": status == 409,
        "found": found,
    }
    if found is not None:
        context |= {
            "to_confirm": presenters.rows_of(found, found.to_confirm),
            "without_answer": presenters.rows_of(found, found.without_answer),
            "left_open": presenters.rows_of(found, found.plan.left_open),
            "new": presenters.provisions_of(found, found.new),
            "unanswered": presenters.provisions_of(found, found.unanswered),
            "dropped": presenters.dropped_of(found),
            "others": [row for row in sources_before(assessment) if row != found.source],
        }
    return render(request, "assessments/carrying/carry.html", context, status=status)
