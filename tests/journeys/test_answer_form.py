"""The fields for what is not met come and go with the answer, and never hide what they hold."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser import Window, audit, unfold_menu
from tests.conftest import Cast


def save(page: Page) -> None:
    unfold_menu(page, "Save and stay")
    page.get_by_role("button", name="Save and stay").click()


@pytest.fixture
def form(window: Window, cast: Cast, code) -> Page:
    """An unanswered provision, as the complaints officer opens it."""
    assessment = factories.start(cast.officer, code)
    page = window(cast.officer)
    page.goto(f"/assessments/{assessment.pk}/5.10/")
    return page


def test_action_and_alternative_are_asked_for_where_the_answer_is_no_or_partly(form: Page) -> None:
    action = form.get_by_label("Action", exact=True)
    expect(action).to_be_hidden()
    for answer, is_asked in (("No", True), ("Yes", False), ("Partly", True)):
        form.get_by_label(answer, exact=True).check()
        expect(action).to_be_visible(visible=is_asked)
    audit(form)


def test_an_action_stays_in_sight_when_the_answer_becomes_yes(form: Page) -> None:
    form.get_by_label("No", exact=True).check()
    action = form.get_by_label("Action", exact=True)
    action.fill("Ask Jo whether we really have to do this.")
    form.get_by_label("Yes", exact=True).check()
    expect(action).to_be_visible()

    save(form)
    expect(form.get_by_role("alert")).to_contain_text("saved")
    expect(action).to_have_value("Ask Jo whether we really have to do this.")
    expect(action).to_be_visible()
    audit(form)

    action.fill("")
    form.get_by_label("Owner of the action").focus()
    expect(form.get_by_label("Owner of the action")).to_be_focused()
    save(form)
    expect(form.get_by_role("alert")).to_contain_text("saved")
    expect(action).to_be_hidden()


def test_the_count_while_typing_is_the_servers(form: Page) -> None:
    """An emoji is one character for both, though JavaScript's own length takes it for two."""
    evidence = form.get_by_label("Evidence", exact=True)
    said = form.locator(".govuk-character-count__status:visible")
    evidence.fill("👍" * 20_001)
    expect(said).to_have_text("You have 1 character too many")
    evidence.fill("👍" * 20_000)
    expect(said).to_have_text("You have 0 characters remaining")
    save(form)
    expect(form.get_by_role("alert")).to_contain_text("saved")
    expect(evidence).to_have_value("👍" * 20_000)
