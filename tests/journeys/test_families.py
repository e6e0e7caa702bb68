"""A landlord with two Ombudsmen's Codes in one year, as its officer and a resident meet them."""

from __future__ import annotations

import pytest
from django.core.files.storage import storages
from django.test import override_settings
from playwright.sync_api import expect

from codes.models import Code
from tests import factories
from tests.browser import Window, audit, sign_in
from tests.conftest import Cast


@pytest.fixture(autouse=True)
def _files(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield
    storages._storages.clear()


def test_the_officer_chooses_whose_code_and_a_resident_finds_both_apart(
    window: Window, cast: Cast, code: Code, other_code: Code
) -> None:
    for each in (code, other_code):
        approved = factories.make_approved(cast.officer, cast.member, each)
        factories.publish(cast.officer, approved)
    officer = window(javascript=False, width=320)
    sign_in(officer, cast.officer)
    officer.goto("/landlords/alderbrook/assessments/start/")
    audit(officer)
    officer.get_by_role("button", name="Start self-assessment", exact=True).click()
    expect(officer.locator("main")).to_contain_text("Select which Code to assess against")
    audit(officer)
    officer.get_by_role("radio", name="Good Complaints Code 2024").check()
    officer.get_by_role("button", name="Start self-assessment", exact=True).click()
    audit(officer)
    expect(officer.locator("main")).to_contain_text("Good Complaints Code 2024")
    resident = window()
    resident.goto("/published/alderbrook/")
    audit(resident)
    councils = resident.locator("h2", has_text="Councils Ombudsman’s Good Complaints Code")
    expect(councils).to_be_visible()
    resident.get_by_role("link", name="2025-26 (Good Complaints Code 2024)", exact=True).click()
    audit(resident)
    expect(resident.locator("main")).to_contain_text(
        "Alderbrook Council: Good Complaints Code 2024"
    )
    expect(resident.get_by_role("link", name="01632 960 777")).to_be_visible()
    expect(resident.locator("main")).not_to_contain_text("Housing Ombudsman")
