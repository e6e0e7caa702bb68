"""One's own flag on a provision, with a private note."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments import rules
from assessments.access import assessment_for
from assessments.filling import flags, views_provision
from assessments.filling.forms import FlagForm
from selfassess.common.typed.replay import only_saves


@only_saves
@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Flags a provision to come back to it, changes the note, or removes the flag."""
    member, assessment = assessment_for(request, pk, rules.may_flag)
    page = views_provision.load(request, member, assessment, number)
    present = flags.flag_of(member, page.response)
    if request.method == "POST" and "remove" in request.POST:
        flags.take_down(member, page.response)
        messages.success(request, f"Flag removed from {number}")
        return redirect("assessments:provision", pk, number)
    form = FlagForm(
        request.POST if request.method == "POST" else None,
        initial={"note": present.note if present else ""},
    )
    if form.is_valid():
        flags.put_up(member, page.response, form.cleaned_data["note"])
        messages.success(request, f"{number} flagged: find it under “Flagged by me”")
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
