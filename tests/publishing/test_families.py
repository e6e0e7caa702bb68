"""What a landlord publishes against two Ombudsmen's Codes in one year: each at its own address,
counted by itself, and told apart wherever both are shown.
"""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress
from io import StringIO
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.models import Landlord
from codes.validators import RESERVED
from publishing.correcting import services as corrections
from publishing.document import from_json
from publishing.models import DraftFile, Publication
from tests import factories
from tests.publishing.shelves import shelve

LANDLORD = "/published/alderbrook/"
HOUSING = f"{LANDLORD}2025-26/"
COUNCILS = f"{HOUSING}councils/"
CONTACT = "Once the council has given its last answer you can take your complaint to the Councils"


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def councils(cast, other_code):
    """Published against the councils' Code alone."""
    approved = factories.make_approved(
        cast.officer,
        cast.member,
        other_code,
        but={"2.1": {"answer": "no", "evidence": "Three weeks in June.", **_PLAN}},
    )
    return factories.publish(cast.officer, approved)


_PLAN = {"action": "Two more officers.", "action_owner": "Head of Complaints"}
_PLAN |= {"action_due": "2040-05-01"}


@pytest.fixture
def both(cast, code, councils):
    """The same year against both Codes; the Housing Ombudsman's came second."""
    approved = factories.make_approved(cast.officer, cast.member, code)
    return factories.publish(cast.officer, approved), councils


def content(response):
    return b"".join(response)


def shelved(cast, code, year=2025, **fields):
    assessment = factories.start(cast.officer, code, year)
    type(assessment).objects.filter(pk=assessment.pk).update(state="published")
    return shelve(assessment, digest=f"{assessment.pk:064}", **fields)


# One family's publication


def test_the_officer_publishes_and_is_told_the_addresses_of_that_code(
    cast, other_code, sign_in, visitor, django_capture_on_commit_callbacks
):
    approved = factories.make_approved(cast.officer, cast.member, other_code)
    officer = sign_in(cast.officer)
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(f"/assessments/{approved.pk}/publish/", {"version": approved.version})
    page = officer.get(f"/assessments/{approved.pk}/publish/progress/")
    assertContains(page, f'href="{COUNCILS}v1/"')
    assertContains(page, f"{LANDLORD}latest/councils/")
    assertNotContains(page, "Housing Ombudsman")
    assertContains(visitor.get(COUNCILS), 'id="2.1"')


def test_the_paper_of_what_is_published_is_about_that_code(cast, sign_in, councils):
    page = sign_in(cast.officer).get(f"/assessments/{councils.assessment_id}/committee-paper/")
    assertContains(page, "Good Complaints Code 2024 self-assessment 2025-26")
    assertNotContains(page, "Housing Ombudsman")


def test_residents_are_told_how_to_reach_that_ombudsman(visitor, councils):
    text = visitor.get(COUNCILS).text
    assert CONTACT in text
    assert 'href="https://www.councils-ombudsman.example/complain"' in text
    assert 'href="tel:01632960777"' in text
    assert "9 Old Quay, Newtown NT1 1AA" in text
    assert "Housing Ombudsman" not in text
    pdf = PdfReader(io.BytesIO(content(visitor.get(f"{COUNCILS}self-assessment.pdf"))))
    printed = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert CONTACT in printed
    assert "01632 960 777" in printed
    assert "Housing Ombudsman" not in printed
    data = json.loads(content(visitor.get(f"{COUNCILS}self-assessment.json")))
    assert (data["schema"], data["family"]["slug"]) == (2, "councils")
    assert data["family"]["website"] == "https://www.councils-ombudsman.example/complain"
    assert from_json(bytes(councils.document)).family.slug == "councils"


def test_every_file_has_the_forms_four_columns(visitor, councils):
    heading = "Do we follow the Code: Yes/No"
    files = {
        file.format.ending: content(visitor.get(f"{COUNCILS}v1/{file.name}"))
        for file in councils.files.all()
    }
    document = json.loads(files["json"])
    assert document["family"]["slug"] == "councils"
    assert document["family"]["telephone"] == "01632 960 777"
    assert document["code"]["columns"] == ["Section", "Action", heading, "Explanation"]
    answers = {row["number"]: row for part in document["sections"] for row in part["provisions"]}
    assert answers["2.1"]["evidence"] == "Three weeks in June."
    assert {row["commentary"] for row in answers.values()} == {""}
    word = docx.Document(io.BytesIO(files["docx"]))
    headings = [cell.text for table in word.tables for cell in table.rows[0].cells]
    assert "Explanation" in headings
    assert heading in headings
    assert not any("ommentary" in text for text in headings)
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    values = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {heading, "Explanation", "Three weeks in June."} <= values
    rows = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    answered = [(row["provision"], row["answer"]) for row in rows]
    assert answered[2:4] == [("2.1", "no"), ("2.2", "yes")]
    assert {row["code_edition"] for row in rows} == {"councils-2024"}
    title = PdfReader(io.BytesIO(files["pdf"])).metadata.title
    assert title == "Alderbrook Council Good Complaints Code 2024 self-assessment 2025-26"


def test_a_file_is_saved_under_a_name_that_says_whose_code(
    cast, other_code, visitor, councils, sign_in, django_capture_on_commit_callbacks
):
    answer = visitor.get(f"{COUNCILS}v1/self-assessment.csv")
    assert "alderbrook-self-assessment-2025-26-councils-v1.csv" in answer["Content-Disposition"]
    draft = factories.start(cast.officer, other_code, 2026)
    officer = sign_in(cast.officer)
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(f"/assessments/{draft.pk}/files/", {"name": "self-assessment.csv"})
    assert DraftFile.objects.get().download_name == (
        "alderbrook-self-assessment-2026-27-councils-draft.csv"
    )


# Addresses


def test_each_family_has_its_own_versions_latest_and_embed(visitor, both):
    housing, councils = both
    assert (housing.version, councils.version) == (1, 1)
    assert housing.get_absolute_url() == f"{HOUSING}v1/"
    assert councils.get_absolute_url() == f"{COUNCILS}v1/"
    assertRedirects(visitor.get(f"{LANDLORD}latest/"), HOUSING)
    assertRedirects(visitor.get(f"{LANDLORD}latest/councils/"), COUNCILS)
    for address, own, other in ((HOUSING, "5.10", "2.1"), (COUNCILS, "2.1", "5.10")):
        for page in (address, f"{address}v1/", f"{address}embed/"):
            text = visitor.get(page).text
            assert f' id="{own}"' in text, page
            assert f' id="{other}"' not in text, page
    assert ' id="2.1"' in visitor.get(f"{LANDLORD}embed/councils/").text
    assert ' id="5.10"' in visitor.get(f"{LANDLORD}embed/").text
    for file, published in ((HOUSING, housing), (COUNCILS, councils)):
        data = content(visitor.get(f"{file}self-assessment.json"))
        assert data == bytes(published.document)


def test_a_landlord_without_the_housing_ombudsmans_code_has_nothing_at_its_addresses(
    visitor, cast, other_code
):
    shelved(cast, other_code)
    for address in (HOUSING, f"{HOUSING}v1/", f"{HOUSING}self-assessment.pdf"):
        assert visitor.get(address).status_code == 404, address
    for address in (f"{LANDLORD}latest/", f"{LANDLORD}embed/"):
        assert visitor.get(address).status_code == 404, address
    assert visitor.get(f"{LANDLORD}latest/councils/").status_code == 302


@pytest.mark.parametrize("word", [*sorted(RESERVED), "v1", "v12", "housing-ombudsman", "2025-26"])
def test_no_family_ever_stands_where_another_word_does(word):
    with pytest.raises(Resolver404):
        resolve(f"{LANDLORD}latest/{word}/")
    for address in (f"{HOUSING}{word}/", f"{LANDLORD}{word}/"):
        # Nothing is there, or what is there is no family's.
        with suppress(Resolver404):
            assert resolve(address).kwargs.get("family") != word


def test_addresses_of_before_there_were_families_stay():
    args = ["alderbrook", "2025-26", "housing-ombudsman"]
    assert reverse("publishing:year", args=args) == HOUSING
    assert reverse("publishing:version", args=[*args, 2]) == f"{HOUSING}v2/"
    assert reverse("publishing:year_embed", args=args) == f"{HOUSING}embed/"
    assert reverse("publishing:latest", args=args[::2]) == f"{LANDLORD}latest/"
    assert reverse("publishing:landlord_embed", args=args[::2]) == f"{LANDLORD}embed/"


def test_a_former_slug_leads_to_the_same_family(visitor, cast, other_code):
    shelved(cast, other_code)
    cast.landlord.former_slugs.create(slug="oldbrook")
    answer = visitor.get("/published/oldbrook/2025-26/councils/v1/")
    assert (answer.status_code, answer["Location"]) == (301, f"{COUNCILS}v1/")


# Versions


def test_versions_are_counted_for_each_family(cast, code, other_code):
    shelved(cast, code)
    shelved(cast, code, version=2)
    first = factories.publish(
        cast.officer, factories.make_approved(cast.officer, cast.member, other_code)
    )
    assert first.version == 1
    second = factories.publish(
        cast.officer, factories.make_approved(cast.officer, cast.member, other_code)
    )
    assert second.version == 2
    assessment = factories.start(cast.officer, other_code)
    with pytest.raises(IntegrityError), transaction.atomic():
        shelve(assessment, version=2)
    assert shelve(assessment, version=3).family_id == "councils"


def test_what_replaces_and_what_is_withdrawn_is_of_the_same_family(visitor, cast, code, other_code):
    old = shelved(cast, code)
    shelved(cast, other_code, version=2)
    shelved(cast, other_code, 2026)
    corrections.withdraw(cast.administrator, old, "It named a resident.")
    gone = visitor.get(HOUSING)
    assert gone.status_code == 410
    assertNotContains(gone, "Read version 2", status_code=410)
    entries = json.loads(visitor.get("/published/index.json").content)["publications"]
    assert [row["status"] for row in entries] == ["withdrawn", "current", "current"]


# Where both are shown


def test_pages_say_which_code_where_a_landlord_has_more_than_one(visitor, councils, cast, code):
    for address in (COUNCILS, f"{COUNCILS}embed/"):
        assertNotContains(visitor.get(address), 'caption-xl">Alderbrook Council: Good')
        assertNotContains(visitor.get(address), "<title>Self-assessment 2025-26, Good")
    shelved(cast, code, 2024)
    page = visitor.get(COUNCILS)
    assertContains(page, 'caption-xl">Alderbrook Council: Good Complaints Code 2024</span>')
    assertContains(page, "<title>Self-assessment 2025-26, Good Complaints Code 2024: Alderbrook")
    # Other years are those against this Code.
    assertNotContains(page, "2024-25")
    assertContains(visitor.get(f"{COUNCILS}embed/"), 'l">Good Complaints Code 2024</span>')


def test_the_landlords_page_lists_each_family_apart(visitor, cast, code, other_code):
    shelved(cast, code)
    shelved(cast, other_code)
    shelved(cast, other_code, 2026)
    factories.record_elsewhere(cast.officer, other_code, 2023)
    housing, councils = visitor.get(LANDLORD).text.split(
        "Councils Ombudsman’s Good Complaints Code</h2>"
    )
    assert "Housing Ombudsman’s Complaint Handling Code</h2>" in housing
    assert f'href="{HOUSING}"' in housing
    assert "councils/" not in housing
    assert "Published elsewhere" not in housing
    assert f'href="{COUNCILS}"' in councils
    assert f'href="{LANDLORD}2026-27/councils/"' in councils
    assert "Published elsewhere" in councils


def test_index_and_feed_tell_the_two_apart(visitor, cast, code, other_code):
    shelved(cast, code)
    alone = visitor.get("/published/feed.atom").text
    assert "Alderbrook Council: self-assessment 2025-26, version 1" in alone
    shelved(cast, other_code)
    shelved(cast, other_code, version=2)
    entries = json.loads(visitor.get("/published/index.json").content)["publications"]
    assert [(row["code"]["family"], row["url"], row["status"]) for row in entries] == [
        ("housing-ombudsman", f"http://127.0.0.1:8000{HOUSING}v1/", "current"),
        ("councils", f"http://127.0.0.1:8000{COUNCILS}v1/", "replaced"),
        ("councils", f"http://127.0.0.1:8000{COUNCILS}v2/", "current"),
    ]
    feed = ElementTree.fromstring(visitor.get("/published/feed.atom").content)
    titles = {element.text for element in feed.iter("{http://www.w3.org/2005/Atom}title")}
    assert {
        "Alderbrook Council: self-assessment 2025-26 (Complaint Handling Code 2024), version 1",
        "Alderbrook Council: self-assessment 2025-26 (Good Complaints Code 2024), version 1",
    } <= titles


def test_a_checked_file_says_against_which_code(visitor, councils):
    answer = visitor.post("/published/verify/", {"digest": councils.digest})
    assertContains(answer, f'href="{COUNCILS}v1/"')
    assertContains(answer, "Good Complaints Code 2024")


def test_plain_files_hold_both_at_their_addresses(both, tmp_path):
    call_command("export_site", str(tmp_path), stdout=StringIO())
    root = tmp_path / "published" / "alderbrook"
    for folder in (root / "2025-26", root / "2025-26" / "councils"):
        for name in ("index.html", "v1/index.html", "embed/index.html", "self-assessment.json"):
            assert (folder / name).is_file(), folder / name
    assert (root / "latest/councils/index.html").is_file()
    assert (root / "embed/councils/index.html").is_file()
    page = (root / "2025-26/councils/index.html").read_text("utf-8")
    assert 'href="v1/self-assessment.pdf"' in page
    codes = (tmp_path / "codes/councils-2024/index.html").read_text("utf-8")
    assert "Councils should log every complaint" in codes


# The next year


def test_the_next_years_document_is_compared_with_its_own_family(cast, code, other_code, both):
    approved = factories.make_approved(cast.officer, cast.member, other_code, 2026)
    published = factories.publish(cast.officer, approved)
    changes = json.loads(bytes(published.document))["changes"]
    assert (changes["since_year"], changes["since_code"]) == (
        "2025-26",
        "Good Complaints Code 2024",
    )
    assert [move["number"] for move in changes["moves"]] == ["2.1"]
    assert Publication.objects.filter(version=1).count() == 3


def test_the_details_offer_a_line_to_paste_for_each_family(both, cast, sign_in):
    Landlord.objects.filter(pk=cast.landlord.pk).update(embed_sites="https://www.a.example")
    page = sign_in(cast.viewer).get("/landlords/alderbrook/details/")
    for family in ("", "councils/"):
        assertContains(page, f'src="http://127.0.0.1:8000{LANDLORD}embed/{family}"')
        assertContains(page, f"http://127.0.0.1:8000{HOUSING}{family}embed/")
    assertContains(page, "against that Code")


def test_a_resident_reads_at_a_glance_what_that_code_finds(visitor, both):
    page = visitor.get(COUNCILS)
    assertContains(page, "of the Good Complaints Code 2024. It does not meet 1.")
    assertContains(page, '<strong class="app-whole">1 May 2040</strong>')
    assertNotContains(visitor.get(HOUSING), "What will be fixed")
