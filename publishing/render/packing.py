"""Writes an Office file (a zip of XML) anew so that the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The earliest time that a zip can hold.
_TIME = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"


def repack(data: bytes, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """The same parts in a fixed order with fixed times; `replaced` gives some other content."""
    replaced = replaced or {}
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        # Readers expect the list of content types first.
        for name in sorted(source.namelist(), key=lambda name: (name != _FIRST, name)):
            info = zipfile.ZipInfo(name, _TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            info.external_attr = 0
            target.writestr(info, replaced.get(name) or source.read(name))
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    """One part's content. Raises KeyError where the file has no such part."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return source.read(name)
