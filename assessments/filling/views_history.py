"""Who changed what, and bringing an earlier wording back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments import queries, rules, services
from assessments.access import assessment_for
from assessments.filling import presenters, restoring, views_provision
from assessments.filling.forms import as_typed
from assessments.models import Assessment, HistoryEntry
from assessments.review.forms import BodyResponseForm
from assessments.review.views import response_conflict
from selfassess.common.http import posted_number, posted_version
from selfassess.common.moments import moment

_ENTRIES_A_PAGE = 50
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that happened to the assessment, the latest first."""
    _, assessment = assessment_for(request, pk)
    return _show(request, assessment, queries.history_of(assessment))


@_get_or_post
def provision_history(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Everything that happened to one provision's answer; brings an earlier wording back.

    Raises Http404 for a number that the assessment's Code does not have.
    """
    member, assessment = assessment_for(request, pk)
    page = views_provision.load(request, member, assessment, number)
    if request.method == "POST":
        if not rules.may_edit(member, assessment):
            raise PermissionDenied
        return _restore(page)
    return _provision_history(page)


def _provision_history(page: views_provision.Page, status: int = 200) -> HttpResponse:
    number = page.response.provision.number
    entries = queries.history_of(page.assessment, number)
    return _show(
        page.request,
        page.assessment,
        entries,
        status,
        number=number,
        version=page.response.version,
        current=_newest_save(entries),
        may_restore=rules.may_edit(page.member, page.assessment) and page.assessment.is_editable,
        lock_reason=presenters.lock_reason(page.member, page.assessment),
    )


def _restore(page: views_provision.Page) -> HttpResponse:
    """Brings back, and says so; refuses while the answers are locked (409); or, where somebody
    saved meanwhile, shows both texts to choose from (409).
    """
    number = page.response.provision.number
    entry = _posted_entry(page.request, queries.history_of(page.assessment, number))
    field = page.request.POST.get("field", "")
    try:
        restoring.restore(page.member, page.response, entry, field, version=page.version)
    except services.Conflict:
        typed = as_typed(restoring.wanted(page.response, entry, field))
        return views_provision.conflict(
            views_provision.load(page.request, page.member, page.assessment, number, typed),
            chosen=False,
        )
    except services.Locked:
        return _provision_history(views_provision.reloaded(page), 409)
    what = f"{presenters.label_of(page.assessment.code, field)} of {number}" if field else number
    _say_restored(page.request, what, entry)
    return redirect("assessments:provision_history", page.assessment.pk, number)


@_get_or_post
def body_response_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who wrote what in the governing body's response; brings an earlier wording back."""
    member, assessment = assessment_for(request, pk)
    if request.method != "POST":
        return _body_response_history(request, assessment)
    if not rules.may_draft_body_response(member, assessment):
        raise PermissionDenied
    entry = _posted_entry(request, queries.body_response_history_of(assessment))
    version = posted_version(request)
    try:
        restoring.restore_body_response(member, assessment, entry, version=version)
    except services.Conflict:
        form = BodyResponseForm({"text": restoring.text_after(entry)})
        return response_conflict(request, assessment, form)
    except services.Locked:
        _, assessment = assessment_for(request, pk)
        return _body_response_history(request, assessment, 409)
    _say_restored(request, "The governing body’s response", entry)
    return redirect("assessments:body_response_history", pk)


def _body_response_history(
    request: HttpRequest, assessment: Assessment, status: int = 200
) -> HttpResponse:
    entries = queries.body_response_history_of(assessment)
    writable = assessment.state in rules.BODY_RESPONSE_STATES
    return _show(
        request,
        assessment,
        entries,
        status,
        of_response=True,
        version=assessment.body_response.version,
        current=_newest_save(entries),
        may_restore=writable,
        lock_reason="" if writable else "The governing body’s response cannot be changed now.",
    )


def _show(
    request: HttpRequest,
    assessment: Assessment,
    entries: QuerySet[HistoryEntry],
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    page = Paginator(entries, _ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "page": page,
        "entries": presenters.told(page.object_list, assessment.code),
        "refused": status == 409,
    }
    return render(request, "assessments/filling/history.html", context | more, status=status)


def _newest_save(entries: QuerySet[HistoryEntry]) -> int | None:
    """The entry whose wording is there now: nothing to bring back."""
    saves = entries.filter(event__in=presenters.SAVES)
    return saves.order_by("-pk").values_list("pk", flat=True).first()


def _posted_entry(request: HttpRequest, entries: QuerySet[HistoryEntry]) -> HistoryEntry:
    """Raises Http404 for what is no save among the entries."""
    entry = posted_number(request, "entry")
    if entry is None:
        raise Http404
    return get_object_or_404(entries, pk=entry, event__in=presenters.RESTORABLE)


def _say_restored(request: HttpRequest, what: str, entry: HistoryEntry) -> None:
    messages.success(
        request,
        f"{what} is again as it was on {moment(entry.at)}. To undo this, bring back "
        "the version before it.",
    )
