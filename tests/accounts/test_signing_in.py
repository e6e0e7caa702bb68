"""Signing in and out, and choosing a new password, as people meet it."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import PASSWORD, make_user

LOGIN = "/accounts/login/"


@pytest.fixture
def person(db: None) -> User:
    return make_user("Pat Son", email="pat@example.org")


def sign_in(client: Client, email: str, password: str, address: str = LOGIN):
    return client.post(address, {"login": email, "password": password})


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def follow_link_in_mail(client: Client):
    """Opens the link of the last mail; the page on which a password is chosen."""
    link = re.search(r"https?://\S+/accounts/password/reset/key/\S+", mail.outbox[-1].body)[0]
    return client.get("/" + link.split("/", 3)[3], follow=True)


@pytest.mark.parametrize("email", ["pat@example.org", "PAT@Example.Org", " pat@example.org "])
def test_signing_in_by_email_in_any_case(client, person, email):
    response = sign_in(client, email, PASSWORD)
    assert response.status_code == 302
    assert response.url == "/"
    assert "you are not in a landlord’s team" in text_of(client.get("/"))


@pytest.mark.parametrize("email", ["pat@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_read_the_same(client, person, email):
    response = sign_in(client, email, "wrong password")
    assert "Your email address or password is incorrect" in text_of(response)
    assert f'value="{email}"' in response.content.decode()
    assert "<title>Error: Sign in" in response.content.decode()


def test_empty_fields_say_what_to_enter(client, db):
    page = text_of(sign_in(client, "", ""))
    assert "Enter an email address" in page
    assert "Enter password" in page


def test_a_null_byte_is_refused_and_not_stored(client, person):
    response = sign_in(client, "pat@example.org\x00", PASSWORD)
    assert "contains a character that cannot be stored" in text_of(response)


def test_too_many_wrong_passwords_lock_the_address_for_a_while(client, person):
    for _ in range(5):
        sign_in(client, person.email, "wrong password")
    page = text_of(sign_in(client, person.email, PASSWORD))
    assert "You have tried to sign in too many times. Wait 5 minutes" in page
    assert "_auth_user_id" not in client.session


def lock(person: User) -> None:
    """Five wrong passwords, as somebody who tries them types them."""
    for _ in range(5):
        sign_in(Client(REMOTE_ADDR=f"192.0.2.{person.pk % 250}"), person.email, "wrong password")


def assert_locked(person: User, **visitor: str) -> None:
    client = Client(**visitor)
    page = text_of(sign_in(client, person.email, PASSWORD))
    assert "You have tried to sign in too many times. Wait 5 minutes" in page
    assert "_auth_user_id" not in client.session


def test_no_flood_of_files_that_are_checked_clears_the_lock(person):
    lock(person)
    for number in range(700):
        # What the page refuses to do counts all the same, and is refused sooner than a file.
        visitor = f"198.51.{number // 250}.{number % 250}"
        assert Client().delete("/published/verify/", REMOTE_ADDR=visitor).status_code == 405
    assert_locked(person)


def test_no_flood_of_made_up_accounts_clears_the_lock(person, settings):
    table = settings.CACHES["default"]
    settings.CACHES = {"default": {**table, "OPTIONS": {"MAX_ENTRIES": 20}}}
    others = [make_user("Sam Son", email=f"sam{number}@example.org") for number in range(4)]
    for account in [person, *others]:
        lock(account)
    for number in range(40):
        visitor = Client(REMOTE_ADDR=f"198.51.100.{number // 5}")
        assert "address or password is incorrect" in text_of(
            sign_in(visitor, f"{number}@a.example", "wrong password")
        )
    for account in [person, *others]:
        assert_locked(account)


@pytest.mark.parametrize("host", ["testserver:81", "localhost"])
def test_another_name_of_the_same_service_has_the_same_lock(person, host):
    lock(person)
    assert_locked(person, HTTP_HOST=host)


def test_too_many_requests_get_a_page_in_our_look(client, db):
    for _ in range(30):
        client.post(LOGIN, {})
    response = client.post(LOGIN, {})
    assert response.status_code == 429
    assert "You have tried too many times" in text_of(response)
    assert "govuk-template" in response.content.decode()


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/landlords/x/team/", "/landlords/x/team/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_next_leads_back_to_our_own_pages_only(client, person, wanted, reached):
    response = client.post(LOGIN, {"login": person.email, "password": PASSWORD, "next": wanted})
    assert response.url == reached


def test_a_page_asks_to_sign_in_and_is_reached_afterwards(client, person):
    response = client.get("/landlords/x/team/", follow=True)
    assert 'name="next" value="/landlords/x/team/"' in response.content.decode()


def test_staying_signed_in_is_a_choice(client, person):
    sign_in(client, person.email, PASSWORD)
    assert client.session.get_expire_at_browser_close()
    client.logout()
    client.post(LOGIN, {"login": person.email, "password": PASSWORD, "remember": "on"})
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


def test_signing_out_takes_a_post(client, person):
    client.force_login(person)
    assert "Do you want to sign out?" in text_of(client.get("/accounts/logout/"))
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/").url == "/"
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client, db):
    data = {"email": "new@example.org", "password1": "correct horse battery"}
    for response in (client.get("/accounts/signup/"), client.post("/accounts/signup/", data)):
        assert "You cannot create an account yourself" in text_of(response)
    assert not User.objects.exists()


def test_a_switched_off_account_is_told_whom_to_ask(client, person):
    User.objects.update(is_active=False)
    response = client.post(LOGIN, {"login": person.email, "password": PASSWORD}, follow=True)
    assert "_auth_user_id" not in client.session
    assert response.status_code == 200


def test_choosing_a_new_password_by_mail(client, person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        asked = client.post("/accounts/password/reset/", {"email": "Pat@Example.org"}, follow=True)
    assert "If there is an account with that email address" in text_of(asked)
    (message,) = mail.outbox
    assert message.to == ["pat@example.org"]
    assert message.subject == "Choose a new password"
    assert "Hello Pat Son," in message.body
    assert message.content_subtype == "plain"

    page = follow_link_in_mail(client)
    assert "Choose a new password" in text_of(page)
    address = page.request["PATH_INFO"]
    short = client.post(address, {"password1": "short", "password2": "short"})
    assert "too short" in text_of(short)
    unlike = client.post(address, {"password1": "three random words", "password2": "other"})
    assert "same password" in text_of(unlike)
    done = client.post(
        address,
        {"password1": "three random words", "password2": "three random words"},
        follow=True,
    )
    assert "You have changed your password" in text_of(done)
    assert sign_in(client, person.email, "three random words").status_code == 302
    assert "This link no longer works" in text_of(follow_link_in_mail(Client()))


def test_the_link_in_the_mail_is_below_our_own_address(
    client, person, settings, django_capture_on_commit_callbacks
):
    """And not at the name that a request claims, which may be somebody else's."""
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://selfassess.example.org", ["*"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            "/accounts/password/reset/", {"email": person.email}, headers={"host": "evil.example"}
        )
    assert "https://selfassess.example.org/accounts/password/reset/key/" in mail.outbox[0].body
    assert "evil" not in mail.outbox[0].body


def test_signing_in_changes_the_session_so_that_nobody_can_have_planted_it(client, person):
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    sign_in(client, person.email, PASSWORD)
    assert client.session.session_key != session.session_key
    assert not client.session.exists(session.session_key)


def test_an_unknown_address_is_not_revealed(client, person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        known = client.post("/accounts/password/reset/", {"email": person.email}, follow=True)
        unknown = client.post("/accounts/password/reset/", {"email": "a@b.example"}, follow=True)
    assert text_of(known) == text_of(unknown)
    assert "There is no account with this email address" in mail.outbox[-1].body
    assert mail.outbox[-1].to == ["a@b.example"]


def test_changing_the_password_needs_the_current_one(client, person):
    client.force_login(person)
    new = {"password1": "three random words", "password2": "three random words"}
    wrong = client.post("/accounts/password/change/", {"oldpassword": "no", **new})
    assert "Your current password is incorrect" in text_of(wrong)
    right = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new}, follow=True)
    assert "You have changed your password" in text_of(right)
    person.refresh_from_db()
    assert person.check_password("three random words")


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
    ],
)
def test_every_page_of_signing_in_is_in_our_look_with_a_title_of_its_own(client, db, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    html = response.content.decode()
    assert "govuk-template" in html
    title = re.search(r"<title>(.+) – selfassess</title>", html)[1]
    assert title in re.search(r"<h1[^>]*>\s*(.+?)\s*</h1>", html, re.S)[1]


def test_a_person_may_be_asked_for_the_password_again(client, person):
    sign_in(client, person.email, PASSWORD)
    page = client.get("/accounts/reauthenticate/")
    assert "Enter your password again" in text_of(page)
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302


def test_a_form_from_a_page_left_open_says_that_nothing_is_lost(person):
    client = Client(enforce_csrf_checks=True)
    response = client.post(LOGIN, {"login": person.email, "password": PASSWORD})
    assert response.status_code == 403
    assert "What you typed is not lost" in text_of(response)
