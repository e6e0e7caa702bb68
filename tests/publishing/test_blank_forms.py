"""The blank forms at a Code's page."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from codes.models import Provision
from publishing.formats import EXCEL, WORD

BASE = "/codes/2024/self-assessment"


@pytest.fixture
def visitor(code):
    return Client()


def test_the_codes_page_leads_to_both(visitor):
    page = visitor.get("/codes/2024/")
    assertContains(page, f'href="{BASE}.docx"')
    assertContains(page, f'href="{BASE}.xlsx"')


@pytest.mark.parametrize(("ending", "content_type"), [("docx", WORD), ("xlsx", EXCEL)])
def test_it_is_there_to_fill_in(visitor, ending, content_type):
    answer = visitor.get(f"{BASE}.{ending}")
    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="complaint-handling-code-2024-form.{ending}"'
    )
    assert not answer.cookies
    if ending == "docx":
        word = docx.Document(io.BytesIO(answer.content))
        found = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        found = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"5.1", "5.10"} <= found


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_who_has_it_already_gets_a_304_until_the_code_changes(visitor, ending):
    address = f"{BASE}.{ending}"
    etag = {"If-None-Match": visitor.get(address).headers["ETag"]}
    assert visitor.get(address, headers=etag).status_code == 304
    assert visitor.head(address).content == b""
    assert visitor.post(address).status_code == 405
    Provision.objects.filter(number="5.10").update(text="Other wording.")
    assert visitor.get(address, headers=etag).status_code == 200


def test_an_unknown_edition_is_not_found(visitor):
    assert visitor.get("/codes/1999/self-assessment.docx").status_code == 404
