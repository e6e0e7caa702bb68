"""What follows publishing, in a real browser: a correction and a withdrawal as a resident sees
them, a year published elsewhere, and a draft that changes its Code.
"""

from __future__ import annotations

import pytest
from django.core.files.storage import storages
from django.test import override_settings
from playwright.sync_api import Page, expect

from assessments.enums import State
from assessments.models import Assessment
from codes.models import Code
from publishing.models import Publication
from tests import factories
from tests.browser import Window, audit, unfold_menu
from tests.conftest import Cast

YEAR = "/published/alderbrook/2025-26/"
WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])


@pytest.fixture(autouse=True)
def _files(tmp_path):
    """Published files of one test go into a folder of its own."""
    with override_settings(MEDIA_ROOT=tmp_path):
        yield
    storages._storages.clear()


def press(page: Page, name: str) -> None:
    unfold_menu(page, name)
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def says(page: Page, *texts: str) -> None:
    for text in texts:
        expect(page.locator("main")).to_contain_text(text)


def published(cast: Cast, code: Code) -> Publication:
    return factories.publish(cast.officer, factories.make_approved(cast.officer, cast.member, code))


def open_correction(officer: Page, publication: Publication) -> Assessment:
    """From the landlord's page to the draft of the correction, with one slip on the way."""
    officer.goto("/landlords/alderbrook/")
    audit(officer)
    follow(officer, "Correct a mistake in 2025-26")
    audit(officer)
    press(officer, "Start the draft")
    says(officer, "Enter what you are correcting, and why")
    audit(officer)
    officer.get_by_label("What are you correcting, and why?").fill("The share in 5.1 was wrong.")
    press(officer, "Start the draft")
    says(officer, "Draft", "Correction: The share in 5.1 was wrong.")
    audit(officer)
    return Assessment.objects.get(state=State.DRAFT)


def carry_through(cast: Cast, window: Window, draft: Assessment, *, javascript: bool) -> None:
    """Through the governing body, whose response begins with the old text and is confirmed anew."""
    factories.submit(cast.officer, draft)
    approved = factories.approve(cast.member, draft)
    clerk = window(cast.clerk, javascript=javascript)
    clerk.goto(f"/assessments/{approved.pk}/response/")
    expect(clerk.get_by_label("The governing body’s response")).to_have_value(
        "Cabinet read the self-assessment and accepts it."
    )
    clerk.goto(f"/assessments/{approved.pk}/response/confirm/")
    press(clerk, "Confirm this response")
    fresh = Assessment.objects.select_related("landlord", "code", "body_response").get(pk=draft.pk)
    factories.publish(cast.officer, fresh)


@WITH_AND_WITHOUT
def test_a_correction_as_officer_and_resident_see_it(
    window: Window, cast: Cast, code: Code, javascript: bool
) -> None:
    publication = published(cast, code)
    officer = window(cast.officer, javascript=javascript)
    draft = open_correction(officer, publication)
    officer.goto(f"/assessments/{draft.pk}/5.1/")
    expect(officer.locator("#id_evidence")).to_have_value("Complaints Policy, section 2.")
    officer.locator("#id_evidence").fill("Complaints Policy, section 7: 62 per cent.")
    press(officer, "Save and stay")
    expect(officer.get_by_text("5.1 saved")).to_be_visible()
    officer.goto(f"/assessments/{draft.pk}/history/")
    says(officer, "Correction of version 1 of 2025-26")
    audit(officer)
    officer.goto(f"/assessments/{draft.pk}/details/")
    says(officer, "A correction has the same Code and year as the version it corrects")
    audit(officer)
    carry_through(cast, window, draft, javascript=javascript)

    resident = window(javascript=javascript, width=360)
    resident.goto(f"{YEAR}v1/")
    says(
        resident,
        "This is version 1. It was replaced on",
        "by version 2. Correction: The share in 5.1 was wrong.",
        "Complaints Policy, section 2.",
    )
    audit(resident)
    follow(resident, "Read version 2")
    says(resident, "Corrects version 1: The share in 5.1 was wrong.", "62 per cent")
    expect(resident.locator("main")).not_to_contain_text("It was replaced on")
    audit(resident)
    follow(resident, "All self-assessments from Alderbrook Council")
    says(resident, "Version 2 of 2025-26 (newest)", "Correction: The share in 5.1 was wrong.")
    audit(resident)
    officer.goto(f"/assessments/{publication.assessment_id}/")
    says(officer, "A newer version has been published for the same year")
    audit(officer)


@WITH_AND_WITHOUT
def test_a_reassessment_in_mid_year(
    window: Window, cast: Cast, code: Code, javascript: bool
) -> None:
    publication = published(cast, code)
    officer = window(cast.officer, javascript=javascript)
    officer.goto(f"/assessments/{publication.assessment_id}/")
    audit(officer)
    press(officer, "Assess again")
    audit(officer)
    press(officer, "Start the draft")
    says(officer, "Select why the landlord is assessing itself again")
    audit(officer)
    officer.get_by_label("Significant restructure, merger or change in procedures").check()
    officer.get_by_label("More about the reason").fill("Merged with Elsewhere Homes.")
    press(officer, "Start the draft")
    says(officer, "Merged with Elsewhere Homes.")
    carry_through(cast, window, Assessment.objects.get(state=State.DRAFT), javascript=javascript)
    resident = window(javascript=javascript)
    resident.goto(f"{YEAR}v1/")
    says(resident, "by version 2. Significant restructure, merger or change in procedures")
    resident.goto("/published/alderbrook/")
    says(resident, "Merged with Elsewhere Homes.")
    audit(resident)


@WITH_AND_WITHOUT
def test_a_withdrawal_as_a_resident_sees_it(
    window: Window, cast: Cast, code: Code, javascript: bool
) -> None:
    publication = published(cast, code)
    resident = window(javascript=javascript, width=360)
    resident.goto(YEAR)
    administrator = window(cast.administrator, javascript=javascript)
    administrator.goto(f"/assessments/{publication.assessment_id}/")
    follow(administrator, "Withdraw from publication")
    audit(administrator)
    press(administrator, "Withdraw from publication")
    says(administrator, "Enter why you are withdrawing this version")
    audit(administrator)
    administrator.get_by_label("Why are you withdrawing this version?").fill("It named a resident.")
    press(administrator, "Withdraw from publication")
    says(administrator, "This was published and has been withdrawn.", "It named a resident.")
    audit(administrator)

    for address in (f"{YEAR}v1/", f"{YEAR}v1/self-assessment.pdf", f"{YEAR}self-assessment.json"):
        answer = resident.goto(address)
        assert answer
        assert answer.status == 410
        says(resident, "This self-assessment has been withdrawn", "It named a resident.")
        expect(resident.locator("main")).not_to_contain_text("Complaints Policy")
    audit(resident)
    follow(resident, "All self-assessments from Alderbrook Council")
    says(resident, "Withdrawn on", "It named a resident.")
    audit(resident)


@WITH_AND_WITHOUT
def test_a_year_published_elsewhere_stands_beside_the_form(
    window: Window, cast: Cast, full_codes: dict[str, Code], javascript: bool
) -> None:
    officer = window(cast.officer, javascript=javascript)
    officer.goto("/landlords/alderbrook/")
    follow(officer, "add an earlier year that was published elsewhere")
    audit(officer)
    officer.get_by_label("Complaint Handling Code 2022").check()
    officer.get_by_label("Financial year").select_option("2023-24")
    address = officer.get_by_label("Web address where it was published")
    address.fill("javascript:alert(1)")
    press(officer, "Save this year")
    says(officer, "Enter a web address in the correct format")
    audit(officer)
    address.fill("https://www.alderbrook.example/complaints-2023.pdf")
    press(officer, "Save this year")
    says(officer, "0 of 72 answered", "Published elsewhere")
    audit(officer)
    recorded = Assessment.objects.get(state=State.RECORDED)
    officer.goto(f"/assessments/{recorded.pk}/1.6/")
    officer.get_by_label("Partly", exact=True).check()
    officer.locator("#id_evidence").fill("As the 2023 form said.")
    press(officer, "Save and stay")
    expect(officer.get_by_text("1.6 saved")).to_be_visible()
    audit(officer)

    draft = factories.start(cast.officer, full_codes["2024"])
    officer.goto(f"/assessments/{draft.pk}/1.5/")
    says(officer, "Answer for 2023-24", "Partly", "As the 2023 form said.")
    audit(officer)

    resident = window(javascript=javascript, width=360)
    resident.goto("/published/alderbrook/")
    link = resident.get_by_role("link", name="2023-24, published elsewhere")
    expect(link).to_have_attribute("href", "https://www.alderbrook.example/complaints-2023.pdf")
    expect(link).to_have_attribute("rel", "nofollow noreferrer")
    audit(resident)


@WITH_AND_WITHOUT
def test_a_draft_changes_its_code_after_a_look_at_what_that_does(
    window: Window, cast: Cast, full_codes: dict[str, Code], javascript: bool
) -> None:
    draft = factories.start(cast.officer, full_codes["2022"])
    for number in ("1.2", "1.3", "4.3"):
        factories.answer(cast.officer, draft, number, answer="yes", evidence=f"Said of {number}.")
    officer = window(cast.officer, javascript=javascript)
    officer.goto(f"/assessments/{draft.pk}/details/")
    audit(officer)
    officer.get_by_label("Complaint Handling Code 2024").check()
    press(officer, "Save settings")
    says(
        officer,
        "1 answer we will carry forward",
        "1 answer we will copy as a starting point",
        "1 answer we will leave out",
    )
    audit(officer)
    press(officer, "Change the Code")
    says(officer, "Complaint Handling Code 2024", "1 of 72 answered")
    officer.goto(f"/assessments/{draft.pk}/1.3/")
    expect(officer.locator("#id_evidence")).to_have_value("Said of 1.3.")
    expect(officer.get_by_label("Yes", exact=True)).not_to_be_checked()
    officer.goto(f"/assessments/{draft.pk}/history/")
    says(officer, "Left an answer out: 4.3 of the Complaint Handling Code 2022", "Said of 4.3.")
    audit(officer)
