"""Mails that can be turned off, from the account and from the mail itself."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from accounts import mail_wishes
from accounts.enums import MailKind
from accounts.models import User
from assessments.notices import CONCERNED, KINDS
from assessments.questions.mails import KINDS as OF_QUESTIONS
from tests import factories


def path(member, kind: MailKind = MailKind.SUBMITTED) -> str:
    return "/" + mail_wishes.unsubscribe_address(member.user, kind).split("/", 3)[3]


def unwanted(member) -> list[str]:
    return User.objects.get(pk=member.user.pk).unwanted_mail


@pytest.fixture
def strict() -> Client:
    """A mail program's: it knows no cookie and no CSRF token."""
    return Client(enforce_csrf_checks=True)


def test_every_notice_is_of_a_kind_that_can_be_turned_off():
    assert set(KINDS) == set(CONCERNED)
    others = {MailKind.ASKED, MailKind.CONTRIBUTED, MailKind.LINKS}
    assert {*KINDS.values(), *OF_QUESTIONS, *others} == set(MailKind)


def test_one_click_of_a_mail_program_turns_the_kind_off(cast, strict):
    response = strict.post(path(cast.member), {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert unwanted(cast.member) == ["submitted"]
    # Again is no error: mail programs repeat themselves.
    assert strict.post(path(cast.member), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not response.cookies


def test_opening_the_link_only_asks(cast, strict):
    response = strict.get(path(cast.member))
    assert "Stop these emails?" in response.content.decode()
    assert strict.head(path(cast.member)).status_code == 200
    assert unwanted(cast.member) == []
    assert "Cookie" not in response.get("Vary", "")
    assert response["Referrer-Policy"] == "no-referrer"


def test_all_at_once(cast, strict):
    strict.post(path(cast.member), {"kinds": "all"})
    assert unwanted(cast.member) == MailKind.values


@pytest.mark.parametrize("change", [lambda s: s[:-3] + "xx/", lambda s: "/unsubscribe/1:x:y/"])
def test_an_address_that_was_not_made_here_does_nothing(cast, strict, change):
    assert strict.post(change(path(cast.member))).status_code == 404
    assert unwanted(cast.member) == []


def test_the_address_of_a_person_who_is_gone(cast, strict):
    user = factories.make_user()
    address = mail_wishes.unsubscribe_address(user, MailKind.APPROVED)
    user.delete()
    assert strict.post("/" + address.split("/", 3)[3]).status_code == 404


def test_what_is_turned_off_does_not_come_and_the_rest_does(
    cast, code, django_capture_on_commit_callbacks
):
    mail_wishes.turn_off(cast.member.user, [MailKind.SUBMITTED])
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment)
    with django_capture_on_commit_callbacks(execute=True):
        factories.submit(cast.officer, assessment)
    assert [m.to[0] for m in mail.outbox] == [cast.clerk.user.email]
    with django_capture_on_commit_callbacks(execute=True):
        factories.approve(cast.clerk, assessment)
    assert cast.member.user.email in {m.to[0] for m in mail.outbox[1:]}


def test_a_notice_says_whose_it_is_why_it_comes_and_how_to_stop_it(
    cast, code, strict, django_capture_on_commit_callbacks
):
    assessment = factories.start(cast.officer, code)
    secret = {"evidence": "Evidence that stays inside."}
    factories.answer_all(cast.officer, assessment, but={"5.1": secret})
    with django_capture_on_commit_callbacks(execute=True):
        factories.submit(cast.officer, assessment)
    message = next(m for m in mail.outbox if m.to == [cast.member.user.email])
    address = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.extra_headers["List-Unsubscribe"] == f"<{address}>"
    assert address.startswith("http://127.0.0.1:8000/unsubscribe/")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (html, kind) = message.alternatives[0]
    assert kind == "text/html"
    for text in (message.body, html):
        assert "Alderbrook Council" in text
        assert "because you are in the team of Alderbrook Council" in text
        assert address in text
        assert f"/assessments/{assessment.pk}/" in text
        assert "stays inside" not in text
    assert strict.post(address.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert unwanted(cast.member) == ["submitted"]


def test_mails_about_signing_in_cannot_be_turned_off(
    cast, client, django_capture_on_commit_callbacks
):
    mail_wishes.turn_off(cast.member.user, MailKind)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/password/reset/", {"email": cast.member.user.email})
    assert mail.outbox[0].subject == "Choose a new password"
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers
