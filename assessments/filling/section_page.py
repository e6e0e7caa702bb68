"""A whole section on one page, in one form: a row for each provision, to open and to save, or to
save together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html

from accounts.access import Member
from assessments import queries
from assessments.carrying.panel import Panel, brief_panel
from assessments.carrying.planning import with_another_duty
from assessments.completeness import Gap, Links
from assessments.editing.answers import AnswerSubject, initial_of
from assessments.editing.forms import ResponseForm, remark_on
from assessments.editing.submission import Submission
from assessments.filling import pages
from assessments.filling.presenters.rows import Rows, rows_of
from assessments.filling.section_posts import (
    NotAllKept,
    digest_of,
    keep_others,
    prefix_of,
    sent_for,
)
from assessments.links.queries import links_of
from assessments.models import Assessment, Response, TypedDraft
from assessments.models.draft import ANSWER
from assessments.presenters import words as presenters


@dataclass(frozen=True)
class Sent:
    """What comes back of one provision as it was typed. `draft`: the person's own that holds it,
    None where it stands on the page alone; `is_wrong`: it is shown with its errors; `focus`: the
    field that the person is led to.
    """

    submission: Submission
    draft: TypedDraft | None = None
    is_wrong: bool = False
    focus: str = ""


@dataclass(frozen=True)
class _Part:
    """One provision of the section with its form, or what is filled in where it is locked.

    `draft`: the person's own; `is_stale`: someone saved since they began it, so that the form
    does not go on with it but leads to both texts; `shown`: what tells whether anything was typed;
    `told`: what is said in its row.
    """

    response: Response
    form: ResponseForm
    rows: Rows
    gaps: tuple[Gap, ...]
    items: list[presenters.Item]
    draft: TypedDraft | None
    is_stale: bool
    version: int
    known_revision: int
    shown: str
    unkept: bool
    carried: Panel | None
    told: list[Message]
    is_open: bool = False

    @property
    def number(self) -> str:
        return self.response.provision.number

    @property
    def id(self) -> str:
        return prefix_of(self.number)

    @property
    def suffix(self) -> str:
        """Tells its fields from those of the others, for who hears one of them alone."""
        return f" for {self.number}"

    @property
    def stage(self) -> str:
        return self.response.provision.stage

    @property
    def has_unsaved(self) -> bool:
        return self.draft is not None or self.unkept or self.form.is_bound

    @property
    def has_told_gaps(self) -> bool:
        return bool(self.told and self.gaps)


@dataclass(frozen=True)
class _Stage:
    """Provisions of one stage; its name is empty where the Code has none."""

    name: str
    parts: list[_Part]


class _Errors:
    """The forms of several provisions, as the error summary reads one."""

    def __init__(self, forms: list[ResponseForm]) -> None:
        self.forms = forms
        self.errors = [error for form in forms for error in form.errors]

    def __iter__(self) -> Iterator[BoundField]:
        return (field for form in self.forms for field in form)

    def non_field_errors(self) -> list[str]:
        return [str(error) for form in self.forms for error in form.non_field_errors()]


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
        messages.info(page.request, kept_notice(kept), extra_tags=prefix_of(page.number))
    return go_on(page)


def locked(
    request: HttpRequest,
    member: Member,
    assessment: Assessment,
    number: str,
    typed: list[tuple[AnswerSubject, Submission]],
) -> HttpResponse:
    """All that was typed in the section, to be copied: it cannot be saved any more."""
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "lock_reason": presenters.lock_reason(member, assessment),
        "what": f"section {number}",
        "level": 3 if len(typed) > 1 else 2,
        "texts": [pages.items_typed(subject, sent) for subject, sent in typed],
    }
    return render(request, "assessments/filling/locked.html", context, status=409)


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
            messages.warning(request, f"Nothing has been saved. Check {other}. {why}")
    again = {other: Sent(sent_for(request, other)) for other in refused}
    return show(request, member, assessment, responses_in(assessment, number), again, 409)


def kept_notice(numbers: list[str]) -> str:
    return (
        f"We have kept what you typed in {', '.join(numbers)} as your unsaved changes. "
        "Only you can see them"
    )


def responses_in(assessment: Assessment, number: str) -> list[Response]:
    """The section's responses, each with what its form asks for: no query a provision."""
    responses = [
        response
        for response in queries.responses_of(assessment)
        if response.provision.section.number == number
    ]
    if not responses:
        raise Http404
    for response in queries.with_citations(responses):
        response.assessment = assessment
        response.provision.code = assessment.code
    return responses


def show(
    request: HttpRequest,
    member: Member,
    assessment: Assessment,
    responses: list[Response],
    sent: Mapping[str, Sent] | None = None,
    status: int = 200,
) -> HttpResponse:
    """`sent`: what comes back as it was typed, by number; the error summary is about what of it
    is wrong.
    """
    lock_reason = presenters.lock_reason(member, assessment)
    parts = _parts(request, member, responses, sent or {}, is_locked=bool(lock_reason))
    sections = list(assessment.code.sections.all())
    section = responses[0].provision.section
    at = next(i for i, other in enumerate(sections) if other.pk == section.pk)
    bound = [part.form for part in parts if part.form.is_bound]
    rows = {part.id for part in parts}
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "section": section,
        "parts": parts,
        "stages": [
            _Stage(name, list(group)) for name, group in groupby(parts, lambda part: part.stage)
        ],
        "form": _Errors(bound) if bound else None,
        "lock_reason": lock_reason,
        "earlier_year": next((part.rows.year for part in parts if part.rows.year), ""),
        "previous": sections[at - 1] if at else None,
        "next": sections[at + 1] if at + 1 < len(sections) else None,
        # What is said in a row is not said at the top too.
        "messages": [one for one in messages.get_messages(request) if one.extra_tags not in rows],
    }
    return render(request, "assessments/filling/section.html", context, status=status)


def _parts(
    request: HttpRequest,
    member: Member,
    responses: list[Response],
    sent: Mapping[str, Sent],
    *,
    is_locked: bool,
) -> list[_Part]:
    drafts = {} if is_locked else _drafts(member, responses)
    others = with_another_duty(responses)
    earlier = queries.previous_responses(
        responses[0].assessment, [response.provision for response in responses]
    )
    told = list(messages.get_messages(request))
    links = Links() if is_locked else links_of(responses[0].assessment, responses)
    parts = []
    for response in responses:
        number = response.provision.number
        part = _part(
            response,
            sent.get(number),
            drafts.get(response.pk),
            earlier.get(response.provision_id),
            others,
            is_locked=is_locked,
        )
        if not is_locked:
            code = response.provision.code
            remark_on(part.form, presenters.doubts_in(response, code, links, part.form.shown()))
        own = [message for message in told if message.extra_tags == prefix_of(number)]
        parts.append(replace(part, told=own))
    return parts if is_locked else _opened(parts)


def _opened(parts: list[_Part]) -> list[_Part]:
    """Those open in which something is to be done: what comes back, what is not saved yet; and
    the next that is incomplete, after what was just saved or from the beginning.
    """
    at = max((place for place, part in enumerate(parts) if part.told), default=-1)
    wanted = {part.id for part in parts if part.has_unsaved or part.has_told_gaps}
    if at >= 0 or not wanted:
        todo = (part.id for part in parts[at + 1 :] if _is_incomplete(part))
        wanted |= {next(todo, "")}
    return [replace(part, is_open=part.id in wanted) for part in parts]


def _is_incomplete(part: _Part) -> bool:
    return bool(presenters.gaps_in(part.response, part.response.provision.code))


def _part(
    response: Response,
    sent: Sent | None,
    draft: TypedDraft | None,
    earlier: Response | None,
    others: Collection[int],
    *,
    is_locked: bool,
) -> _Part:
    """One provision; with what was sent for it, if it comes back."""
    is_stale = draft is not None and draft.base_version != response.version
    goes_on = draft if not is_stale else None
    subject = AnswerSubject(response)
    inputs = goes_on.values if goes_on else subject.saved_inputs()
    known_revision = goes_on.revision if goes_on else 0
    if sent:
        inputs = subject.inputs(sent.submission.values)
        known_revision = sent.draft.revision if sent.draft else sent.submission.revision
    form = _form(response, inputs, sent.submission.values if sent and sent.is_wrong else None)
    if sent and sent.focus in form.fields:
        form.fields[sent.focus].widget.attrs["autofocus"] = True
    code = response.provision.code
    gaps = presenters.gaps_in(response, code) if response.version else ()
    carried = brief_panel(response, others)
    is_alone = sent is not None and sent.draft is None
    return _Part(
        response,
        form,
        # What waits to be confirmed is last year's text already.
        rows_of(form, None if carried and carried.waits else earlier, is_folded=True),
        gaps,
        presenters.items_of(response, code, gaps) if is_locked else [],
        None if sent else draft,
        is_stale,
        sent.submission.version if sent else response.version,
        known_revision,
        "" if is_alone else digest_of(inputs),
        is_alone,
        carried,
        [],
    )


def _form(
    response: Response, inputs: Mapping[str, str], sent: Mapping[str, str] | None = None
) -> ResponseForm:
    """The provision's form with that in its inputs, or with what was sent and its errors."""
    number = response.provision.number
    form = ResponseForm(response, sent, prefix_of(number))
    form.initial = initial_of(inputs)
    form.auto_id = "%s"
    for name in form.fields:
        # Each of the page's many boxes of that name says which provision it belongs to.
        said = '{}<span class="govuk-visually-hidden"> for {}</span>'
        form[name].label = format_html(said, form.fields[name].label, number)
    return form


def _drafts(member: Member, responses: list[Response]) -> dict[int, TypedDraft]:
    """The person's own drafts that say anything else than what is saved, by response."""
    saved = {response.pk: AnswerSubject(response).saved_inputs() for response in responses}
    drafts = TypedDraft.objects.by(member).about(ANSWER, *saved)
    return {draft.subject_id: draft for draft in drafts if draft.values != saved[draft.subject_id]}
