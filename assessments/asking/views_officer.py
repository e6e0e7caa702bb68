"""The officer's side: who is asked for what, asking, accepting, sending back, asking others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Member
from accounts.invitations import AlreadyInvited
from accounts.services import AlreadyMember
from assessments import queries, rules
from assessments.access import assessment_for
from assessments.asking import pages, presenters, services
from assessments.asking import queries as asked
from assessments.asking.ask_form import AskForm
from assessments.asking.forms import AcceptForm, ReassignForm, SendBackForm
from assessments.asking.services import Asking
from assessments.asking.subject import AcceptanceSubject
from assessments.editing import submission
from assessments.editing.settling import Result, settle
from assessments.models import Assessment, Contribution
from assessments.presenters import words
from assessments.receiving import in_words
from assessments.services import Conflict, Locked
from selfassess.common.http import posted_version

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def colleagues(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is asked for what and how far they are, for those who read drafts."""
    member, assessment = assessment_for(request, pk, rules.may_see_colleagues)
    rows = asked.of_assessment(assessment)
    found = asked.by_person(rows, timezone.localdate())
    waiting = assessment.landlord.invitations.waiting().filter(expires_at__gt=timezone.now())
    addresses = frozenset(email.lower() for email in waiting.values_list("email", flat=True))
    left = asked.has_left(assessment.landlord, rows)
    return _show(
        request,
        "colleagues",
        assessment,
        people=presenters.people(found, left, addresses),
        may_ask=rules.may_ask(member, assessment) and assessment.state in rules.ASKING_STATES,
        may_read=rules.may_ask(member, assessment),
        ready=sum(each.ready for each in found),
        mine=asked.waiting_for(member, assessment),
        lock_reason=words.lock_reason(member, assessment),
        is_locked=assessment.state not in rules.ASKING_STATES,
    )


@_get_or_post
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is asked about what, by when; shows whom we invite before it does."""
    member, assessment = assessment_for(request, pk, rules.may_ask)
    responses, team = queries.responses_of(assessment), asked.could_be_asked(member)
    if request.method != "POST":
        if assessment.state not in rules.ASKING_STATES:
            return _locked(request, member, assessment)
        chosen = {"numbers": request.GET.getlist("number")}
        return _show_ask(request, assessment, AskForm(responses, team, initial=chosen))
    form = AskForm(responses, team, request.POST)
    if assessment.state not in rules.ASKING_STATES:
        return _locked(request, member, assessment, 409)
    if request.POST.get("step") == "edit" or not form.is_valid():
        return _show_ask(request, assessment, form)
    asking = form.asking()
    if asking.emails and request.POST.get("step") != "confirm":
        return _check(request, assessment, form, asking)
    return _ask(request, member, assessment, form, asking)


def _ask(
    request: HttpRequest, member: Member, assessment: Assessment, form: AskForm, asking: Asking
) -> HttpResponse:
    try:
        services.ask(member, assessment, asking)
    except Locked:
        return _locked(request, member, assessment, 409)
    except AlreadyInvited:
        form.add_error("addresses", _NOT_INVITED)
        return _show_ask(request, assessment, form)
    except AlreadyMember:
        form.add_error("addresses", _NOT_ASKED)
        return _show_ask(request, assessment, form)
    who = in_words([*(one.user.name for one in asking.people), *asking.emails])
    count = len(asking.responses)
    messages.success(
        request, f"You have asked {who} about {count} provision{'' if count == 1 else 's'}"
    )
    return redirect("assessments:colleagues", assessment.pk)


_NOT_INVITED = (
    "One of these addresses has already been invited, with other roles. Ask an administrator to "
    "send that invitation again, and ask them once they have joined"
)
_NOT_ASKED = (
    "One of these addresses is yours, or of someone in your team who does not read drafts, so you "
    "cannot ask them"
)


def _show_ask(request: HttpRequest, assessment: Assessment, form: AskForm) -> HttpResponse:
    return _show(request, "ask", assessment, 422 if form.errors else 200, form=form)


def _check(
    request: HttpRequest, assessment: Assessment, form: AskForm, asking: Asking
) -> HttpResponse:
    """Who is asked and who is invited, before anyone is mailed; carries what was typed along."""
    return _show(
        request,
        "ask_check",
        assessment,
        asking=asking,
        doubles=form.doubles,
        carried=[
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in ("csrfmiddlewaretoken", "typist", "step")
        ],
    )


def _locked(
    request: HttpRequest, member: Member, assessment: Assessment, status: int = 409
) -> HttpResponse:
    """Nothing is asked or settled now; what was typed is there, to copy."""
    assessment = queries.assessment_now(assessment)
    names = {"note": "What you need from them", "addresses": "Addresses", "remark": "Your note"}
    typed = [(label, request.POST.get(name, "")) for name, label in names.items()]
    return _show(
        request,
        "locked",
        assessment,
        status,
        lock_reason=words.lock_reason(member, assessment),
        what="colleagues",
        typed=[pair for pair in typed if pair[1]],
    )


@_get_or_post
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """What a colleague wrote beside what the answer says, to put in text by text."""
    member, found = _for_officer(request, pk)
    subject = AcceptanceSubject(found)
    if request.method != "POST":
        return _show_accept(request, found, AcceptForm(found, found.response))
    outcome = settle(member, subject, submission.read(request))
    now = outcome.subject.contribution
    match outcome.result:
        case Result.SAVED:
            return _accepted(request, now)
        case Result.LOCKED:
            return _locked(request, member, subject.assessment)
        case Result.CONFLICT:
            form = AcceptForm(now, now.response)
            return _show_accept(request, now, form, 409, changed=True)
    return _show_accept(request, now, outcome.subject.form(outcome.sent), 422)


def _accepted(request: HttpRequest, done: Contribution) -> HttpResponse:
    """Says so, and leads to the next text that is ready."""
    assessment, number = done.response.assessment, done.response.provision.number
    address = reverse("assessments:provision", args=[assessment.pk, number])
    messages.success(
        request,
        format_html(
            '{}: you have accepted what {} wrote. <a class="govuk-notification-banner__link" '
            'href="{}">See {}</a>',
            number,
            done.who,
            address,
            number,
        ),
    )
    onward = asked.ready_after(done)
    if onward is None:
        return redirect("assessments:colleagues", assessment.pk)
    return redirect("assessments:accept", onward.pk)


@_get_or_post
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends a text back with what needs to change."""
    member, found = _for_officer(request, pk)
    if request.method != "POST":
        return redirect("assessments:accept", pk)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        fresh = AcceptForm(found, found.response)
        return _show_accept(request, found, fresh, 422, send_back=form)
    try:
        remark = form.cleaned_data["remark"]
        services.send_back(member, found, remark, version=posted_version(request))
    except Locked:
        return _locked(request, member, found.response.assessment)
    except Conflict:
        now = AcceptanceSubject(found).reloaded().contribution
        fresh = AcceptForm(now, now.response)
        return _show_accept(request, now, fresh, 409, changed=True, send_back=form)
    number = found.response.provision.number
    messages.success(request, f"You have sent {number} back to {found.who}")
    return redirect("assessments:colleagues", found.response.assessment_id)


def _for_officer(request: HttpRequest, pk: int) -> tuple[Member, Contribution]:
    """Raises Http404 where it is not there for the person, PermissionDenied for its writer."""
    member, found = pages.contribution_for(request, pk)
    if not rules.may_ask(member, found.response.assessment):
        raise PermissionDenied
    return member, found


def _show_accept(
    request: HttpRequest, found: Contribution, form: AcceptForm, status: int = 200, **more: Any
) -> HttpResponse:
    assessment = found.response.assessment
    is_open = found.is_open and assessment.state in rules.ASKING_STATES
    shown: dict[str, Any] = {
        "contribution": found,
        "response": found.response,
        "provision": found.response.provision,
        "form": form,
        "sides": presenters.sides(form),
        "wordings": presenters.wordings(found),
        "is_open": is_open,
        "is_late": is_open and found.is_late(timezone.localdate()),
        "changed": False,
        "send_back": SendBackForm(),
    } | more
    shown["has_errors"] = bool(shown["send_back"].errors)
    return _show(request, "accept", assessment, status, **shown)


@_get_or_post
def reassign(request: HttpRequest, pk: int, contribution: int) -> HttpResponse:
    """Asks someone else for what one person was asked, or takes it over.

    Raises Http404 for a contribution of another assessment.
    """
    member, assessment = assessment_for(request, pk, rules.may_ask)
    found = asked.loaded().filter(response__assessment=assessment, pk=contribution).first()
    if found is None:
        raise Http404
    if assessment.state not in rules.ASKING_STATES:
        return _locked(request, member, assessment)
    rows = asked.open_of_same_person(found)
    team = [one for one in asked.could_be_asked(member) if one.user_id != found.person_id]
    form = ReassignForm(rows, team, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _reassigned(request, member, form, found)
        except Locked:
            return _locked(request, member, assessment)
        except Conflict:
            messages.info(request, "Someone has changed this since you opened it. Check it again")
            return redirect("assessments:reassign", pk, contribution)
    status = 422 if form.errors else 200
    return _show(request, "reassign", assessment, status, form=form, who=found.who, rows=rows)


def _reassigned(
    request: HttpRequest, member: Member, form: ReassignForm, found: Contribution
) -> HttpResponse:
    to, rows = form.new_person(), form.chosen()
    if to is None:
        services.take_over(member, rows)
        messages.success(request, f"You have taken over from {found.who}")
    else:
        services.reassign(member, rows, to, form.cleaned_data["due"])
        messages.success(request, f"You have asked {to.user.name} instead of {found.who}")
    return redirect("assessments:colleagues", found.response.assessment_id)


def _show(
    request: HttpRequest, template: str, assessment: Assessment, status: int = 200, **shown: Any
) -> HttpResponse:
    context = {"landlord": assessment.landlord, "assessment": assessment}
    return render(request, f"assessments/asking/{template}.html", context | shown, status=status)
