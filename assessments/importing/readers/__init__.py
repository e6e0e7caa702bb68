"""Readers, one for each format. Each takes bytes and gives a `Source`, or raises CannotRead.

The format is told by the content; the file's name only helps where the content could be several.
"""

from __future__ import annotations

from pathlib import PurePath

from assessments.importing.limits import CannotRead, check_size
from assessments.importing.readers.prompts import without_prompts
from assessments.importing.source import Source

_PROGRAMS = (b"MZ", b"\x7fELF", b"#!/", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FORMATS = (
    "Word (.docx), PDF, Excel (.xlsx), CSV, this service’s JSON, a web page (.html) or plain text "
    "(.txt)"
)


def read(data: bytes, name: str) -> Source:
    """What somebody wrote into a file. Raises CannotRead with a reason that says what to do."""
    check_size(len(data))
    return without_prompts(_read(data, name))


def _read(data: bytes, name: str) -> Source:
    suffix = PurePath(name).suffix.casefold()
    head = data[:8]
    if head.startswith(b"PK"):
        return _zipped(data)
    if b"%PDF-" in data[:1024]:
        from assessments.importing.readers.pdf import read_pdf

        return read_pdf(data)
    _refuse(head, suffix)
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
    if any(name.endswith(".iwa") for name in names):
        raise CannotRead(
            "This is a Pages or Numbers file. Export it as Word (.docx) or Excel (.xlsx)."
        )
    if "content.xml" in names:
        raise CannotRead("This is an OpenDocument file. Save it as Word (.docx) or Excel (.xlsx).")
    raise CannotRead(f"This is an archive, not a document. Upload {FORMATS}.")


def _refuse(head: bytes, suffix: str) -> None:
    """Raises CannotRead for what is certainly no document, or one in another format."""
    if head.startswith(_OLE):
        raise CannotRead(
            "This file has a password, or is in an old Word or Excel format. Open it, remove the "
            "password and save it as .docx or .xlsx."
        )
    if head.startswith(_PROGRAMS):
        raise CannotRead(f"This is a program, not a document. Upload {FORMATS}.")
    if head.startswith(_PICTURES):
        raise CannotRead("This is a picture. Upload the document that the picture was made from.")
    if head.startswith(b"{\\rtf"):
        raise CannotRead("This is a rich text (.rtf) file. Open it in Word and save it as .docx.")
    if suffix in (".docx", ".xlsx", ".pdf", ".docm", ".xlsm"):
        raise CannotRead(
            f"This is not a valid {suffix} file, or it is damaged. Open it in the program that "
            "made it, save it again and upload it."
        )


def _text(data: bytes, suffix: str) -> Source:
    from assessments.importing.readers.plain import decode, looks_like_html, read_csv, read_text

    text = decode(data)
    if suffix in (".html", ".htm", ".xhtml") or looks_like_html(text):
        from assessments.importing.readers.html import read_html

        return read_html(text)
    return read_csv(text) if suffix == ".csv" else read_text(text)
