"""A whole section on one page, in one form; every provision is saved on its own, and what is typed
in the others becomes drafts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import Member
from assessments import queries
from assessments.carrying.panel import Panel, brief_panel
from assessments.carrying.planning import with_another_duty
from assessments.completeness import Gap
from assessments.editing.answers import AnswerSubject, initial_of
from assessments.editing.forms import ResponseForm
from assessments.editing.submission import Submission
from assessments.filling import pages
from assessments.filling.section_posts import (
    NotAllKept,
    digest_of,
    keep_others,
    prefix_of,
    sent_for,
)
from assessments.models import Assessment, Response, TypedDraft
from assessments.models.draft import ANSWER
from assessments.presenters import words as presenters


@dataclass(frozen=True)
class _Part:
    """One provision of the section with its form, or what is filled in where it is locked.

    `draft`: the person's own; `is_stale`: somebody saved since they began it, so that the form
    does not go on with it but leads to both texts; `shown`: what tells whether anything was typed.
    """

    response: Response
    form: ResponseForm
    gaps: tuple[Gap, ...]
    items: list[presenters.Item]
    draft: TypedDraft | None
    is_stale: bool
    version: int
    known_revision: int
    shown: str
    unkept: bool
    carried: Panel | None

    @property
    def id(self) -> str:
        return prefix_of(self.response.provision.number)

    @property
    def stage(self) -> str:
        return self.response.provision.stage


@dataclass(frozen=True)
class _Stage:
    """Provisions of one stage; its name is empty where the Code has none."""

    name: str
    parts: list[_Part]


def keeping_others(
    page: pages.ProvisionPage, go_on: Callable[[pages.ProvisionPage], HttpResponse]
) -> HttpResponse:
    """Goes on with one provision, once what was typed in the others of its section is kept; or
    shows the section as it was typed, where something in it could be neither saved nor kept.
    """
    try:
        kept = keep_others(page.request, page.member, page.assessment, page.number)
    except NotAllKept as others:
        section = page.response.provision.section.number
        refused = {page.number: "", **others.refused}
        return show_again(page.request, page.member, page.assessment, section, refused)
    if kept:
        messages.info(page.request, kept_notice(kept))
    return go_on(page)


def show_again(
    request: HttpRequest,
    member: Member,
    assessment: Assessment,
    number: str,
    refused: Mapping[str, str],
) -> HttpResponse:
    """`number`: the section's; `refused`: the provisions to show as they were typed, and why."""
    for other, why in refused.items():
        if why:
            messages.warning(request, f"Nothing is saved yet. What you typed in {other}: {why}")
    again = {other: sent_for(request, other) for other in refused}
    responses = responses_in(assessment, number)
    return show(request, member, assessment, responses, None, 409, again)


def kept_notice(numbers: list[str]) -> str:
    return f"What you typed in {', '.join(numbers)} is kept as your draft. It is not saved yet"


def responses_in(assessment: Assessment, number: str) -> list[Response]:
    """The section's responses, each with what its form asks for: no query a provision."""
    responses = [
        response
        for response in queries.responses_of(assessment)
        if response.provision.section.number == number
    ]
    if not responses:
        raise Http404
    for response in responses:
        response.assessment = assessment
        response.provision.code = assessment.code
    return responses


def show(
    request: HttpRequest,
    member: Member,
    assessment: Assessment,
    responses: list[Response],
    sent: pages.ProvisionPage | None = None,
    status: int = 200,
    again: Mapping[str, Submission] | None = None,
) -> HttpResponse:
    """`sent`: what comes back with its errors; the error summary is about it. `again`: what comes
    back as it was typed, by number.
    """
    lock_reason = presenters.lock_reason(member, assessment)
    drafts = {} if lock_reason else _drafts(member, responses)
    others = with_another_duty(responses)
    parts = [
        _part_again(response, share, others)
        if (share := (again or {}).get(response.provision.number))
        else _part(response, sent, drafts.get(response.pk), others, locked=bool(lock_reason))
        for response in responses
    ]
    sections = list(assessment.code.sections.all())
    section = responses[0].provision.section
    at = next(i for i, other in enumerate(sections) if other.pk == section.pk)
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "section": section,
        "stages": [
            _Stage(name, list(group)) for name, group in groupby(parts, lambda part: part.stage)
        ],
        "form": next((part.form for part in parts if part.form.is_bound), None),
        "lock_reason": lock_reason,
        "previous": sections[at - 1] if at else None,
        "next": sections[at + 1] if at + 1 < len(sections) else None,
    }
    return render(request, "assessments/filling/section.html", context, status=status)


def _part(
    response: Response,
    sent: pages.ProvisionPage | None,
    draft: TypedDraft | None,
    others: Collection[int],
    *,
    locked: bool,
) -> _Part:
    """One provision; with what was sent for it, if it is the one."""
    page = sent if sent and sent.response.pk == response.pk else None
    is_stale = draft is not None and draft.base_version != response.version
    goes_on = draft if not is_stale else None
    subject = AnswerSubject(response)
    inputs = goes_on.values if goes_on else subject.saved_inputs()
    if page:
        inputs = {} if page.is_unkept else subject.inputs(page.sent.values)
    form = _form(response, inputs, page.sent.values if page else None)
    gaps = presenters.gaps_in(response, response.provision.code) if response.version else ()
    return _Part(
        response,
        form,
        gaps,
        presenters.items_of(response, response.provision.code, gaps) if locked else [],
        None if page else draft,
        is_stale,
        page.sent.version if page else response.version,
        page.known_revision if page else goes_on.revision if goes_on else 0,
        digest_of(inputs),
        page is not None and page.is_unkept,
        brief_panel(response, others),
    )


def _part_again(response: Response, sent: Submission, others: Collection[int]) -> _Part:
    """One provision as it was typed, to be sent once more."""
    return _Part(
        response,
        _form(response, AnswerSubject(response).inputs(sent.values)),
        (),
        [],
        None,
        False,
        sent.version,
        sent.revision,
        "",
        True,
        brief_panel(response, others),
    )


def _form(
    response: Response, inputs: Mapping[str, str], sent: Mapping[str, str] | None = None
) -> ResponseForm:
    """The provision's form with that in its inputs, or with what was sent and its errors."""
    form = ResponseForm(response, sent, prefix_of(response.provision.number))
    form.initial = initial_of(inputs)
    form.auto_id = "%s"
    return form


def _drafts(member: Member, responses: list[Response]) -> dict[int, TypedDraft]:
    """The person's own drafts that say anything else than what is saved, by response."""
    saved = {response.pk: AnswerSubject(response).saved_inputs() for response in responses}
    drafts = TypedDraft.objects.by(member).about(ANSWER, *saved)
    return {draft.subject_id: draft for draft in drafts if draft.values != saved[draft.subject_id]}
