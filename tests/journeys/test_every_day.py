"""What people do who fill in every day, in a real browser, with and without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from assessments import services
from assessments.models import Assessment, Response
from codes.models import Code
from tests import factories
from tests.browser import Window, audit, unfold_menu
from tests.conftest import Cast

with_and_without_script = pytest.mark.parametrize("javascript", [True, False])


@pytest.fixture(autouse=True)
def _committed(transactional_db: None) -> None:
    """The test's server reads what the test wrote, so it is written in earnest."""


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    if isinstance(name, str):
        unfold_menu(page, name)
    page.get_by_role("button", name=name, exact=isinstance(name, str)).first.click()


def saved(assessment: Assessment, number: str = "5.10") -> Response:
    return assessment.responses.get(provision__number=number)


def unfold(page: Page, words: str) -> None:
    """Opens a part of the page that is folded away, by its key: what is kept as one leaves a field
    says so on the page, which may move what a mouse points at."""
    page.locator("summary", has_text=words).first.press("Enter")
    expect(page.locator("details[open] > summary", has_text=words).first).to_be_visible()


@with_and_without_script
def test_an_earlier_wording_is_compared_and_brought_back(
    window: Window, cast: Cast, draft: Assessment, javascript: bool
) -> None:
    factories.answer(cast.officer, draft, "5.10", answer="yes", evidence="Policy, section 2.")
    factories.answer(cast.officer, draft, "5.10", answer="yes", evidence="Policy, section 3.")
    page = window(cast.officer, javascript=javascript)
    page.goto(f"/assessments/{draft.pk}/5.10/history/")
    audit(page)
    unfold(page, "Evidence")
    expect(page.locator("ins", has_text="3.")).to_be_visible()
    press(page, re.compile("Restore this version"))
    expect(page.get_by_role("alert")).to_contain_text("We have restored 5.10 to the version from")
    audit(page)
    assert saved(draft).evidence == "Policy, section 2."
    # The undo is one more of the same: of three versions the one before this.
    press(page, re.compile("Restore this version"))
    expect(page.get_by_role("alert")).to_contain_text("We have restored 5.10 to the version from")
    assert saved(draft).evidence == "Policy, section 3."


@with_and_without_script
def test_a_restore_that_meets_a_change_shows_both_texts(
    window: Window, cast: Cast, draft: Assessment, javascript: bool
) -> None:
    for evidence in ("Old words", "New words"):
        factories.answer(cast.officer, draft, "5.10", evidence=evidence)
    page = window(cast.officer, javascript=javascript)
    page.goto(f"/assessments/{draft.pk}/5.10/history/")
    factories.answer(cast.officer, draft, "5.10", evidence="Newest words")
    press(page, re.compile("Restore this version"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("5.10")
    expect(page.locator("#id_evidence")).to_have_value("Old words")
    audit(page)
    assert saved(draft).evidence == "Newest words"
    page.get_by_label("What I typed", exact=True).check()
    press(page, "Save my choices")
    expect(page.get_by_role("alert")).to_contain_text("5.10 saved")
    assert saved(draft).evidence == "Old words"


def test_the_governing_bodys_response_comes_back(
    window: Window, cast: Cast, draft: Assessment
) -> None:
    factories.answer_all(cast.officer, draft)
    submitted = factories.submit(cast.officer, draft)
    for version, text in enumerate(("Cabinet accepts it.", "Cabinet notes it.")):
        services.save_body_response(cast.clerk, submitted, text, version=version)
    page = window(cast.clerk)
    page.goto(f"/assessments/{draft.pk}/response/")
    page.get_by_role("link", name="History of the response").click()
    audit(page)
    press(page, re.compile("Restore this version"))
    expect(page.get_by_role("alert")).to_contain_text("We have restored ")
    audit(page)
    submitted.body_response.refresh_from_db()
    assert submitted.body_response.text == "Cabinet accepts it."


@with_and_without_script
def test_a_section_on_one_page_is_saved_provision_by_provision(
    window: Window, cast: Cast, draft: Assessment, javascript: bool
) -> None:
    page = window(cast.officer, javascript=javascript)
    page.goto(f"/assessments/{draft.pk}/")
    page.get_by_role("link", name="5. Section 5").click()
    audit(page)
    unfold(page, "5.10")
    part = page.locator('[id="p5.10"]')
    part.get_by_label("No", exact=True).check()
    page.locator('[id="p5.10-action"]').fill("Write it down")
    page.locator('[id="p5.10-action_due"]').fill("31")
    page.locator('[id="p5.10-action_due_1"]').fill("2")
    page.locator('[id="p5.10-action_due_2"]').fill("2031")
    press(page, "Save 5.10")
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.locator('[id="p5.10-action_due"]')).to_be_focused()
    audit(page)
    page.locator('[id="p5.10-action_due"]').fill("28")
    # Without script, a browser presses a form's first button: it saves all that was changed.
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("5.10 saved")
    if javascript:
        expect(page).to_have_url(re.compile(r"/section/5/#p5\.10$"))
        expect(page.get_by_role("alert")).to_be_focused()
        expect(page.get_by_role("alert")).to_be_in_viewport()
    audit(page)
    assert saved(draft).action == "Write it down"
    assert saved(draft, "5.1").version == 0


@with_and_without_script
def test_saving_one_provision_keeps_what_is_typed_for_another(
    window: Window, cast: Cast, draft: Assessment, javascript: bool
) -> None:
    page = window(cast.officer, javascript=javascript)
    page.goto(f"/assessments/{draft.pk}/section/5/")
    page.locator('[id="p5.1-evidence"]').fill("Not saved yet")
    unfold(page, "5.10")
    page.locator('[id="p5.10-evidence"]').fill("To be saved")
    press(page, "Save 5.10")
    expect(page.get_by_role("alert")).to_contain_text("5.10 saved")
    expect(page.locator('[id="p5.1-evidence"]')).to_have_value("Not saved yet")
    expect(page.get_by_text("These are your unsaved changes to 5.1,")).to_be_visible()
    audit(page)
    press(page, "Save 5.1")
    expect(page.get_by_role("alert")).to_contain_text("5.1 saved")
    assert saved(draft, "5.1").evidence == "Not saved yet"
    assert saved(draft).evidence == "To be saved"


@pytest.mark.parametrize("address", ["5.10/", "section/5/"])
def test_the_requirement_stays_in_view_where_there_is_room(
    window: Window, cast: Cast, draft: Assessment, address: str
) -> None:
    page = window(cast.officer)
    page.goto(f"/assessments/{draft.pk}/{address}")
    if address == "section/5/":
        unfold(page, "5.10")
    page.get_by_label("No", exact=True).last.check()
    field = page.locator('[id$="alternative"]').last
    field.scroll_into_view_if_needed()
    field.focus()
    requirement = page.get_by_text("Landlords must do what 5.10 says.")
    expect(requirement).to_be_in_viewport()
    # Where the page is zoomed in to 400 %, it would only be in the way.
    page.set_viewport_size({"width": 320, "height": 256})
    field.scroll_into_view_if_needed()
    expect(requirement).not_to_be_in_viewport()


@with_and_without_script
def test_one_text_goes_into_several_provisions_and_is_taken_back_at_once(
    window: Window, cast: Cast, draft: Assessment, javascript: bool
) -> None:
    factories.answer(cast.officer, draft, "5.1", evidence="Written already")
    page = window(cast.officer, javascript=javascript)
    page.goto(f"/assessments/{draft.pk}/")
    page.get_by_role("link", name="Add one text to several provisions").click()
    audit(page)
    press(page, "Check what will change")
    expect(page.get_by_role("alert")).to_contain_text("Enter the text")
    audit(page)
    page.get_by_label("Text", exact=True).fill("Complaints Policy, section 2.")
    page.get_by_label("Show the provisions in").select_option("5")
    press(page, "Show provisions in this section")
    expect(page.get_by_label("Text", exact=True)).to_have_value("Complaints Policy, section 2.")
    expect(page.get_by_label("1.2", exact=True)).to_have_count(0)
    page.get_by_label("5.1", exact=True).check()
    page.get_by_label("5.10", exact=True).check()
    page.get_by_label("Add the new text after it").check()
    press(page, "Check what will change")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the changes")
    audit(page)
    press(page, "Back to the form")
    expect(page.get_by_label("5.10", exact=True)).to_be_checked()
    press(page, "Check what will change")
    press(page, "Save these changes")
    expect(page.get_by_role("alert")).to_contain_text("2 provisions changed: 5.1, 5.10")
    audit(page)
    assert saved(draft, "5.1").evidence == "Written already\n\nComplaints Policy, section 2."
    factories.answer(cast.officer, draft, "5.1", evidence="Changed since")
    press(page, "Undo this whole step")
    expect(page.get_by_role("alert")).to_contain_text("Undone in 5.10. Not undone")
    audit(page)
    assert saved(draft).evidence == ""
    assert saved(draft, "5.1").evidence == "Changed since"


@with_and_without_script
def test_a_new_name_is_put_in_everywhere_and_taken_back_at_once(
    window: Window, cast: Cast, draft: Assessment, javascript: bool
) -> None:
    for number in ("1.2", "5.10"):
        factories.answer(cast.officer, draft, number, answer="yes", evidence="The Old Policy, 2.")
    page = window(cast.officer, javascript=javascript)
    page.goto(f"/assessments/{draft.pk}/")
    page.get_by_role("link", name="Find and replace").click()
    audit(page)
    page.get_by_label("Find", exact=True).fill("Older Policy")
    press(page, "Check what will change")
    expect(page.get_by_role("alert")).to_contain_text("No answer has these words")
    audit(page)
    page.get_by_label("Find", exact=True).fill("Old Policy")
    page.get_by_label("Replace with").fill("New Policy")
    press(page, "Check what will change")
    expect(page.get_by_text("Found 2 times in 2 provisions")).to_be_visible()
    audit(page)
    page.get_by_label("Change 1.2").uncheck()
    page.get_by_label("Change 5.10").uncheck()
    press(page, "Save these changes")
    expect(page.get_by_role("alert")).to_contain_text("Select at least one provision")
    audit(page)
    page.get_by_label("Change 5.10").check()
    # Somebody changes it at this very moment: nothing is overwritten.
    factories.answer(cast.officer, draft, "5.10", answer="no", evidence="The Old Policy, 3.")
    press(page, "Save these changes")
    expect(page.get_by_text("Nothing has been saved. Someone changed")).to_be_visible()
    audit(page)
    page.get_by_label("Change 1.2").uncheck()
    press(page, "Save these changes")
    expect(page.get_by_role("alert")).to_contain_text("1 provision changed: 5.10")
    assert saved(draft).evidence == "The New Policy, 3."
    assert saved(draft, "1.2").evidence == "The Old Policy, 2."
    press(page, "Undo this whole step")
    expect(page.get_by_role("alert")).to_contain_text("Undone in 5.10.")
    assert saved(draft).evidence == "The Old Policy, 3."
    audit(page)


@with_and_without_script
def test_text_of_another_provision_fills_what_is_empty_and_loses_nothing(
    window: Window, cast: Cast, draft: Assessment, javascript: bool
) -> None:
    factories.answer(cast.officer, draft, "1.2", evidence="Of 1.2", commentary="Also of 1.2")
    page = window(cast.officer, javascript=javascript)
    page.goto(f"/assessments/{draft.pk}/5.10/")
    page.locator("#id_evidence").fill("My own")
    unfold(page, "More actions")
    page.get_by_label("Provision", exact=True).select_option("1.2")
    press(page, "Copy text from this provision")
    expect(page.get_by_text("Copied from 1.2, and not saved yet")).to_be_visible()
    expect(page.locator("#id_evidence")).to_have_value("My own")
    expect(page.locator("#id_commentary")).to_have_value("Also of 1.2")
    audit(page)
    assert saved(draft).version == 0
    press(page, "Save and stay")
    expect(page.get_by_role("alert")).to_contain_text("5.10 saved")
    assert (saved(draft).evidence, saved(draft).commentary) == ("My own", "Also of 1.2")


@with_and_without_script
def test_last_years_text_is_one_key_or_one_button_away(
    window: Window, cast: Cast, code: Code, javascript: bool
) -> None:
    last = factories.make_approved(
        cast.officer, cast.member, code, 2024, {"5.10": {"commentary": "Said last year"}}
    )
    factories.publish(cast.officer, last)
    draft = factories.start(cast.officer, code, 2025)
    page = window(cast.officer, javascript=javascript)
    page.goto(f"/assessments/{draft.pk}/5.10/")
    if javascript:
        page.locator("#id_commentary").press("F8")
        expect(page.locator("#id_commentary")).to_have_value("Said last year")
        expect(page.locator("#id_evidence")).to_have_value("")
    unfold(page, "More actions")
    audit(page)
    press(page, "Copy all text from 2024-25")
    expect(page.locator("#id_evidence")).to_have_value("Complaints Policy, section 2.")
    expect(page.locator("#id_commentary")).to_have_value("Said last year")
    audit(page)
    assert saved(draft).version == 0


@with_and_without_script
def test_a_flag_is_set_found_and_removed_by_its_own_person_alone(
    window: Window, cast: Cast, draft: Assessment, javascript: bool
) -> None:
    page = window(cast.officer, javascript=javascript)
    page.goto(f"/assessments/{draft.pk}/5.10/")
    page.locator("#id_evidence").fill("Half of it")
    press(page, "Save and flag to come back")
    expect(page.get_by_role("heading", level=1)).to_have_text("Come back to 5.10")
    audit(page)
    page.get_by_label("Note to yourself").fill("Ask Repairs first")
    press(page, "Flag 5.10")
    expect(page.get_by_text("Ask Repairs first")).to_be_visible()
    audit(page)
    assert saved(draft).evidence == "Half of it"
    page.goto(f"/assessments/{draft.pk}/provisions/?show=flagged")
    expect(page.get_by_text("Ask Repairs first")).to_be_visible()
    expect(page.get_by_text("1 of 4 provisions.")).to_be_visible()
    audit(page)
    other = window(cast.administrator)
    other.goto(f"/assessments/{draft.pk}/provisions/?show=flagged")
    expect(other.get_by_text("No provisions match your search.")).to_be_visible()
    page.goto(f"/assessments/{draft.pk}/5.10/flag/")
    press(page, "Remove the flag")
    audit(page)
    press(page, "Remove the flag")
    expect(page.get_by_role("alert")).to_contain_text("You have removed your flag from 5.10")


def test_short_answers_say_how_many_words_and_characters_there_are(
    window: Window, cast: Cast, draft: Assessment
) -> None:
    page = window(cast.officer)
    page.goto(f"/assessments/{draft.pk}/5.10/")
    page.get_by_label("No", exact=True).check()
    page.locator("#id_action").fill("Write it down")
    expect(page.get_by_text("3 words", exact=True)).to_be_visible()
    page.locator("#id_action_owner").press_sequentially("x" * 80)
    expect(page.locator(".govuk-character-count__status:visible")).to_have_text(
        "You have 70 characters remaining"
    )
    audit(page)
