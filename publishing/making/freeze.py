"""Carries out a publishing run: makes everything first, then freezes it in one short transaction.

Making (document, page body, files) takes seconds and happens outside any transaction. The
transaction then publishes everything or nothing: the step of the workflow, the publication and
the end of the run. The files are stored before it, under their digests; if the transaction fails
they stay behind unused, which is harmless, and a later attempt with the same content uses them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from accounts.access import Member, member_of
from accounts.models import Landlord
from assessments import workflow
from assessments.enums import Event
from assessments.models import Assessment
from publishing import document as documents
from publishing.document import changes
from publishing.enums import RunState
from publishing.formats import FORMATS
from publishing.making.publication import Made, MadeFile, make, public_paper
from publishing.making.renderers import TooLarge
from publishing.models import Publication, PublishedFile, PublishingRun
from selfassess.common import jobs, storing
from selfassess.common.support import support

CHANGED = (
    "The self-assessment has changed since you asked us to publish it. "
    "Check it again, then publish it."
)
VERSION_TAKEN = "Someone else has just published another version for this year. Try again."
NOT_ALLOWED = "The person who asked to publish this no longer has the right to."
UNEXPECTED = (
    "We could not create or save the page or one of its files. Try again. "
    f"If it fails again, contact {support().contact}."
)


class ContentChanged(Exception):
    """What would be published is no longer what was made."""


class VersionTaken(Exception):
    """The version's number went to another publication."""


class Superseded(Exception):
    """Someone else has since given up the run, or carried it out."""


@dataclass(frozen=True)
class StoredFile:
    """A file as it lies in storage."""

    name: str
    storage_name: str
    digest: str
    size: int


def carry_out(run_pk: int, *, at: datetime | None = None) -> None:
    """Carries out a waiting run; one that is under way or over already is left alone.

    Whatever goes wrong, nothing is published, and the run says why. An error that was not
    foreseen is raised as well, so that it gets into the worker's log.
    """
    at = at or timezone.now()
    jobs.carry_out(PublishingRun, run_pk, lambda run: _publish(run, at), unexpected=UNEXPECTED)


def _publish(run: PublishingRun, at: datetime) -> None:
    """Raises Failed for all that is foreseen."""
    try:
        _make_and_freeze(run, at)
    except (workflow.MovedOn, ContentChanged):
        raise jobs.Failed(CHANGED) from None
    except workflow.Refused as refusal:
        raise jobs.Failed(refusal.message) from None
    except TooLarge as error:
        raise jobs.Failed(f"{error} The governing body has to approve it again then.") from None
    except VersionTaken:
        raise jobs.Failed(VERSION_TAKEN) from None
    except (PermissionDenied, Http404):
        raise jobs.Failed(NOT_ALLOWED) from None
    except Superseded:
        return


def _make_and_freeze(run: PublishingRun, at: datetime) -> Publication:
    assessment = _load(run.assessment_id)
    if run.requested_by is None:
        raise PermissionDenied
    member = member_of(run.requested_by, assessment.landlord)
    made = make(assessment, at)
    stored = [_store(file) for file in made.files]
    return _freeze(run, member, made, stored, at)


def _load(pk: int) -> Assessment:
    return Assessment.objects.select_related("landlord", "code__family", "body_response").get(pk=pk)


def _store(file: MadeFile) -> StoredFile:
    """Puts the file into storage under its digest. Raises OSError."""
    ending = FORMATS[file.name].ending
    name = storing.keep(f"published/{file.digest[:2]}/{file.digest}.{ending}", file.data)
    return StoredFile(file.name, name, file.digest, len(file.data))


def _freeze(
    run: PublishingRun, member: Member, made: Made, stored: list[StoredFile], at: datetime
) -> Publication:
    """The one short transaction: everything is published, or nothing.

    Raises Superseded, ContentChanged, VersionTaken, and what `workflow.carry_out` raises.
    """
    with transaction.atomic():
        if not run.finish(RunState.DONE):
            raise Superseded
        # Takes the landlord's row: its address no longer changes between the check and the commit.
        Landlord.objects.filter(pk=member.landlord.pk).update(slug_is_fixed=True)
        assessment = workflow.carry_out(
            Event.PUBLISH, _load(run.assessment_id), member, version=run.assessment_version, at=at
        )
        _check_unchanged(assessment, made)
        publication = _add_publication(assessment, member, made, at)
        PublishedFile.objects.bulk_create(
            PublishedFile(
                publication=publication, content_type=FORMATS[file.name].content_type, **vars(file)
            )
            for file in stored
        )
        return publication


def _check_unchanged(assessment: Assessment, made: Made) -> None:
    """Makes document and paper once more from what the database holds now, and compares."""
    now = changes.build(
        assessment,
        version=made.version,
        published_on=made.document.published_on,
    )
    paper = public_paper(assessment, now)
    if documents.to_json(now) != made.data or paper != made.paper:
        raise ContentChanged


def _add_publication(
    assessment: Assessment, member: Member, made: Made, at: datetime
) -> Publication:
    try:
        with transaction.atomic():
            return Publication.objects.create(
                landlord=assessment.landlord,
                assessment=assessment,
                code=assessment.code,
                landlord_name=made.document.landlord.name,
                code_title=made.document.code.title,
                year_start=assessment.year_start,
                version=made.version,
                published_at=at,
                published_by=member.user,
                trigger=made.document.trigger,
                corrects_version=made.document.corrects_version,
                reason=made.document.reason,
                document=made.data,
                digest=made.digest,
                body=made.body,
            )
    except IntegrityError:
        raise VersionTaken from None
