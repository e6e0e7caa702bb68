"""Tells whether a file is one that was published, by its digest alone. Nothing is kept of it."""

from __future__ import annotations

import hashlib
import re
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.db.models import QuerySet

from publishing.models import PublishedFile

LARGEST = 50 * 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")


class DigestedFile(UploadedFile[bytes]):
    """An uploaded file of which only name, size and digest are left."""

    def __init__(self, name: str, size: int, digest: str) -> None:
        super().__init__(name=name, size=size)
        self.digest = digest


class DigestUploadHandler(FileUploadHandler):
    """Reads uploaded files piece by piece into a digest, and keeps none of them.

    More than LARGEST bytes altogether are too many: it stops, and `is_too_large` says so.
    """

    chunk_size = 1024 * 1024

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_too_large = False
        self._read = 0
        self._announced = 0

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self._announced = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._read += len(raw_data)
        if self._read > LARGEST:
            self.is_too_large = True
            # The rest is read and thrown away, so that the browser gets to see the answer; a
            # flood is not read at all.
            raise StopUpload(connection_reset=self._announced > 4 * LARGEST)
        self._digest.update(raw_data)

    def file_complete(self, file_size: int) -> DigestedFile:
        return DigestedFile(self.file_name or "", file_size, self._digest.hexdigest())


def read_digest(typed: str) -> str | None:
    """A SHA-256 as it is stored, from however it is written: capitals, spaces, “sha256:” before
    it. None for anything else.
    """
    digest = re.sub(r"[\s\u200b]+", "", typed).lower().removeprefix("sha256:")
    digest = digest.replace(":", "")
    return digest if _DIGEST.fullmatch(digest) else None


def published_with(digest: str) -> QuerySet[PublishedFile]:
    """The published files that have the digest, each with its publication."""
    return (
        PublishedFile.objects.filter(digest=digest)
        .select_related("publication__landlord", "publication__withdrawal")
        .defer("publication__document", "publication__body")
    )
