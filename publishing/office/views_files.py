"""The files of an assessment: what can be downloaded, how far it is, and the file itself."""

from __future__ import annotations

import logging

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.access import assessment_for
from assessments.models import Assessment
from publishing.enums import FileState
from publishing.formats import FORMATS
from publishing.models import DraftFile
from publishing.office import draft_files
from selfassess.common import storing

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that can be downloaded; starts making the file whose name is posted.

    Raises Http404 for a file that cannot be made of this assessment.
    """
    _, assessment = assessment_for(request, pk)
    if request.method == "POST":
        wanted = FORMATS.get(request.POST.get("name", ""))
        if wanted is None or not draft_files.may_be_made(assessment, wanted):
            raise Http404
        return redirect("publishing:file", pk, draft_files.ask(assessment, wanted).pk)
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "offers": draft_files.offers(assessment),
    }
    return render(request, "publishing/papers/files.html", context)


@never_cache
@require_safe
def file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """How far a file is; reads itself again while it is under way."""
    _, assessment = assessment_for(request, pk)
    found = DraftFile.objects.filter(pk=file_pk, assessment=assessment).first()
    if found is None:
        # It was cleared away, or replaced by a newer one.
        return redirect("publishing:files", pk)
    context = {
        "landlord": assessment.landlord,
        "assessment": assessment,
        "file": found,
        "made": found.state == FileState.DONE,
        "failed": found.state == FileState.FAILED,
        "stale": found.is_stale,
        "waiting": found.is_active and not found.is_stale,
    }
    return render(request, "publishing/papers/file.html", context)


@never_cache
@require_safe
def download(request: HttpRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """The file itself."""
    _, assessment = assessment_for(request, pk)
    found = DraftFile.objects.filter(
        pk=file_pk, assessment=assessment, state=FileState.DONE
    ).first()
    if found is None:
        return redirect("publishing:files", pk)
    return _answer(assessment, found)


def _answer(assessment: Assessment, file: DraftFile) -> HttpResponseBase:
    """Raises Http404 for a file that is lost, storing.Damaged for one that is not all there."""
    file.assessment = assessment
    try:
        content = storing.open_whole(file.storage_name, size=file.size)
    except FileNotFoundError:
        logger.error("%s: %s is not in storage", file, file.storage_name)
        raise Http404 from None
    return FileResponse(
        content,
        as_attachment=not file.format.is_shown,
        filename=file.download_name,
        content_type=file.format.content_type,
    )
