"""The day of the meeting that the committee paper goes to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments import queries, rules
from assessments.access import assessment_for
from assessments.models import Assessment
from assessments.services import Conflict, Locked
from publishing.office.forms import MeetingForm
from publishing.paper.services import MEETING_STATES, meeting_date, set_meeting_date
from selfassess.common.http import posted_version
from selfassess.common.typed.replay import only_saves


@only_saves
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets the day, for the clerk and the complaints officer, until it is approved."""
    member, assessment = assessment_for(request, pk, rules.may_set_meeting)
    if request.method != "POST":
        return _show(request, assessment, MeetingForm(initial=_planned(assessment)))
    form = MeetingForm(request.POST, initial=_planned(assessment))
    if not form.is_valid():
        return _show(request, assessment, form, 422, version=posted_version(request))
    day = form.cleaned_data["meeting_date"]
    try:
        set_meeting_date(member, assessment, day, version=posted_version(request))
    except (Conflict, Locked):
        now = queries.assessment_now(assessment)
        if meeting_date(now) != day:
            return _show(request, now, form, 409)
    else:
        messages.success(request, "Date of the meeting saved")
    return redirect("publishing:paper", pk)


def _planned(assessment: Assessment) -> dict[str, object]:
    return {"meeting_date": meeting_date(assessment)}


def _show(
    request: HttpRequest,
    assessment: Assessment,
    form: MeetingForm,
    status: int = 200,
    version: int | None = None,
) -> HttpResponse:
    """The form, beside what is saved by now where someone was faster; or why it is too late."""
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "form": form,
        "version": assessment.version if version is None else version,
        "is_open": assessment.state in MEETING_STATES,
        "has_changed": status == 409,
        "planned": meeting_date(assessment),
        "typed": form.cleaned_data["meeting_date"] if status == 409 else None,
    }
    return render(request, "publishing/papers/meeting.html", context, status=status)
