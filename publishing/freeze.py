"""Carries out a publishing run: makes everything first, then freezes it in one short transaction.

Making (document, page body, PDF) takes seconds and happens outside any transaction. The
transaction then publishes everything or nothing: the step of the workflow, the publication and
the end of the run. The PDF is stored before it, under its digest; if the transaction fails the
file stays behind unused, which is harmless, and a later attempt with the same content uses it.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.access import Member, member_of
from accounts.models import Landlord
from assessments import workflow
from assessments.enums import Event
from assessments.models import Assessment
from publishing import document as documents
from publishing.enums import RunState
from publishing.models import Publication, PublishingRun
from publishing.presentation import Presentation
from publishing.render.html import render_body

CHANGED = (
    "The assessment was changed while the page and PDF were being made. "
    "Look at it again, then publish it."
)
VERSION_TAKEN = "Another version for this year was published at the same moment. Try again."
NOT_ALLOWED = "Whoever asked for it may no longer publish for this landlord."
UNEXPECTED = (
    "The page or the PDF could not be made or stored. Try again. "
    "If it fails again, ask whoever runs this service to look at the worker’s log."
)


class ContentChanged(Exception):
    """What would be published is no longer what was made."""


class VersionTaken(Exception):
    """The version's number went to another publication."""


class Superseded(Exception):
    """The run was given up, or carried out, by somebody else meanwhile."""


@dataclass(frozen=True)
class Rendered:
    """Everything that a publication freezes, made from one document."""

    version: int
    document: documents.Document
    data: bytes
    digest: str
    body: bytes
    pdf: bytes
    pdf_digest: str


def carry_out(run_pk: int, *, at: datetime | None = None) -> None:
    """Carries out a waiting run; one that is under way or over already is left alone.

    Whatever goes wrong, nothing is published, and the run says why. An error that was not
    foreseen is raised as well, so that it gets into the worker's log.
    """
    run = _claim(run_pk)
    if run is None:
        return
    failure = UNEXPECTED
    try:
        _publish(run, at or timezone.now())
        failure = ""
    except (workflow.MovedOn, ContentChanged):
        failure = CHANGED
    except workflow.Refused as refusal:
        failure = refusal.message
    except VersionTaken:
        failure = VERSION_TAKEN
    except (PermissionDenied, Http404):
        failure = NOT_ALLOWED
    except Superseded:
        failure = ""
    finally:
        if failure:
            _fail(run, failure)


def _claim(run_pk: int) -> PublishingRun | None:
    claimed = PublishingRun.objects.filter(pk=run_pk, state=RunState.WAITING).update(
        state=RunState.RENDERING, started_at=timezone.now()
    )
    if not claimed:
        return None
    return PublishingRun.objects.select_related("requested_by").get(pk=run_pk)


def _fail(run: PublishingRun, message: str) -> None:
    PublishingRun.objects.filter(pk=run.pk, state=RunState.RENDERING).update(
        state=RunState.FAILED, message=message, finished_at=timezone.now()
    )


def _publish(run: PublishingRun, at: datetime) -> Publication:
    assessment = _load(run.assessment_id)
    if run.requested_by is None:
        raise PermissionDenied
    member = member_of(run.requested_by, assessment.landlord)
    rendered = _render(assessment, at)
    pdf_name = _store(rendered)
    return _freeze(run, member, rendered, pdf_name, at)


def _load(pk: int) -> Assessment:
    return Assessment.objects.select_related("landlord", "code", "body_response").get(pk=pk)


def _render(assessment: Assessment, at: datetime) -> Rendered:
    from publishing.render.pdf import render_pdf  # WeasyPrint is slow to import

    version = _next_version(assessment)
    document = documents.build(assessment, version=version, published_on=timezone.localdate(at))
    data = documents.to_json(document)
    address = reverse("publishing:version", args=[document.landlord.slug, document.year, version])
    presentation = Presentation(
        digest=documents.digest(data), public_url=settings.SITE_URL + address, is_draft=False
    )
    body = render_body(document, presentation)
    pdf = render_pdf(document, presentation)
    return Rendered(
        version=version,
        document=document,
        data=data,
        digest=presentation.digest,
        body=gzip.compress(body.encode(), mtime=0),
        pdf=pdf,
        pdf_digest=hashlib.sha256(pdf).hexdigest(),
    )


def _next_version(assessment: Assessment) -> int:
    newest = Publication.objects.filter(
        landlord=assessment.landlord, year_start=assessment.year_start
    ).aggregate(newest=Max("version"))["newest"]
    return (newest or 0) + 1


def _store(rendered: Rendered) -> str:
    """Puts the PDF into storage under its digest, and gives the name that it has there.

    A file of that name is used only if it is whole: a disk that filled up may have left a part of
    one, beside which the storage then puts this one under another name.
    """
    name = f"published/{rendered.pdf_digest[:2]}/{rendered.pdf_digest}.pdf"
    if default_storage.exists(name):
        with default_storage.open(name) as file:
            if file.read() == rendered.pdf:
                return name
    return default_storage.save(name, ContentFile(rendered.pdf))


def _freeze(
    run: PublishingRun, member: Member, rendered: Rendered, pdf_name: str, at: datetime
) -> Publication:
    """The one short transaction: everything is published, or nothing.

    Raises Superseded, ContentChanged, VersionTaken, and what `workflow.carry_out` raises.
    """
    with transaction.atomic():
        ended = PublishingRun.objects.filter(pk=run.pk, state=RunState.RENDERING).update(
            state=RunState.DONE, finished_at=timezone.now()
        )
        if not ended:
            raise Superseded
        assessment = workflow.carry_out(
            Event.PUBLISH, _load(run.assessment_id), member, version=run.assessment_version, at=at
        )
        _check_unchanged(assessment, rendered)
        Landlord.objects.filter(pk=assessment.landlord_id).update(slug_is_fixed=True)
        return _add_publication(assessment, member, rendered, pdf_name, at)


def _check_unchanged(assessment: Assessment, rendered: Rendered) -> None:
    """Makes the document once more from what the database holds now, and compares."""
    now = documents.build(
        assessment,
        version=rendered.version,
        published_on=rendered.document.published_on,
    )
    if documents.to_json(now) != rendered.data:
        raise ContentChanged


def _add_publication(
    assessment: Assessment, member: Member, rendered: Rendered, pdf_name: str, at: datetime
) -> Publication:
    try:
        with transaction.atomic():
            return Publication.objects.create(
                landlord=assessment.landlord,
                assessment=assessment,
                code=assessment.code,
                landlord_name=rendered.document.landlord.name,
                code_title=rendered.document.code.title,
                year_start=assessment.year_start,
                version=rendered.version,
                published_at=at,
                published_by=member.user,
                trigger=rendered.document.trigger,
                corrects_version=rendered.document.corrects_version,
                reason=rendered.document.reason,
                document=rendered.data,
                digest=rendered.digest,
                body=rendered.body,
                pdf_name=pdf_name,
                pdf_digest=rendered.pdf_digest,
                pdf_size=len(rendered.pdf),
            )
    except IntegrityError:
        raise VersionTaken from None
