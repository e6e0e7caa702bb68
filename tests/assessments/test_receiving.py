"""Who hears of a submission, said before and after; and that nobody can decide yet, said first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts import mail_wishes
from accounts.access import Member
from accounts.enums import MailKind, Role
from accounts.models import Invitation, Membership
from assessments.models import Assessment
from codes.models import Code
from tests import factories
from tests.assessments.browsing import SignIn, send, url
from tests.assessments.pages import Page
from tests.conftest import Cast

NOBODY = "No one can approve this self-assessment yet"
Read = Callable[..., str]


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    """Complete, and ready to be submitted."""
    draft = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, draft)
    return draft


@pytest.fixture
def alone(cast: Cast, draft: Assessment) -> Assessment:
    """The same, at a landlord that has neither a governing body member nor a clerk yet."""
    Membership.objects.filter(user__in=[cast.member.user, cast.clerk.user]).delete()
    return draft


@pytest.fixture
def invited(cast: Cast) -> Invitation:
    """A governing body member; beside a clerk who let it run out, and a viewer."""
    invite, when = factories.invite, datetime(2026, 3, 2, 12, tzinfo=UTC)
    member = invite(
        cast.administrator,
        "rees@example.org",
        Role.GOVERNING_BODY_MEMBER,
        token="rees",
        name="Ann Rees",
    )
    clerk = invite(cast.administrator, "kay@example.org", Role.CLERK, token="kay")
    invite(cast.administrator, "vera@example.org", Role.VIEWER, token="vera")
    Invitation.objects.update(created_at=when, expires_at=timezone.now() + timedelta(days=9))
    Invitation.objects.filter(pk=clerk.pk).update(expires_at=when + timedelta(days=14))
    return member


@pytest.fixture
def read(sign_in: SignIn) -> Read:
    """What a page says to a person: read("submit/", member, assessment)."""

    def _read(page: str, member: Member, assessment: Assessment) -> str:
        return Page(sign_in(member).get(url(assessment, page))).text

    return _read


@pytest.fixture
def submit(sign_in: SignIn, django_capture_on_commit_callbacks: Any) -> Read:
    """Submits by the form; what the next page says."""

    def _submit(member: Member, assessment: Assessment) -> str:
        client = sign_in(member)
        with django_capture_on_commit_callbacks(execute=True):
            answer = send(client, url(assessment, "submit/"))
        return Page(client.get(answer.headers["Location"])).text

    return _submit


def mailed() -> set[str]:
    return {message.to[0] for message in mail.outbox}


def test_who_gets_the_email_is_named_before_and_after(
    cast: Cast, draft: Assessment, read: Read, submit: Read
) -> None:
    named = "email Clark Minute (clerk) and Mem Burr (governing body member)"
    page = read("submit/", cast.officer, draft)
    assert f"we {named}" in page
    assert NOBODY not in page
    after = submit(cast.officer, draft)
    assert f"Sent for approval. We will {named}" in after
    assert NOBODY not in after
    assert mailed() == {cast.clerk.user.email, cast.member.user.email}
    named = "we email Clark Minute (clerk) and Mem Burr (governing body member)"
    assert named in read("take-back/", cast.officer, draft)


def test_who_turned_the_emails_off_is_not_said_to_get_one(
    cast: Cast, draft: Assessment, read: Read, submit: Read
) -> None:
    mail_wishes.turn_off(cast.member.user, [MailKind.SUBMITTED])
    page = read("submit/", cast.officer, draft)
    assert "we email Clark Minute (clerk)" in page
    assert "we do not email Mem Burr, who turned these emails off" in page
    assert "We will email Clark Minute (clerk)" in submit(cast.officer, draft)
    assert mailed() == {cast.clerk.user.email}


def test_that_nobody_can_decide_stands_first_with_who_is_invited(
    cast: Cast, alone: Assessment, invited: Invitation, read: Read
) -> None:
    page = read("submit/", cast.officer, alone)
    until = f"{timezone.localdate(Invitation.objects.get(pk=invited.pk).expires_at):%-d %B %Y}"
    told = [
        NOBODY,
        "no governing body member or clerk in the team",
        "Ann Rees (governing body member), invited on 2 March 2026 by Ada Min. "
        f"They can accept until {until}.",
        "kay@example.org (clerk), invited on 2 March 2026 by Ada Min. "
        "The invitation expired on 16 March 2026",
        "An administrator (Ada Min) can add someone on the team page",
        "Every provision is filled in",
        "we do not email anyone",
    ]
    places = [page.find(text) for text in told]
    assert -1 not in places, told[places.index(-1)]
    assert places == sorted(places)
    assert "vera" not in page
    overview = read("", cast.officer, alone)
    assert overview.index(NOBODY) < overview.index("Check your answers")


def test_after_such_a_submission_nobody_is_said_to_be_told(
    cast: Cast, alone: Assessment, invited: Invitation, read: Read, submit: Read
) -> None:
    mail.outbox.clear()
    after = submit(cast.officer, alone)
    assert "We will not email anyone" in after
    assert after.index(NOBODY) < after.index("Waiting for someone who can approve it")
    assert "Ann Rees" in after
    assert "Waiting for Ann Rees" not in after
    assert mailed() == set()
    # As soon as somebody has come it is with them.
    factories.add_member(cast.landlord, Role.GOVERNING_BODY_MEMBER, name="Ann Rees")
    assert "Waiting for Ann Rees" in read("", cast.officer, alone)
    assert NOBODY not in read("", cast.officer, alone)


def test_the_administrator_is_led_to_where_somebody_is_added(
    cast: Cast, alone: Assessment, sign_in: SignIn
) -> None:
    page = Page(sign_in(cast.administrator).get(url(alone)))
    assert NOBODY in page.text
    assert "No governing body member or clerk has been invited" in page.text
    assert "/landlords/alderbrook/team/invite/" in page.links
    officers = Page(sign_in(cast.officer).get(url(alone)))
    assert "/landlords/alderbrook/team/" in officers.links
    assert "/landlords/alderbrook/team/invite/" not in officers.links


def test_who_can_change_nothing_about_it_reads_nobodys_address(
    cast: Cast, alone: Assessment, invited: Invitation, read: Read
) -> None:
    for member in (cast.viewer, cast.contributor):
        page = read("", member, alone)
        assert NOBODY not in page
        assert "kay@example.org" not in page


def test_who_would_decide_but_answered_or_submits_it_does_not_count(
    cast: Cast, code: Code, read: Read, submit: Read
) -> None:
    Membership.objects.filter(user__in=[cast.member.user, cast.clerk.user]).delete()
    both = (Role.COMPLAINTS_OFFICER, Role.CLERK)
    first, second = (factories.add_member(cast.landlord, *both, name=n) for n in ("Ann", "Bob"))
    draft = factories.start(first, code)
    factories.answer_all(first, draft)
    # Bob has not answered: he can approve, unless it is he who submits.
    assert NOBODY not in read("submit/", first, draft)
    page = read("submit/", second, draft)
    assert (
        "Ann and Bob cannot approve it, because people who work on a self-assessment may not"
        in page
    )
    assert page.index(NOBODY) < page.index("Ann and Bob cannot")
    # The clerk among them gets the email all the same.
    assert "we email Ann (clerk)" in page
    assert NOBODY in submit(second, draft)


def test_somebody_who_is_switched_off_decides_nothing(
    cast: Cast, draft: Assessment, read: Read
) -> None:
    for member in (cast.member, cast.clerk):
        member.user.is_active = False
        member.user.save()
    assert NOBODY in read("submit/", cast.officer, draft)
