"""The side of the person who was asked: their list, and the page of one provision."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from assessments import rules
from assessments.asking import pages, presenters
from assessments.asking.forms import ContributionForm
from assessments.asking.queries import asked_of
from assessments.editing.drafts import draft_of
from assessments.editing.keeping import Pages, keep_or_discard
from assessments.editing.settling import settle
from assessments.enums import ContributionState
from selfassess.common.typed.replay import only_saves

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What the signed-in person is asked, at all their landlords."""
    rows = asked_of(cast(User, request.user))
    lists = presenters.lists(rows, timezone.localdate())
    return render(request, "assessments/asking/asked.html", {"lists": lists})


@only_saves
@_get_or_post
def contribution(request: HttpRequest, pk: int) -> HttpResponse:
    """One provision that the person is asked about; saves what they write. Officers are led to the
    page that accepts it.
    """
    return _page(request, pk, None)


@_get_or_post
def ready(request: HttpRequest, pk: int) -> HttpResponse:
    """Saves what was written and tells the officer that it is ready."""
    return _page(request, pk, ContributionState.READY)


@_get_or_post
def not_mine(request: HttpRequest, pk: int) -> HttpResponse:
    """Saves what was written and tells the officer to ask someone else."""
    return _page(request, pk, ContributionState.NOT_MINE)


def _page(request: HttpRequest, pk: int, step: ContributionState | None) -> HttpResponse:
    member, found = pages.contribution_for(request, pk)
    if not rules.may_contribute(member, found):
        if request.method == "POST":
            raise PermissionDenied
        return redirect("assessments:accept", pk)
    page = pages.load(request, member, found, step)
    if request.method == "POST":
        if name := request.POST.get("use", ""):
            return pages.show_used(page, name)
        return pages.answer(page, settle(member, page.subject, page.sent))
    if step is not None:
        return redirect("assessments:contribution", pk)
    return pages.show_form(page, ContributionForm(found))


@only_saves
@_get_or_post
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own unsaved text: the form with it to continue, and where it is kept."""
    member, found = pages.contribution_for(request, pk)
    if not rules.may_contribute(member, found):
        raise PermissionDenied
    page = pages.load(request, member, found)
    back = redirect("assessments:contribution", pk)
    if request.method == "POST":
        onward = redirect("assessments:contribution_draft", pk)
        question = f"Discard your unsaved changes to {page.number}?"
        where = Pages(back, onward, lambda other: _typed(replace(page, other=other)), question)
        return keep_or_discard(request, member, page.subject, page.sent, where)
    mine = draft_of(member, page.subject)
    return pages.show_draft(page, mine) if mine else back


def _typed(page: pages.ContributionPage) -> HttpResponse:
    """The page with what could not be kept, as it was typed."""
    if page.sent.version != page.subject.version:
        return pages.conflict(page)
    form = ContributionForm(page.contribution, page.sent.values)
    return pages.show_form(page, form, 409 if page.other else 422)
