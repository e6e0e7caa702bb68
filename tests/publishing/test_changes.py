"""What changed since the one before: frozen with the document, on the page and in the files."""

import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains

from assessments.enums import Trigger
from publishing.correcting import services as corrections
from publishing.document import from_json
from publishing.render.html import render_body
from tests import factories
from tests.publishing.forms import FINAL

NO = {"answer": "no", "action": "Train.", "action_owner": "Head", "action_due": "2026-09-30"}
SCHEMA = Path(__file__).parents[2] / "publishing/schema/self-assessment-2.json"
UNCHANGED = {"requirement": "unchanged"}


def publish(cast, code, year, but=None):
    approved = factories.make_approved(cast.officer, cast.member, code, year, but)
    return factories.publish(cast.officer, approved)


@pytest.fixture
def both(cast, code):
    return publish(cast, code, 2024, {"1.2": NO}), publish(cast, code, 2025, {"5.10": NO})


def test_the_public_page_tells_what_changed(both):
    page = Client().get("/published/alderbrook/2025-26/")
    assertContains(page, '<h2 class="govuk-heading-l" id="changes">What changed since 2024-25</h2>')
    assertContains(page, "1 provision has a better answer: 1.2 (from No to Yes).")
    assertContains(page, "1 provision has a worse answer: 5.10 (from Yes to No).")
    assertContains(page, '<a class="govuk-link" href="#5.10">5.10</a>')
    assertNotContains(Client().get("/published/alderbrook/2024-25/"), "What changed")


def test_where_a_provision_comes_from_is_told_only_where_the_code_changed(both):
    assertNotContains(Client().get("/published/alderbrook/2025-26/"), "Comes from")
    document = from_json(bytes(both[1].document))
    other = replace(document.changes, since_code="Complaint Handling Code 2022")
    for changes, told in ((document.changes, False), (other, True)):
        shown = render_body(replace(document, changes=changes), FINAL)
        assert ("Comes from" in shown) is told


def test_it_is_frozen_with_the_document_and_described_by_the_schema(both):
    content = json.loads(bytes(both[1].document))
    jsonschema.validate(content, json.loads(SCHEMA.read_text()))
    assert content["changes"]["moves"] == [
        UNCHANGED | {"number": "1.2", "earlier": ["1.2"], "from_answer": "no", "to_answer": "yes"},
        UNCHANGED
        | {"number": "5.10", "earlier": ["5.10"], "from_answer": "yes", "to_answer": "no"},
    ]
    document = from_json(bytes(both[1].document))
    assert document.changes.moves[0].labels == ("No", "Yes")
    assert from_json(bytes(both[0].document)).changes is None


def test_where_nothing_got_worse_it_says_so(cast, code):
    publish(cast, code, 2024)
    publish(cast, code, 2025)
    page = Client().get("/published/alderbrook/2025-26/")
    assertContains(page, "No provision has a worse answer than before.")
    assertNotContains(page, "Provisions whose answer changed")


def test_a_promise_that_slipped_is_told(cast, code):
    slipped = NO | {"action_due": "2026-12-31", "action_owner": "Head of Repairs"}
    publish(cast, code, 2024, {"1.2": NO, "5.10": NO})
    second = publish(cast, code, 2025, {"1.2": slipped, "5.10": NO})
    page = Client().get("/published/alderbrook/2025-26/")
    later = (
        "1 provision has a later date for its action: 1.2 (from 30 September 2026 to 31 December"
    )
    assertContains(page, f"{later} 2026).")
    assertContains(
        page, "has a different owner for its action: 1.2 (from Head to Head of Repairs)."
    )
    content = json.loads(bytes(second.document))
    jsonschema.validate(content, json.loads(SCHEMA.read_text()))
    assert content["changes"]["due_moves"] == [
        {"number": "1.2", "from_due": "2026-09-30", "to_due": "2026-12-31"}
    ]
    assert from_json(bytes(second.document)).changes.due_moves[0].number == "1.2"


def test_the_pdf_and_the_workbook_tell_the_same(both):
    pdf, book = (
        b"".join(Client().get(f"/published/alderbrook/2025-26/self-assessment.{end}"))
        for end in ("pdf", "xlsx")
    )
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "1 provision has a better answer: 1.2 (from No to Yes)." in text
    assert "What changed" in load_workbook(io.BytesIO(book)).sheetnames


def test_in_mid_year_it_is_compared_with_the_one_before_of_the_same_year(cast, code, sign_in):
    first = publish(cast, code, 2025, {"1.2": NO})
    draft = corrections.reassess(cast.officer, first, Trigger.RESTRUCTURE, "We merged.")
    factories.answer(cast.officer, draft, "1.2", **factories.YES)
    page = sign_in(cast.viewer).get(f"/assessments/{draft.pk}/preview/")
    assertContains(page, "What changed since the self-assessment before")


def test_a_correction_does_not_compare_with_what_it_corrects(cast, code, sign_in):
    draft = factories.correct(cast.officer, publish(cast, code, 2025).assessment)
    page = sign_in(cast.viewer).get(f"/assessments/{draft.pk}/preview/")
    assertNotContains(page, "What changed")
