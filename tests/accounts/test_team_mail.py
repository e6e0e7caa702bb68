"""The page that says which mails did not arrive."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from selfassess.common.models import OutgoingMail

PAGE = "/landlords/alderbrook/mail/"
TROUBLE = "The email server does not accept email for this address: “no such person”"


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def make(cast):
    def _make(to: str, **fields) -> OutgoingMail:
        values = {"subject": "Ready for review", "body": "Read.", "landlord_id": cast.landlord.pk}
        return OutgoingMail.objects.create(to=to, **values | fields)

    return _make


def test_it_shows_this_landlords_mails_of_30_days(cast, sign_in, make):
    now = timezone.now()
    make("sent@example.org", sent_at=now)
    make("waits@example.org")
    make("fails@example.org", attempts=3, trouble=TROUBLE)
    make("old@example.org", created_at=now - timedelta(days=31))
    make("theirs@example.org", landlord_id=cast.outsider.landlord.pk)
    make("nobodys@example.org", landlord_id=None)
    page = text_of(sign_in(cast.administrator).get(PAGE))
    assert re.search("Not sent yet.*fails@example.org.*no such person.*3 tries.*Other emails", page)
    assert re.search("Other emails.*waits@example.org", page)
    assert "sent@example.org" in page
    for absent in ("old@", "theirs@", "nobodys@"):
        assert absent not in page


def test_a_failed_mail_is_tried_again(cast, sign_in, make, django_capture_on_commit_callbacks):
    failed = make("fails@example.org", attempts=20, trouble=TROUBLE)
    client = sign_in(cast.administrator)
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(PAGE, {"mail": failed.pk}, follow=True)
    assert "We are trying again to send the email to fails@example.org." in text_of(page)
    assert mail.outbox[0].to == ["fails@example.org"]
    failed.refresh_from_db()
    assert failed.sent_at is not None


@pytest.mark.parametrize("state", ["sent", "waiting"])
def test_what_is_sent_or_under_way_is_not_sent_twice(
    cast, sign_in, make, django_capture_on_commit_callbacks, state
):
    now = timezone.now()
    fields = {"sent_at": now} if state == "sent" else {"attempts": 1, "due_at": now}
    row = make("ann@example.org", **fields)
    with django_capture_on_commit_callbacks(execute=True):
        page = sign_in(cast.administrator).post(PAGE, {"mail": row.pk}, follow=True)
    assert "has already been sent, or is on its way" in text_of(page)
    assert mail.outbox == []


@pytest.mark.parametrize("chosen", ["", "x", "0", "9" * 30, "²"])
def test_a_mail_that_is_none_is_not_found(cast, sign_in, chosen):
    assert sign_in(cast.administrator).post(PAGE, {"mail": chosen}).status_code == 404


def test_another_landlords_mail_is_not_found(cast, sign_in, make):
    theirs = make("x@example.org", landlord_id=cast.outsider.landlord.pk, trouble=TROUBLE)
    assert sign_in(cast.administrator).post(PAGE, {"mail": theirs.pk}).status_code == 404
