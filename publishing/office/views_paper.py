"""The committee paper: as a page, and the officer's words for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Member
from assessments import rules
from assessments.access import assessment_for
from assessments.enums import State
from assessments.models import Assessment
from assessments.services import Conflict, Locked
from publishing import document as documents
from publishing.document.earlier import frozen_document
from publishing.models import PaperText
from publishing.office.forms import CHOICES, PaperForm, groups, with_recommendations
from publishing.paper import building
from publishing.paper import services as paper_services
from publishing.paper.contents import PaperWords, names_in_recommendations
from publishing.presentation import DRAFT
from publishing.render.paper_html import render_paper_body
from selfassess.common.http import posted_version
from selfassess.common.typed.replay import only_saves

_ADD = "add"


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as it would go to the committee now, for everybody who may read it."""
    member, assessment = assessment_for(request, pk)
    found = building.build_paper(assessment, frozen_document(assessment))
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "paper": found,
        "body": render_paper_body(found, DRAFT),
        "may_write": rules.may_edit(member, assessment) and assessment.is_open,
    }
    return render(request, "publishing/papers/paper.html", context)


@only_saves
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer's words for each part; published ones stay as they are."""
    member, assessment = assessment_for(request, pk, rules.may_edit)
    if request.method == "POST":
        if _ADD in request.POST:
            return _add_recommendations(request, assessment)
        return _save(request, member, assessment)
    if not assessment.is_open:
        return _locked(request, assessment)
    kept = PaperText.objects.filter(assessment=assessment).first()
    words = building.stored_words(kept) if kept else _first_words(assessment)
    form = PaperForm(initial={name: getattr(words, name) for name in building.WORD_NAMES})
    return _form_page(request, assessment, form, version=kept.version if kept else 0)


def _first_words(assessment: Assessment) -> PaperWords:
    return building.first_words(assessment, documents.build(assessment))


def _add_recommendations(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Puts the chosen words below what was typed. Nothing is saved by that."""
    names = names_in_recommendations(documents.build(assessment))
    data = with_recommendations(request.POST, request.POST.getlist(CHOICES), names)
    return _form_page(request, assessment, PaperForm(data), version=posted_version(request))


def _save(request: HttpRequest, member: Member, assessment: Assessment) -> HttpResponse:
    form, version = PaperForm(request.POST), posted_version(request)
    if not form.is_valid():
        return _form_page(request, assessment, form, version=version)
    try:
        paper_services.save_words(member, assessment, form.words(), version=version)
    except Locked:
        return _locked(request, assessment, form, status=409)
    except Conflict:
        return _conflict(request, assessment, form)
    messages.success(request, "The words of the committee paper are saved")
    return redirect("publishing:paper", assessment.pk)


@dataclass(frozen=True)
class Contested:
    """A part that somebody else saved otherwise meanwhile."""

    label: str
    saved: str
    typed: str


def _conflict(request: HttpRequest, assessment: Assessment, form: PaperForm) -> HttpResponse:
    """Both texts of every part that differs, above the form with what was typed."""
    kept = PaperText.objects.select_related("edited_by").filter(assessment=assessment).first()
    saved = building.stored_form(building.stored_words(kept) if kept else _first_words(assessment))
    typed = building.stored_form(form.words())
    contested = [
        Contested(str(form[name].label), saved[name], typed[name])
        for name in building.WORD_NAMES
        if saved[name] != typed[name]
    ]
    return _form_page(
        request,
        assessment,
        form,
        version=kept.version if kept else 0,
        status=409,
        contested=contested,
        kept=kept,
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
    typed = building.stored_form(form.words()) if form else {}
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "typed": [(form[name].label, text) for name, text in typed.items() if form and text],
        "is_recorded": assessment.state == State.RECORDED,
    }
    return render(request, "publishing/papers/locked.html", context, status=status)
