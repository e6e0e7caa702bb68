"""Files of evidence: what they are is told by what is in them, never by their name."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from selfassess.common import storing

MAX_BYTES = 20 * 1024 * 1024
MEGABYTES = MAX_BYTES // (1024 * 1024)
KINDS = "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), PNG, JPEG, CSV or plain text (.txt)"


class NotTaken(Exception):
    """The file cannot be taken; the message says why and what to do."""


@dataclass(frozen=True)
class Content:
    """A file that can be kept: its content, a name that is safe to show and send, what it is."""

    data: bytes
    name: str
    type: str

    @property
    def digest(self) -> str:
        return storing.digest_of(self.data)


# By what an Office file has in it.
_OFFICE = {
    "word/document.xml": ("Word", ".docx"),
    "xl/workbook.xml": ("Excel", ".xlsx"),
    "ppt/presentation.xml": ("PowerPoint", ".pptx"),
}
_SUFFIXES = {"JPEG": (".jpg", ".jpeg"), "Text": (".txt", ".csv")}


def read(data: bytes, name: str) -> Content:
    """What was sent, checked by its content: its size and viruses are the form's matter.

    Raises NotTaken.
    """
    kind, suffix = _kind_of(data)
    fitting = _SUFFIXES.get(kind, (suffix,))
    safe = storing.safe_name(name)
    path = PurePosixPath(safe)
    if path.suffix.lower() not in fitting:
        safe = f"{path.stem}{suffix}"
    return Content(data, safe, kind)


def _kind_of(data: bytes) -> tuple[str, str]:
    """What the content is, with the ending that its name is to have. Raises NotTaken."""
    if b"%PDF-" in data[:1024]:
        return "PDF", ".pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG", ".png"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG", ".jpg"
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    if _is_text(data):
        return "Text", ".txt"
    raise NotTaken(f"The selected file must be a {KINDS} file")


def _office(data: bytes) -> tuple[str, str]:
    """Which Office file it is. Its parts are listed and none is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise NotTaken("The selected file is damaged. Save it again and select the copy") from None
    if any(part.endswith("vbaProject.bin") for part in names):
        raise NotTaken("The selected file has macros in it. Save it without macros")
    for part, kind in _OFFICE.items():
        if part in names:
            return kind
    raise NotTaken(f"The selected file must be a {KINDS} file")


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(ord(char) < 32 and char not in "\t\n\r\f" for char in text)
