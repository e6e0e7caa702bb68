"""Nothing typed is lost: a browser is killed, a session ends, the network goes, two people type."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from accounts.enums import Role
from assessments.models import Assessment, Response, TypedDraft
from codes.models import Code
from tests import factories
from tests.browser import Window, audit, expect_nothing_put_aside, unfold_menu
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Typed, and never to be lost."


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


def url(assessment: Assessment) -> str:
    return f"/assessments/{assessment.pk}/5.10/"


def saved(assessment: Assessment) -> Response:
    return Response.objects.get(assessment=assessment, provision__number="5.10")


def press(page: Page, name: str) -> None:
    unfold_menu(page, name)
    page.get_by_role("button", name=name, exact=True).click()


def sign_in_by_form(page: Page, email: str) -> None:
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    press(page, "Sign in")


def test_the_browser_is_killed_and_the_draft_is_there_on_another_device(
    window: Window, cast: Cast, draft: Assessment
) -> None:
    first = window(cast.officer)
    first.goto(url(draft))
    first.get_by_label("No", exact=True).check()
    first.locator("#id_evidence").fill(TEXT)
    # Each field that is left is kept by itself: wait for the one that has the last.
    with first.expect_response(lambda answer: "_due_0=31" in (answer.request.post_data or "")):
        first.locator("#id_action_due").fill("31")
    status = first.locator("[data-draft-status]").first
    expect(status).to_contain_text("Unsaved changes kept at ")
    audit(first)
    first.context.close()
    assert saved(draft).version == 0

    second = window(cast.officer, width=360)
    second.goto(url(draft))
    expect(second.locator("main")).to_contain_text("You have unsaved changes")
    expect(second.locator("#id_evidence")).to_have_value("")
    audit(second)
    second.get_by_role("button", name="Continue with my changes").click()
    expect(second.locator("#id_evidence")).to_have_value(TEXT)
    expect(second.get_by_label("No", exact=True)).to_be_checked()
    expect(second.locator("#id_action_due")).to_have_value("31")
    audit(second)
    second.locator("#id_action_due").fill("")
    press(second, "Save and stay")
    expect(second.locator("main")).to_contain_text("5.10 saved")
    expect(second.locator("main")).not_to_contain_text("You have unsaved changes")
    assert saved(draft).evidence == TEXT
    assert not TypedDraft.objects.exists()


def test_a_draft_is_kept_and_found_without_script(
    window: Window, cast: Cast, draft: Assessment
) -> None:
    page = window(cast.officer, javascript=False)
    page.goto(url(draft))
    page.locator("#id_evidence").fill(TEXT)
    press(page, "Save for later without sharing")
    expect(page.locator("main")).to_contain_text("Unsaved changes kept at ")
    expect(page.locator("#id_evidence")).to_have_value(TEXT)
    audit(page)
    page.goto(url(draft))
    expect(page.locator("main")).to_contain_text("You have unsaved changes")
    audit(page)
    press(page, "Discard my changes")
    audit(page)
    press(page, "Discard my changes")
    expect(page.locator("main")).to_contain_text("You have discarded your changes")
    expect(page.locator("main")).not_to_contain_text("You have unsaved changes")
    assert saved(draft).version == 0


def test_closing_warns_only_while_something_is_not_kept(
    window: Window, cast: Cast, draft: Assessment
) -> None:
    page = window(cast.officer)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(url(draft))
    page.locator("#id_evidence").fill(TEXT)
    expect(page.locator("[data-draft-status]").first).to_contain_text("Unsaved changes kept")
    page.goto(draft.get_absolute_url())
    assert asked == []
    page.goto(url(draft))
    page.route("**/draft/", lambda route: route.abort())
    page.locator("#id_commentary").press_sequentially("Not kept.")
    expect(page.locator("[data-draft-status]").first).to_contain_text(
        "Unsaved changes not kept because there is no connection."
    )
    page.goto(draft.get_absolute_url())
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_signed_out_in_another_tab_then_saved(
    window: Window, cast: Cast, draft: Assessment, javascript: bool
) -> None:
    page = window(cast.officer, javascript=javascript)
    page.goto(url(draft))
    other_tab = page.context.new_page()
    other_tab.goto("/")
    press(other_tab, "Sign out")
    page.get_by_label("Yes", exact=True).check()
    page.locator("#id_evidence").fill(TEXT)
    press(page, "Save and stay")
    expect(page).to_have_title("Sign in – selfassess")
    expect(page.locator("main")).to_contain_text("You were signed out.")
    assert TEXT.split(",")[0] not in page.url
    if not javascript:  # With it, refused drafts are in the browser's log.
        audit(page)
    sign_in_by_form(page, cast.officer.user.email)
    expect(page.locator("main")).to_contain_text("5.10 saved")
    assert (saved(draft).answer, saved(draft).evidence) == ("yes", TEXT)
    page.goto(draft.get_absolute_url())
    expect(page.locator("main")).not_to_contain_text("Something you typed")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_signed_in_again_in_another_tab_then_saved(
    window: Window, cast: Cast, draft: Assessment, javascript: bool
) -> None:
    """Signing in changes the token against forgery: the open page still has the old one."""
    page = window(cast.officer, javascript=javascript)
    page.goto(url(draft))
    other_tab = page.context.new_page()
    other_tab.goto("/")
    press(other_tab, "Sign out")
    other_tab.goto("/accounts/login/")
    sign_in_by_form(other_tab, cast.officer.user.email)
    page.locator("#id_evidence").fill(TEXT)
    press(page, "Save and stay")
    if not javascript:
        expect(page.locator("h1")).to_have_text("This has not been saved yet")
        audit(page)
        press(page, "Save what I typed")
    expect(page.locator("main")).to_contain_text("5.10 saved")
    assert saved(draft).evidence == TEXT


def test_the_network_goes_and_comes_back(window: Window, cast: Cast, draft: Assessment) -> None:
    page = window(cast.officer)
    page.goto(url(draft))
    page.context.set_offline(True)
    page.locator("#id_evidence").fill(TEXT)
    status = page.locator("[data-draft-status]").first
    expect(status).to_contain_text(
        "Unsaved changes not kept because there is no connection. They are still on this page."
    )
    press(page, "Save and stay")
    expect(status).to_contain_text("Not saved because there is no connection.")
    assert saved(draft).version == 0
    expect(page.locator("#id_evidence")).to_have_value(TEXT)
    page.context.set_offline(False)
    expect(page.locator("main")).to_contain_text("5.10 saved", timeout=15_000)
    assert saved(draft).evidence == TEXT
    expect_nothing_put_aside(page)


def test_the_browser_is_closed_without_a_connection(
    window: Window, cast: Cast, draft: Assessment
) -> None:
    page = window(cast.officer)
    page.goto(url(draft))
    page.route("**/draft/", lambda route: route.abort())
    page.locator("#id_evidence").fill(TEXT)
    expect(page.locator("[data-draft-status]").first).to_contain_text(
        "Unsaved changes not kept because there is no connection."
    )
    again = page.context.new_page()
    page.close()
    again.goto(url(draft))
    expect(again.locator("#id_evidence")).to_have_value(TEXT)
    expect(again.locator("[data-draft-status]").first).to_contain_text(
        "Unsaved changes kept", timeout=15_000
    )
    press(again, "Sign out")
    expect_nothing_put_aside(again)


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_two_people_merge(window: Window, cast: Cast, draft: Assessment, javascript: bool) -> None:
    colleague = factories.add_member(cast.landlord, Role.COMPLAINTS_OFFICER, name="Fast Erica")
    first, second = (window(member, javascript=javascript) for member in (colleague, cast.officer))
    for page, text in ((first, "Our policy says ten days."), (second, "Our policy says 10 days.")):
        page.goto(url(draft))
        page.locator("#id_evidence").fill(text)
    press(first, "Save and stay")
    expect(first.locator("main")).to_contain_text("5.10 saved")
    press(second, "Save and stay")
    expect(second.locator("main")).to_contain_text("since you opened it")
    expect(second.locator("del")).to_have_text("[removed:ten ]")
    expect(second.locator("ins")).to_have_text("[added:10 ]")
    audit(second)
    second.locator("#id_evidence").fill("Our policy says ten (10) days.")
    second.get_by_label("What I typed").check()
    press(second, "Save my choices")
    expect(second.locator("main")).to_contain_text("5.10 saved")
    assert saved(draft).evidence == "Our policy says ten (10) days."
    assert not TypedDraft.objects.exists()


def test_the_text_that_was_given_up_is_in_the_history(
    window: Window, cast: Cast, draft: Assessment
) -> None:
    page = window(cast.officer, javascript=False)
    page.goto(url(draft))
    page.locator("#id_evidence").fill(TEXT)
    factories.answer(cast.officer, draft, "5.10", **factories.YES)
    press(page, "Save and stay")
    press(page, "Keep the saved version of everything")
    expect(page.locator("main")).to_contain_text("What you typed is in its history")
    page.goto(f"{url(draft)}history/")
    expect(page.locator("main")).to_contain_text("Typed an answer, but kept a colleague’s")
    page.locator("summary").first.click()
    expect(page.locator("details").first).to_contain_text(TEXT)
    audit(page)


def test_a_session_that_ended_on_the_server(window: Window, cast: Cast, draft: Assessment) -> None:
    """The governing body's response is saved; a decision and a note come back to be sent."""
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    page = window(cast.clerk, javascript=False)
    for path, field, button in (
        ("response/", "text", "Save"),
        ("approve/", "minute_reference", "Approve"),
        ("return/", "note", "Return for changes"),
    ):
        page.goto(f"/assessments/{draft.pk}/{path}")
        Session.objects.all().delete()
        page.locator(f"#id_{field}").fill(TEXT)
        press(page, button)
        sign_in_by_form(page, cast.clerk.user.email)
        if field == "text":
            expect(page.locator("main")).to_contain_text("Response saved")
        expect(page.locator(f"[name={field}]")).to_have_value(TEXT)
        audit(page)
    press(page, "Save what I typed")
    assert draft.history.get(event="return").note == TEXT
