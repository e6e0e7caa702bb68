"""The front page, the statements and the error pages."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views import defaults

from accounts.enums import Role
from accounts.models import Membership, MembershipRole
from tests.factories import make_landlord, make_user


def test_signed_out_the_front_page_says_what_this_is(client, db):
    html = client.get("/").content.decode()
    assert "Complaint Handling Code" in html
    for address in ("/accounts/login/", "/published/", "/codes/"):
        assert f'href="{address}"' in html


def test_one_landlord_is_gone_to_at_once(cast, sign_in):
    assert sign_in(cast.officer).get("/").url == "/landlords/alderbrook/"


def test_several_landlords_are_a_choice(cast, sign_in):
    second = make_landlord(name="Brook Homes", slug="brook")
    membership = Membership.objects.create(user=cast.officer.user, landlord=second)
    MembershipRole.objects.create(membership=membership, role=Role.VIEWER)
    html = sign_in(cast.officer).get("/").content.decode()
    assert 'href="/landlords/alderbrook/"' in html
    assert 'href="/landlords/brook/"' in html
    assert "Elsewhere" not in html


def test_without_a_landlord_it_says_whom_to_ask(client, db):
    client.force_login(make_user())
    assert "Ask your landlord’s administrator" in client.get("/").content.decode()


def scripts(response):
    """Which scripts of ours a page has."""
    return re.findall(r'<script [^>]*src="/static/(app/\w+)[^"]*"', response.content.decode())


@pytest.mark.parametrize("address", ["/accessibility/", "/cookies/"])
def test_statements_need_no_session_and_set_no_cookie(client, db, address):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert scripts(response) == ["app/menu"]


# What the government's model statement for public sector bodies asks for.
STATEMENT = (
    "This statement applies to",
    "The service is run by Northshire Digital.",
    "Some parts are not fully accessible",
    "Feedback and contact information",
    "We will reply within 5 working days",
    "Reporting accessibility problems",
    "Equality and Human Rights Commission (EHRC) enforces",
    "https://www.equalityadvisoryservice.com/",
    "Compliance status",
    "partially compliant",
    "We have known about these since",
    "3.1.2 (Language of Parts)",
    "not within the scope of the accessibility regulations",
    "What we are doing to improve accessibility",
    "This statement was prepared on",
    "It was last reviewed on",
    "The service was last tested on",
)


def test_the_accessibility_statement_has_every_part_of_the_model(client, db):
    html = client.get("/accessibility/").text
    assert [part for part in STATEMENT if part not in html] == []
    assert 'href="mailto:help@northshire.example"' in html.split("<main")[1].split("</main")[0]


def test_a_landlord_has_a_statement_for_what_it_publishes(client, db):
    contact = "complaints@alderbrook.example\n\n01632 960 123"
    make_landlord(name="Alderbrook Council", slug="alderbrook", complaints_contact=contact)
    html = client.get("/published/alderbrook/accessibility/").text
    assert [part for part in STATEMENT if part not in html] == []
    assert "the self-assessments that Alderbrook Council publishes" in html
    assert "Alderbrook Council is committed to making these pages and files accessible" in html
    assert 'href="mailto:complaints@alderbrook.example"' in html
    assert 'href="tel:01632960123"' in html
    listing = client.get("/published/alderbrook/").text
    assert 'href="/published/alderbrook/accessibility/"' in listing.split("<footer")[1]


@pytest.mark.parametrize("address", ["/", "/accessibility/", "/cookies/", "/accounts/login/"])
def test_pages_follow_the_strict_policy(client, db, address):
    response = client.get(address)
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not re.search(r"\sstyle=|<style|\son\w+=", response.content.decode())
    assert not re.search(r"<script(?! (type=\"module\" )?src=)", response.content.decode())
    assert '<html lang="en-GB"' in response.content.decode()


def test_a_page_that_is_not_there(client, db):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_the_page_of_a_server_error_needs_neither_database_nor_templates_of_others():
    # No `db` fixture: a query would fail the test.
    response = defaults.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "there is a problem with the service" in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "404.html", "429.html", "403_csrf.html"])
def test_error_pages_need_no_database(name):
    assert "<h1" in render_to_string(name)


def test_a_right_that_is_missing_is_named(cast, sign_in):
    response = sign_in(cast.viewer).get("/landlords/alderbrook/team/invite/")
    assert response.status_code == 403
    assert "Your role does not let you see this page" in response.content.decode()


def test_the_menu_signs_out_by_a_form(cast, sign_in):
    html = sign_in(cast.viewer).get("/landlords/alderbrook/team/").content.decode()
    assert re.search(r'<form method="post" action="/accounts/logout/">', html)
    assert "Vi Ewer" in html


def test_messages_are_shown_as_a_banner(cast, sign_in):
    client: Client = sign_in(cast.administrator)
    data = {"job_title": "Chief", "roles": ["viewer"]}
    person = cast.viewer.landlord.memberships.get(user=cast.viewer.user)
    response = client.post(f"/landlords/alderbrook/team/{person.pk}/", data, follow=True)
    assert "govuk-notification-banner--success" in response.content.decode()
