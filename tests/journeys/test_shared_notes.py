"""A note between colleagues: typed beside an unsaved answer, and answered on a phone."""

from __future__ import annotations

from playwright.sync_api import expect

from codes.models import Code
from tests import factories
from tests.browser import Window, audit
from tests.conftest import Cast


def test_an_officer_and_a_contributor_talk_about_a_provision(
    window: Window, cast: Cast, code: Code
) -> None:
    draft = factories.start(cast.officer, code)
    address = f"/assessments/{draft.pk}/5.10/"
    officer = window(cast.officer)
    officer.goto(address)
    officer.get_by_label("Evidence", exact=True).fill("Half an answer")
    officer.get_by_text("Shared notes (0)").click()
    officer.get_by_label("Add a shared note").fill("Can you send the log?")
    kept = officer.locator("[data-draft-status]", has_text="Unsaved changes kept")
    expect(kept).to_have_count(2)
    officer.reload()
    box = officer.get_by_label("Add a shared note")
    expect(box).to_have_value("Can you send the log?")
    expect(officer.get_by_text("You have unsaved changes")).to_be_visible()
    audit(officer)
    box.fill("Can you send the log by Friday?")
    officer.get_by_role("button", name="Share note").click()
    expect(officer.get_by_role("alert")).to_contain_text("You have shared a note on 5.10")
    expect(officer.get_by_text("Shared notes (1)")).to_be_visible()

    phone = window(cast.contributor, width=360)
    phone.goto(address)
    phone.get_by_text("Shared notes (1)").click()
    expect(phone.get_by_text("Can you send the log by Friday?")).to_be_visible()
    phone.get_by_label("Add a shared note").fill("Sent")
    audit(phone)
    phone.get_by_role("button", name="Share note").click()
    expect(phone.get_by_text("Shared notes (2)")).to_be_visible()


def test_without_script_the_answer_is_there_after_a_note(
    window: Window, cast: Cast, code: Code
) -> None:
    draft = factories.start(cast.officer, code)
    page = window(cast.officer, javascript=False, width=360)
    page.goto(f"/assessments/{draft.pk}/5.10/")
    page.get_by_label("Evidence", exact=True).fill("Half an answer")
    page.get_by_text("Shared notes (0)").click()
    page.get_by_label("Add a shared note").fill("Can you send the log?")
    page.get_by_role("button", name="Share note").click()
    expect(page.get_by_text("Shared notes (1)")).to_be_visible()
    expect(page.get_by_label("Evidence", exact=True)).to_have_value("Half an answer")
    page.get_by_role("button", name="Save and continue").last.click()
    expect(page.get_by_role("alert")).to_contain_text("5.10 saved")
