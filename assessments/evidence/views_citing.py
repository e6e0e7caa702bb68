"""What one answer cites: an item of the library or a new one, its clause, and removing it again.

The way here is a button of the answer's form, which has kept what was typed there. It leads back
to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import Member
from assessments import queries as answers
from assessments import rules
from assessments.access import assessment_for
from assessments.editing.answers import AnswerSubject
from assessments.editing.drafts import draft_of
from assessments.evidence import queries, services
from assessments.evidence.citing_forms import NEWEST, CiteForm, ClauseForm, NewCitationForm
from assessments.links.queries import remarks_on
from assessments.models import Assessment, Citation, Response
from assessments.presenters.words import lock_reason
from assessments.services import Conflict, Locked

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
# Of more, people search.
_MOST_OFFERED = 30
_REMOVE = "remove"


@dataclass(frozen=True)
class CitingPage:
    """A request about what one answer cites, loaded and authorised."""

    request: HttpRequest
    member: Member
    response: Response

    @property
    def assessment(self) -> Assessment:
        return self.response.assessment

    @property
    def number(self) -> str:
        return self.response.provision.number

    @property
    def back(self) -> str:
        """The answer's form: with what the person had typed there, if anything."""
        has_typed = draft_of(self.member, AnswerSubject(self.response)) is not None
        name = "draft" if has_typed else "provision"
        there = [self.assessment.pk, self.number]
        return f"{reverse(f'assessments:{name}', args=there)}#cited"

    def show(self, template: str, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "landlord": self.assessment.landlord,
            "assessment": self.assessment,
            "provision": self.response.provision,
            "back": self.back,
        }
        return render(
            self.request, f"assessments/evidence/{template}.html", context | more, status=status
        )

    def locked(self) -> HttpResponse:
        now = answers.assessment_now(self.assessment)
        return self.show("locked", 409, lock_reason=lock_reason(self.member, now))

    def done(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return redirect(self.back)


@_get_or_post
def cite(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Offers the library's items, those that are searched for, and has the answer cite one."""
    page = _load(request, pk, number)
    if not page.assessment.is_editable:
        return page.locked()
    search = request.GET.get("q", "").strip()[:200]
    found = queries.to_cite(page.response, search)
    form = CiteForm(found[:_MOST_OFFERED], request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _cite(page, form, search, len(found))
    return _offer(page, form, search, len(found), 422 if form.errors else 200)


def _offer(
    page: CitingPage, form: CiteForm, search: str, found: int, status: int = 200
) -> HttpResponse:
    return page.show("cite", status, form=form, search=search, found=found, most=_MOST_OFFERED)


def _cite(page: CitingPage, form: CiteForm, search: str, found: int) -> HttpResponse:
    clause = form.cleaned_data["clause"]
    try:
        citation = services.cite(page.member, page.response, form.chosen, clause)
    except Locked:
        return page.locked()
    except services.AlreadyCited:
        form.add_error("item", f"{page.number} already cites this item. Change its clause instead")
    except Conflict:
        form.add_error("item", "Someone has removed this item. Select another")
    except services.TooManyCited:
        form.add_error("item", _TOO_MANY.format(page.number))
    else:
        return page.done(f"{page.number} now cites {citation.in_words}")
    return _offer(page, form, search, found, 422)


_TOO_MANY = f"{{}} cites {services.MOST_CITED} items. Remove one before you add another"


@_get_or_post
def cite_new(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Enters an item in the library and has the answer cite it, in one step."""
    page = _load(request, pk, number)
    if not page.assessment.is_editable:
        return page.locked()
    form = NewCitationForm()
    if request.method == "POST":
        form = NewCitationForm(request.POST, request.FILES)
        if form.is_valid():
            return _cite_new(page, form)
    return page.show("cite_new", 422 if form.errors else 200, form=form)


def _cite_new(page: CitingPage, form: NewCitationForm) -> HttpResponse:
    clause = form.cleaned_data["clause"]
    try:
        citation = services.add_and_cite(
            page.member, page.response, form.details(), form.content, clause
        )
    except Locked:
        return page.locked()
    except services.TooManyCited:
        form.add_error("title", _TOO_MANY.format(page.number))
        return page.show("cite_new", 422, form=form)
    for remark in remarks_on(citation.item):
        messages.warning(page.request, remark)
    return page.done(f"{page.number} now cites {citation.in_words}")


@_get_or_post
def citation(request: HttpRequest, pk: int, number: str, citation: int) -> HttpResponse:
    """Changes the clause, checks it against a newer edition, or removes the item from the answer.

    Raises Http404 for what another answer cites.
    """
    page = _load(request, pk, number)
    cited = get_object_or_404(
        Citation.objects.select_related("item__replaced_by"), pk=citation, response=page.response
    )
    cited.response = page.response
    if not page.assessment.is_editable:
        return page.locked()
    try:
        return _change(page, cited)
    except Locked:
        return page.locked()
    except Conflict:
        changed = f"Someone else has changed what {page.number} cites, so we have not saved yours"
        messages.warning(request, f"{changed}. Check it again")
        return redirect(page.back)


def _change(page: CitingPage, cited: Citation) -> HttpResponse:
    request, before = page.request, cited.in_words
    if _REMOVE in request.POST:
        services.uncite(page.member, cited)
        return page.done(f"{page.number} no longer cites {before}")
    newest = services.newest_of(cited.item) if cited.needs_checking else None
    form = ClauseForm(cited, newest, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.errors else 200
        return page.show("citation", status, form=form, citation=cited, newest=newest)
    clause = form.cleaned_data["clause"]
    if newest is None:
        services.change_clause(page.member, cited, clause)
    else:
        is_newest = form.cleaned_data["edition"] == NEWEST
        services.check(page.member, cited, clause, takes_newest=is_newest)
    return page.done(f"You have saved what {page.number} cites")


def _load(request: HttpRequest, pk: int, number: str) -> CitingPage:
    """Raises Http404 for a number that the assessment's Code does not have, PermissionDenied."""
    member, assessment = assessment_for(request, pk)
    if not rules.may_edit(member, assessment):
        raise PermissionDenied
    try:
        response = answers.response_to(assessment, number)
    except Response.DoesNotExist:
        raise Http404 from None
    # One object for one row: what is read of it later costs no further query.
    response.assessment = assessment
    return CitingPage(request, member, response)
