"""The page of one provision: read, fill in, and settle what two people typed at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from accounts.access import Member
from assessments import queries, rules, services
from assessments.access import assessment_for
from assessments.filling import presenters
from assessments.filling.forms import ConflictForm, ResponseForm, keep_name
from assessments.models import RESPONSE_FIELDS, Assessment, Response
from selfassess.common.http import posted_version

# What stands in a conflict page's form, and nowhere else.
_CHOSEN = "chosen"


@dataclass(frozen=True)
class _Page:
    """A request for one provision's page, loaded and authorised."""

    request: HttpRequest
    member: Member
    assessment: Assessment
    response: Response
    place: queries.Place

    @property
    def version(self) -> int:
        return posted_version(self.request)

    def show(self, template: str, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "landlord": self.assessment.landlord,
            "assessment": self.assessment,
            "code": self.assessment.code,
            "response": self.response,
            "provision": self.response.provision,
            "place": self.place,
        }
        return render(
            self.request, f"assessments/filling/{template}.html", context | more, status=status
        )


@require_http_methods(["GET", "HEAD", "POST"])
def provision(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Shows one provision and saves its answer."""
    member, assessment = assessment_for(request, pk)
    page = _load(request, member, assessment, number)
    if request.method == "POST":
        if not rules.may_edit(member, assessment):
            raise PermissionDenied
        return _save(page)
    return _show(page, ResponseForm(page.response))


def _load(request: HttpRequest, member: Member, assessment: Assessment, number: str) -> _Page:
    """Raises Http404 for a number that the assessment's Code does not have."""
    try:
        response = queries.response_to(assessment, number)
    except Response.DoesNotExist:
        raise Http404 from None
    # One object for one row: what is read of it later costs no further query.
    response.assessment = assessment
    return _Page(request, member, assessment, response, queries.place_of(assessment, number))


def _show(page: _Page, form: ResponseForm, status: int = 200) -> HttpResponse:
    lock_reason = presenters.lock_reason(page.member, page.assessment)
    code = page.assessment.code
    gaps = presenters.gaps_in(page.response, code) if page.response.version else ()
    earlier = queries.previous_response(page.assessment, page.response.provision)
    return page.show(
        "provision",
        status,
        form=form,
        lock_reason=lock_reason,
        items=presenters.items_of(page.response, code, gaps) if lock_reason else [],
        gaps=gaps,
        earlier=earlier,
        earlier_items=presenters.items_of(earlier, earlier.assessment.code) if earlier else [],
    )


def _save(page: _Page) -> HttpResponse:
    """Saves; or shows what was typed again with its errors (422), beside what somebody else saved
    first (409), or to be copied because the answers were locked meanwhile (409).
    """
    if not page.assessment.is_editable:
        return _locked(page)
    data = page.request.POST
    chosen = _CHOSEN in data
    form = ResponseForm(page.response, data)
    if chosen:
        form = ConflictForm(page.response, data, chosen=True)
    stale = page.version != page.response.version
    if not form.is_valid():
        return _conflict(page, chosen=chosen) if stale or chosen else _show(page, form, 422)
    try:
        saved = services.save_response(
            page.member, page.response, form.values(), version=page.version
        )
    except services.Conflict:
        return _conflict(_reloaded(page), chosen=False)
    except services.Locked:
        return _locked(_reloaded(page))
    return _go_on(page, saved)


def _reloaded(page: _Page) -> _Page:
    """The page as things are now, after somebody else was faster."""
    assessment = Assessment.objects.select_related("landlord", "code", "body_response").get(
        pk=page.assessment.pk
    )
    return _load(page.request, page.member, assessment, page.response.provision.number)


def _go_on(page: _Page, saved: Response) -> HttpResponse:
    """Says what was saved and what is missing, and goes where the button says."""
    number, place = saved.provision.number, page.place
    messages.success(page.request, _saved_notice(page, saved))
    target = {"stay": number, "unanswered": place.next_unanswered}.get(
        page.request.POST.get("go", ""), place.next
    )
    if target:
        return redirect("assessments:provision", page.assessment.pk, target)
    return redirect(page.assessment)


def _saved_notice(page: _Page, saved: Response) -> str:
    """That it was saved; and what is missing, with a link to it."""
    number = saved.provision.number
    missing = presenters.gaps_in(saved, page.assessment.code)
    if not missing:
        return f"{number} saved"
    address = reverse("assessments:provision", args=[page.assessment.pk, number])
    return format_html(
        '{} saved. <a class="govuk-notification-banner__link" href="{}#id_{}">Still missing in '
        "{}</a>: {}",
        number,
        address,
        missing[0].field,
        number,
        "; ".join(gap.message for gap in missing),
    )


def _conflict(page: _Page, *, chosen: bool) -> HttpResponse:
    """Both texts, side by side, of every field in which they differ."""
    code = page.assessment.code
    form = ConflictForm(page.response, page.request.POST, chosen=chosen)
    now = page.response.values()
    contested = [
        {
            "label": presenters.label_of(code, name),
            "theirs": presenters.text_of(name, now[name]),
            "mine": form[name],
            "keep": form[keep_name(name)],
        }
        for name in form.contested
    ]
    return page.show(
        "conflict",
        422 if chosen and page.version == page.response.version else 409,
        form=form,
        contested=contested,
        carried=form.uncontested_data(),
        version=page.response.version,
    )


def _locked(page: _Page) -> HttpResponse:
    """What was typed, whole, to be copied: it cannot be saved any more."""
    code = page.assessment.code
    return page.show(
        "locked",
        409,
        lock_reason=presenters.lock_reason(page.member, page.assessment),
        items=[
            presenters.Item(name, presenters.label_of(code, name), text)
            for name in RESPONSE_FIELDS
            if (text := _as_typed(page, name))
        ],
    )


def _as_typed(page: _Page, name: str) -> str:
    """What was sent for a field, read or not; a date's three boxes on one line."""
    data = page.request.POST
    if name == "action_due":
        return " ".join(data.get(f"{name}_{part}", "") for part in range(3)).strip()
    return presenters.text_of(name, data.get(name, ""))
