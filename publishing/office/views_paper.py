"""The committee paper: as a page, and the officer's words for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments import rules
from assessments.access import assessment_for
from assessments.editing import submission
from assessments.editing.settling import Outcome, Result, settle
from assessments.editing.submission import Submission
from assessments.enums import State
from assessments.models import Assessment
from publishing import document as documents
from publishing.document.earlier import frozen_document
from publishing.office.forms import CHOICES, PaperForm, groups, with_recommendations
from publishing.office.paper_subject import PaperSubject
from publishing.paper import building
from publishing.paper.contents import PaperWords, names_in_recommendations
from publishing.paper.services import MEETING_STATES
from publishing.presentation import DRAFT
from publishing.render.paper_html import render_paper_body
from selfassess.common.typed.replay import only_saves

_ADD = "add"


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as it would go to the committee now, for everyone who may read it.

    Raises Http404 for a year that was published elsewhere: its paper was written there.
    """
    member, assessment = assessment_for(request, pk)
    if assessment.is_recorded:
        raise Http404
    found = building.build_paper(assessment, frozen_document(assessment))
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "paper": found,
        "body": render_paper_body(found, DRAFT),
        "may_write": rules.may_edit(member, assessment) and assessment.is_open,
        "may_set_meeting": rules.may_set_meeting(member, assessment)
        and assessment.state in MEETING_STATES,
    }
    return render(request, "publishing/papers/paper.html", context)


@only_saves
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer's words for each part; published ones stay as they are."""
    member, assessment = assessment_for(request, pk, rules.may_edit)
    subject, sent = PaperSubject.of(assessment), submission.read(request)
    if request.method == "POST":
        if _ADD in request.POST:
            return _add_recommendations(request, subject, sent)
        return _answer(request, settle(member, subject, sent))
    if not subject.is_open:
        return _locked(request, assessment)
    words = subject.words
    form = PaperForm(initial={name: getattr(words, name) for name in building.WORD_NAMES})
    return _form_page(request, assessment, form, version=subject.version)


def _add_recommendations(
    request: HttpRequest, subject: PaperSubject, sent: Submission
) -> HttpResponse:
    """Puts the chosen words below what was typed. Nothing is saved by that."""
    names = names_in_recommendations(documents.build(subject.assessment))
    data = with_recommendations(request.POST, request.POST.getlist(CHOICES), names)
    return _form_page(request, subject.assessment, PaperForm(data), version=sent.version)


def _answer(request: HttpRequest, outcome: Outcome[PaperSubject]) -> HttpResponse:
    """What became of what was typed."""
    assessment, form = outcome.subject.assessment, outcome.subject.form(outcome.sent)
    match outcome.result:
        case Result.INVALID:
            return _form_page(request, assessment, form, version=outcome.sent.version)
        case Result.LOCKED:
            return _locked(request, assessment, form, status=409)
        case Result.CONFLICT:
            return _conflict(request, outcome.subject, form)
        case Result.SAVED:
            messages.success(request, "Committee paper saved")
    return redirect("publishing:paper", assessment.pk)


@dataclass(frozen=True)
class Contested:
    """A part that someone else has saved with other words."""

    label: str
    saved: str
    typed: str


def _conflict(request: HttpRequest, subject: PaperSubject, form: PaperForm) -> HttpResponse:
    """Both texts of every part that differs, above the form with what was typed."""
    form.is_valid()
    saved = building.stored_form(subject.words)
    typed = building.stored_form(PaperWords(**form.values()))
    contested = [
        Contested(str(form[name].label), saved[name], typed[name])
        for name in building.WORD_NAMES
        if saved[name] != typed[name]
    ]
    return _form_page(
        request,
        subject.assessment,
        form,
        version=subject.version,
        status=409,
        contested=contested,
        kept=subject.kept,
    )


def _form_page(
    request: HttpRequest,
    assessment: Assessment,
    form: PaperForm,
    *,
    version: int,
    status: int = 200,
    **shown: Any,
) -> HttpResponse:
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "form": form,
        "groups": groups(form),
        "version": version,
    }
    status = 422 if form.errors else status
    return render(request, "publishing/papers/edit.html", context | shown, status=status)


def _locked(
    request: HttpRequest,
    assessment: Assessment,
    form: PaperForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Why the words cannot be changed any more; what was typed is there, to copy."""
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "typed": _typed(form) if form else [],
        "is_recorded": assessment.state == State.RECORDED,
    }
    return render(request, "publishing/papers/locked.html", context, status=status)


def _typed(form: PaperForm) -> list[tuple[str, str]]:
    """What was sent, read or not, by the fields' labels; a date's three boxes on one line."""
    fields = [form[name] for name in building.WORD_NAMES]
    texts = [" ".join(f.data) if isinstance(f.data, list) else f.data or "" for f in fields]
    return [
        (str(field.label), text) for field, text in zip(fields, texts, strict=True) if text.strip()
    ]
