"""Confirming answers from an earlier year, a section at a time."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Member
from assessments import rules
from assessments.access import assessment_for
from assessments.carrying.confirm_page import confirm_page
from assessments.carrying.confirming import Confirmed, confirm_all, sections_waiting
from assessments.models import Assessment, Response
from assessments.presenters.words import lock_reason
from assessments.queries import responses_of
from codes.models import Section
from selfassess.common.http import posted_number
from selfassess.common.typed.replay import only_saves


class TicksForm(forms.Form):
    """The provisions whose answers are still true."""

    tick = forms.MultipleChoiceField(
        error_messages={
            "required": "Tick the answers that are still true, or skip this section",
            "invalid_choice": "Tick answers of this section only",
        }
    )

    def __init__(self, numbers: list[str], data: dict[str, list[str]] | None = None) -> None:
        super().__init__(data)
        self.fields["tick"].choices = [(number, number) for number in numbers]  # type: ignore[attr-defined]


@require_safe
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to the first section in which something is to be confirmed."""
    _, assessment = assessment_for(request, pk, rules.may_edit)
    return _onward(assessment, responses_of(assessment))


@only_saves
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_section(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Lists the section's answers that are to be confirmed; a POST confirms those ticked.

    Raises Http404 for a section that the Code does not have.
    """
    member, assessment = assessment_for(request, pk, rules.may_edit)
    section = assessment.code.sections.filter(number=number).first()
    if section is None:
        raise Http404
    if not assessment.is_editable:
        return _show(request, member, assessment, section, status=409)
    if request.method == "POST":
        return _confirm(request, member, assessment, section)
    return _show(request, member, assessment, section)


def _confirm(
    request: HttpRequest, member: Member, assessment: Assessment, section: Section
) -> HttpResponse:
    numbers = list(section.provisions.values_list("number", flat=True))
    versions = {
        number: version
        for number in numbers
        if (version := posted_number(request, f"version_{number}")) is not None
    }
    ticked = list(versions) if "all" in request.POST else request.POST.getlist("tick")
    form = TicksForm(numbers, {"tick": ticked})
    if not form.is_valid():
        return _show(request, member, assessment, section, form=form, status=422)
    found = confirm_all(member, assessment, form.cleaned_data["tick"], versions)
    if found.is_locked:
        _, now = assessment_for(request, assessment.pk, rules.may_edit)
        return _show(request, member, now, section, form=form, status=409)
    _say(request, section, found)
    if found.since or found.refused:
        return _show(request, member, assessment, section, since=found.since, status=409)
    return _onward(assessment, responses_of(assessment), section)


def _say(request: HttpRequest, section: Section, found: Confirmed) -> None:
    if found.done:
        answers = "answer" if len(found.done) == 1 else "answers"
        messages.success(
            request, f"{len(found.done)} {answers} confirmed in section {section.number}"
        )
    if found.since:
        messages.warning(
            request,
            f"Someone has saved {', '.join(found.since)} since you opened this page. We have not "
            "changed what they saved",
        )
    if found.refused:
        messages.warning(
            request, f"{', '.join(found.refused)} cannot be confirmed here. The reason is below"
        )


def _onward(
    assessment: Assessment, responses: list[Response], after: Section | None = None
) -> HttpResponse:
    """To the next section with something to confirm, or back to the self-assessment."""
    behind = after.position if after else -1
    for section, _ in sections_waiting(responses):
        if section.position > behind:
            return redirect("assessments:confirm_section", assessment.pk, section.number)
    return redirect(assessment)


def _show(
    request: HttpRequest,
    member: Member,
    assessment: Assessment,
    section: Section,
    *,
    form: TicksForm | None = None,
    since: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The list. `since`: what someone has saved since the page was opened."""
    responses = responses_of(assessment)
    for response in responses:
        response.assessment = assessment
        response.provision.code = assessment.code
    page = confirm_page(
        member,
        responses,
        section.number,
        ticked=form.data["tick"] if form else (),
        changed_by=_who_saved(assessment, since or []),
    )
    if form and page.tickable:
        # The error summary leads to the first tick.
        form.auto_id = f"{page.tickable[0].number}-%s"
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "section": section,
        "form": form,
        "lock_reason": lock_reason(member, assessment),
        "page": page,
    }
    return render(request, "assessments/carrying/confirm.html", context, status=status)


def _who_saved(assessment: Assessment, numbers: list[str]) -> dict[str, str]:
    """Who saved those answers last, by number."""
    if not numbers:
        return {}
    rows = assessment.responses.filter(provision__number__in=numbers)
    names = rows.values_list("provision__number", "edited_by__name")
    return {number: name or "Someone" for number, name in names}
