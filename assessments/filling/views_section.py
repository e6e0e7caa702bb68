"""A whole section on one page, in one form; every provision is saved on its own, and what is typed
in the others becomes drafts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Member
from assessments import queries, rules
from assessments.access import assessment_for
from assessments.carrying.presenters import Panel, panel_of
from assessments.completeness import Gap
from assessments.drafting.posted import known_draft
from assessments.drafting.values import initial_of, saved_inputs, typed_inputs
from assessments.filling import presenters, section_posts, views_provision
from assessments.filling.forms import ResponseForm
from assessments.filling.section_posts import NotAllKept, digest_of, prefix_of, share_of
from assessments.models import Assessment, Response, TypedDraft
from selfassess.common.http import posted_version
from selfassess.common.typed.replay import only_saves


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


@only_saves
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Shows a section and saves one of its provisions, or keeps all that is typed as drafts.

    Raises Http404 for a section or a provision that is not there.
    """
    member, assessment = assessment_for(request, pk)
    responses = _responses(assessment, number)
    if request.method != "POST":
        return _show(request, member, assessment, responses)
    if not rules.may_edit(member, assessment):
        raise PermissionDenied
    wanted = request.POST.get("save", "")
    if wanted and wanted not in {response.provision.number for response in responses}:
        raise Http404
    if not wanted:
        return _keep_all(request, member, assessment, number)
    page = views_provision.load(request, member, assessment, wanted)
    try:
        page = share_for(page)
    except NotAllKept as others:
        return show_again(page, others)
    return views_provision.save(
        page,
        lambda page, form, status: _show(request, member, assessment, responses, page, status),
    )


def _keep_all(
    request: HttpRequest, member: Member, assessment: Assessment, number: str
) -> HttpResponse:
    """All that was typed in the section becomes drafts."""
    try:
        kept = section_posts.take(request, member, assessment, "").kept
    except NotAllKept as others:
        return _show_again(request, member, assessment, number, others.refused)
    if kept:
        messages.success(request, _kept_notice(kept))
    return redirect("assessments:section", assessment.pk, number)


def share_for(page: views_provision.Page) -> views_provision.Page:
    """The page as if its provision had been sent alone, once what was typed in the others of its
    section is kept. Raises section_posts.NotAllKept, or PermissionDenied.
    """
    number = page.response.provision.number
    taken = section_posts.take(page.request, page.member, page.assessment, number)
    if taken.kept:
        messages.info(page.request, _kept_notice(taken.kept))
    return replace(page, request=taken.request, data=taken.request.POST)


def show_again(page: views_provision.Page, others: NotAllKept) -> HttpResponse:
    """The section as it was typed, where something in it could be neither saved nor kept."""
    provision = page.response.provision
    refused = {provision.number: "", **others.refused}
    section = provision.section.number
    return _show_again(page.request, page.member, page.assessment, section, refused)


def _show_again(
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
    again = {other: share_of(request, other) for other in refused}
    responses = _responses(assessment, number)
    return _show(request, member, assessment, responses, None, 409, again)


def _kept_notice(numbers: list[str]) -> str:
    return f"What you typed in {', '.join(numbers)} is kept as your draft. It is not saved yet"


def _responses(assessment: Assessment, number: str) -> list[Response]:
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


def _show(
    request: HttpRequest,
    member: Member,
    assessment: Assessment,
    responses: list[Response],
    sent: views_provision.Page | None = None,
    status: int = 200,
    again: Mapping[str, HttpRequest] | None = None,
) -> HttpResponse:
    """`sent`: what comes back with its errors; the error summary is about it. `again`: what comes
    back as it was typed, by number.
    """
    lock_reason = presenters.lock_reason(member, assessment)
    drafts = {} if lock_reason else _drafts(member, responses)
    parts = [
        _part_again(response, share)
        if (share := (again or {}).get(response.provision.number))
        else _part(response, sent, drafts.get(response.pk), locked=bool(lock_reason))
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
    sent: views_provision.Page | None,
    draft: TypedDraft | None,
    *,
    locked: bool,
) -> _Part:
    """One provision; with what was sent for it, if it is the one."""
    page = sent if sent and sent.response.pk == response.pk else None
    is_stale = draft is not None and draft.base_version != response.version
    goes_on = draft if not is_stale else None
    inputs = goes_on.values if goes_on else saved_inputs(response)
    if page:
        inputs = {} if page.is_unkept else typed_inputs(response, page.data)
    form = _form(response, inputs, page.data if page else None)
    gaps = presenters.gaps_in(response, response.provision.code) if response.version else ()
    return _Part(
        response,
        form,
        gaps,
        presenters.items_of(response, response.provision.code, gaps) if locked else [],
        None if page else draft,
        is_stale,
        page.version if page else response.version,
        page.known_revision if page else goes_on.revision if goes_on else 0,
        digest_of(inputs),
        page is not None and page.is_unkept,
        panel_of(response, briefly=True),
    )


def _part_again(response: Response, share: HttpRequest) -> _Part:
    """One provision as it was typed, to be sent once more."""
    return _Part(
        response,
        _form(response, typed_inputs(response, share.POST)),
        (),
        [],
        None,
        False,
        posted_version(share),
        known_draft(share).revision,
        "",
        True,
        panel_of(response, briefly=True),
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
    by_pk = {response.pk: response for response in responses}
    return {
        draft.response_id: draft
        for draft in TypedDraft.objects.by(member).filter(response__in=by_pk)
        if draft.response_id and draft.values != saved_inputs(by_pk[draft.response_id])
    }
