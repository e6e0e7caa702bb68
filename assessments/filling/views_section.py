"""A whole section on one page: every provision in a form of its own, saved on its own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.access import Member
from assessments import queries, rules
from assessments.access import assessment_for
from assessments.carrying.presenters import Panel, panel_of
from assessments.completeness import Gap
from assessments.drafting.values import initial_of, saved_inputs
from assessments.filling import presenters, views_provision
from assessments.filling.forms import ResponseForm
from assessments.models import Assessment, Response, TypedDraft
from selfassess.common.typed.replay import only_saves


@dataclass(frozen=True)
class _Part:
    """One provision of the section with its form, or what is filled in where it is locked.

    `draft`: the person's own; `is_stale`: somebody saved since they began it, so that the form
    does not go on with it but leads to both texts.
    """

    response: Response
    form: ResponseForm
    gaps: tuple[Gap, ...]
    items: list[presenters.Item]
    draft: TypedDraft | None
    is_stale: bool
    version: int
    known_revision: int
    unkept: bool
    carried: Panel | None

    @property
    def id(self) -> str:
        return anchor(self.response.provision.number)

    @property
    def stage(self) -> str:
        return self.response.provision.stage


@dataclass(frozen=True)
class _Sent:
    """The one form that was sent and could not be saved, and the page of its provision."""

    page: views_provision.Page
    form: ResponseForm


@dataclass(frozen=True)
class _Stage:
    """Provisions of one stage; its name is empty where the Code has none."""

    name: str
    parts: list[_Part]


def anchor(number: str) -> str:
    """The id of a provision's part of the page; those of its fields begin with it."""
    return f"p{number}"


@only_saves
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Shows a section and saves one of its provisions.

    Raises Http404 for a section or a provision that is not there.
    """
    member, assessment = assessment_for(request, pk)
    responses = _responses(assessment, number)
    if request.method != "POST":
        return _show(request, member, assessment, responses)
    if not rules.may_edit(member, assessment):
        raise PermissionDenied
    wanted = request.POST.get("provision", "")
    if wanted not in {response.provision.number for response in responses}:
        raise Http404
    page = views_provision.load(request, member, assessment, wanted)
    return views_provision.save(
        page,
        lambda page, form, status: _show(
            request, member, assessment, responses, _Sent(page, form), status
        ),
    )


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
    sent: _Sent | None = None,
    status: int = 200,
) -> HttpResponse:
    """`sent`: what comes back with its errors; the error summary is about it."""
    lock_reason = presenters.lock_reason(member, assessment)
    drafts = {} if lock_reason else _drafts(member, responses)
    parts = [
        _part(response, sent, drafts.get(response.pk), locked=bool(lock_reason))
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
        "form": sent.form if sent else None,
        "lock_reason": lock_reason,
        "previous": sections[at - 1] if at else None,
        "next": sections[at + 1] if at + 1 < len(sections) else None,
    }
    return render(request, "assessments/filling/section.html", context, status=status)


def _part(
    response: Response, sent: _Sent | None, draft: TypedDraft | None, *, locked: bool
) -> _Part:
    """One provision; with what was sent for it, if it is the one."""
    page = sent.page if sent and sent.page.response.pk == response.pk else None
    is_stale = draft is not None and draft.base_version != response.version
    goes_on = draft if not is_stale else None
    form = sent.form if sent and page else ResponseForm(response)
    if goes_on is not None and not page:
        form.initial = initial_of(goes_on.values)
    form.auto_id = f"{anchor(response.provision.number)}_%s"
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
        page is not None and page.is_unkept,
        panel_of(response, briefly=True),
    )


def _drafts(member: Member, responses: list[Response]) -> dict[int, TypedDraft]:
    """The person's own drafts that say anything else than what is saved, by response."""
    by_pk = {response.pk: response for response in responses}
    return {
        draft.response_id: draft
        for draft in TypedDraft.objects.by(member).filter(response__in=by_pk)
        if draft.response_id and draft.values != saved_inputs(by_pk[draft.response_id])
    }
