"""Documents as earlier releases published them, in tests/publishing/golden/.

A file there is what one release wrote, byte for byte, and is never changed: `v1-…` are of the
release before documents named their Code's family. A new version gets files of its own: publish
what `factories` make, and take `Publication.document`.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.access import Member
from assessments.enums import State
from assessments.models import Assessment
from codes.models import Code
from publishing.document import digest
from publishing.formats import FORMATS, SELF_ASSESSMENT
from publishing.models import Publication, PublishedFile
from tests import factories
from tests.publishing.shelves import shelve

FOLDER = Path(__file__).parent / "golden"
# What each says, by the name of its file.
GOLDEN = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.json"))}
FIRST, NEXT, CORRECTED = "v1-2022", "v1-2024", "v1-2024-correction"


def content_of(name: str) -> dict[str, Any]:
    """What stands in a golden file."""
    content: dict[str, Any] = json.loads(GOLDEN[name])
    return content


def publish_golden(officer: Member, codes: dict[str, Code], name: str) -> Publication:
    """A publication of a golden document, as the release that wrote it left it in the database.

    The assessment behind it is empty: nothing that is shown of it may come from there.
    """
    content = content_of(name)
    year = int(content["year"][:4])
    assessment = factories.start(officer, codes[content["code"]["edition"]], year)
    published_at = timezone.datetime.fromisoformat(f"{content['published_on']}T09:00:00+00:00")
    corrected = Publication.objects.filter(
        landlord=officer.landlord, year_start=year, version=content["corrects_version"]
    ).first()
    Assessment.objects.filter(pk=assessment.pk).update(
        state=State.PUBLISHED,
        published_at=published_at,
        corrects=corrected.assessment if corrected else None,
    )
    assessment.refresh_from_db()
    publication = shelve(
        assessment,
        published_at=published_at,
        version=content["version"],
        corrects_version=content["corrects_version"],
        reason=content["reason"],
        document=GOLDEN[name],
        digest=digest(GOLDEN[name]),
        body=gzip.compress(f"<p>The page of {name}.</p>".encode(), mtime=0),
    )
    file_format = FORMATS[f"{SELF_ASSESSMENT}.json"]
    stored = default_storage.save(f"published/{name}.json", ContentFile(GOLDEN[name]))
    PublishedFile.objects.create(
        publication=publication,
        name=file_format.name,
        content_type=file_format.content_type,
        storage_name=stored,
        digest=publication.digest,
        size=len(GOLDEN[name]),
    )
    return publication
