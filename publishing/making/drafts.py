"""Makes a file of what is not published, and says what it is made from. The worker runs this."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from assessments.enums import State
from assessments.intake import basis
from assessments.models import Assessment
from publishing import document as documents
from publishing.document import Document, changes
from publishing.document.comparison import Comparison
from publishing.document.earlier import comparison_of
from publishing.enums import FileState
from publishing.formats import FORMATS, PAPER, Format
from publishing.making.renderers import Content, render
from publishing.models import DraftFile
from publishing.paper.building import build_paper
from publishing.paper.contents import CommitteePaper
from publishing.presentation import DRAFT, Presentation
from selfassess.common import jobs, storing
from selfassess.common.release import release
from selfassess.common.support import support

CHANGED = "The self-assessment has changed since you asked for the file. Try again."
UNEXPECTED = f"Try again. If it still does not work, contact {support().contact}."


@dataclass(frozen=True)
class Source:
    """All that the files of an assessment are made from, as it is now, read when it is needed."""

    assessment: Assessment

    @cached_property
    def document(self) -> Document:
        if self.assessment.state == State.PUBLISHED:
            return documents.from_json(bytes(self.assessment.publication.document))
        return self._as_taken[1]

    @cached_property
    def _as_taken(self) -> tuple[str, Document]:
        """The moment, and what the draft says. The moment is noted first: what is saved between
        the two then counts as saved later, and never as changed in the file.
        """
        return basis.moment_of(self.assessment), changes.build(self.assessment)

    @cached_property
    def comparison(self) -> Comparison | None:
        return comparison_of(self.assessment, self.document)

    @cached_property
    def paper(self) -> CommitteePaper:
        return build_paper(self.assessment, self.document)

    @cached_property
    def presentation(self) -> Presentation:
        """A draft's; of what is published the paper alone is made here, and is no draft."""
        if self.assessment.state != State.PUBLISHED:
            is_approved = self.assessment.state == State.APPROVED
            return replace(DRAFT, taken_from=self._as_taken[0], is_approved=is_approved)
        publication = self.assessment.publication
        address = settings.SITE_URL + publication.get_absolute_url()
        return Presentation(publication.digest, address, is_draft=False)

    def digest(self, file: Format) -> str:
        """SHA-256 over all that the file depends on, and over what makes it: after a release each
        is made anew. Frozen values have a fixed spelling.
        """
        parts: list[object] = [release(), file.name, self.document, self.presentation]
        parts.append(self.paper if file.stem == PAPER else self.comparison)
        return documents.digest("\n".join(map(repr, parts)).encode())

    def make(self, file: Format) -> bytes:
        """The file's bytes. Raises TooLarge, with words for the person who asked, and Broken."""
        return render(file, self._content(file))

    def _content(self, file: Format) -> Content:
        if file.stem == PAPER:
            return Content(self.document, self.presentation, paper=self.paper)
        return Content(self.document, self.presentation, self.comparison)


def make(file_pk: int) -> None:
    """Makes a waiting file; one that is under way or over already is left alone.

    Where it cannot be made the file says why. An error that was not foreseen is raised as well, so
    that it gets into the worker's log.
    """
    jobs.carry_out(DraftFile, file_pk, _make, unexpected=UNEXPECTED)


def _make(file: DraftFile) -> None:
    """Makes it from what is there now, which may be newer than what was asked for.

    Raises TooLarge; Failed where the newer one has been made, or is being made, for someone else.
    """
    assessment = Assessment.objects.select_related(
        "landlord", "code__family", "body_response", "publication__landlord"
    ).get(pk=file.assessment_id)
    source, kind = Source(assessment), FORMATS[file.name]
    data = source.make(kind)
    # A worker that was taken for lost may still be at it: each stores under its own name.
    name = storing.put(f"drafts/{file.pk}.{uuid4().hex}.{kind.ending}", data)
    if not _keep(file, source.digest(kind), name, len(data)):
        default_storage.delete(name)
        raise jobs.Failed(CHANGED)
    older = DraftFile.objects.filter(assessment=assessment, name=file.name).exclude(pk=file.pk)
    remove(older.filter(state=FileState.DONE))


def _keep(file: DraftFile, source_digest: str, name: str, size: int) -> bool:
    """Notes that it is made; False if the same file has been made elsewhere, or it was given up."""
    try:
        with transaction.atomic():
            return file.finish(
                FileState.DONE, source_digest=source_digest, storage_name=name, size=size
            )
    except IntegrityError:
        return False


def remove(files: QuerySet[DraftFile]) -> int:
    """Removes files, from the database and then from storage; gives how many."""
    found = list(files)
    for file in found:
        file.delete()
        if file.storage_name:
            default_storage.delete(file.storage_name)
    return len(found)
