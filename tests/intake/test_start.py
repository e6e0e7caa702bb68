"""A new landlord's first page: last year's form, or a blank self-assessment."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessments.models import Assessment, ImportedFile
from selfassess.common.financial_year import FinancialYear
from tests import factories
from tests.assessments.pages import Page
from tests.intake.forms import comma_separated, question, rows_of

LIST = "/landlords/alderbrook/"
START = "/landlords/alderbrook/assessments/start-from-form/"


@pytest.fixture
def officer(cast, sign_in):
    return sign_in(cast.officer)


def this_year() -> FinancialYear:
    return FinancialYear.containing(timezone.localdate())


def form(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, comma_separated(rows_of("2024")))


def test_from_the_first_page_last_years_form_becomes_this_years_draft_to_confirm(
    officer, full_codes, django_capture_on_commit_callbacks
):
    first = Page(officer.get(LIST))
    assert "Start from last year’s form" in first.text
    assert "/landlords/alderbrook/assessments/start/" in first.links
    first.assert_in_order()
    last = FinancialYear(this_year().start - 1)
    with django_capture_on_commit_callbacks(execute=True):
        sent = officer.post(START, {"file": form(f"Self-assessment {last}.csv")})
    draft = Assessment.objects.get()
    assert (draft.year, draft.state, draft.code) == (this_year(), "draft", full_codes["2024"])
    asked = officer.get(sent["Location"], follow=True)
    carry = officer.post(asked.request["PATH_INFO"], question(Page(asked)), follow=True)
    assert f"Carry forward answers from {last}" in Page(carry).text
    recorded = Assessment.objects.get(state="recorded")
    assert recorded.year == last
    page = Page(carry)
    officer.post(f"/assessments/{draft.pk}/carry/?from={recorded.pk}", page.form)
    assert draft.responses.filter(to_confirm=True).count() == 72


def test_without_a_file_nothing_is_started(officer, code):
    refused = officer.post(START, {})
    assert refused.status_code == 422
    assert "Select a file or paste the text of the form" in Page(refused).text
    assert not Assessment.objects.exists()
    Page(officer.get(START)).assert_in_order()


def test_it_goes_to_the_draft_that_is_in_progress(cast, officer, code):
    draft = factories.start(cast.officer, code, this_year().start)
    sent = officer.post(START, {"file": form("a.csv")})
    assert sent["Location"].startswith(f"/assessments/{draft.pk}/import/")
    assert ImportedFile.objects.get().assessment == draft
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    assert officer.post(START, {"file": form("b.csv")}).status_code == 409
    assert ImportedFile.objects.count() == 1


def test_with_codes_of_two_ombudsmen_the_person_says_which(cast, officer, code):
    other = factories.make_code("lg-2024", ("1.2",), family=factories.make_family("lg", "The LG"))
    refused = officer.post(START, {"file": form("a.csv")})
    assert "Select which Code you will assess against" in Page(refused).text
    officer.post(START, {"file": form("a.csv"), "code_edition": other.edition})
    assert Assessment.objects.get().code == other
