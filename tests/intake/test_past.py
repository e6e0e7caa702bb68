"""The form of a past year: into its own record, and on from there."""

from __future__ import annotations

import pytest

from assessments.intake import services
from assessments.models import Assessment, ImportedFile
from tests import factories
from tests.assessments.pages import Page
from tests.intake.forms import choose, found, imported, saved


@pytest.fixture
def draft(cast, code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def officer(cast, sign_in):
    return sign_in(cast.officer)


@pytest.fixture
def across(cast, full_codes) -> tuple[Assessment, ImportedFile]:
    """A draft under the 2024 Code, and a form of the 2022 Code that was sent to it."""
    draft = factories.start(cast.officer, full_codes["2024"])
    responses = (found("1.2", answer="yes", evidence="Policy 2"), found("1.3", answer="no"))
    return draft, imported(cast.officer, draft, *responses, edition="2022")


def test_a_form_of_another_code_goes_through_its_own_year_into_the_draft(officer, across):
    draft, file = across
    page = Page(officer.get(file.get_absolute_url()))
    past = f"{file.get_absolute_url()}past/"
    assert past in page.links
    form = Page(officer.get(past)).form
    assert (form["year"], "code" in form) == ("2023-24", False)
    url = "https://www.alderbrook.example/2024"
    answer = officer.post(past, form | {"published_url": url})
    recorded = Assessment.objects.get(state="recorded")
    assert (recorded.code.edition, recorded.published_url) == ("2022", url)
    preview = Page(officer.get(answer["Location"]))
    assert "read as a form of the Complaint Handling Code 2022" in preview.text
    done = Page(officer.post(answer["Location"], preview.form | {"step": "save"}, follow=True))
    assert "2 of 2 provisions found" in done.text
    carry_address = f"/assessments/{draft.pk}/carry/?from={recorded.pk}"
    assert carry_address in done.links
    carry = Page(officer.get(carry_address))
    assert "From the Complaint Handling Code 2022 to the Complaint Handling Code 2024" in carry.text
    officer.post(carry_address, carry.form)
    row = saved(draft, "1.2")
    assert (row.answer, row.evidence, row.to_confirm) == ("yes", "Policy 2", True)
    assert row.carried_from.assessment == recorded


def test_a_past_year_leads_on_into_the_draft_though_a_later_year_is_there(
    cast, officer, across, full_codes
):
    draft, file = across
    later = factories.record_elsewhere(cast.officer, full_codes["2024"], 2024)
    factories.answer(cast.officer, later, "1.2", answer="no", evidence="Of 2024-25.")
    past = officer.post(f"{file.get_absolute_url()}past/", {"year": "2023-24", "published_url": ""})
    preview = Page(officer.get(past["Location"]))
    done = Page(officer.post(past["Location"], preview.form | {"step": "save"}, follow=True))
    recorded = Assessment.objects.get(state="recorded", code__edition="2022")
    address = f"/assessments/{draft.pk}/carry/?from={recorded.pk}"
    assert address in done.links
    page = Page(officer.get(address))
    assert "Carry forward answers from 2023-24" in page.text
    assert f"?from={later.pk}" in page.links
    officer.post(address, page.form)
    assert saved(draft, "1.2").carried_from.assessment == recorded


def test_after_a_past_year_was_imported_the_comparison_is_a_step_away(cast, officer, across):
    draft, file = across
    past = officer.post(f"{file.get_absolute_url()}past/", {"year": "2023-24", "published_url": ""})
    preview = Page(officer.get(past["Location"]))
    done = Page(officer.post(past["Location"], preview.form | {"step": "save"}, follow=True))
    recorded = Assessment.objects.get(state="recorded")
    address = f"/landlords/alderbrook/compare/?to={recorded.pk}"
    assert address in done.links
    compared = Page(officer.get(address))
    assert (compared.form["from"], compared.form["to"]) == (str(recorded.pk), str(draft.pk))


def test_without_a_draft_the_imported_year_leads_to_starting_one(cast, officer, code):
    past = factories.record_elsewhere(cast.officer, code)
    file = imported(cast.officer, past, found("1.2", answer="yes"))
    done = officer.post(file.get_absolute_url(), choose(past, file, p1_2="fill"), follow=True)
    page = Page(done)
    assert "/landlords/alderbrook/assessments/start/" in page.links
    assert "Start a self-assessment that begins with these answers" in page.text
    assert "Compare" not in page.text


def test_without_an_address_it_is_for_the_landlords_own_eyes(officer, across, client):
    _, file = across
    past = f"{file.get_absolute_url()}past/"
    officer.post(past, {"year": "2024-25", "published_url": ""})
    recorded = Assessment.objects.get(state="recorded")
    for address in ("", "files/"):
        page = Page(officer.get(f"{recorded.get_absolute_url()}{address}"))
        assert "" not in page.links
    assert "elsewhere" not in client.get("/published/alderbrook/").content.decode()


def test_a_recorded_year_of_the_same_code_takes_the_form_another_does_not(
    cast, officer, across, full_codes
):
    _, file = across
    past = f"{file.get_absolute_url()}past/"
    recorded = factories.record_elsewhere(cast.officer, full_codes["2022"], 2023)
    other = factories.record_elsewhere(cast.officer, full_codes["2024"], 2022)
    refused = officer.post(past, {"year": "2022-23", "published_url": ""})
    assert refused.status_code == 422
    assert "2022-23 has already been added, with another Code or web address" in Page(refused).text
    assert other.get_absolute_url() in Page(refused).links
    moved = officer.post(past, {"year": "2023-24", "published_url": "https://other.example/"})
    assert moved.status_code == 422
    answer = officer.post(past, {"year": "2023-24", "published_url": ""})
    assert answer["Location"].startswith(recorded.get_absolute_url())
    assert Assessment.objects.filter(state="recorded").count() == 2
    bad = officer.post(past, {"year": "2021-22", "published_url": "no address"})
    assert "Enter a web address in the correct format" in Page(bad).text
    assert Page(bad).form["published_url"] == "no address"


def test_a_form_that_was_not_read_has_no_past_year(cast, officer, draft):
    file = services.keep(cast.officer, draft, b"Nothing yet", "a.txt")
    assert officer.get(f"{file.get_absolute_url()}past/").status_code == 404


def test_a_record_of_the_wrong_code_is_told_how_to_put_that_right(cast, officer, full_codes):
    recorded = factories.record_elsewhere(cast.officer, full_codes["2024"])
    file = imported(cast.officer, recorded, found("1.2", answer="yes"), edition="2022")
    page = Page(officer.get(file.get_absolute_url()))
    assert f"/assessments/{recorded.pk}/details/" in page.links
    assert "carry that year forward" not in page.text
