"""Items of evidence in every output: a named link with its clause, and never an internal one."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from pypdf import PdfReader

from assessments.evidence import services
from assessments.importing.own_labels import split_labels
from assessments.models import Assessment
from publishing.document import EvidencePart, build, from_json, to_json
from publishing.document.comparison import compare
from publishing.presentation import DRAFT
from publishing.render.csv import EVIDENCE_ITEMS, render_csv
from publishing.render.docx import render_docx
from publishing.render.html import render_body
from publishing.render.pdf import render_pdf
from publishing.render.xlsx import render_xlsx
from tests import factories
from tests.assessments.steps import reloaded
from tests.pdfua import assert_pdfua
from tests.publishing import office
from tests.publishing.documents import final, make_document

POLICY = EvidencePart(
    "Complaints policy", "policy", "4.2", "https://www.alderbrook.example/policy?a=1&b=2"
)
MINUTES = EvidencePart("=Panel <minutes>", "practice", dated_on=date(2026, 5, 20))
SURVEY = EvidencePart(
    "Survey",
    "data",
    "page 3",
    "http://survey.example/results",
    covers_from=date(2025, 4, 1),
    covers_to=date(2026, 3, 31),
)
ITEMS = (POLICY, MINUTES, SURVEY)
IN_FULL = (
    "Complaints policy, 4.2 (https://www.alderbrook.example/policy?a=1&b=2)\n"
    "=Panel <minutes> (20 May 2026)\n"
    "Survey, page 3 (1 April 2025 to 31 March 2026, http://survey.example/results)"
)


def with_items(edition: str = "2024", sections: int = 1):
    """A document whose first provision cites three items."""
    document = make_document(edition)
    first, *others = document.sections[:sections]
    row, *rest = first.provisions
    cites = replace(first, provisions=(replace(row, evidence_items=ITEMS), *rest))
    return replace(document, sections=(cites, *others), changes=None)


def test_the_data_name_them_and_are_read_back():
    document = with_items()
    data = to_json(document)
    assert from_json(data) == document
    found = json.loads(data)["sections"][0]["provisions"][0]["evidence_items"]
    assert found[0] == {
        "title": "Complaints policy",
        "kind": "policy",
        "clause": "4.2",
        "address": "https://www.alderbrook.example/policy?a=1&b=2",
    }
    assert found[2]["covers_to"] == "2026-03-31"
    schema = settings.BASE_DIR / "publishing" / "schema" / "self-assessment-2.json"
    check = Draft202012Validator(json.loads(schema.read_text("utf-8")))
    assert list(check.iter_errors(json.loads(data))) == []
    wrong = data.replace(b'"http://survey', b'"javascript://survey')
    assert list(check.iter_errors(json.loads(wrong))) != []


def test_the_spreadsheets_have_them_as_text_in_a_column_of_their_own():
    document = with_items()
    rows = list(csv.DictReader(io.StringIO(render_csv(document).decode("utf-8-sig"))))
    assert rows[0][EVIDENCE_ITEMS.name] == IN_FULL
    assert rows[1][EVIDENCE_ITEMS.name] == ""
    sheet = load_workbook(io.BytesIO(render_xlsx(document, final(document)))).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads[-1] == "Evidence items cited"
    cell = sheet.cell(2, len(heads))
    assert (cell.value, cell.data_type) == (IN_FULL, "s")


def test_without_any_the_spreadsheets_are_as_they_were():
    document = make_document("2024")
    head = render_csv(document).decode("utf-8-sig").partition("\r\n")[0]
    assert EVIDENCE_ITEMS.name not in head
    sheet = load_workbook(io.BytesIO(render_xlsx(document, final(document)))).worksheets[0]
    assert "Evidence items cited" not in [cell.value for cell in sheet[1]]
    assert b"evidence_items" not in to_json(document)


def test_the_page_links_their_names():
    page = render_body(with_items(), DRAFT)
    assert (
        '<a class="govuk-link" href="https://www.alderbrook.example/policy?a=1&amp;b=2" '
        'rel="nofollow noreferrer">Complaints policy, 4.2</a>' in page
    )
    assert "<li>=Panel &lt;minutes&gt; (20 May 2026)</li>" in page
    assert "Survey, page 3</a> (1 April 2025 to 31 March 2026)" in page
    assert "Evidence items" not in render_body(make_document("2024"), DRAFT)


@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_the_word_file_links_their_names_and_they_are_not_read_back_as_text(edition: str):
    document = with_items(edition)
    data = render_docx(document, final(document))
    word = office.word(data)
    cell = office.form_tables(data, document.code.columns)[0][1].rows[1].cells[3]
    texts = [paragraph.text for paragraph in cell.paragraphs]
    start = texts.index("Evidence items cited:")
    assert texts[start + 1 : start + 4] == [
        "Complaints policy, 4.2",
        "=Panel <minutes> (20 May 2026)",
        "Survey, page 3 (1 April 2025 to 31 March 2026)",
    ]
    targets = {rel.target_ref for rel in word.part.rels.values() if rel.is_external}
    assert {POLICY.address, SURVEY.address} <= targets
    listed = [f"- {text}" for text in texts[start + 1 : start + 4]]
    typed = "\n".join(["In words.", "", "Evidence items cited:", *listed])
    assert split_labels(typed, "Why.")[0] == ["In words.", "Why."]
    # What someone types below the list is theirs.
    assert split_labels(f"{typed}\nAnd this.", "")[0][0].endswith("And this.")


@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_the_pdf_has_links_for_every_reader(edition: str, tmp_path: Path):
    document = with_items(edition)
    path = tmp_path / "items.pdf"
    path.write_bytes(render_pdf(document, final(document)))
    assert_pdfua(path)
    reader = PdfReader(path)
    links = {
        link.get_object().get("/A", {}).get("/URI")
        for page in reader.pages
        for link in page.get("/Annots", ())
    }
    assert {POLICY.address, SURVEY.address} <= links
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in ("Complaints policy, 4.2", "=Panel <minutes> (20 May 2026)"):
        assert words in text


def test_a_comparison_names_what_came_and_what_went():
    after = with_items()
    row = after.sections[0].provisions[0]
    before = replace(after.sections[0], provisions=(replace(row, evidence_items=(SURVEY,)),))
    (compared, *_) = compare(replace(after, sections=(before,)), after).rows
    (text,) = (one for one in compared.texts if one.label == "Evidence items")
    assert text.has_changed
    assert POLICY.in_full in text.after
    assert POLICY.in_full not in text.before


@pytest.mark.django_db
def test_the_document_holds_what_is_public_and_what_was_sent(cast, code):
    draft = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, draft)
    public = factories.make_item(cast.officer, "Complaints policy")
    internal = factories.make_item(cast.officer, "Secret notes", is_public=False)
    later = factories.make_item(cast.officer, "Training records")
    for item, clause in ((public, "4.2"), (internal, "secret clause"), (later, "")):
        factories.cite(cast.officer, draft, "5.10", item, clause)

    def names() -> list[str]:
        document = build(Assessment.objects.get(pk=draft.pk))
        (row,) = (row for row in document.provisions if row.number == "5.10")
        return [item.label for item in row.evidence_items]

    assert names() == ["Complaints policy, 4.2", "Training records"]
    factories.submit(cast.officer, draft)
    # Changed once it has been sent: its name stays, and what turns internal goes all the same.
    services.change(cast.officer, public, services.Details("Renamed", "data", True), version=1)
    services.change(cast.officer, later, services.Details("Training records", "data"), version=1)
    services.change(cast.officer, internal, services.Details("Secret", "data", True), version=1)
    assert names() == ["Complaints policy, 4.2"]
    factories.approve(cast.member, draft)
    factories.confirm_response(cast.clerk, reloaded(draft))
    published = factories.publish(cast.officer, reloaded(draft))
    assert names() == ["Complaints policy, 4.2"]
    assert published.assessment.submitted_digest.startswith("2:")
