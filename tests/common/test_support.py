"""People find whom to ask for help, wherever they are."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import server_error

pytestmark = pytest.mark.django_db


def footer(html: str) -> str:
    return html.split("<footer")[1]


@pytest.mark.parametrize("address", ["home", "publishing:list", "account_login", "accessibility"])
def test_every_page_says_whom_to_contact(client: Client, address: str) -> None:
    html = footer(client.get(reverse(address)).content.decode())
    assert "contact Northshire Digital (" in html
    assert 'href="mailto:help@northshire.example"' in html
    assert 'href="tel:01632960001">01632 960 001</a>' in html


def test_an_error_page_says_so_too(client: Client) -> None:
    html = client.get("/nothing-here/").content.decode()
    assert "contact Northshire Digital (" in footer(html)


def test_a_fault_of_the_service_says_so_too(rf: RequestFactory) -> None:
    html = server_error(rf.get("/")).content.decode()
    assert "contact Northshire Digital (" in html


def test_without_settings_nothing_is_made_up(client: Client, settings: LazySettings) -> None:
    settings.SERVICE_OWNER = settings.SUPPORT_EMAIL = settings.SUPPORT_PHONE = ""
    html = footer(client.get(reverse("home")).content.decode())
    assert "contact the team that runs this service." in html
    assert "mailto:" not in html
    assert "tel:" not in html
