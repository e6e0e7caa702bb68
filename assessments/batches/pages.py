"""What the pages of every step over several provisions have in common."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import Member
from assessments.access import assessment_for
from assessments.models import Assessment
from assessments.presenters import words as presenters
from selfassess.common.http import posted_number


def versions_seen(request: HttpRequest, numbers: Iterable[str]) -> dict[str, int]:
    """The versions of the answers that the person saw, by number; -1, which none has, where the
    form does not say.
    """
    found = {number: posted_number(request, f"version_{number}") for number in numbers}
    return {number: -1 if version is None else version for number, version in found.items()}


def locked_page(
    request: HttpRequest,
    member: Member,
    assessment: Assessment,
    typed: Iterable[tuple[str, str]] = (),
) -> HttpResponse:
    """Why nothing can be changed now; with what was typed, label and text, to copy."""
    _, assessment = assessment_for(request, assessment.pk)
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "lock_reason": presenters.lock_reason(member, assessment),
        "typed": typed,
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "assessments/batches/locked.html", context, status=status)
