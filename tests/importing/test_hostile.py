"""Files that mean harm, or are broken, get a clear reason and nothing else."""

from __future__ import annotations

import io
import socket
import zipfile

import openpyxl
import pikepdf
import pytest

from assessments.importing.limits import MAX_BYTES, CannotRead
from assessments.importing.sandbox import read_file
from tests.importing.broken import made, repacked
from tests.importing.reading import read_form

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (i + 1, b"&a%d;" % i * 10) for i in range(9))
    + b"]><a>&a9;</a>"
)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900)
STEAL = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


def word() -> bytes:
    return made("Word, a table a section")


def book(rows: int) -> bytes:
    made_book = openpyxl.Workbook()
    for number in range(rows):
        made_book.active.append([number, "Landlords must do this", "Yes", "Proof"])
    stream = io.BytesIO()
    made_book.save(stream)
    return stream.getvalue()


def merged_everywhere() -> bytes:
    made_book = openpyxl.Workbook()
    made_book.active["A1"] = "Code provision"
    made_book.active.merge_cells("A2:B3")
    stream = io.BytesIO()
    made_book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").replace(b"A2:B3", b"A2:XFD1048576")
    return repacked(stream.getvalue(), xl__worksheets__sheet1=sheet)


def paper(pages: int, password: str = "") -> bytes:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    stream = io.BytesIO()
    lock = pikepdf.Encryption(owner="owner", user=password) if password else None
    pdf.save(stream, encryption=lock)
    return stream.getvalue()


def zip_bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 210_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("form.docx", lambda: b"", "is empty"),
        ("form.docx", lambda: b"MZ" + bytes(400), "is a program"),
        ("form.docx", lambda: b"\x7fELF" + bytes(400), "is a program"),
        ("form.docx", lambda: b"Just words", "not a valid .docx file"),
        ("form.pdf", lambda: b"Just words", "not a valid .pdf file"),
        ("form.docx", lambda: word()[:9_000], "is damaged"),
        ("form.docx", lambda: repacked(word(), word__document=b"<w:document"), "is damaged"),
        ("form.docx", lambda: repacked(word(), word__document=BOMB), "open this file safely"),
        ("form.docx", lambda: repacked(word(), word__document=STEAL), "open this file safely"),
        ("form.xlsx", lambda: repacked(book(3), xl__sharedStrings=BOMB), "open this file safely"),
        ("form.docx", lambda: repacked(word(), word__document=STEAL.decode().encode("utf-16")),
         "open this file safely"),
        ("form.docx", zip_bomb, "larger than 200 MB"),
        ("form.xlsx", lambda: book(10_000), "more than 5,000 rows"),
        ("form.csv", lambda: b"1.2,Landlords must,Yes,Proof\n" * 10_000, "more than 5,000 rows"),
        ("form.xlsx", merged_everywhere, "too many merged cells"),
        ("form.doc", lambda: OLD_WORD, "password, or is in an old"),

        ("form.pdf", lambda: paper(2, "secret"), "has a password"),
        ("form.pdf", lambda: paper(301), "more than 300 pages"),
        ("form.pdf", lambda: paper(1), "pictures of pages"),
        ("form.pdf", lambda: made("PDF, WeasyPrint, grid")[:20_000], "is damaged"),
        ("form.html", lambda: b"<div>" * 50_000, "could not read this web page"),
        ("form.txt", lambda: bytes(range(256)) * 40, "not a document that we can read"),
        ("form.txt", lambda: b"The weather was fine.", "could not find any provisions"),
        ("form.txt", lambda: b"a  " * 900_000, "could not find any provisions"),
        ("form.txt", lambda: b"x" * (MAX_BYTES + 1), "larger than 20 MB"),
        ("form.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(90), "is a picture"),
        ("form.zip", lambda: repacked(book(1)).replace(b"xl/", b"xx/"), "is an archive"),
    ],
)  # fmt: skip
def test_a_bad_file_gets_a_reason(name, make, reason):
    with pytest.raises(CannotRead, match=reason):
        read_file(make(), name)


def test_time_and_memory_are_bounded():
    """A page whose text never ends: the process that reads it is stopped, ours goes on."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].Contents = pikepdf.Stream(pdf, b"BT " + b"q " * 400_000 + b"(a) Tj " * 900_000)
    stream = io.BytesIO()
    pdf.save(stream, compress_streams=True)
    with pytest.raises(CannotRead):
        read_file(stream.getvalue(), "form.pdf", seconds=3)


def test_macros_and_embedded_files_are_left_alone():
    data = repacked(word(), word__vbaProject=b"MZ macro", word__embeddings__evil=b"MZ program")
    assert read_file(data, "form.docm").edition == "2024"


def test_no_address_is_fetched(monkeypatch):
    page = made("web page, a table a section").replace(
        b"<main>",
        b'<link href="http://127.0.0.1:9/x.css"><img src="http://127.0.0.1:9/x.png"><main>',
    )

    def refuse(*args):
        raise AssertionError("an address was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert read_form(page, "form.html").edition == "2024"


def test_the_content_tells_the_format_not_the_name():
    assert read_form(word(), "form.pdf").edition == "2024"
    assert read_form(made("web page, a table a section"), "pasted.txt").edition == "2024"
