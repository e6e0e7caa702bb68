"""All texts that are ready, accepted in one step as they are offered."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Member
from assessments import rules
from assessments.access import assessment_for
from assessments.asking import presenters, queries, services
from assessments.asking.forms import AcceptAllForm, AcceptForm
from assessments.models import Assessment, Response
from assessments.presenters import words
from assessments.services import Conflict, Locked
from selfassess.common.http import number_in


@require_http_methods(["GET", "HEAD", "POST"])
def accept_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Every text that is ready, with what would become of each; accepts those that are ticked."""
    member, assessment = assessment_for(request, pk, rules.may_ask)
    if assessment.state not in rules.ASKING_STATES:
        return _locked(request, member, assessment)
    offers = [AcceptForm.as_offered(row) for row in queries.ready_in(assessment)]
    form = AcceptAllForm(offers, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, assessment, form)
    saved: dict[int, Response] = {}
    try:
        left = [
            offer.number for offer in form.chosen() if not _accept(request, member, offer, saved)
        ]
    except Locked:
        return _locked(request, member, assessment)
    done = len(form.chosen()) - len(left)
    if done:
        messages.success(request, f"You have accepted {done} text{'' if done == 1 else 's'}")
    if left:
        changed = "have changed since you opened the page. Read them again"
        messages.warning(request, f"Not accepted, because they {changed}: {', '.join(left)}")
        return redirect("assessments:accept_all", pk)
    return redirect("assessments:colleagues", pk)


def _accept(
    request: HttpRequest, member: Member, offer: AcceptForm, saved: dict[int, Response]
) -> bool:
    """Whether it could be accepted as the page showed it: each for itself, and of several for one
    provision each below the one before. `saved`: the answers that this step has saved by now.
    """
    pk, answer = offer.contribution.pk, offer.response.pk
    version = number_in(request.POST, f"version_{pk}")
    base = number_in(request.POST, f"version_of_answer_{pk}")
    if answer in saved:
        offer = _below(offer, saved[answer])
        base = saved[answer].version
        if offer.replaces:
            return False
    if version is None or base is None or not offer.is_valid():
        return False
    try:
        saved[answer] = services.accept(
            member, offer.contribution, offer.values(), version=version, response_version=base
        )
    except Conflict:
        return False
    return True


def _below(offer: AcceptForm, answer: Response) -> AcceptForm:
    """What is offered now that another text has gone into the answer."""
    contribution = offer.contribution
    contribution.response = answer
    return AcceptForm.as_offered(contribution)


def _show(request: HttpRequest, assessment: Assessment, form: AcceptAllForm) -> HttpResponse:
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "form": form,
        "rows": [(each, ticked, presenters.sides(each)) for each, ticked in form.ticked],
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/asking/accept_all.html", context, status=status)


def _locked(request: HttpRequest, member: Member, assessment: Assessment) -> HttpResponse:
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "lock_reason": words.lock_reason(member, assessment),
        "what": "texts",
        "typed": [],
    }
    return render(request, "assessments/asking/locked.html", context, status=409)
