"""What earlier releases published is read for ever, and everything is made from it as it was."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from assessments.models import Assessment
from codes.models import Code
from publishing.correcting import services as corrections
from publishing.document import Document, ProvisionPart, changes_told, from_json, summary, to_json
from publishing.document.comparison import compare, sentences
from publishing.document.parts import OPTIONAL
from publishing.document.plain import plain, read_part
from publishing.document.versions import STEPS, upgraded
from publishing.models import Publication
from publishing.paper.contents import CommitteePaper, usual_words
from publishing.presentation import Presentation
from publishing.render.csv import render_csv
from publishing.render.docx import render_docx
from publishing.render.html import render_body
from publishing.render.paper_docx import render_paper_docx
from publishing.render.paper_html import render_paper_body
from publishing.render.paper_pdf import render_paper_pdf
from publishing.render.pdf import render_pdf
from publishing.render.xlsx import render_xlsx
from tests import factories
from tests.assessments.pages import Page
from tests.conftest import Cast
from tests.publishing import forms
from tests.publishing.earlier_documents import (
    CORRECTED,
    FIRST,
    GOLDEN,
    NEXT,
    content_of,
    publish_golden,
)
from tests.publishing.office import word

# Whoever changes one of them changes what was published.
DIGESTS = {
    "v1-2022": "cd0d5c334edf3a3b7b4ed6b013358c49b3f1fc005bddab85852faf768725eb2f",
    "v1-2024": "fb6a92a347b6f8c71f48278f9aa8491b3d2d340f3052e6989fb5905b0f032425",
    "v1-2024-correction": "adef6c221d7f3e5319fe2d11303094569fb3ee42044859556c67c6d3330ed19f",
    "v2-2024": "ac8af9d3f08feb012320890d5d4d3ae9b62c736f2f4778212db875df3c942405",
}
RECORDED = (
    "3 provisions have better answers: 1.2 (from No to Yes); 2.2 (from No to Partly); 5.11 (from "
    "Partly to Yes).",
    "1 provision has a worse answer: 5.10 (from Yes to No; the requirement was strengthened).",
    "54 provisions have the same answer as before.",
)
NUMBER = re.compile(r"\d+\.\d+|\b\d+\b(?= provision)")
OMBUDSMAN = "0300 111 3000"


@pytest.mark.parametrize("name", GOLDEN)
def test_every_version_is_read_and_says_what_it_said(name: str) -> None:
    assert hashlib.sha256(GOLDEN[name]).hexdigest() == DIGESTS[name]
    before, document = content_of(name), from_json(GOLDEN[name])
    assert document.landlord.name == before["landlord"]["name"] == "Alderbrook Council"
    assert (document.version, document.reason) == (before["version"], before["reason"])
    texts = [row for section in before["sections"] for row in section["provisions"]]
    assert len(document.provisions) == len(texts) == 72
    assert [plain(row) for row in document.provisions] == texts
    assert from_json(to_json(document)) == document


@pytest.mark.parametrize("name", [NEXT, CORRECTED])
def test_sentences_that_were_recorded_are_told_as_they_were(name: str) -> None:
    recorded = content_of(name)["changes"]["sentences"]
    assert changes_told.sentences(from_json(GOLDEN[name])) == tuple(recorded)


def test_todays_facts_say_what_the_sentences_said_that_were_recorded_then() -> None:
    before, after = from_json(GOLDEN[FIRST]), from_json(GOLDEN[NEXT])
    recorded = content_of(NEXT)["changes"]["sentences"]
    told = sentences(compare(before, after, forms.origins()))
    assert changes_told.sentences(from_json(GOLDEN["v2-2024"])) == told
    # Some words are better now; what they say of which provisions is the same.
    assert set(RECORDED) <= set(told)
    assert [NUMBER.findall(text) for text in told] == [NUMBER.findall(text) for text in recorded]


def presentation(name: str) -> Presentation:
    address = "https://example.org/published/alderbrook/2024-25/v1/"
    return Presentation(DIGESTS[name], address, is_draft=False)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_page_and_pdf_are_made_of_it_with_its_own_sentences() -> None:
    document = from_json(GOLDEN[NEXT])
    pdf = text_of(render_pdf(document, presentation(NEXT)))
    for text in (render_body(document, presentation(NEXT)), pdf):
        for sentence in (*RECORDED, *summary.sentences(document)):
            assert sentence in text
        assert OMBUDSMAN in text
    assert DIGESTS[NEXT] in pdf


@pytest.mark.parametrize("name", [FIRST, CORRECTED])
def test_word_excel_and_csv_are_made_of_it(name: str) -> None:
    document = from_json(GOLDEN[name])
    made = word(render_docx(document, presentation(name)))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    assert DIGESTS[name] in cells
    book = load_workbook(io.BytesIO(render_xlsx(document, presentation(name))))
    answers = {row[0]: row[5] for row in book["Self-assessment"].iter_rows(2, values_only=True)}
    rows = csv.DictReader(io.StringIO(render_csv(document).decode("utf-8-sig")))
    codes = {row["provision"]: row["answer"] for row in rows}
    for row in document.provisions:
        assert row.requirement.split("\n")[0] in " ".join(cells)
        assert answers[row.number] == row.answer_label
        assert codes[row.number] == row.answer
    # Files name the document as it was published, and not as it would be written today.
    properties = {item.name: item.value for item in book.custom_doc_props.props}
    assert properties["selfassess document"] == DIGESTS[name]


def test_a_comparison_and_a_committee_paper_are_made_of_two() -> None:
    before, after = from_json(GOLDEN[FIRST]), from_json(GOLDEN[CORRECTED])
    found = compare(before, after, forms.origins())
    paper = CommitteePaper(after, usual_words(after), "published", found)
    texts = (
        render_paper_body(paper, presentation(CORRECTED)),
        text_of(render_paper_pdf(paper, presentation(CORRECTED))),
        "\n".join(
            part.text for part in word(render_paper_docx(paper, presentation(CORRECTED))).paragraphs
        ),
    )
    for text in texts:
        for sentence in RECORDED:
            assert sentence in text


@pytest.fixture
def shelf(cast: Cast, full_codes: dict[str, Code]) -> list[Publication]:
    """What an installation holds that published with the release before: two years, corrected."""
    return [publish_golden(cast.officer, full_codes, name) for name in (FIRST, NEXT, CORRECTED)]


def test_what_was_published_is_served_byte_for_byte(shelf: list[Publication]) -> None:
    for publication, name in zip(shelf, (FIRST, NEXT, CORRECTED), strict=True):
        address = publication.get_absolute_url()
        served = b"".join(Client().get(f"{address}self-assessment.json"))
        assert served == GOLDEN[name]
        assert f"The page of {name}." in Client().get(address).content.decode()
        found = Client().get("/published/verify/", {"digest": publication.digest})
        assert found.status_code == 200
    index = Client().get("/published/index.json").json()
    assert [row["digest"] for row in index["publications"]] == [
        publication.digest for publication in shelf
    ]


def test_people_compare_it_and_read_its_paper(
    cast: Cast, shelf: list[Publication], sign_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    viewer = sign_in(cast.viewer)
    first, _, corrected = (publication.assessment for publication in shelf)
    page = Page(
        viewer.get(f"/landlords/alderbrook/compare/?from={first.pk}&to={corrected.pk}")
    ).text
    assert RECORDED[0] in page
    assert "2.2 (from 1.8, 4.14): No in 2023-24, Partly in 2024-25 (better)" in page
    paper = Page(viewer.get(f"/assessments/{corrected.pk}/committee-paper/")).text
    assert RECORDED[1] in paper
    asked = {"name": "committee-paper.pdf"}
    with django_capture_on_commit_callbacks(execute=True):
        address = viewer.post(f"/assessments/{corrected.pk}/files/", asked).headers["Location"]
    assert "The file is ready" in Page(viewer.get(address)).text


def test_the_next_year_is_compared_with_it_and_published_in_todays_version(
    cast: Cast, full_codes: dict[str, Code], shelf: list[Publication]
) -> None:
    approved = factories.make_approved(cast.officer, cast.member, full_codes["2024"], 2025)
    publication = factories.publish(cast.officer, approved)
    content = json.loads(bytes(publication.document))
    assert content["schema"] == 2
    assert content["family"]["slug"] == "housing-ombudsman"
    moved = {move["number"]: move["from_answer"] for move in content["changes"]["moves"]}
    assert moved == {"2.2": "partly", "5.10": "no", "6.1": "not_applicable"}
    page = Client().get(publication.get_absolute_url()).content.decode()
    assert (
        "2 provisions have better answers: 2.2 (from Partly to Yes); 5.10 (from No to Yes)" in page
    )
    draft = corrections.correct(cast.officer, publication, "A slip.")
    assert Assessment.objects.get(pk=draft.pk).corrects == approved


# A version that no release has written yet.


@dataclass(frozen=True)
class Approver:
    name: str
    role: str


@dataclass(frozen=True, kw_only=True)
class LaterDocument(Document):
    """As a third version might have it: it always says who signed, which none did before."""

    signed_by: tuple[Approver, ...]
    language: str


def _to_3(content: dict[str, Any]) -> dict[str, Any]:
    signed = [{"name": content["approval"]["mrc_name"], "role": content["landlord"]["mrc_title"]}]
    return content | {"signed_by": signed, "language": "en-GB"}


@pytest.mark.parametrize("name", GOLDEN)
def test_a_later_version_needs_one_step_and_nothing_else(name: str) -> None:
    later = read_part(LaterDocument, upgraded(content_of(name), (*STEPS, _to_3)))
    assert later.language == "en-GB"
    assert later.signed_by == (Approver("Cllr Ann Reed", "Cabinet Member for Housing"),)
    assert read_part(LaterDocument, json.loads(json.dumps(plain(later)))) == later
    assert render_body(later, presentation(name)) == render_body(
        from_json(GOLDEN[name]), presentation(name)
    )


# A part that may be there or not, of the same version.


@dataclass(frozen=True)
class Item:
    kind: str
    clause: str


@dataclass(frozen=True)
class ProvisionWithItems(ProvisionPart):
    items: tuple[Item, ...] = field(default=(), metadata=OPTIONAL)


def test_an_optional_part_needs_no_new_version() -> None:
    row = plain(forms.make().provisions[0])
    without = read_part(ProvisionWithItems, row)
    assert without.items == ()
    assert plain(without) == row
    items = {"items": [{"kind": "policy", "clause": "4.2"}]}
    given = read_part(ProvisionWithItems, row | items)
    assert given.items == (Item("policy", "4.2"),)
    assert plain(given) == row | items


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"schema": 3}, "of version 3. This release reads versions 1 to 2"),
        ({"schema": None}, "of version None"),
        ({"schema": True}, "of version True"),
        ({"surprise": 1}, "Document has no surprise"),
    ],
)
def test_what_is_not_known_is_refused_and_not_guessed(change: dict[str, Any], why: str) -> None:
    content = json.loads(to_json(forms.make())) | change
    with pytest.raises(ValueError, match=why):
        from_json(json.dumps(content).encode())


def test_what_is_not_whole_is_refused() -> None:
    content = json.loads(to_json(forms.make()))
    del content["landlord"]["homes"]
    with pytest.raises(ValueError, match=r"LandlordPart is not whole: .*homes"):
        from_json(json.dumps(content).encode())
