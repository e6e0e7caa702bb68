"""The pages of a provision and of a section, as a browser lays them out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Assessment
from codes.models import Code
from tests import factories
from tests.browser import Window, audit
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)
WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    """A draft beside last year's answers."""
    said = {
        "5.10": {
            "answer": "partly",
            "evidence": "Said last year.",
            "action": "Write it down",
            "action_owner": "Head of Homes",
        }
    }
    last = factories.record_elsewhere(cast.officer, code, 2024)
    factories.answer_all(cast.officer, last, said)
    return factories.start(cast.officer, code, 2025)


def top(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["y"]


@WITH_AND_WITHOUT
def test_last_years_text_is_used_where_it_stands_and_nothing_typed_is_lost(
    window: Window, cast: Cast, draft: Assessment, javascript: bool
) -> None:
    page = window(cast.officer, javascript=javascript)
    page.goto(f"/assessments/{draft.pk}/5.10/")
    evidence = page.locator("#id_evidence")
    evidence.fill("Mine.")
    page.locator("#id_commentary").fill("Also mine.")
    page.get_by_role("button", name="Use this text for Evidence").click()
    expect(evidence).to_have_value("Mine.\n\nSaid last year.")
    expect(evidence).to_be_focused()
    expect(page.locator("#id_commentary")).to_have_value("Also mine.")
    audit(page)
    page.goto(f"/assessments/{draft.pk}/section/5/")
    row = page.locator('[id="p5.10"]')
    if row.locator("details").first.get_attribute("open") is None:
        row.locator("summary").first.press("Enter")
    row.locator("summary", has_text="Evidence").press("Enter")
    row.get_by_role("button", name="Use this text for Evidence for 5.10").click()
    expect(page.locator('[id="p5.10-evidence"]')).to_be_focused()
    audit(page)


def test_what_no_and_partly_ask_for_opens_right_below_them(
    window: Window, cast: Cast, draft: Assessment
) -> None:
    page = window(cast.officer)
    page.goto(f"/assessments/{draft.pk}/5.10/")
    action = page.get_by_label("Action", exact=True)
    for answer, following in (("No", "Partly"), ("Partly", "Not applicable")):
        radio = page.get_by_label(answer, exact=True)
        radio.check()
        expect(radio).to_have_attribute("aria-expanded", "true")
        boxes = [
            field.bounding_box()
            for field in (radio, action, page.get_by_label(following, exact=True))
        ]
        places = [box["y"] for box in boxes if box]
        assert len(places) == 3
        assert places == sorted(places)


def test_nothing_moves_when_it_says_that_what_was_typed_is_kept(
    window: Window, cast: Cast, draft: Assessment
) -> None:
    """A click that is begun while a field is left must not miss its button."""
    for width in (1280, 360):
        page = window(cast.officer, width=width)
        page.goto(f"/assessments/{draft.pk}/5.10/")
        page.get_by_label("No", exact=True).check()
        page.locator("#id_action").fill("Write it down.")
        status = page.locator("[data-draft-status]").first
        places = (".app-menu", ".govuk-pagination", "footer")
        before = [top(page, place) for place in places]
        with page.expect_response("**/draft/"):
            page.locator("#id_action").blur()
        expect(status).to_contain_text("Unsaved changes kept at ")
        assert [top(page, place) for place in places] == before
        page.close()


def test_boxes_grow_with_their_text(window: Window, cast: Cast, draft: Assessment) -> None:
    page = window(cast.officer)
    page.goto(f"/assessments/{draft.pk}/5.10/")
    evidence = page.locator("#id_evidence")
    height = "box => box.clientHeight"
    before = evidence.evaluate(height)
    evidence.fill("A line of text\n" * 15)
    assert evidence.evaluate(height) > before * 2
    assert evidence.evaluate("box => box.scrollHeight - box.clientHeight") <= 2


@pytest.mark.parametrize("width", [1280, 360])
def test_ten_provisions_are_answered_without_scrolling_back_up(
    window: Window, cast: Cast, full_codes: dict[str, Code], width: int
) -> None:
    draft = factories.start(cast.officer, full_codes["2024"])
    page = window(cast.officer, width=width)
    page.goto(f"/assessments/{draft.pk}/5.1/")
    for _ in range(10):
        here = page.url
        # The page begins at its top, with all that is to be done below.
        assert page.evaluate("window.scrollY") == 0
        assert page.locator("h1").bounding_box()["y"] < 500
        page.get_by_label("Yes", exact=True).check()
        at = page.evaluate("window.scrollY")
        page.locator("#id_evidence").fill("Complaints Policy.")
        button = page.get_by_role("button", name="Save and continue")
        button.scroll_into_view_if_needed()
        assert page.evaluate("window.scrollY") >= at
        button.click()
        page.wait_for_url(lambda address, here=here: address != here)
        expect(page.get_by_role("alert")).to_contain_text("saved")


@WITH_AND_WITHOUT
def test_a_section_is_saved_at_once_and_its_list_stays_in_view(
    window: Window, cast: Cast, full_codes: dict[str, Code], javascript: bool
) -> None:
    draft = factories.start(cast.officer, full_codes["2024"])
    page = window(cast.officer, javascript=javascript)
    page.goto(f"/assessments/{draft.pk}/section/6/")
    contents = page.get_by_role("navigation", name="Provisions")
    contents.get_by_role("link", name="6.9 ").click()
    if not javascript:
        page.locator('[id="p6.9"] summary').first.press("Enter")
    evidence = page.get_by_label("Evidence for 6.9", exact=True)
    evidence.fill("Policy, section 3.")
    expect(contents).to_be_in_viewport()
    if javascript:
        expect(page.locator("[data-unsaved-count]")).to_have_text(
            "1 provision has unsaved changes."
        )
        expect(contents.get_by_role("listitem").filter(has_text="6.9 ")).to_contain_text(
            "Unsaved changes"
        )
    expect(page.get_by_role("button", name="Save all", exact=True).last).to_be_in_viewport()
    audit(page)
    page.get_by_role("button", name="Save all", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("6.9 saved")
    assert draft.responses.get(provision__number="6.9").evidence == "Policy, section 3."
    audit(page)
