"""The pages that follow publishing: correct, assess again, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Member
from assessments import rules
from assessments.access import assessment_for
from assessments.enums import Event, Trigger
from assessments.models import Assessment
from assessments.queries import newer_published
from assessments.receiving import told_in_words
from assessments.services import OpenAssessmentExists
from assessments.starting import Superseded
from publishing.correcting import services as corrections
from publishing.correcting.forms import CorrectForm, ReassessForm, WithdrawForm
from publishing.models import Publication

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@_get_or_post
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens a correction: a new draft with every answer, and the reason for it."""
    member, publication = _load(request, pk, rules.may_correct)
    form = CorrectForm(_posted(request))

    def start() -> Assessment:
        return corrections.correct(member, publication, form.cleaned_data["reason"])

    return _start(request, publication, "correct", form, start)


@_get_or_post
def reassess(request: HttpRequest, pk: int) -> HttpResponse:
    """Starts a reassessment in mid-year from what is published."""
    member, publication = _load(request, pk, rules.may_correct)
    form = ReassessForm(_posted(request))

    def start() -> Assessment:
        trigger, reason = Trigger(form.cleaned_data["trigger"]), form.cleaned_data["reason"]
        return corrections.reassess(member, publication, trigger, reason)

    return _start(request, publication, "reassess", form, start)


@_get_or_post
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what withdrawing means, and does it."""
    member, publication = _load(request, pk, rules.may_withdraw)
    form = WithdrawForm(_posted(request))
    already = publication.is_withdrawn
    if not already and form.is_valid():
        try:
            corrections.withdraw(member, publication, form.cleaned_data["reason"])
        except corrections.AlreadyWithdrawn:
            _, publication = _load(request, pk, rules.may_withdraw)
            already = True
        else:
            messages.success(request, "Version withdrawn from publication")
            return redirect(publication.assessment)
    status = 409 if already and request.method == "POST" else 200
    told = told_in_words(Event.WITHDRAW, member, publication.assessment.approved_by)
    return _show(request, publication, "withdraw", form, status, already=already, told=told)


def _load(
    request: HttpRequest, pk: int, may: Callable[[Member, Assessment], bool]
) -> tuple[Member, Publication]:
    """Raises Http404 for what is not published, PermissionDenied where `may` says no."""
    member, assessment = assessment_for(
        request, pk, lambda who, what: rules.may_read(who, what) and may(who, what)
    )
    publication = (
        Publication.objects.light()
        .select_related("landlord", "withdrawal")
        .filter(assessment=assessment)
        .first()
    )
    if publication is None:
        raise Http404
    publication.assessment = assessment
    return member, publication


def _start(
    request: HttpRequest,
    publication: Publication,
    template: str,
    form: Form,
    start: Callable[[], Assessment],
) -> HttpResponse:
    """Shows the form, or starts the draft and leads to it; where it cannot be, says why (409)."""
    newer = newer_published(publication.assessment)
    existing = None
    if newer is None and form.is_valid():
        try:
            draft = start()
        except OpenAssessmentExists as exists:
            existing = exists.existing
        except Superseded as superseded:
            newer = superseded.newer
        else:
            messages.success(request, f"Draft started from version {publication.version}")
            return redirect(draft)
    refused = existing is not None or (newer is not None and request.method == "POST")
    return _show(
        request,
        publication,
        template,
        form,
        409 if refused else 200,
        newer=newer,
        existing=existing,
    )


def _show(
    request: HttpRequest,
    publication: Publication,
    template: str,
    form: Form,
    status: int,
    **more: Any,
) -> HttpResponse:
    context = {
        "landlord": publication.landlord,
        "assessment": publication.assessment,
        "publication": publication,
        "form": form,
    }
    status = 422 if status == 200 and form.errors else status
    template = f"publishing/officer/{template}.html"
    return render(request, template, context | more, status=status)


def _posted(request: HttpRequest) -> Any:
    """The posted data, or None where the page is only looked at."""
    return request.POST if request.method == "POST" else None
