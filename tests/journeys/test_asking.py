"""Colleagues are asked, write on a phone, and are accepted, in a real browser."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.models import Assessment, Contribution
from codes.models import Code
from tests import factories
from tests.browser import Window, audit, expect_nothing_put_aside
from tests.conftest import Cast

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
PHONE = 360


@pytest.fixture(autouse=True)
def _committed(transactional_db: None) -> None:
    """The test's server reads what the test wrote, so it is written in earnest."""


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("link", name=name).first.click()


def unfold(page: Page, words: str) -> None:
    page.locator("summary", has_text=words).first.press("Enter")


@BOTH
def test_from_asking_to_accepting(
    window: Window, cast: Cast, draft: Assessment, javascript: bool
) -> None:
    factories.answer(cast.officer, draft, "5.10", answer="no", evidence="Ours.")
    officer = window(cast.officer, javascript=javascript)
    officer.goto(f"/assessments/{draft.pk}/5.10/")
    follow(officer, "Ask a colleague about 5.10")
    audit(officer)
    officer.get_by_label("Con Tribe").check()
    officer.get_by_label("All of 1. Section 1").check()
    press(officer, "Ask them")
    expect(officer.get_by_role("alert")).to_contain_text("Enter the date by which")
    audit(officer)
    due = timezone.localdate() + timedelta(days=7)
    for label, value in (("Day", due.day), ("Month", due.month), ("Year", due.year)):
        officer.get_by_label(label, exact=True).fill(str(value))
    officer.get_by_label("What do you need from them?").fill("The clause, and one figure.")
    press(officer, "Ask them")
    expect(officer.get_by_role("alert")).to_contain_text("You have asked Con Tribe about 3 prov")
    audit(officer)
    assert [one.to for one in mail.outbox] == [[cast.contributor.user.email]]

    writer = window(cast.contributor, javascript=javascript, width=PHONE)
    writer.goto("/landlords/alderbrook/")
    follow(writer, "You are asked to write about 3 provisions")
    audit(writer)
    follow(writer, re.compile(r"^5\.10 "))
    expect(writer.get_by_text("The clause, and one figure.")).to_be_visible()
    audit(writer)
    press(writer, "Send to Olu Ficer")
    expect(writer.get_by_role("alert")).to_contain_text("Enter what you have to say")
    audit(writer)
    writer.get_by_label("Evidence").fill("Repairs procedure, 4.2.")
    writer.get_by_label("Partly").check()
    press(writer, "Save for now")
    expect(writer.get_by_role("alert")).to_contain_text("5.10 saved")
    press(writer, "Send to Olu Ficer")
    expect(writer.get_by_role("alert")).to_contain_text("5.10 sent to Olu Ficer")
    expect(writer).to_have_url(re.compile(r"/asked/\d+/$"))
    for last in (False, True):
        unfold(writer, "This is not mine")
        writer.get_by_label("Who should be asked instead?").fill("Ask Repairs")
        name = re.compile(r"^Say that 1\.\d is not mine$")
        writer.get_by_role("button", name=name).click()
        told = "That was the last one: thank you" if last else "is not yours"
        expect(writer.get_by_role("alert")).to_contain_text(told)
    audit(writer)
    if javascript:
        expect_nothing_put_aside(writer)

    officer.goto(f"/assessments/{draft.pk}/")
    expect(officer.get_by_text("3 asked, 1 ready")).to_be_visible()
    follow(officer, "Read what is ready, and ask colleagues")
    audit(officer)
    follow(officer, re.compile(r"5\.10: read and accept"))
    audit(officer)
    expect(officer.get_by_label("Add it below what is there")).to_be_checked()
    press(officer, "Accept")
    expect(officer.get_by_role("alert")).to_contain_text("5.10: you have accepted")
    saved = draft.responses.get(provision__number="5.10")
    assert (saved.answer, saved.evidence) == ("partly", "Ours.\n\nRepairs procedure, 4.2.")
    follow(officer, "Ask someone else or take over")
    audit(officer)
    officer.get_by_label("I will: do not ask anyone any more").check()
    press(officer, "Save this change")
    expect(officer.get_by_role("alert")).to_contain_text("You have taken over from Con Tribe")
    assert not Contribution.objects.open().exists()


@BOTH
def test_sent_back_and_a_text_of_another_window(
    window: Window, cast: Cast, draft: Assessment, javascript: bool
) -> None:
    [one] = factories.ask(cast.officer, draft, cast.contributor, "5.10", days=-2)
    factories.contribute(cast.contributor, one, evidence="First wording")
    officer = window(cast.officer, javascript=javascript)
    writer = window(cast.contributor, javascript=javascript, width=PHONE)
    writer.goto(f"/asked/{one.pk}/")
    officer.goto(f"/asked/{one.pk}/accept/")
    unfold(officer, "Send it back")
    press(officer, "Send back to Con Tribe")
    expect(officer.get_by_role("alert")).to_contain_text("Enter what needs to change")
    audit(officer)
    officer.get_by_label("What needs to change?").fill("Which clause?")
    press(officer, "Send back to Con Tribe")
    expect(officer.get_by_text("1 late")).to_be_visible()
    writer.get_by_label("Evidence").fill("Typed meanwhile")
    press(writer, "Send to Olu Ficer")
    expect(writer.get_by_role("heading", level=1)).to_contain_text("has changed since you opened")
    expect(writer.get_by_text("Which clause?")).to_be_visible()
    audit(writer)
    press(writer, "Save my version")
    expect(writer.get_by_label("Evidence")).to_have_value("Typed meanwhile")
    audit(writer)
    if javascript:
        # Typed and left: it is there again, for this person alone.
        writer.get_by_label("Evidence").fill("Half a sen")
        expect(writer.get_by_text("Unsaved changes kept")).to_be_visible()
        writer.goto(f"/asked/{one.pk}/")
        press(writer, "Continue with my changes")
        expect(writer.get_by_label("Evidence")).to_have_value("Half a sen")


def test_one_who_is_invited_writes_at_once(window: Window, cast: Cast, draft: Assessment) -> None:
    """From the officer's page to the newcomer's first word, with one email."""
    officer = window(cast.officer)
    officer.goto(f"/assessments/{draft.pk}/colleagues/ask/?number=5.10")
    officer.get_by_label("People who are not in your team yet").fill("nell@example.org")
    due = timezone.localdate() + timedelta(days=7)
    officer.get_by_label("Day", exact=True).fill(due.strftime("%d.%m.%Y"))
    press(officer, "Ask them")
    expect(officer.get_by_role("heading", level=1)).to_have_text("Check who you ask")
    audit(officer)
    press(officer, "Invite and ask them")
    expect(officer.get_by_text("Invited", exact=True)).to_be_visible()
    found = re.search(r"https?://[^/\s]+(/invitations/\S+)", mail.outbox[-1].body)
    assert found
    newcomer = window(javascript=False)
    newcomer.goto(found[1])
    newcomer.get_by_label("Full name").fill("Nell New")
    newcomer.get_by_label("Password", exact=True).fill("three random words")
    newcomer.get_by_label("Password again").fill("three random words")
    press(newcomer, "Accept the invitation")
    follow(newcomer, re.compile(r"^5\.10 "))
    newcomer.get_by_label("Evidence").fill("Our procedure, 2.1.")
    press(newcomer, "Send to Olu Ficer")
    expect(newcomer.get_by_role("alert")).to_contain_text("That was the last one")
    assert len(mail.outbox) == 2
