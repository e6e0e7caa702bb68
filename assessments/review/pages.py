"""What the pages of reviewing have in common: how they are shown, and what comes too late."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import Member
from accounts.enums import Role
from assessments import queries, rules
from assessments.models import Assessment
from assessments.presenters import panel as context
from selfassess.common.http import posted_version


def show(
    request: HttpRequest, template: str, assessment: Assessment, status: int = 200, **shown: Any
) -> HttpResponse:
    """One of our pages; with errors in its form its status is 422."""
    form = shown.get("form")
    if form is not None and form.errors:
        status = 422
    bound = form is not None and form.is_bound and status == 422
    values = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "version": posted_version(request) if bound else assessment.version,
        "digest": request.POST.get("digest", "") if bound else assessment.submitted_digest,
    }
    return render(request, f"assessments/review/{template}.html", values | shown, status=status)


def moved_on(
    request: HttpRequest, member: Member, assessment: Assessment, form: Form
) -> HttpResponse:
    """Someone else took a step first: how it stands now, and what was typed, to copy."""
    now = queries.assessment_now(assessment)
    steps = context.latest_steps(now)
    return show(
        request,
        "moved_on",
        now,
        409,
        stage=context.stage(now, steps),
        latest=max(steps.values(), key=lambda entry: (entry.at, entry.pk), default=None),
        typed=context.typed(form),
        may_read=rules.may_read(member, now),
    )


def came_late(request: HttpRequest, member: Member, assessment: Assessment) -> bool:
    """Whether a member of the governing body sent what they typed after it was taken back.

    They may not read it any more, but are told so, and see what they typed, to copy.
    """
    return (
        request.method == "POST"
        and member.has(Role.GOVERNING_BODY_MEMBER)
        and assessment.submitted_at is not None
    )


def posted(request: HttpRequest) -> Any:
    """The posted data, or None where the page is only looked at."""
    return request.POST if request.method == "POST" else None
