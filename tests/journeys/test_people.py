"""People come and go, in a real browser: invited, leaving, handing over, turning mails off."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.storage import storages
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.access import Member, member_of
from accounts.enums import MailKind, Role
from accounts.models import Invitation, User
from selfassess.common.models import OutgoingMail
from tests import factories
from tests.browser import Window, audit
from tests.conftest import Cast

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
WORDS = "three random words"


@pytest.fixture(autouse=True)
def _committed(transactional_db: None) -> None:
    """The test's server reads what the test wrote, so it is written in earnest."""


@pytest.fixture(autouse=True)
def _files(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield
    storages._storages.clear()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def link_in_mail(pattern: str) -> str:
    """The address in the newest mail, without the host."""
    return re.search(rf"https?://[^/\s]+({pattern}\S*)", mail.outbox[-1].body)[1]


def sign_in_by_form(page: Page, email: str, password: str = factories.PASSWORD) -> None:
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    press(page, "Sign in")


def invite_by_form(page: Page, email: str, name: str = "") -> str:
    """Invites as the administrator does; the invitation's address."""
    page.goto("/landlords/alderbrook/team/")
    page.get_by_role("button", name="Invite a person").click()
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Full name").fill(name)
    page.get_by_label("Complaints officer").check()
    press(page, "Send the invitation")
    expect(page.get_by_role("alert")).to_contain_text(f"We have sent an invitation to {email}")
    return link_in_mail("/invitations/")


@BOTH
def test_a_new_person_is_invited_and_joins(window: Window, cast: Cast, javascript: bool) -> None:
    administrator = window(cast.administrator, javascript=javascript)
    administrator.goto("/landlords/alderbrook/team/invite/")
    audit(administrator)
    press(administrator, "Send the invitation")
    expect(administrator.get_by_role("alert")).to_contain_text("Enter an email address")
    audit(administrator)
    address = invite_by_form(administrator, "nell@example.org", "Nell New")
    audit(administrator)

    nell = window(javascript=javascript)
    nell.goto(address)
    expect(nell.locator("main")).to_contain_text("Ada Min has invited you")
    audit(nell)
    press(nell, "Accept the invitation")
    expect(nell.get_by_role("alert")).to_contain_text("Enter a password")
    audit(nell)
    nell.get_by_label("Password", exact=True).fill("short")
    nell.get_by_label("Password again", exact=True).fill("short")
    press(nell, "Accept the invitation")
    expect(nell.get_by_role("alert")).to_contain_text("too short")
    nell.get_by_label("Full name").fill("Nell Newly")
    nell.get_by_label("Password", exact=True).fill(WORDS)
    nell.get_by_label("Password again", exact=True).fill(WORDS)
    press(nell, "Accept the invitation")
    expect(nell).to_have_url(re.compile("/landlords/alderbrook/$"))
    expect(nell.locator("main")).to_contain_text("You have joined the team of Alderbrook Council")
    expect(nell.get_by_role("button", name="Upload and start")).to_be_visible()
    expect(nell.get_by_role("link", name="Start with a blank self-assessment")).to_be_visible()
    user = User.objects.get(email="nell@example.org")
    assert user.name == "Nell Newly"
    assert member_of(user, cast.landlord).roles == {Role.COMPLAINTS_OFFICER}

    # Once is once: for the person themselves it leads in, for anyone else it says so.
    nell.goto(address)
    expect(nell).to_have_url(re.compile("/landlords/alderbrook/$"))
    other = window(javascript=javascript)
    assert other.goto(address).status == 410
    assert heading(other) == "This invitation has been used"
    expect(other.locator("main")).to_contain_text(cast.administrator.user.email)
    audit(other)


@BOTH
def test_a_person_with_an_account_signs_in_and_accepts(
    window: Window, cast: Cast, javascript: bool
) -> None:
    address = invite_by_form(window(cast.administrator), cast.outsider.user.email)
    page = window(javascript=javascript)
    page.goto(address)
    audit(page)
    page.get_by_role("button", name="Sign in to accept").click()
    sign_in_by_form(page, cast.outsider.user.email)
    expect(page).to_have_url(re.compile(re.escape(address)))
    assert not cast.landlord.memberships.filter(user=cast.outsider.user).exists()
    audit(page)
    press(page, "Accept the invitation")
    expect(page).to_have_url(re.compile("/landlords/alderbrook/$"))

    # Now they belong to two landlords: a choice, and the address says which.
    page.goto("/")
    audit(page)
    page.get_by_role("link", name="Elsewhere Homes").click()
    expect(page).to_have_url(re.compile("/landlords/elsewhere/$"))
    page.goto("/landlords/alderbrook/")
    expect(page.get_by_role("link", name="Alderbrook Council").first).to_be_visible()


@BOTH
def test_an_invitation_for_another_address_late_withdrawn_and_replaced(
    window: Window, cast: Cast, javascript: bool
) -> None:
    administrator = window(cast.administrator, javascript=javascript)
    first = invite_by_form(administrator, "nell@example.org")

    other = window(cast.viewer, javascript=javascript)
    assert other.goto(first).status == 403
    assert heading(other) == "This invitation is for someone else"
    audit(other)
    press(other, "Sign out and open the invitation")
    expect(other.get_by_label("Password again")).to_be_visible()
    assert Invitation.objects.get().accepted_at is None

    administrator.goto("/landlords/alderbrook/team/")
    administrator.get_by_role("link", name="Send again or withdraw").click()
    audit(administrator)
    press(administrator, "Send the invitation again")
    second = link_in_mail("/invitations/")
    assert other.goto(first).status == 404
    assert heading(other) == "This invitation link does not work"
    audit(other)

    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert other.goto(second).status == 410
    assert heading(other) == "This invitation has expired"
    expect(other.locator("main")).to_contain_text("Ask Ada Min, who invited you")
    audit(other)
    administrator.goto("/landlords/alderbrook/team/")
    expect(administrator.locator("main")).to_contain_text("Expired on")
    audit(administrator)

    administrator.get_by_role("link", name="Send again or withdraw").click()
    press(administrator, "Withdraw the invitation")
    assert other.goto(second).status == 410
    assert heading(other) == "This invitation has been withdrawn"
    audit(other)


@BOTH
def test_the_last_administrator_hands_over_and_leaves(
    window: Window, cast: Cast, javascript: bool
) -> None:
    page = window(cast.administrator, javascript=javascript)
    page.goto("/account/")
    audit(page)
    page.get_by_role("link", name="Leave the team of Alderbrook Council").click()
    expect(page.locator("main")).to_contain_text("You are the only administrator")
    audit(page)
    press(page, "Hand over and leave")
    expect(page.get_by_role("alert")).to_contain_text("Select who takes over")
    audit(page)
    page.get_by_label("Olu Ficer").check()
    press(page, "Hand over and leave")
    expect(page.locator("main")).to_contain_text("You have left the team of Alderbrook Council")
    expect(page.locator("main")).to_contain_text("you are not in a landlord’s team")
    audit(page)
    assert page.goto("/landlords/alderbrook/").status == 404
    officer = member_of(cast.officer.user, cast.landlord)
    assert officer.roles == {Role.COMPLAINTS_OFFICER, Role.ADMINISTRATOR}
    assert mail.outbox[-1].to == [cast.officer.user.email]
    assert "Ada Min has handed the team" in mail.outbox[-1].body


@BOTH
def test_who_is_alone_cannot_leave(window: Window, cast: Cast, javascript: bool) -> None:
    alone = factories.add_member(factories.make_landlord(slug="alone"), Role.ADMINISTRATOR)
    page = window(alone, javascript=javascript)
    page.goto("/landlords/alone/leave/")
    assert heading(page).startswith("You cannot leave")
    audit(page)


@BOTH
def test_who_is_removed_is_signed_out_at_once(window: Window, cast: Cast, javascript: bool) -> None:
    removed = window(javascript=javascript)
    removed.goto("/accounts/login/")
    sign_in_by_form(removed, cast.viewer.user.email)
    expect(removed).to_have_url(re.compile("/landlords/alderbrook/$"))

    page = window(cast.administrator, javascript=javascript)
    membership = cast.landlord.memberships.get(user=cast.viewer.user)
    page.goto(f"/landlords/alderbrook/team/{membership.pk}/remove/")
    audit(page)
    press(page, "Remove from the team")
    removed.goto("/landlords/alderbrook/")
    expect(removed).to_have_url(re.compile("/accounts/login/"))


def notice_to(member: Member) -> str:
    """Mails the member a notice; the address at which such mails are turned off."""
    from accounts import mail_wishes
    from selfassess.common import outbox

    frame = mail_wishes.frame(member.user, member.landlord, MailKind.SUBMITTED)
    outbox.post(member.user.email, "Ready for review", "Please read it.", frame)
    return link_in_mail("/unsubscribe/")


@BOTH
def test_mails_are_turned_off_without_signing_in(
    window: Window, cast: Cast, javascript: bool
) -> None:
    address = notice_to(cast.member)
    page = window(javascript=javascript)
    page.goto(address)
    assert heading(page) == "Stop these emails?"
    audit(page)
    assert User.objects.get(pk=cast.member.user.pk).unwanted_mail == []
    press(page, "Stop this kind of email")
    assert heading(page) == "You will no longer get these emails"
    audit(page)
    assert User.objects.get(pk=cast.member.user.pk).unwanted_mail == ["submitted"]
    assert page.context.cookies() == []

    member = window(cast.member, javascript=javascript)
    member.goto("/account/mail/")
    audit(member)
    box = member.get_by_label("A self-assessment is ready for the governing body")
    expect(box).not_to_be_checked()
    box.check()
    press(member, "Save email choices")
    expect(member.locator("main")).to_contain_text("You have changed which emails you get")
    assert User.objects.get(pk=cast.member.user.pk).unwanted_mail == []


@BOTH
def test_ones_own_account(window: Window, cast: Cast, javascript: bool) -> None:
    elsewhere = window(javascript=javascript)
    page = window(javascript=javascript)
    for each in (elsewhere, page):
        each.goto("/accounts/login/")
        sign_in_by_form(each, cast.viewer.user.email)
        expect(each).to_have_url(re.compile("/landlords/alderbrook/$"))
    page.get_by_role("link", name="Your account").click()
    page.get_by_role("link", name="Change your name").click()
    audit(page)
    page.get_by_label("Full name").fill("")
    press(page, "Save name")
    audit(page)
    page.get_by_label("Full name").fill("Vi Newname")
    press(page, "Save name")
    expect(page.locator("main")).to_contain_text("Vi Newname")

    page.get_by_role("link", name="Show where you are signed in").click()
    expect(page.locator("main")).to_contain_text("(this device)")
    audit(page)
    page.get_by_role("button", name=re.compile("^Sign out there")).click()
    expect(page.locator("main")).to_contain_text("You have signed out of that device")
    elsewhere.goto("/account/")
    expect(elsewhere).to_have_url(re.compile("/accounts/login/"))
    page.goto("/account/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download your data (JSON)").click()
    assert "Vi Newname" in download.value.path().read_text("utf-8")


@BOTH
def test_logo_and_colour_stand_on_the_landlords_pages(
    window: Window, cast: Cast, code, javascript: bool
) -> None:
    page = window(cast.administrator, javascript=javascript)
    page.goto("/landlords/alderbrook/details/")
    page.get_by_role("link", name="Logo and colour").click()
    audit(page)
    page.get_by_label("Logo", exact=True).set_input_files(
        {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": b"<svg xmlns='x'/>"}
    )
    page.get_by_label("Line colour").fill("#ffaa00")
    press(page, "Save logo and colour")
    expect(page.get_by_role("alert")).to_contain_text("cannot use an SVG file")
    expect(page.get_by_role("alert")).to_contain_text("The nearest colour that is dark enough")
    audit(page)
    page.get_by_label("Logo", exact=True).set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": factories.picture()}
    )
    page.get_by_label("Line colour").fill("7a1fa2")
    press(page, "Save logo and colour")
    expect(page.get_by_role("alert")).to_contain_text("Enter what the logo says or shows")
    audit(page)
    page.get_by_label("What the logo says or shows").fill("Alderbrook, est. 1894")
    page.get_by_label("Logo", exact=True).set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": factories.picture()}
    )
    press(page, "Save logo and colour")
    for address in ("/landlords/alderbrook/", "/published/alderbrook/"):
        page.goto(address)
        picture = page.get_by_role("img", name="Alderbrook, est. 1894")
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.complete && image.naturalWidth") == 320
        line = page.locator(".app-brand").evaluate("e => getComputedStyle(e).borderBottomColor")
        assert line == "rgb(122, 31, 162)"
        audit(page)

    page.goto("/landlords/alderbrook/look/")
    page.get_by_label("Remove the logo").check()
    press(page, "Save logo and colour")
    # Public pages may be kept for five minutes: someone new sees them as they are now.
    resident = window(javascript=javascript)
    resident.goto("/published/alderbrook/")
    expect(resident.locator(".app-brand")).to_have_text("Alderbrook Council")
    audit(resident)


@BOTH
def test_mails_that_did_not_arrive_are_seen_and_tried_again(
    window: Window, cast: Cast, javascript: bool
) -> None:
    OutgoingMail.objects.create(
        to="gone@example.org",
        subject="Ready for review",
        body="Please read it.",
        landlord_id=cast.landlord.pk,
        attempts=20,
        trouble="The email server does not accept email for this address: “no such person”",
    )
    page = window(cast.administrator, javascript=javascript)
    page.goto("/landlords/alderbrook/team/")
    page.get_by_role("link", name="Emails to the team").click()
    expect(page.locator("main")).to_contain_text("We stopped after 20 tries")
    audit(page)
    page.get_by_role("button", name=re.compile("^Try again")).click()
    expect(page.locator("main")).to_contain_text("We are trying again to send the email")
    audit(page)
    assert mail.outbox[-1].to == ["gone@example.org"]
