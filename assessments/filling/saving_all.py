"""Everything that is typed on the page of a section, saved with one button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from accounts.access import Member
from assessments import queries
from assessments.editing.answers import AnswerSubject
from assessments.editing.settling import Outcome, Result, settle
from assessments.filling import section_page
from assessments.filling.section_posts import changed_in
from assessments.links.queries import links_of
from assessments.models import Assessment
from assessments.presenters.words import doubts_in

Settled = dict[str, Outcome[AnswerSubject]]


def save_all(
    request: HttpRequest, member: Member, assessment: Assessment, section: str
) -> HttpResponse:
    """Saves each provision that was changed, as its own button would. Goes back to the section, or
    shows again what could not be saved (422, 409) or, where all is locked by now, to be copied.

    Raises PermissionDenied.
    """
    typed = list(changed_in(request, assessment))
    settled = {
        subject.response.provision.number: settle(member, subject, sent) for subject, sent in typed
    }
    if any(outcome.result is Result.LOCKED for outcome in settled.values()):
        now = queries.assessment_now(assessment)
        return section_page.locked(request, member, now, section, typed)
    _say(request, assessment, settled)
    wrong = {number: outcome for number, outcome in settled.items() if _is_wrong(outcome)}
    again = {
        number: section_page.Sent(outcome.sent, outcome.draft, number in wrong)
        for number, outcome in settled.items()
        if outcome.result is not Result.SAVED and (number in wrong or outcome.draft is None)
    }
    if not again:
        return redirect("assessments:section", assessment.pk, section)
    responses = section_page.responses_in(assessment, section)
    status = 422 if wrong else 409
    return section_page.show(request, member, assessment, responses, again, status)


def _is_wrong(outcome: Outcome[AnswerSubject]) -> bool:
    """Whether its form says what to put right; where someone saved first, both texts are shown."""
    return outcome.result is Result.INVALID and not outcome.is_stale


def _say(request: HttpRequest, assessment: Assessment, settled: Settled) -> None:
    saved = [number for number, outcome in settled.items() if outcome.result is Result.SAVED]
    if saved:
        messages.success(request, f"{', '.join(saved)} saved")
        if doubtful := _doubtful(assessment, [settled[number].subject for number in saved]):
            messages.info(request, f"Check the web addresses in {', '.join(doubtful)}")
    elif not settled:
        messages.info(
            request, "You have not changed anything in this section, so nothing was saved"
        )
    for number, outcome in settled.items():
        if outcome.result is not Result.SAVED and not _is_wrong(outcome):
            messages.warning(request, _contested(assessment, number, is_kept=bool(outcome.draft)))


def _doubtful(assessment: Assessment, subjects: list[AnswerSubject]) -> list[str]:
    """The numbers of those in which a web address had better be looked at."""
    saved = [subject.response for subject in subjects]
    links = links_of(assessment, saved)
    return [
        response.provision.number
        for response in saved
        if doubts_in(response, assessment.code, links)
    ]


def _contested(assessment: Assessment, number: str, *, is_kept: bool) -> str:
    if not is_kept:
        return (
            f"{number} has changed since you opened it, so yours has not been saved. "
            f"Select Save {number} to see both versions"
        )
    return format_html(
        "{} has changed since you opened it, so yours has not been saved. We have kept it. "
        '<a class="govuk-notification-banner__link" href="{}">See both versions</a> of {}',
        number,
        reverse("assessments:draft", args=[assessment.pk, number]),
        number,
    )
