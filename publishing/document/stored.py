"""A document as it is stored and served: canonical JSON, named by its SHA-256."""

from __future__ import annotations

import hashlib
import json

from assessments.digest import canonical_json
from publishing.document.parts import Document
from publishing.document.plain import plain, read_part
from publishing.document.versions import VERSIONS, upgraded


def to_json(document: Document) -> bytes:
    """The document as canonical JSON in UTF-8, of the newest version: sorted keys, no spaces,
    dates as ISO text.
    """
    return canonical_json({"schema": VERSIONS[-1], **plain(document)}).encode()


def from_json(data: bytes) -> Document:
    """The document that `to_json` wrote, in this release or an earlier one. Raises ValueError for
    what is no document, or of a version that is not known.
    """
    return read_part(Document, upgraded(json.loads(data)))


def digest(data: bytes) -> str:
    """SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
