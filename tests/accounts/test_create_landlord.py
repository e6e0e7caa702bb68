"""manage.py create_landlord: the first landlord, and the way back in."""

import re
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.access import member_of
from accounts.enums import Role
from accounts.models import Landlord, User


def create(*arguments: str) -> str:
    out = StringIO()
    call_command("create_landlord", *arguments, stdout=out)
    return out.getvalue()


ALDERBROOK = [
    "--slug=alderbrook",
    "--name=Alderbrook Council",
    "--kind=council",
    "--homes=4250",
    "--governing-body=Cabinet",
    "--website=https://www.alderbrook.example",
    "--administrator=Ada@Example.org",
    "--administrator-name=Ada Min",
]


def test_the_first_landlord_and_its_administrator(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        printed = create(*ALDERBROOK)
    landlord = Landlord.objects.get(slug="alderbrook")
    assert (landlord.homes, landlord.governing_body) == (4250, "Cabinet")
    user = User.objects.get(email="ada@example.org")
    assert member_of(user, landlord).roles == {Role.ADMINISTRATOR}
    link = re.search(r"http\S+", printed)[0]
    assert link in mail.outbox[0].body

    client = Client()
    page = client.get("/" + link.split("/", 3)[3], follow=True)
    words = {"password1": "three random words", "password2": "three random words"}
    client.post(page.request["PATH_INFO"], words)
    client.post("/accounts/login/", {"login": user.email, "password": "three random words"})
    assert client.get("/").url == "/landlords/alderbrook/"


def test_run_again_it_makes_nothing_and_says_what_to_do(db):
    create(*ALDERBROOK)
    with pytest.raises(CommandError, match=r"already has the slug alderbrook.*leave out --name"):
        create(*ALDERBROOK)
    assert Landlord.objects.count() == 1
    assert User.objects.count() == 1


def test_an_administrator_for_a_landlord_that_lost_its_own(db):
    create(*ALDERBROOK)
    printed = create(
        "--slug=alderbrook", "--administrator=bea@example.org", "--administrator-name=Bea Two"
    )
    assert "Alderbrook Council already exists. Bea Two (bea@example.org)" in printed
    bea = User.objects.get(email="bea@example.org")
    assert member_of(bea, Landlord.objects.get()).roles == {Role.ADMINISTRATOR}
    # Somebody who has an account needs no name.
    create("--slug=alderbrook", "--administrator=ADA@example.org")
    assert User.objects.count() == 2


def test_bad_values_are_named_and_nothing_is_made(db):
    with pytest.raises(CommandError) as refused:
        create(
            "--slug=Latest News",
            "--administrator=ada@example.org",
            "--administrator-name=Ada",
            "--kind=castle",
            "--homes=many",
        )
    message = str(refused.value)
    for option in ("--slug:", "--name:", "--kind:", "--homes:", "--governing-body:"):
        assert option in message
    with pytest.raises(CommandError, match="--administrator: Enter an email address"):
        create("--slug=x", "--administrator=nobody")
    with pytest.raises(CommandError, match="--administrator-name: Enter the full name"):
        create("--slug=x", "--administrator=ada@example.org")
    assert not Landlord.objects.exists()
    assert not User.objects.exists()
