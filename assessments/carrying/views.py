"""Carrying a year forward: the preview, and what a person does with a single answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Member
from assessments import rules
from assessments.access import assessment_for
from assessments.carrying import presenters, services
from assessments.carrying.planning import Forward, forward, may_carry_into, sources_before
from assessments.drafting.values import initial_of, typed_inputs
from assessments.fields import BY_NAME
from assessments.filling import views_provision, views_section
from assessments.filling.forms import ConflictForm, ResponseForm
from assessments.filling.section_posts import NotAllKept
from assessments.models import Assessment
from assessments.services import Conflict, Locked
from selfassess.common.http import posted_number
from selfassess.common.typed.asking import Question, ask, goes_back, is_sure

# The button that empties an answer.
_AFRESH = "afresh"
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
# An id in an address has fewer.
_DIGITS = 10
_WITHOUT_ACTION = {
    name: ""
    for field in ("action", "action_owner", "action_due")
    for name in BY_NAME[field].input_names
}


@_get_or_post
def carry(request: HttpRequest, pk: int) -> HttpResponse:
    """What would come over from the last assessment; a POST carries it."""
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
    messages.success(request, f"{count} {answers} carried over, to be confirmed")
    return redirect(assessment)


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
            "to_confirm": presenters.rows_of(found, found.plan.kept),
            "left_open": presenters.rows_of(found, found.plan.left_open),
            "new": presenters.provisions_of(found, found.new),
            "unanswered": presenters.provisions_of(found, found.unanswered),
            "dropped": presenters.dropped_of(found),
            "others": [row for row in sources_before(assessment) if row != found.source],
        }
    return render(request, "assessments/carrying/carry.html", context, status=status)


@_get_or_post
def carried(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Starts a carried answer afresh; or, where its action is done, shows the form with what that
    would mean for the answer, and saves nothing.
    """
    member, assessment = assessment_for(request, pk)
    if not rules.may_edit(member, assessment):
        raise PermissionDenied
    page = views_provision.load(request, member, assessment, number)
    if request.method != "POST":
        return redirect("assessments:provision", pk, number)
    try:
        page = views_section.share_for(page)
    except NotAllKept as others:
        return views_section.show_again(page, others)
    if not assessment.is_editable:
        return views_provision.locked(page)
    if "done" in request.POST:
        return _suggest(page)
    if is_sure(page.request, _AFRESH):
        return _start_afresh(page)
    if page.version != page.response.version or not page.response.to_confirm:
        return _settled_meanwhile(page)
    return _back(page) if goes_back(page.request, _AFRESH) else _ask(page)


def _ask(page: views_provision.Page) -> HttpResponse:
    """Whether to empty it. What was typed becomes a draft, and goes along."""
    kept = views_provision.kept(page)
    number, year = page.response.provision.number, page.response.waits_for
    yours = " What you typed and have not saved stays your draft." if kept.draft else ""
    question = Question(
        _AFRESH,
        f"Start {number} afresh?",
        f"What was carried over from {year} is taken out, and {number} begins empty. Its history "
        f"keeps what was carried over.{yours}",
        f"Start {number} afresh",
        "Keep it",
    )
    return ask(
        page.request,
        question,
        {"draft": str(kept.known_revision)},
        landlord=page.assessment.landlord,
        assessment=page.assessment,
    )


def _back(page: views_provision.Page) -> HttpResponse:
    """The form as it was typed."""
    form = ResponseForm(page.response)
    form.initial = initial_of(typed_inputs(page.response, page.data))
    return views_provision.show(page, form, version=page.version)


def _suggest(page: views_provision.Page) -> HttpResponse:
    """The form as it was typed, but without the action; and with the answer Yes, unless the duty
    is another by now, to which the action was no answer.
    """
    form = ResponseForm(page.response)
    done = _WITHOUT_ACTION | ({"answer": "yes"} if page.response.answer else {})
    form.initial = initial_of(typed_inputs(page.response, page.data) | done)
    return views_provision.show(page, form, action_done=True, version=page.version)


def _start_afresh(page: views_provision.Page) -> HttpResponse:
    number = page.response.provision.number
    try:
        services.start_afresh(page.member, page.response, version=page.version)
    except Locked:
        return views_provision.locked(views_provision.reloaded(page))
    except Conflict:
        return _settled_meanwhile(views_provision.reloaded(page))
    messages.success(
        page.request, f"{number} is empty now. What was carried over is in its history"
    )
    return redirect("assessments:provision", page.assessment.pk, number)


def _settled_meanwhile(page: views_provision.Page) -> HttpResponse:
    """Somebody confirmed or changed it first: nothing was emptied, and nothing typed is lost."""
    if ConflictForm(page.response, page.data, chosen=False).contested:
        return views_provision.conflict(page, chosen=False)
    number = page.response.provision.number
    messages.success(
        page.request, f"{number} was not emptied: somebody confirmed it before you. Look again"
    )
    return redirect("assessments:provision", page.assessment.pk, number)
