"""Committee paper, files and comparison in a real browser, with and without script."""

import re

import pytest

from tests import factories
from tests.browser import audit
from tests.publishing.test_draft_files import NAMES

NO = {"answer": "no", "action": "Train.", "action_owner": "Head", "alternative": "Letters."}

# GOV.UK's styles put a space before words that are hidden.
CREATE = re.compile(r"Create file\s*: committee paper as Word")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_officer_takes_it_all_away(cast, code, window, javascript):
    recorded = factories.record_elsewhere(cast.officer, code, 2024)
    factories.answer_all(cast.officer, recorded, {"1.2": NO})
    draft = factories.start(cast.officer, code)
    factories.answer(cast.officer, draft, "1.2", **factories.YES)
    factories.answer(cast.officer, draft, "1.3", **NO)
    page = window(cast.officer, javascript=javascript)
    page.goto(f"/assessments/{draft.pk}/")
    page.get_by_role("link", name="Committee paper").click()
    audit(page)
    page.get_by_role("link", name="Edit the committee paper").click()
    page.get_by_label("Conclusion").fill("Most is met.")
    page.get_by_label("Note it and comment").check()
    page.get_by_role("button", name="Add these words").click()
    audit(page)
    assert "Cabinet notes" in page.get_by_label("Recommendation", exact=True).input_value()
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Most is met.").is_visible()
    page.get_by_role("link", name="Download the committee paper").click()
    audit(page)
    page.get_by_role("button", name=CREATE).click()
    page.get_by_role("heading", name="The file is ready").wait_for()
    audit(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Committee paper (Word").click()
    assert download.value.suggested_filename == "alderbrook-committee-paper-2025-26-draft.docx"
    page.goto(f"/landlords/alderbrook/compare/?to={draft.pk}")
    assert page.get_by_text("1 provision has a better answer").is_visible()
    audit(page)


def test_a_conflict_and_bad_input_pass_the_audit(cast, code, window):
    draft = factories.start(cast.officer, code)
    address = f"/assessments/{draft.pk}/committee-paper/edit/"
    first, second = window(cast.officer), window(cast.officer)
    for page, words in ((first, "Mine."), (second, "Mine too.")):
        page.goto(address)
        page.get_by_label("Conclusion").fill(words)
    first.get_by_role("button", name="Save").click()
    second.get_by_role("button", name="Save").click()
    assert second.get_by_text("Someone else saved changes").is_visible()
    second.get_by_role("group", name="Date of the report").get_by_label("Day").fill("31")
    second.get_by_role("button", name="Save").click()
    audit(second)


def test_the_names_of_all_files_are_offered(cast, code, window):
    draft = factories.start(cast.officer, code)
    page = window(cast.viewer)
    page.goto(f"/assessments/{draft.pk}/files/")
    assert page.get_by_role("button", name="Create file").count() == len(NAMES)


def test_the_papers_tables_show_all_their_columns_on_a_desk_and_wrap_on_a_phone(cast, code, window):
    recorded = factories.record_elsewhere(cast.officer, code, 2024)
    factories.answer_all(cast.officer, recorded, {"1.2": NO})
    draft = factories.start(cast.officer, code)
    long = {"commentary": "We looked at it again with residents. " * 20}
    factories.answer(cast.officer, draft, "1.2", **NO | long | {"answer": "partly"})
    page = window(cast.viewer)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/assessments/{draft.pk}/committee-paper/")
    assert page.locator(".paper-table").count() > 4
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
    page.set_viewport_size({"width": 360, "height": 800})
    widths = page.locator(".paper-table td").evaluate_all("all => all.map(one => one.offsetWidth)")
    assert max(widths) < 360
