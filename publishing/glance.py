"""What stands above a frozen body: good for the day, from the document that was frozen with it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils import timezone

from accounts.models import Landlord
from codes.models import Provision
from publishing.document import Document, from_json
from publishing.document.glance import Glance, glance
from publishing.models import Publication
from selfassess.common.lighttext import ways_in


def glance_context(publication: Publication) -> dict[str, Any]:
    """What `publishing/public/glance.html` needs; the landlord must be loaded with it."""
    return _context(_glance(publication.pk, publication.digest), publication.landlord)


def preview_context(document: Document, landlord: Landlord) -> dict[str, Any]:
    """The same for what is not published yet."""
    return _context(glance(document, {}), landlord)


def _context(found: Glance, landlord: Landlord) -> dict[str, Any]:
    shortfalls = found.on(timezone.localdate())
    return {
        "glance": found,
        "shortfalls": shortfalls,
        "some_have_passed": any(has_passed for _, has_passed in shortfalls),
        "contact_sentence": _contact_sentence(landlord),
    }


def _contact_sentence(landlord: Landlord) -> str:
    """How to complain, in a sentence; empty where the landlord gives no number and no address.

    The contact of today: residents need one that works, whatever was frozen.
    """
    ways = ways_in(landlord.complaints_contact)
    # The number first: it is what most people want.
    ways.sort(key=lambda way: "@" in way)
    contact = " or ".join(", ".join(ways).rsplit(", ", 1))
    return f"To complain to {landlord.name}, contact {contact}." if ways else ""


# What is frozen stays, so each process reads a document once and keeps the little that is needed.
@lru_cache(maxsize=512)
def _glance(pk: int, digest: str) -> Glance:
    row = Publication.objects.only("document", "code_id").get(pk=pk, digest=digest)
    titles = Provision.objects.filter(code=row.code_id).values_list("number", "short_title")
    return glance(from_json(bytes(row.document)), dict(titles))
