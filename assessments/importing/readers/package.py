"""Looks into an Office file before any library opens it: bombs, passwords, XML entities."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from assessments.importing.limits import MAX_PARTS, MAX_UNPACKED, CannotRead

_BROKEN = (
    "The file is broken: it cannot be unpacked. Open it in the program that made it, and save it "
    "again."
)
# No Office program writes these; they are how XML bombs and stolen files begin.
_DANGERS = tuple(
    danger.encode(encoding)
    for danger in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_CHUNK = 1024 * 1024


def check_package(data: bytes) -> frozenset[str]:
    """The names of the parts in an Office file. Raises CannotRead where it must not be opened."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            for part in parts:
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    _check_xml(archive, part)
            return frozenset(part.filename for part in parts)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise CannotRead(_BROKEN) from error
    except (ValueError, IndexError, UnicodeError, RuntimeError) as error:
        raise CannotRead(_BROKEN) from error


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS:
        raise CannotRead("The file has too many parts to be a document.")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise CannotRead(
            f"Unpacked, the file is larger than {MAX_UNPACKED // (1024 * 1024)} MB. Take out "
            "pictures and attachments."
        )
    if any(part.flag_bits & 0x1 for part in parts):
        raise CannotRead("The file is protected with a password. Take it off, and send it again.")


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Reads a part in pieces, so that what it claims about its size is not believed."""
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            piece = tail + chunk
            if any(danger in piece for danger in _DANGERS):
                raise CannotRead(
                    "The file holds XML declarations that no Word or Excel file has, so it is not "
                    "opened. Open it in Word or Excel, and save it again."
                )
            tail = piece[-32:]
