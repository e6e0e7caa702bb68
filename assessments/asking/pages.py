"""The page of one contribution, whatever led to it: to write, to choose from two texts, to copy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import Member, member_of
from accounts.models import Landlord
from assessments import queries, rules
from assessments.asking import presenters
from assessments.asking.forms import ContributionForm
from assessments.asking.queries import asked_of, loaded
from assessments.asking.subject import ContributionSubject
from assessments.editing import submission
from assessments.editing.drafts import draft_of
from assessments.editing.earlier import row_of, used
from assessments.editing.page import EditedPage
from assessments.editing.settling import Outcome, Result
from assessments.enums import ContributionState
from assessments.models import Assessment, Contribution, Response, TypedDraft
from assessments.notes.box import box_of
from assessments.presenters import words

_TEXTS = ("evidence", "commentary")
_DONE = {
    ContributionState.READY: "{number} sent to {who}",
    ContributionState.NOT_MINE: "We will tell {who} that {number} is not yours",
}


@dataclass(frozen=True)
class _Beside:
    """What the rows of the form have in common: the year that stands beside them."""

    earlier: Response | None
    is_folded = False

    @property
    def year(self) -> str:
        return self.earlier.assessment.year.label if self.earlier else ""


@dataclass(frozen=True)
class ContributionPage(EditedPage[ContributionSubject]):
    """A request for it, loaded and authorised."""

    @property
    def contribution(self) -> Contribution:
        return self.subject.contribution

    @property
    def assessment(self) -> Assessment:
        return self.subject.assessment

    @property
    def number(self) -> str:
        return self.contribution.response.provision.number

    def show(self, template: str, status: int = 200, **more: Any) -> HttpResponse:
        response = self.contribution.response
        context = {
            "landlord": self.assessment.landlord,
            "assessment": self.assessment,
            "contribution": self.contribution,
            "response": response,
            "provision": response.provision,
            "requirement": words.requirement_of(response.provision),
            "version": self.subject.version,
            "known_revision": self.known_revision,
            "unkept": self.is_unkept,
            "is_late": self.subject.is_open and self.contribution.is_late(timezone.localdate()),
        }
        return render(
            self.request, f"assessments/asking/{template}.html", context | more, status=status
        )


def contribution_for(request: HttpRequest, pk: int) -> tuple[Member, Contribution]:
    """The contribution at the address, for the person who was asked and the landlord's officers.

    Raises Http404 for everyone else: it is not there for them.
    """
    visible = Landlord.objects.visible_to(request.user)
    found = get_object_or_404(loaded().filter(response__assessment__landlord__in=visible), pk=pk)
    assessment = found.response.assessment
    member = member_of(request.user, assessment.landlord)
    if not (rules.may_contribute(member, found) or rules.may_ask(member, assessment)):
        raise Http404
    return member, found


def load(
    request: HttpRequest,
    member: Member,
    contribution: Contribution,
    step: ContributionState | None = None,
) -> ContributionPage:
    """The page with what was sent."""
    subject = ContributionSubject(contribution, step)
    return ContributionPage(request, member, subject, submission.read(request))


def show_form(page: ContributionPage, form: ContributionForm, status: int = 200) -> HttpResponse:
    """What is wanted, what was said last year, and the form while it can be written."""
    response, code = page.contribution.response, page.assessment.code
    writable = page.subject.is_open
    comes_back = writable and page.request.method != "POST" and page.draft is None
    earlier = queries.previous_response(page.assessment, response.provision)
    return page.show(
        "contribution",
        422 if form.errors else status,
        form=form,
        writable=writable,
        version=page.sent.version if page.request.method == "POST" else page.subject.version,
        closed_reason=_closed_reason(page),
        earlier=earlier,
        texts=[row_of(form, name, earlier) for name in _TEXTS if name in form.fields],
        rows=_Beside(earlier),
        now_items=words.items_of(response, code),
        wordings=presenters.wordings(page.contribution),
        offered=draft_of(page.member, page.subject) if comes_back else None,
        next=presenters.next_of(asked_of(page.member.user), page.contribution),
        notes=box_of(page.member, response),
    )


def show_used(page: ContributionPage, name: str) -> HttpResponse:
    """The form as it was typed, with last year's text in one of its fields too; saves nothing."""
    if not page.subject.is_open:
        page.subject.keep_unsaved(page.member, page.sent)
        return locked(page)
    earlier = queries.previous_response(page.assessment, page.contribution.response.provision)
    form = ContributionForm(page.contribution)
    form.initial = dict(used(form, page.subject.inputs(page.sent.values), name, earlier))
    if name in form.fields:
        form.fields[name].widget.attrs["autofocus"] = True
    return show_form(page, form)


def _closed_reason(page: ContributionPage) -> str:
    """Why nothing can be written any more; empty where it can."""
    if page.subject.is_open:
        return ""
    if page.contribution.state == ContributionState.ACCEPTED:
        return "Your text has been accepted. Thank you."
    if page.contribution.state == ContributionState.TAKEN_OVER:
        return "The complaints officer has taken this over. You do not need to do anything."
    return words.lock_reason(page.member, page.assessment)


def show_draft(page: ContributionPage, mine: TypedDraft) -> HttpResponse:
    """The form as it was left; or beside what has been saved since."""
    page = replace(page, draft=mine, sent=submission.of_draft(mine))
    if not page.subject.is_open:
        return locked(page)
    if mine.base_version != page.subject.version:
        return conflict(page)
    form = ContributionForm(page.contribution)
    form.initial = dict(mine.values)
    return show_form(page, form)


def conflict(page: ContributionPage) -> HttpResponse:
    """Someone has saved it since: both texts, and a form to save one's own."""
    form = ContributionForm(page.contribution, page.sent.values)
    return page.show(
        "conflict",
        409 if page.request.method == "POST" else 200,
        form=form,
        contested=form.differing(),
        base_version=page.draft.base_version if page.draft else page.sent.base,
    )


def locked(page: ContributionPage) -> HttpResponse:
    """What was typed, whole, to be copied: it cannot be saved any more."""
    form = ContributionForm(page.contribution, page.sent.values)
    typed = [(str(form[name].label), form.data.get(name, "")) for name in form.fields]
    return page.show(
        "locked",
        409 if page.request.method == "POST" else 200,
        lock_reason=_closed_reason(page),
        what=page.number,
        typed=[(label, text) for label, text in typed if text],
    )


def answer(page: ContributionPage, outcome: Outcome[ContributionSubject]) -> HttpResponse:
    """What became of what was typed."""
    before, page = page, page.after(outcome)
    match outcome.result:
        case Result.SAVED:
            return _go_on(before)
        case Result.DROPPED:
            messages.success(page.request, "We have kept the saved text. Yours is below it")
            return redirect("assessments:contribution", page.contribution.pk)
        case Result.LOCKED:
            return locked(page)
        case Result.CONFLICT:
            return conflict(page)
    if outcome.is_stale:
        return conflict(page)
    return show_form(page, page.subject.form(page.sent))


def _go_on(page: ContributionPage) -> HttpResponse:
    """To the next that waits for the person, once they are done with this one."""
    step, number = page.subject.step, page.number
    if step is None:
        text = (
            f"{number} saved. Select “Send to {page.contribution.asked_by_name}” when it is ready"
        )
        messages.success(page.request, text)
        return redirect("assessments:contribution", page.contribution.pk)
    who = page.contribution.asked_by_name
    done = _DONE[step].format(number=number, who=who)
    onward = presenters.next_of(asked_of(page.member.user), page.contribution)
    if onward is None:
        messages.success(page.request, f"{done}. That was the last one: thank you")
        return redirect("assessments:asked")
    messages.success(page.request, done)
    return redirect("assessments:contribution", onward.pk)
