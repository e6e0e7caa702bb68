"""One's own flag on a provision, with a private note."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments import rules
from assessments.access import assessment_for
from assessments.filling import flags, pages
from assessments.filling.forms import FlagForm
from assessments.models import Assessment
from selfassess.common.typed.asking import Question, ask, goes_back, is_sure
from selfassess.common.typed.replay import only_saves

# The button that removes it.
_REMOVE = "remove"


@only_saves
@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Flags a provision to come back to it, changes the note, or removes the flag."""
    member, assessment = assessment_for(request, pk, rules.may_flag)
    page = pages.load(request, member, assessment, number)
    present = flags.flag_of(member, page.response)
    if is_sure(request, _REMOVE):
        flags.take_down(member, page.response)
        messages.success(request, f"You have removed your flag from {number}")
        return redirect("assessments:provision", pk, number)
    is_back = goes_back(request, _REMOVE)
    if _REMOVE in request.POST and not is_back:
        return _ask(request, assessment, number)
    saved = present.note if present else ""
    form = FlagForm(
        request.POST if request.method == "POST" and not is_back else None,
        initial={"note": request.POST.get("note", "") if is_back else saved},
    )
    if form.is_valid():
        flags.put_up(member, page.response, form.cleaned_data["note"])
        messages.success(request, f"You have flagged {number}. Find it under “Flagged by me”")
        return redirect("assessments:provision", pk, number)
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "provision": page.response.provision,
        "flag": present,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/filling/flag.html", context, status=status)


def _ask(request: HttpRequest, assessment: Assessment, number: str) -> HttpResponse:
    question = Question(
        _REMOVE,
        f"Remove your flag from {number}?",
        "Your note will be removed too. No one else has a copy.",
        "Remove the flag",
        "Keep the flag",
    )
    return ask(request, question, landlord=assessment.landlord, assessment=assessment)
