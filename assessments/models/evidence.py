"""The landlord's library of evidence, and where answers cite it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Landlord
from assessments.enums import EvidenceKind, citation_label
from assessments.models.assessment import Assessment
from assessments.models.response import Response

_DAYS = ("dated_on", "covers_from", "covers_to")


@dataclass(frozen=True)
class Facts:
    """What others read of an item: its name, where it is, and what it is about."""

    title: str
    kind: str
    is_public: bool
    address: str = ""
    file_name: str = ""
    dated_on: date | None = None
    covers_from: date | None = None
    covers_to: date | None = None

    def as_data(self) -> dict[str, Any]:
        """As plain values for JSON: days as 2026-09-30."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Facts:
        """What `as_data` wrote."""
        days = {name: data[name] and date.fromisoformat(data[name]) for name in _DAYS}
        return cls(**{**data, **days})


class EvidenceItemQuerySet(models.QuerySet["EvidenceItem"]):
    def of(self, landlord: Landlord) -> EvidenceItemQuerySet:
        return self.filter(landlord=landlord)

    def current(self) -> EvidenceItemQuerySet:
        """Those that no newer edition has replaced."""
        return self.filter(replaced_by=None)


class EvidenceItem(models.Model):
    """One document, page or figure that a landlord's answers cite: entered once, cited anywhere.

    It has a web address, or a file, or is not online. `services` of `assessments.evidence` holds
    that a file is internal, since only what is named in a publication is frozen with it.
    """

    landlord = models.ForeignKey(Landlord, on_delete=models.PROTECT, related_name="evidence_items")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=EvidenceKind.choices)
    # Whether what is published names it. Internal: for the landlord's people alone.
    is_public = models.BooleanField(default=False)
    address = models.URLField("web address", max_length=500, blank=True)
    # The sender's own name for the file, made safe; the content lies in Django's storage under
    # a name of its own. `file_type` is told by the content.
    file_name = models.CharField(max_length=150, blank=True)
    file_type = models.CharField(max_length=80, blank=True)
    storage_name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    dated_on = models.DateField("date", null=True, blank=True)
    covers_from = models.DateField(null=True, blank=True)
    covers_to = models.DateField(null=True, blank=True)
    owner = models.CharField(max_length=150, blank=True)
    review_on = models.DateField("review date", null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="earlier_editions"
    )
    # Compared and raised by every change.
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = EvidenceItemQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assessments:evidence_item", args=[self.landlord.slug, self.pk])

    @property
    def facts(self) -> Facts:
        """What others read of it now."""
        return Facts(
            self.title,
            self.kind,
            self.is_public,
            self.address,
            self.file_name,
            self.dated_on,
            self.covers_from,
            self.covers_to,
        )


class CitationQuerySet(models.QuerySet["Citation"]):
    def of(self, assessment: Assessment) -> CitationQuerySet:
        """Those of all answers of the assessment, with their items, in the form's order."""
        rows = self.filter(response__assessment=assessment).select_related("item")
        return rows.order_by("response__provision__position", "position", "pk")


class Citation(models.Model):
    """One answer's mention of an item, with the clause or page that it means there."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="citations")
    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="citations")
    clause = models.CharField("clause or page", max_length=150, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    # The item has a newer edition: someone has to look at the clause.
    needs_checking = models.BooleanField(default=False)
    # `Facts.as_data()` of the item when the answers were sent for approval. What the governing body
    # approves stays as it read it, whatever becomes of the item; null while answers can change.
    sent = models.JSONField(null=True, blank=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "item"], name="citation_once_an_answer_and_item"
            ),
        ]
        indexes = [
            models.Index(
                fields=["item"], condition=Q(needs_checking=True), name="citation_to_check"
            ),
        ]

    def __str__(self) -> str:
        return self.in_words

    @property
    def facts(self) -> Facts:
        """What is read of the item here: as it was sent for approval, else as it is now.

        What has been made internal since is internal here too: it never gets out.
        """
        if self.sent is None:
            return self.item.facts
        sent = Facts.from_data(self.sent)
        return replace(sent, is_public=sent.is_public and self.item.is_public)

    @property
    def is_to_check(self) -> bool:
        """Whether someone still has to look at its clause."""
        return self.needs_checking and self.sent is None

    @property
    def in_words(self) -> str:
        """The item and its clause: "Complaints policy, 4.2"."""
        return citation_label(self.facts.title, self.clause)
