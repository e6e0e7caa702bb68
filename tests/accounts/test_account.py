"""One's own account: name, mails, sessions, data."""

from __future__ import annotations

import json
import re

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts import devices, services, sessions
from accounts.access import Member
from accounts.enums import MailKind, Role
from accounts.models import Membership, User
from tests import factories

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def sign_in_by_form(member: Member, browser: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": browser})
    data = {"login": member.user.email, "password": factories.PASSWORD}
    assert client.post("/accounts/login/", data).status_code == 302
    return client


def test_it_says_where_one_belongs(cast, sign_in):
    brook = factories.make_landlord(name="Brook Homes", slug="brook")
    Membership.objects.create(user=cast.clerk.user, landlord=brook).roles.create(role=Role.VIEWER)
    page = text_of(sign_in(cast.clerk).get("/account/"))
    assert "Clark Minute" in page
    assert re.search("Alderbrook Council Leave.*Clerk.*Brook Homes.*Viewer", page)
    assert "Elsewhere" not in page


def test_a_new_name_stands_from_now_on(cast, sign_in, code):
    assessment = factories.start(cast.officer, code)
    client = sign_in(cast.officer)
    refused = client.post("/account/name/", {"name": " "})
    assert refused.status_code == 422
    assert "Enter your full name" in text_of(refused)
    client.post("/account/name/", {"name": "Olu Married"})
    assert User.objects.get(pk=cast.officer.user.pk).name == "Olu Married"
    assert assessment.history.get().actor_name == "Olu Ficer"


def test_which_mails_one_wants(cast, sign_in):
    client = sign_in(cast.member)
    html = client.get("/account/mail/").content.decode()
    assert html.count(" checked") == len(MailKind)
    client.post("/account/mail/", {"wanted": ["approved", "published"]})
    member = User.objects.get(pk=cast.member.user.pk)
    assert set(member.unwanted_mail) == set(MailKind.values) - {"approved", "published"}
    assert "All except:" in text_of(client.get("/account/"))
    assert client.post("/account/mail/", {"wanted": ["all"]}).status_code == 422
    client.post("/account/mail/", {})
    member.refresh_from_db()
    assert set(member.unwanted_mail) == set(MailKind.values)


def test_sessions_are_listed_in_plain_words_and_ended(cast):
    here = sign_in_by_form(cast.viewer)
    phone = sign_in_by_form(cast.viewer, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Safari/604.1")
    page = text_of(here.get("/account/sessions/"))
    assert "Firefox on Windows (this device)" in page
    assert "Safari on an iPhone" in page
    there = UserSession.objects.get(user_agent__contains="iPhone")
    here.post("/account/sessions/", {"session": there.pk})
    assert phone.get("/account/").status_code == 302
    assert "iPhone" not in text_of(here.get("/account/sessions/"))


def test_all_others_are_ended_at_once_and_this_one_stays(cast):
    here, *others = (sign_in_by_form(cast.viewer) for _ in range(3))
    here.post("/account/sessions/", {"session": "others"})
    assert here.get("/account/").status_code == 200
    for other in others:
        assert other.get("/account/").status_code == 302


@pytest.mark.parametrize("chosen", ["", "x", "-1", "9" * 30, "²"])
def test_a_session_that_is_none_is_not_ended(cast, chosen):
    here = sign_in_by_form(cast.viewer)
    assert here.post("/account/sessions/", {"session": chosen}).status_code == 302
    assert here.get("/account/").status_code == 200


def test_nobody_ends_anothers_session(cast):
    theirs = sign_in_by_form(cast.clerk)
    row = UserSession.objects.get()
    sign_in_by_form(cast.viewer).post("/account/sessions/", {"session": row.pk})
    assert theirs.get("/account/").status_code == 200


def test_last_seen_follows_without_a_write_on_every_page(
    cast, monkeypatch, django_assert_num_queries
):
    client = sign_in_by_form(cast.viewer)
    before = UserSession.objects.get().last_seen_at
    with django_assert_num_queries(2):  # the session and the person
        client.get("/account/mail/")
    assert UserSession.objects.get().last_seen_at == before
    monkeypatch.setattr(sessions, "NOTE_EVERY_SECONDS", -1)
    client.get("/account/mail/")
    assert UserSession.objects.get().last_seen_at > before


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Safari/605.1.15", "Safari on a Mac"),
        ("<script>alert(1)</script>", "A browser"),
        ("", "A browser"),
    ],
)
def test_devices_in_words(told, words):
    assert devices.in_words(told) == words


def test_the_address_says_which_landlord_never_the_session(cast, sign_in):
    brook = factories.make_landlord(name="Brook Homes", slug="brook")
    membership = Membership.objects.create(user=cast.clerk.user, landlord=brook)
    membership.roles.create(role=Role.VIEWER)
    client = sign_in(cast.clerk)
    for name, slug in (("Alderbrook Council", "alderbrook"), ("Brook Homes", "brook")) * 2:
        assert f"Team of {name}" in text_of(client.get(f"/landlords/{slug}/team/"))
    # Rights are those at the landlord of the address.
    assert client.get("/landlords/brook/team/invite/").status_code == 403
    assert "_auth_user_id" in client.session
    assert not [key for key in client.session.keys() if "landlord" in key]  # noqa: SIM118


def test_ones_data_as_a_file(cast, code):
    assessment = factories.start(cast.officer, code)
    factories.answer(cast.officer, assessment, "5.10", **factories.YES)
    client = sign_in_by_form(cast.officer)
    response = client.get("/account/data/")
    assert "attachment" in response["Content-Disposition"]
    assert response["Cache-Control"] == "no-store"
    data = json.loads(response.content)
    assert data["profile"]["email"] == cast.officer.user.email
    assert data["teams"][0]["roles"] == ["Complaints officer"]
    saved = next(entry for entry in data["history"] if entry["provision"] == "5.10")
    assert saved["wrote"]["evidence"] == "Complaints Policy, section 2."
    assert data["signed_in"][0]["browser"] == FIREFOX
    assert "password" not in data["profile"]


def test_of_a_team_that_one_left_the_texts_stay_there(cast, sign_in, code):
    assessment = factories.start(cast.officer, code)
    factories.answer(cast.officer, assessment, "5.10", **factories.YES)
    services.leave(cast.officer)
    data = json.loads(sign_in(cast.officer).get("/account/data/").content)
    assert data["teams"] == []
    assert [entry["did"] for entry in data["history"]] == [
        "Started the assessment",
        "Saved an answer",
    ]
    assert "Complaints Policy" not in json.dumps(data)
