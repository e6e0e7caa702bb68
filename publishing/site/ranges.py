"""Parts of a file, as RFC 9110 (section 14) has them: one range of bytes a request."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO

from django.http import HttpRequest

_ONE_RANGE = re.compile(r"bytes=[ \t]*(\d*)-(\d*)[ \t]*", re.IGNORECASE | re.ASCII)


class NotSatisfiable(Exception):
    """The range lies outside the file."""


@dataclass(frozen=True)
class RangePart:
    """A range of a file: its first and last byte."""

    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1


def asked_for(request: HttpRequest, size: int, etag: str) -> RangePart | None:
    """The part of a file of that size that the request wants; None for the whole.

    A header that cannot be read, or that wants several parts, gives the whole, as the RFC allows;
    so does an If-Range that names another content, or a date: files here have no date.
    Raises NotSatisfiable.
    """
    match = _ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or match is None or match[0].endswith("=-"):
        return None
    if request.headers.get("If-Range", etag) != etag:
        return None
    return _part(match[1], match[2], size)


def _part(first: str, last: str, size: int) -> RangePart | None:
    if not first and not last:
        return None
    # No file has a size of twenty digits.
    start, end = int(first[:20] or 0), int(last[:20] or size)
    if not first:
        start, end = max(size - end, 0), size - 1
    elif last and end < start:
        return None
    if start >= size:
        raise NotSatisfiable
    return RangePart(start, min(end, size - 1))


class Slice:
    """A part of an open file, to be read like a file, and closed with it."""

    def __init__(self, file: IO[bytes], part: RangePart) -> None:
        self._file = file
        self._left = part.size
        file.seek(part.first)

    def read(self, size: int = -1) -> bytes:
        """The next bytes, `size` at most; nothing once the part is over."""
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._file.read(wanted)
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._file.close()
