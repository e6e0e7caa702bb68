"""Makes everything that a publication freezes, from one document, before anything is stored."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from time import monotonic

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from assessments.enums import State
from assessments.models import Assessment
from publishing import document as documents
from publishing.document import Document, changes
from publishing.document.earlier import comparison_of
from publishing.formats import FORMATS, PAPER
from publishing.making.renderers import PATIENCE, Content, render
from publishing.models import Publication
from publishing.paper.building import build_paper
from publishing.paper.contents import CommitteePaper
from publishing.presentation import Presentation
from publishing.render.html import render_body


@dataclass(frozen=True)
class MadeFile:
    """A file with the name that it has in its address."""

    name: str
    data: bytes

    @cached_property
    def digest(self) -> str:
        """SHA-256 as 64 hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Made:
    """Everything that a publication freezes, made from one document.

    `paper`: the committee paper, where it is public.
    """

    version: int
    document: Document
    data: bytes
    digest: str
    body: bytes
    files: tuple[MadeFile, ...]
    paper: CommitteePaper | None


def make(assessment: Assessment, at: datetime) -> Made:
    """All of it, as of that time. It takes seconds, so no transaction may be open while it runs.

    Raises TooLarge where a file would cost too much, with words for the person who asked.
    """
    version = _next_version(assessment)
    document = changes.build(assessment, version=version, published_on=timezone.localdate(at))
    data = documents.to_json(document)
    address = reverse(
        "publishing:version",
        args=[document.landlord.slug, document.year, assessment.family_id, version],
    )
    presentation = Presentation(
        digest=documents.digest(data), public_url=settings.SITE_URL + address, is_draft=False
    )
    paper = public_paper(assessment, document)
    content = Content(document, presentation, comparison_of(assessment, document), paper)
    return Made(
        version=version,
        document=document,
        data=data,
        digest=presentation.digest,
        body=gzip.compress(render_body(document, presentation).encode(), mtime=0),
        files=tuple(_files(content)),
        paper=paper,
    )


def public_paper(assessment: Assessment, document: Document) -> CommitteePaper | None:
    """The committee paper that is published with the document; None where it is not public."""
    if not assessment.landlord.paper_is_public:
        return None
    return replace(build_paper(assessment, document), state=State.PUBLISHED)


def _next_version(assessment: Assessment) -> int:
    newest = Publication.objects.filter(
        landlord=assessment.landlord,
        year_start=assessment.year_start,
        family=assessment.family_id,
    ).aggregate(newest=Max("version"))["newest"]
    return (newest or 0) + 1


def _files(content: Content) -> Iterator[MadeFile]:
    """Every format that is published; all together within the time that one may take."""
    until = monotonic() + PATIENCE
    for name, kind in FORMATS.items():
        if kind.stem != PAPER or content.paper:
            yield MadeFile(name, render(kind, content, until - monotonic()))
