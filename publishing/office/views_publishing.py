"""The officer's pages: preview, publish, and how far publishing has come."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Member
from assessments import workflow
from assessments.access import assessment_for
from assessments.deadlines import submission_deadline
from assessments.enums import Event, State
from assessments.models import Assessment
from assessments.receiving import told_in_words
from assessments.workflow import MovedOn, Refused
from publishing import rules
from publishing.document import changes
from publishing.enums import RunState
from publishing.glance import preview_context
from publishing.models import Publication
from publishing.office import services
from publishing.presentation import DRAFT
from publishing.render.html import render_body
from selfassess.common.http import posted_version

_CHANGED = "This self-assessment has changed since you opened this page. Check it, then publish."


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The public page as it would be now, in any state, for everyone who may read it."""
    member, assessment = assessment_for(request, pk)
    document = changes.build(assessment)
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "body": render_body(document, DRAFT),
        **preview_context(document, assessment.landlord),
        "may_publish": rules.may_publish(member, assessment) and assessment.state == State.APPROVED,
    }
    return render(request, "publishing/officer/preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what will happen and what is lacking, and has the worker publish it."""
    member, assessment = assessment_for(request, pk, rules.may_publish)
    if request.method == "POST":
        return _request_publication(request, member, assessment)
    run = services.latest_run(assessment)
    if assessment.state == State.PUBLISHED or (run and run.is_active):
        return redirect("publishing:progress", pk)
    return _publish_page(request, member, assessment, lacks=_lacks(member, assessment))


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far publishing has come; reads itself again while it is under way."""
    member, assessment = assessment_for(request, pk, rules.may_publish)
    run = services.latest_run(assessment)
    publication = Publication.objects.light().filter(assessment=assessment).first()
    if run is None and publication is None:
        return redirect("publishing:publish", pk)
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "run": run,
        "publication": publication,
        "files": publication.files.all() if publication else (),
        "failed": publication is None and run is not None and run.state == RunState.FAILED,
        "stale": publication is None and run is not None and run.is_stale,
        "waiting": publication is None and run is not None and run.is_active and not run.is_stale,
        "lacks": "" if publication else _lacks(member, assessment),
        "submit_by": submission_deadline(assessment.landlord, assessment.year),
        "latest_address": settings.SITE_URL
        + reverse("publishing:latest", args=[assessment.landlord.slug, assessment.family_id]),
        "family": assessment.code.family,
    }
    return render(request, "publishing/officer/progress.html", context)


def _request_publication(
    request: HttpRequest, member: Member, assessment: Assessment
) -> HttpResponse:
    try:
        services.request_publication(member, assessment, posted_version(request))
    except Refused as refusal:
        return _publish_page(request, member, assessment, error=refusal.message, status=422)
    except MovedOn:
        if assessment.state == State.PUBLISHED:
            return redirect("publishing:progress", assessment.pk)
        return _publish_page(
            request,
            member,
            assessment,
            error=_CHANGED,
            lacks=_lacks(member, assessment),
            status=409,
        )
    return redirect("publishing:progress", assessment.pk)


def _lacks(member: Member, assessment: Assessment) -> str:
    """Why it cannot be published now, in words; empty where it can."""
    try:
        workflow.check(Event.PUBLISH, assessment, member, version=assessment.version)
    except Refused as refusal:
        return refusal.message
    except MovedOn:
        return "The governing body has to approve it before it can be published."
    return ""


def _publish_page(
    request: HttpRequest,
    member: Member,
    assessment: Assessment,
    *,
    error: str = "",
    lacks: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "has_errors": bool(error),
        "error": error,
        "lacks": lacks,
        "told": told_in_words(Event.PUBLISH, member),
        "response_waits": assessment.state == State.APPROVED
        and not assessment.body_response.is_confirmed,
    }
    return render(request, "publishing/officer/publish.html", context, status=status)
