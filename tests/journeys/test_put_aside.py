"""What this device keeps of a text in case it does not reach the server, and when it forgets it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from accounts.enums import Role
from assessments.models import Assessment, Response
from codes.models import Code
from tests import factories
from tests.browser import Window, audit, expect_nothing_put_aside, unfold_menu
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)
MINE = "Typed, and not kept yet."
THEIRS = "Saved by a colleague since."


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def page(window: Window, cast: Cast, draft: Assessment) -> Page:
    """The officer's page of 5.10, where no draft reaches the server."""
    page = window(cast.officer)
    page.context.route("**/draft/", lambda route: route.abort())
    page.goto(url(draft))
    return page


def url(assessment: Assessment, number: str = "5.10") -> str:
    return f"/assessments/{assessment.pk}/{number}/"


def saved(assessment: Assessment) -> Response:
    return Response.objects.get(assessment=assessment, provision__number="5.10")


def evidence(page: Page):
    return page.locator("#id_evidence")


def press(page: Page, name: str) -> None:
    unfold_menu(page, name)
    page.get_by_role("button", name=name, exact=True).click()


def colleague_saves(cast: Cast, assessment: Assessment) -> None:
    colleague = factories.add_member(cast.landlord, Role.COMPLAINTS_OFFICER, name="Fast Erica")
    factories.answer(colleague, assessment, "5.10", answer="yes", evidence=THEIRS)


def break_saving(context: BrowserContext, assessment: Assessment) -> None:
    """From now on no form gets through, as when the line breaks in this very moment."""

    def fails(route: Route) -> None:
        if route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    context.route(f"**{url(assessment)}", fails)


def save_at_once(page: Page) -> None:
    """Before the page has tried to keep a draft: leaving the field by the mouse would."""
    page.locator("form[data-draft]").evaluate("form => form.requestSubmit()")


def lose_a_save(page: Page, assessment: Assessment) -> None:
    """Saves at once after typing; the browser shows an error page of its own."""
    break_saving(page.context, assessment)
    evidence(page).fill(MINE)
    save_at_once(page)
    expect(page).to_have_url(re.compile("^chrome-error:"))
    page.context.unroute(f"**{url(assessment)}")


def test_after_a_conflict_was_settled_the_settled_text_stands_there(
    cast: Cast, draft: Assessment, page: Page
) -> None:
    colleague_saves(cast, draft)
    evidence(page).fill(MINE)
    save_at_once(page)
    expect(page.locator("main")).to_contain_text(THEIRS)
    expect_nothing_put_aside(page)
    audit(page)
    evidence(page).fill(f"{THEIRS} {MINE}")
    for choice in page.get_by_label("What I typed").all():
        choice.check()
    page.context.unroute("**/draft/")
    press(page, "Save my choices")
    expect(page.locator("main")).to_contain_text("5.10 saved")
    page.goto(url(draft))
    expect(evidence(page)).to_have_value(f"{THEIRS} {MINE}")
    expect_nothing_put_aside(page)
    assert saved(draft).evidence == f"{THEIRS} {MINE}"


def test_what_was_saved_does_not_come_back_over_what_a_colleague_saved_since(
    cast: Cast, draft: Assessment, page: Page
) -> None:
    evidence(page).fill(MINE)
    save_at_once(page)
    expect(page.locator("main")).to_contain_text("5.10 saved")
    assert saved(draft).evidence == MINE
    colleague_saves(cast, draft)
    page.goto(url(draft))
    expect(evidence(page)).to_have_value(THEIRS)
    expect_nothing_put_aside(page)


def test_what_was_refused_is_on_the_page_and_comes_back_on_any_device(
    window: Window, cast: Cast, draft: Assessment, page: Page
) -> None:
    too_long = "x" * 20_001
    evidence(page).fill(too_long)
    save_at_once(page)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(evidence(page)).to_have_value(too_long)
    expect_nothing_put_aside(page)
    other = window(cast.officer)
    other.goto(url(draft))
    other.get_by_role("button", name="Continue with my changes").click()
    expect(evidence(other)).to_have_value(too_long)


def test_a_save_that_never_arrived_is_in_the_form_again(draft: Assessment, page: Page) -> None:
    lose_a_save(page, draft)
    page.goto(url(draft))
    expect(evidence(page)).to_have_value(MINE)
    expect(page.locator("[data-draft-status]").first).to_contain_text(
        "We have put back what you typed"
    )
    page.context.unroute("**/draft/")
    press(page, "Save and stay")
    expect(page.locator("main")).to_contain_text("5.10 saved")
    expect(evidence(page)).to_have_value(MINE)
    expect_nothing_put_aside(page)


def test_what_never_arrived_does_not_cover_what_was_saved_meanwhile(
    cast: Cast, draft: Assessment, page: Page
) -> None:
    lose_a_save(page, draft)
    page.context.unroute("**/draft/")
    colleague_saves(cast, draft)
    page.goto(url(draft))
    both = page.get_by_role("link", name="See both versions of 5.10")
    expect(both).to_be_visible()
    expect(evidence(page)).to_have_value(THEIRS)
    audit(page)
    both.click()
    expect(page.locator("main")).to_contain_text(THEIRS)
    expect(evidence(page)).to_have_value(MINE)
    audit(page)
    press(page, "Keep the saved version of everything")
    expect(page.locator("main")).to_contain_text("We kept the saved version of 5.10")
    expect(evidence(page)).to_have_value(THEIRS)
    expect_nothing_put_aside(page)


def test_another_open_tab_keeps_its_text_to_itself(draft: Assessment, page: Page) -> None:
    evidence(page).fill(MINE)
    status = page.locator("[data-draft-status]").first
    expect(status).to_contain_text("Unsaved changes not kept because there is no connection.")
    second = page.context.new_page()
    second.goto(url(draft))
    evidence(second).fill("Typed in the second tab.")
    expect(second.locator("[data-draft-status]").first).to_contain_text(
        "Unsaved changes not kept because there is no connection."
    )
    expect(evidence(second)).to_have_value("Typed in the second tab.")
    expect(evidence(page)).to_have_value(MINE)
    # Both are there when both tabs are gone: the one in the form, the other after it.
    second.close()
    page.close()
    third = window_of(page, draft)
    expect(evidence(third)).to_have_value("Typed in the second tab.")
    third.context.unroute("**/draft/")
    press(third, "Save and stay")
    expect(third.locator("main")).to_contain_text("5.10 saved")
    expect(evidence(third)).to_have_value("Typed in the second tab.")
    third.get_by_role("link", name="See both versions of 5.10").click()
    expect(evidence(third)).to_have_value(MINE)


def window_of(page: Page, assessment: Assessment) -> Page:
    again = page.context.new_page()
    again.goto(url(assessment))
    return again


def test_going_back_after_a_save_shows_what_is_saved(draft: Assessment, page: Page) -> None:
    page.context.unroute("**/draft/")
    evidence(page).fill(MINE)
    press(page, "Save and continue")
    expect(page.locator("main")).to_contain_text("5.10 saved")
    page.go_back()
    expect(evidence(page)).to_have_value(MINE)
    evidence(page).fill(f"{MINE} And more.")
    press(page, "Save and stay")
    expect(page.locator("main")).to_contain_text("5.10 saved")
    expect(evidence(page)).to_have_value(f"{MINE} And more.")


def test_what_the_browser_puts_into_the_form_again_is_not_saved_over_a_colleagues_text(
    cast: Cast, draft: Assessment, page: Page
) -> None:
    """Going back, browsers fill in what was typed; the page may be newer than that."""
    page.on("dialog", lambda dialog: dialog.accept())
    evidence(page).fill(MINE)
    page.goto(draft.get_absolute_url())
    page.evaluate("localStorage.clear()")
    colleague_saves(cast, draft)
    page.context.unroute("**/draft/")
    page.go_back()
    expect(page.locator("main")).to_contain_text("Last saved by Fast Erica")
    expect(evidence(page)).to_have_value(MINE)
    press(page, "Save and stay")
    expect(page.locator("main")).to_contain_text("since you opened it")
    assert saved(draft).evidence == THEIRS
