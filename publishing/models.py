"""What is published, frozen; and the run that gets it there."""

from __future__ import annotations

import gzip
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Landlord
from assessments.enums import State, Trigger
from assessments.models import Assessment
from codes.models import Code, Family
from publishing.enums import ACTIVE_RUN_STATES, FileState, RunState
from publishing.formats import FORMATS, Format
from selfassess.common.appending import AppendOnly, AppendOnlyQuerySet
from selfassess.common.financial_year import FinancialYear
from selfassess.common.jobs import Job

# A run that has not moved for so long has lost its worker. Making everything takes seconds.
STALE_AFTER = timedelta(minutes=5)
# What the name of a file says of its state.
_MARKS: dict[str, str] = {State.APPROVED: "approved", State.PUBLISHED: ""}


class Frozen(AppendOnly):
    """What is published."""

    NEVER_CHANGES = "What is published never changes. A correction is a new version."
    NEVER_DELETED = "What is published is never deleted."

    class Meta:
        abstract = True


class PublicationQuerySet(AppendOnlyQuerySet["Publication"]):
    def light(self) -> PublicationQuerySet:
        """Without the frozen texts, which are large: for lists and frames."""
        return self.defer("document", "body")


class Publication(Frozen):
    """One published version of one year's self-assessment: what everyone reads, frozen.

    Public pages read this and never the live tables. Names are copied, so that a landlord or
    Code that is renamed later does not change what was published.
    """

    landlord = models.ForeignKey(Landlord, on_delete=models.PROTECT, related_name="publications")
    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, related_name="publication"
    )
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="publications")
    # The Code's, which no constraint could follow: versions are counted within it.
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    landlord_name = models.CharField(max_length=200)
    code_title = models.CharField(max_length=200)
    year_start = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Why there is this version, for the pages around the frozen texts: what prompted it; of a
    # correction the number of the version that it corrects; and the reason in words.
    trigger = models.CharField(max_length=16, choices=Trigger.choices, default=Trigger.ANNUAL)
    corrects_version = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    # The document as canonical JSON, byte for byte as it is served, and its SHA-256.
    document = models.BinaryField()
    digest = models.CharField(max_length=64)
    # The page's body as HTML, gzipped.
    body = models.BinaryField()

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-year_start", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["landlord", "year_start", "family", "version"],
                name="publication_version_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.landlord_name} {self.year.label} v{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the publication, in its Code's family. Raises TypeError for one that exists."""
        self.family_id = self.code.family_id
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The address of this very version, which stays when a newer one comes."""
        return reverse(
            "publishing:version",
            args=[self.landlord.slug, self.year.label, self.family_id, self.version],
        )

    @property
    def year(self) -> FinancialYear:
        return FinancialYear(self.year_start)

    @property
    def occasion(self) -> str:
        """Why there is this version, in words; empty for an annual one that says no more."""
        if self.corrects_version is not None:
            return f"Correction: {self.reason}"
        parts = [self.get_trigger_display()] if self.trigger != Trigger.ANNUAL else []
        return ": ".join([*parts, self.reason] if self.reason else parts)

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is no longer to be read; its withdrawal must be loaded with it."""
        return hasattr(self, "withdrawal")

    def body_html(self) -> bytes:
        """The frozen body as UTF-8."""
        return gzip.decompress(bytes(self.body))


class PublishedFile(Frozen):
    """A file of a publication, made once and frozen with it. It lies in Django's storage."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="files")
    # As it ends the address; `formats` knows them all.
    name = models.CharField(max_length=40)
    content_type = models.CharField(max_length=100)
    storage_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()

    objects = AppendOnlyQuerySet["PublishedFile"].as_manager()

    class Meta:
        # The order in which they were made, which is the order in which they are offered.
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "name"], name="published_file_name_once")
        ]

    def __str__(self) -> str:
        return f"{self.publication}: {self.name}"

    @property
    def format(self) -> Format:
        return FORMATS[self.name]


class Withdrawal(AppendOnly):
    """That a publication is no longer to be read, and why. Its frozen content stays as it was.

    Who did it is held as id and name in values, so that it outlives the account.
    """

    publication = models.OneToOneField(
        Publication, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.CharField(max_length=300)
    withdrawn_by_id = models.BigIntegerField()
    withdrawn_by_name = models.CharField(max_length=150)
    withdrawn_at = models.DateTimeField()

    NEVER_CHANGES = "A withdrawal never changes."
    NEVER_DELETED = "A withdrawal is never deleted."
    objects = AppendOnlyQuerySet["Withdrawal"].as_manager()

    def __str__(self) -> str:
        return f"{self.publication}: withdrawn"


class PublishingRun(Job):
    """One attempt to publish an approved assessment: asked for here, carried out by the worker."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="publishing_runs"
    )
    # The version of the assessment that the officer saw; another one is not published.
    assessment_version = models.PositiveIntegerField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.WAITING)

    UNDER_WAY = RunState.RENDERING
    STALE_AFTER = STALE_AFTER

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=models.Q(state__in=sorted(ACTIVE_RUN_STATES)),
                name="publishing_run_one_active",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.get_state_display()}"


class PaperText(models.Model):
    """The officer's own words for an assessment's committee paper. Answers may change under them.

    No row: nobody has written any, and the usual words stand in the paper.
    """

    assessment = models.OneToOneField(
        Assessment, on_delete=models.CASCADE, related_name="paper_text"
    )
    # The fields of `paper.PaperWords` by name; dates as ISO text.
    words = models.JSONField(default=dict)
    # Compared and raised by every save.
    version = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    edited_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.assessment}: words of the committee paper"


class DraftFile(Job):
    """A file of what is not published, made by the worker when someone asks for it.

    Kept by the digest of what it is made from, so that asking again costs nothing until something
    changes.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="draft_files")
    # One of those that `formats` knows.
    name = models.CharField(max_length=40)
    source_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=FileState.choices, default=FileState.WAITING)
    # Where it lies in Django's storage, once it is made.
    storage_name = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)

    UNDER_WAY = FileState.MAKING
    STALE_AFTER = STALE_AFTER

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "name", "source_digest"], name="draft_file_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.name}"

    @property
    def format(self) -> Format:
        return FORMATS[self.name]

    @property
    def download_name(self) -> str:
        """The name under which a reader saves the file; the landlord must be loaded with it."""
        assessment = self.assessment
        mark = _MARKS.get(assessment.state, "draft")
        return self.format.download_name(
            assessment.landlord.slug, assessment.year, assessment.family_id, mark
        )
