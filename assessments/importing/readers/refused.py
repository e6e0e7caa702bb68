"""Files in formats that are not read: which one it is, by its content, and how to save it.

A message names the format as people know it, by the ending of its name, and the menu's words of
the program that most people have it open in.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from assessments.importing.limits import CannotRead

FORMATS = (
    "Word (.docx), PDF, Excel (.xlsx), CSV, this service’s JSON, a web page (.html) or plain text "
    "(.txt)"
)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!/", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIL = re.compile(rb"\A\s*[A-Za-z][A-Za-z-]{1,40}: ?[^\n]*\n(?:.*\n){0,200}?MIME-Version:", re.I)
_ARCHIVE = re.compile(rb"multipart/related|Snapshot-Content-Location", re.I)
# How far into a file its headers, or its declaration, may stand.
_HEAD = 8_192

_SAVE_DOCX = "Open it in Word, choose File > Save As > Word Document (.docx) and upload that."
_SAVE_XLSX = "Open it in Excel, choose File > Save As > Excel Workbook (.xlsx) and upload that."
# By the names of streams in Microsoft's older container: the first that is there decides.
_STREAMS = (
    ("EncryptedPackage", "This file has a password. Remove it and upload the file again."),
    ("__substg1.0_", "This is an Outlook email (.msg). Save its attachment and upload that."),
    ("WordDocument", f"This is an old Word document (.doc). {_SAVE_DOCX}"),
    ("Workbook", f"This is an old Excel workbook (.xls). {_SAVE_XLSX}"),
    ("Book", f"This is an old Excel workbook (.xls). {_SAVE_XLSX}"),
)
_OPEN_DOCUMENTS = {
    "text": (
        "This is an OpenDocument text (.odt). Open it in Word or LibreOffice, choose File > Save "
        "As > Word Document (.docx) and upload that."
    ),
    "spreadsheet": (
        "This is an OpenDocument spreadsheet (.ods). Open it in Excel or LibreOffice, choose File "
        "> Save As > Excel Workbook (.xlsx) and upload that."
    ),
}


def refuse(data: bytes, suffix: str) -> None:
    """Raises CannotRead for what is certainly no document, or one in a format that is not read."""
    head = data[:_HEAD]
    if head.startswith(_OLE):
        raise CannotRead(_older(data))
    if head.startswith(_PROGRAMS):
        raise CannotRead(f"This is a program, not a document. Upload {FORMATS}.")
    if head.startswith(_PICTURES):
        raise CannotRead("This is a picture. Upload the document that the picture was made from.")
    if head.startswith(b"{\\rtf"):
        raise CannotRead(f"This is a rich text document (.rtf). {_SAVE_DOCX}")
    if b"<?mso-application" in head:
        save = _SAVE_XLSX if b"Excel.Sheet" in head else _SAVE_DOCX
        raise CannotRead(f"This is an XML document of an older Office (.xml). {save}")
    if _MAIL.match(head):
        raise CannotRead(_mail(head))
    if suffix in (".docx", ".xlsx", ".pdf", ".docm", ".xlsm"):
        raise CannotRead(
            f"This is not a valid {suffix} file, or it is damaged. Open it in the program that "
            "made it, save it again and upload it."
        )


def other_package(data: bytes, names: frozenset[str]) -> str:
    """What to say of a package with these parts, which is no Word document or workbook."""
    if any(name.startswith("xl/workbook") for name in names):
        return f"This is a binary Excel workbook (.xlsb). {_SAVE_XLSX}"
    if any(name.endswith(".iwa") for name in names):
        return (
            "This is a Pages or Numbers file. In Pages, choose File > Export To > Word. In "
            "Numbers, choose File > Export To > Excel. Then upload that file."
        )
    if "content.xml" in names:
        return _open_document(data)
    return (
        "This is an archive, not a document. Open it and upload the self-assessment that is in "
        f"it: {FORMATS}."
    )


def _older(data: bytes) -> str:
    for stream, message in _STREAMS:
        if stream.encode("utf-16-le") in data:
            return message
    return (
        "This file has a password, or is in an old Office format. Open it, remove the password and "
        "save it as .docx or .xlsx."
    )


def _mail(head: bytes) -> str:
    if _ARCHIVE.search(head):
        return (
            "This is a web archive (.mht). Open it in your browser, save it as “Webpage, HTML "
            "only” (.html) and upload that."
        )
    return "This is an email (.eml). Save its attachment and upload that."


def _open_document(data: bytes) -> str:
    """What to say of an OpenDocument file; its first part says which kind it is."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open("mimetype") as stream:
            kind = stream.read(100).decode("ascii", "replace").rpartition(".")[2]
    except (KeyError, zipfile.BadZipFile, OSError):
        kind = ""
    return _OPEN_DOCUMENTS.get(
        kind, "This is an OpenDocument file. Save it as Word (.docx) or Excel (.xlsx)."
    )
