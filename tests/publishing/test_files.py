"""The files of a publication: whole, in part, and when a reader has them already."""

from __future__ import annotations

import hashlib
import io

import docx
import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from pypdf import PdfReader
from pytest_django.asserts import assertContains

from publishing.formats import FORMATS
from tests import factories
from tests.publishing.tagged import squeezed

V1 = "/published/alderbrook/2025-26/v1/"
PDF = V1 + "self-assessment.pdf"
NAMES = [name for name in FORMATS if name.startswith("self-assessment")]


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def publication(cast, code):
    return factories.publish(cast.officer, factories.make_approved(cast.officer, cast.member, code))


def content(response):
    return b"".join(response)


def test_each_file_has_its_type_its_length_and_a_name_to_save_it_under(visitor, publication):
    for file in publication.files.all():
        response = visitor.get(V1 + file.name, headers={"Accept-Encoding": "gzip"})
        data = content(response)
        assert response.status_code == 200
        assert hashlib.sha256(data).hexdigest() == file.digest
        assert response.headers["ETag"] == f'"{file.digest}"'
        assert response.headers["Content-Length"] == str(len(data)) == str(file.size)
        assert response.headers["Content-Type"] == FORMATS[file.name].content_type
        ending = file.name.rpartition(".")[2]
        how = "inline" if ending == "pdf" else "attachment"
        assert response.headers["Content-Disposition"] == (
            f'{how}; filename="alderbrook-self-assessment-2025-26-v1.{ending}"'
        )


def test_the_data_files_digest_stands_in_the_index_and_in_pdf_word_and_excel(visitor, publication):
    data = content(visitor.get(V1 + "self-assessment.json"))
    digest = hashlib.sha256(data).hexdigest()
    assert digest in visitor.get("/published/index.json").text
    pdf = PdfReader(io.BytesIO(content(visitor.get(V1 + "self-assessment.pdf"))))
    assert digest in squeezed("".join(page.extract_text() for page in pdf.pages))
    word = docx.Document(io.BytesIO(content(visitor.get(V1 + "self-assessment.docx"))))
    assert digest in {
        cell.text for table in word.tables for row in table.rows for cell in row.cells
    }
    book = openpyxl.load_workbook(io.BytesIO(content(visitor.get(V1 + "self-assessment.xlsx"))))
    assert digest in {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


def test_word_and_excel_open_and_hold_the_answers(visitor, publication):
    word = docx.Document(io.BytesIO(content(visitor.get(V1 + "self-assessment.docx"))))
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert "5.10" in cells
    book = openpyxl.load_workbook(io.BytesIO(content(visitor.get(V1 + "self-assessment.xlsx"))))
    values = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert {"5.10", "Yes"} <= values


def test_the_workbook_tells_what_changed_since_the_year_before(visitor, cast, code, publication):
    second = factories.make_approved(cast.officer, cast.member, code, 2026)
    factories.publish(cast.officer, second)
    address = "/published/alderbrook/2026-27/self-assessment.xlsx"
    before = openpyxl.load_workbook(io.BytesIO(content(visitor.get(V1 + "self-assessment.xlsx"))))
    after = openpyxl.load_workbook(io.BytesIO(content(visitor.get(address))))
    assert len(after.sheetnames) == len(before.sheetnames) + 1


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, None),
        ("bytes=-50", -50, None),
        ("bytes=10-10", 10, 10),
        ("bytes=5-99999999999999999999999", 5, None),
        ("bytes=-99999999", 0, None),
        ("Bytes=0-0", 0, 0),
    ],
)
def test_one_range_gives_that_part(visitor, publication, wanted, first, last):
    whole = content(visitor.get(PDF))
    response = visitor.get(PDF, headers={"Range": wanted, "Accept-Encoding": "gzip"})
    part = whole[first:] if last is None else whole[first : last + 1]
    start = first if first >= 0 else len(whole) + first
    assert response.status_code == 206
    assert content(response) == part
    assert response.headers["Content-Length"] == str(len(part))
    assert response.headers["Content-Range"] == (
        f"bytes {start}-{start + len(part) - 1}/{len(whole)}"
    )
    assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize("wanted", ["bytes=99999999-", "bytes=-0", "bytes=99999999-100000000"])
def test_a_range_outside_the_file_cannot_be_given(visitor, publication, wanted):
    response = visitor.get(PDF, headers={"Range": wanted})
    size = publication.files.get(name="self-assessment.pdf").size
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{size}"
    assert content(response) == b""


@pytest.mark.parametrize(
    "wanted",
    ["bytes=0-1,4-5", "bytes=5-4", "bytes=-", "bytes=a-b", "lines=0-5", "bytes", "bytes=٣-٤"],
)
def test_several_ranges_or_nonsense_give_the_whole(visitor, publication, wanted):
    response = visitor.get(PDF, headers={"Range": wanted})
    assert response.status_code == 200
    assert content(response) == content(visitor.get(PDF))


def test_a_range_of_another_content_gives_the_whole(visitor, publication):
    etag = visitor.get(PDF).headers["ETag"]
    for condition, status in (
        (etag, 206),
        ('"other"', 200),
        (f"W/{etag}", 200),
        ("Wed, 21 Oct 2026 07:28:00 GMT", 200),
    ):
        response = visitor.get(PDF, headers={"Range": "bytes=0-9", "If-Range": condition})
        assert response.status_code == status, condition


def test_conditions_come_before_the_range(visitor, publication):
    etag = visitor.get(PDF).headers["ETag"]
    part = {"Range": "bytes=0-9"}
    assert visitor.get(PDF, headers=part | {"If-None-Match": etag}).status_code == 304
    assert visitor.get(PDF, headers=part | {"If-Match": '"other"'}).status_code == 412
    assert visitor.get(PDF, headers=part | {"If-Match": etag}).status_code == 206


def test_a_head_ignores_the_range_and_says_what_the_whole_is(visitor, publication):
    response = visitor.head(PDF, headers={"Range": "bytes=0-9"})
    assert response.status_code == 200
    assert response.headers["Accept-Ranges"] == "bytes"
    size = publication.files.get(name="self-assessment.pdf").size
    assert response.headers["Content-Length"] == str(size)


def test_a_file_lost_from_storage_is_not_found(visitor, publication):
    for file in publication.files.all():
        default_storage.delete(file.storage_name)
        assert visitor.get(V1 + file.name).status_code == 404
        assert visitor.head(V1 + file.name).status_code == 404


def test_half_a_file_is_not_sent_and_the_page_says_why(visitor, publication):
    file = publication.files.get(name="self-assessment.pdf")
    with default_storage.open(file.storage_name) as stored:
        half = stored.read(file.size // 2)
    default_storage.delete(file.storage_name)
    default_storage.save(file.storage_name, ContentFile(half))
    visitor.raise_request_exception = False
    for headers in ({}, {"Range": "bytes=0-9"}):
        answer = visitor.get(PDF, headers=headers)
        assertContains(answer, "This file is damaged", status_code=500)
        assert "private" in answer["Cache-Control"]


def test_the_committee_paper_is_there_when_the_landlord_says_so(visitor, cast, code, publication):
    paper = "committee-paper.pdf"
    assert visitor.get(V1 + paper).status_code == 404
    assert "ommittee paper (" not in visitor.get(V1).text
    cast.landlord.paper_is_public = True
    cast.landlord.save()
    approved = factories.make_approved(cast.officer, cast.member, code)
    factories.publish(cast.officer, approved)
    second = V1.replace("v1", "v2")
    assert "Committee paper (PDF" in visitor.get(second).text
    assert content(visitor.get(second + paper)).startswith(b"%PDF")
    word = docx.Document(io.BytesIO(content(visitor.get(second + "committee-paper.docx"))))
    assert any("Recommendation" in line.text for line in word.paragraphs)
    assert visitor.get(V1 + paper).status_code == 404
