"""Readers, one for each format. Each takes bytes and gives a `Source`, or raises CannotRead.

The format is told by the content; the file's name only helps where the content could be several.
"""

from __future__ import annotations

from pathlib import PurePath

from assessments.importing.limits import CannotRead, check_size
from assessments.importing.readers.prompts import without_prompts
from assessments.importing.readers.refused import other_package, refuse
from assessments.importing.source import Source


def read(data: bytes, name: str) -> Source:
    """What someone wrote into a file. Raises CannotRead with a reason that says what to do."""
    check_size(len(data))
    return without_prompts(_read(data, name))


def _read(data: bytes, name: str) -> Source:
    suffix = PurePath(name).suffix.casefold()
    if data.startswith(b"PK"):
        return _zipped(data)
    if b"%PDF-" in data[:1024]:
        from assessments.importing.readers.pdf import read_pdf

        return read_pdf(data)
    refuse(data, suffix)
    return _text(data, suffix)


def _zipped(data: bytes) -> Source:
    """A Word document or a workbook: what is inside decides, not the name."""
    from assessments.importing.readers.package import check_package

    names = check_package(data)
    if "word/document.xml" in names or any(name.startswith("word/document") for name in names):
        from assessments.importing.readers.docx import read_docx

        return read_docx(data)
    if any(name.startswith("xl/workbook") and name.endswith(".xml") for name in names):
        from assessments.importing.readers.xlsx import read_xlsx

        return read_xlsx(data)
    raise CannotRead(other_package(data, names))


def _text(data: bytes, suffix: str) -> Source:
    from assessments.importing.readers.plain import decode, looks_like_html, read_csv, read_text

    text = decode(data)
    if suffix in (".html", ".htm", ".xhtml") or looks_like_html(text):
        from assessments.importing.readers.html import read_html

        return read_html(text)
    return read_csv(text) if suffix == ".csv" else read_text(text)
