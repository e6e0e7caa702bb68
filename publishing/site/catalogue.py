"""What is published, as data: the index and the feed. Their addresses are the service's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from publishing.models import Publication

INDEX_VERSION = 1
PAGE_SIZE = 100
FEED_SIZE = 50


@dataclass(frozen=True)
class Field:
    """A field of the index and what stands in it."""

    name: str
    meaning: str


PAGE_FIELDS = (
    Field("schema", "The version of this layout: 1."),
    Field("page", "This page’s number, from 1."),
    Field("pages", "How many pages there are."),
    Field("count", "How many publications there are on all pages."),
    Field("next", "The address of the next page; null on the last."),
    Field("previous", "The address of the page before; null on the first."),
    Field("publications", "The publications, the oldest first."),
)
PUBLICATION_FIELDS = (
    Field("landlord", "The landlord: its name when it published, its slug now, and its address."),
    Field("year", "The financial year, such as 2025-26."),
    Field("version", "The version of that year and family, from 1."),
    Field(
        "code",
        "The edition and title of the Complaint Handling Code, and its family: whose Code it is. "
        "Versions are counted for each family.",
    ),
    Field("trigger", "What prompted it: “annual” or another of the document’s triggers."),
    Field("corrects_version", "The version that it corrects, or null."),
    Field("reason", "Why there is this version, in the landlord’s words; may be empty."),
    Field("published_at", "When it was published, with its offset from UTC."),
    Field("status", "“current”, “replaced” by a later version of the year, or “withdrawn”."),
    Field("withdrawn", "Null, or when and why it was withdrawn: “at” and “reason”."),
    Field("url", "The address of this version’s page."),
    Field("digest", "SHA-256 of the document, which is the JSON file."),
    Field(
        "files",
        "The files: name, url, content_type, size in bytes, and sha256. Empty once withdrawn.",
    ),
)


def publications() -> QuerySet[Publication]:
    """All that was ever published, withdrawn or not, the oldest first, with what the index says.

    `is_replaced`: whether a later version of the year stands. `names_code`: whether its landlord
    published against Codes of several families.
    """
    later = Publication.objects.filter(
        landlord=OuterRef("landlord"),
        year_start=OuterRef("year_start"),
        family=OuterRef("family"),
        version__gt=OuterRef("version"),
        withdrawal__isnull=True,
    )
    other = Publication.objects.filter(landlord=OuterRef("landlord"))
    return (
        Publication.objects.light()
        .select_related("landlord", "code", "withdrawal")
        .prefetch_related("files")
        .annotate(
            is_replaced=Exists(later),
            names_code=Exists(other.exclude(family=OuterRef("family"))),
        )
        .order_by("published_at", "pk")
    )


def index(rows: Iterable[Publication], *, page: int, pages: int, count: int) -> dict[str, Any]:
    """A page of the index, ready for JSON."""
    return {
        "schema": INDEX_VERSION,
        "page": page,
        "pages": pages,
        "count": count,
        "next": index_address(page + 1) if page < pages else None,
        "previous": index_address(page - 1) if page > 1 else None,
        "publications": [_entry(row) for row in rows],
    }


def index_address(page: int) -> str:
    """The whole address of a page of the index."""
    if page == 1:
        return absolute(reverse("publishing:index"))
    return absolute(reverse("publishing:index_page", args=[page]))


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def _entry(row: Publication) -> dict[str, Any]:
    slug = row.landlord.slug
    withdrawal = row.withdrawal if row.is_withdrawn else None
    return {
        "landlord": {
            "name": row.landlord_name,
            "slug": slug,
            "url": absolute(reverse("publishing:landlord", args=[slug])),
        },
        "year": row.year.label,
        "version": row.version,
        "code": {
            "edition": row.code.edition,
            "title": row.code_title,
            "family": row.family_id,
        },
        "trigger": row.trigger,
        "corrects_version": row.corrects_version,
        "reason": row.reason,
        "published_at": row.published_at.isoformat(),
        "status": _status(row),
        "withdrawn": withdrawal
        and {"at": withdrawal.withdrawn_at.isoformat(), "reason": withdrawal.reason},
        "url": absolute(row.get_absolute_url()),
        "digest": row.digest,
        "files": [] if withdrawal else list(_files(row)),
    }


def _status(row: Any) -> str:
    if row.is_withdrawn:
        return "withdrawn"
    return "replaced" if row.is_replaced else "current"


def _files(row: Publication) -> Iterator[dict[str, Any]]:
    for file in row.files.all():
        args = [row.landlord.slug, row.year, row.family_id, row.version, file.name]
        yield {
            "name": file.name,
            "url": absolute(reverse("publishing:version_file", args=args)),
            "content_type": file.content_type,
            "size": file.size,
            "sha256": file.digest,
        }


def feed() -> str:
    """The newest publications and withdrawals as an Atom feed (RFC 4287)."""
    latest = publications().annotate(moved_at=Coalesce("withdrawal__withdrawn_at", "published_at"))
    atom = Atom1Feed(
        title="Published self-assessments",
        link=absolute(reverse("publishing:list")),
        description="",
        subtitle="Complaint Handling Code self-assessments of landlords in England",
        feed_url=absolute(reverse("publishing:feed")),
        feed_guid=absolute(reverse("publishing:feed")),
        author_name="selfassess",
        language="en-GB",
    )
    for row in latest.order_by("-moved_at", "-pk")[:FEED_SIZE]:
        _add_item(atom, row, row.moved_at)
    return atom.writeString("utf-8")


def _add_item(atom: Atom1Feed, row: Any, moved_at: datetime) -> None:
    year = f"{row.year.label} ({row.code_title})" if row.names_code else row.year.label
    title = f"{row.landlord_name}: self-assessment {year}, version {row.version}"
    summary = ". ".join(text for text in (row.code_title, row.occasion) if text)
    if row.is_withdrawn:
        title, summary = f"Withdrawn: {title}", f"Withdrawn: {row.withdrawal.reason}"
    atom.add_item(
        title=title,
        link=absolute(row.get_absolute_url()),
        description=summary,
        # The digest, and not the address, which follows the landlord when it is renamed.
        unique_id=f"tag:{urlsplit(settings.SITE_URL).hostname},2024:{row.digest}",
        pubdate=row.published_at,
        updateddate=moved_at,
        author_name=row.landlord_name,
    )
