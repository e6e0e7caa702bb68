"""Files of an assessment to download: asks the worker for them, and clears old ones away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q

from assessments.enums import State
from assessments.models import Assessment
from publishing.enums import FileState
from publishing.formats import FORMATS, PAPER, Format
from publishing.making.drafts import Source, remove
from publishing.models import DraftFile, PublishedFile
from publishing.tasks import make_draft_file

# Files of a draft that nobody asked for again.
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Offer:
    """One file on the page of files: published, made, under way, or to be asked for."""

    format: Format
    published: PublishedFile | None = None
    draft: DraftFile | None = None

    @property
    def made(self) -> DraftFile | None:
        return self.draft if self.draft and self.draft.state == FileState.DONE else None

    @property
    def under_way(self) -> DraftFile | None:
        file = self.draft
        return file if file and file.is_active and not file.is_stale else None


def offers(assessment: Assessment) -> list[Offer]:
    """Every file of the assessment; nothing of what was published elsewhere."""
    if assessment.is_recorded:
        return []
    published = {
        file.name: file for file in PublishedFile.objects.filter(publication__assessment=assessment)
    }
    drafts = _drafts(assessment)
    return [
        Offer(kind, published.get(name), drafts.get(name))
        for name, kind in FORMATS.items()
        if name in published or may_be_made(assessment, kind)
    ]


def _drafts(assessment: Assessment) -> dict[str, DraftFile]:
    """Those that are made from what the assessment says now, by name."""
    found = list(DraftFile.objects.filter(assessment=assessment))
    if not found:
        return {}
    source = Source(assessment)
    return {file.name: file for file in found if file.source_digest == source.digest(file.format)}


def may_be_made(assessment: Assessment, file: Format) -> bool:
    """Of what is published the paper alone: everything else was made then, once and for all."""
    if assessment.state == State.PUBLISHED:
        return file.stem == PAPER
    return not assessment.is_recorded


def ask(assessment: Assessment, file: Format) -> DraftFile:
    """The file as of now: made already, under way, or begun once this is committed.

    One that failed, or whose worker is gone, is begun anew.
    """
    with transaction.atomic():
        found, is_new = DraftFile.objects.get_or_create(
            assessment=assessment, name=file.name, source_digest=Source(assessment).digest(file)
        )
        if is_new or (found.state != FileState.DONE and found.begin_anew()):
            transaction.on_commit(partial(_enqueue, found.pk))
    return found


def _enqueue(file_pk: int) -> None:
    make_draft_file.enqueue(file_pk)


def clear_away(now: datetime) -> int:
    """Removes what is over a week old, and drafts' files of what was published or discarded."""
    over = Q(assessment__state__in=(State.PUBLISHED, State.DISCARDED))
    drafts = over & ~Q(assessment__state=State.PUBLISHED, name__startswith=PAPER)
    return remove(DraftFile.objects.filter(Q(requested_at__lt=now - KEPT_FOR) | drafts))
