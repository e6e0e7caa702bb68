"""Looks into an Office file before any library opens it: bombs, passwords, XML entities."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from assessments.importing.limits import MAX_PARTS, MAX_UNPACKED, CannotRead

_BROKEN = (
    "This file is damaged. Open it in the program that made it, save it again and upload again."
)
# No Office program writes these; they are how XML bombs and stolen files begin.
_DANGERS = tuple(
    danger.encode(encoding)
    for danger in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_CHUNK = 1024 * 1024
_MERGE = re.compile(
    rb'<(?:\w+:)?mergeCell[^>]{0,80}?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"'
)
# openpyxl makes a cell of every place that a merged range covers.
_MAX_MERGED = 200_000


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
        raise CannotRead("This file has too many parts. Upload only the self-assessment.")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise CannotRead(
            f"Unpacked, the file is larger than {MAX_UNPACKED // (1024 * 1024)} MB. Remove "
            "pictures and attachments."
        )
    if any(part.flag_bits & 0x1 for part in parts):
        raise CannotRead("This file has a password. Remove it and upload the file again.")


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Reads a part in pieces, so that what it claims about its size is not believed."""
    tail = b""
    merged = 0
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            piece = tail + chunk
            if any(danger in piece for danger in _DANGERS):
                raise CannotRead(
                    "We cannot open this file safely. Open it in Word or Excel, save it again and "
                    "upload it."
                )
            merged += sum(_covered(match) for match in _MERGE.finditer(piece))
            if merged > _MAX_MERGED:
                raise CannotRead(
                    "The workbook has too many merged cells. Unmerge them, save the workbook and "
                    "upload it again."
                )
            tail = piece[-120:]


def _covered(match: re.Match[bytes]) -> int:
    """How many places a merged range covers."""
    rows = abs(int(match[4]) - int(match[2])) + 1
    return rows * (abs(_column(match[3]) - _column(match[1])) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
