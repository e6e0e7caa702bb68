"""Pages that no other journey comes by, each in every state: they pass the audit too."""

from __future__ import annotations

import re

from django.core import mail
from playwright.sync_api import Page, expect

from accounts.enums import Role
from assessments.intake import services as intake
from tests import factories
from tests.browser import Window, audit
from tests.conftest import Cast

REMOVE = "Are you sure you want to remove this file?"
DISCARD = "Are you sure you want to discard this self-assessment?"
CHECK = "Check your answers before you send them for approval"


def visit(page: Page, address: str, heading: str) -> None:
    """Opens the page, which has that main heading, and audits it."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    audit(page)


def refused(page: Page, button: str) -> None:
    """Sends the form as it is, which is refused, and audits what comes back."""
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    audit(page)


def test_around_signing_in(page: Page, cast: Cast) -> None:
    visit(page, "/accessibility/", "Accessibility statement")
    visit(page, "/cookies/", "Cookies and privacy")
    visit(page, "/accounts/signup/", "Ask your landlord’s administrator for an account")
    visit(page, "/accounts/inactive/", "Your account has been switched off")
    visit(page, "/nowhere/", "Page not found")
    visit(page, "/accounts/password/reset/key/1-nonsense/", "This link no longer works")

    visit(page, "/accounts/password/reset/", "Choose a new password")
    refused(page, "Email me a link")
    page.get_by_label("Email address").fill(cast.viewer.user.email)
    page.get_by_role("button", name="Email me a link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your email")
    audit(page)
    found = re.search(r"/accounts/password/reset/key/\S+", str(mail.outbox[-1].body))
    assert found
    visit(page, found[0], "Choose a new password")
    refused(page, "Save password")


def test_a_file_that_was_sent_by_mistake_is_removed(window: Window, cast: Cast, code) -> None:
    draft = factories.start(cast.officer, code)
    file = intake.keep(cast.officer, draft, b"A list of names", "Wrong file.txt")
    page = window(cast.officer, javascript=False)
    page.goto(f"/assessments/{draft.pk}/")
    page.get_by_role("link", name="download or remove Wrong file.txt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(REMOVE)
    audit(page)
    page.get_by_role("button", name="Remove the file").click()
    expect(page.get_by_text("You have removed Wrong file.txt")).to_be_visible()
    audit(page)
    page.goto(f"/assessments/{draft.pk}/history/")
    expect(page.get_by_text(file.digest)).to_be_visible()
    audit(page)


def test_ones_own_password(window: Window, cast: Cast) -> None:
    page = window(cast.viewer)
    visit(page, "/accounts/password/change/", "Change your password")
    refused(page, "Change password")
    visit(page, "/accounts/reauthenticate/", "Enter your password again")
    refused(page, "Continue")
    visit(page, "/accounts/logout/", "Do you want to sign out?")


def test_steps_that_are_seldom_taken(window: Window, cast: Cast, code) -> None:
    draft = factories.start(cast.officer, code, 2026)
    in_review = factories.start(cast.officer, code, 2025)
    factories.answer_all(cast.officer, in_review)
    factories.submit(cast.officer, in_review)
    approved = factories.make_approved(cast.officer, cast.member, code, 2024)

    officer = window(cast.officer)
    visit(officer, f"/assessments/{draft.pk}/discard/", DISCARD)
    visit(officer, f"/assessments/{in_review.pk}/take-back/", "Take back from the governing body")
    visit(officer, f"/assessments/{approved.pk}/submit/", "This self-assessment has changed")
    visit(officer, f"/assessments/{in_review.pk}/return/", "You do not have permission to do this")

    clerk = window(cast.clerk)
    visit(clerk, f"/assessments/{approved.pk}/minute/", "Record the minute reference")
    clerk.get_by_label("Minute reference").fill("")
    refused(clerk, "Save")

    administrator = window(cast.administrator)
    person = cast.landlord.memberships.get(user=cast.viewer.user)
    visit(administrator, f"/landlords/alderbrook/team/{person.pk}/", "Roles of Vi Ewer")
    administrator.get_by_label("Viewer").uncheck()
    refused(administrator, "Save roles")


def test_where_nobody_can_decide_yet(window: Window, cast: Cast, code) -> None:
    draft = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, draft)
    cast.landlord.memberships.filter(user__in=[cast.member.user, cast.clerk.user]).delete()
    factories.invite(cast.administrator, "rees@example.org", Role.CLERK, token="rees")
    officer = window(cast.officer)
    visit(officer, f"/assessments/{draft.pk}/submit/", CHECK)
    officer.get_by_role("button", name="Send for approval", exact=True).click()
    expect(officer.locator("main")).to_contain_text("Waiting for someone who can approve it")
    audit(officer)
    administrator = window(cast.administrator)
    visit(administrator, f"/assessments/{draft.pk}/read/", "Self-assessment 2025-26 In review")
