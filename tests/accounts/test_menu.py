"""Cached pages do not know who reads them: who is signed in sees their menu all the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from codes.models import Code
from tests.browser import Window, audit
from tests.conftest import Cast

MENU = "/account/menu/"
PUBLIC = "/published/"
NOT_THERE = "/no-such-page/"


def test_signed_out_there_is_no_menu_and_nothing_is_kept(client: Client, db: None) -> None:
    answer = client.get(MENU)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_signed_in_it_names_the_person_and_is_never_cached(cast: Cast, sign_in: Any) -> None:
    answer = sign_in(cast.officer).get(MENU)
    assert "no-store" in answer["Cache-Control"]
    assert "Olu Ficer" in answer.text
    assert "Sign out" in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("address", [PUBLIC, "/codes/", NOT_THERE])
def test_the_page_itself_is_the_same_for_everybody(
    cast: Cast, code: Code, client: Client, sign_in: Any, address: str
) -> None:
    mine, anybodys = sign_in(cast.officer).get(address), client.get(address)
    assert mine.content == anybodys.content
    assert "Your account" in mine.text
    assert "Sign in" not in mine.text
    assert not mine.cookies
    assert "Cookie" not in mine.get("Vary", "")


def test_the_menu_comes_in_by_script_and_signs_out(window: Window, cast: Cast, code: Code) -> None:
    page = window(cast.officer)
    for address in (NOT_THERE, PUBLIC):
        page.goto(address)
        expect(page.locator("nav.app-account")).to_contain_text("Olu Ficer")
        audit(page)
    page.get_by_role("button", name="Sign out").click()
    page.goto(PUBLIC)
    expect(page.locator("nav.app-account")).to_have_text("Sign in")
    audit(page)
    plain = window(cast.officer, javascript=False)
    plain.goto(PUBLIC)
    expect(plain.locator("nav.app-account")).to_have_text("Your account")
    plain.get_by_role("link", name="Your account").click()
    expect(plain.locator("h1")).to_contain_text("Your account")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_errors_of_a_public_form_take_the_focus(
    window: Window, db: None, javascript: bool
) -> None:
    page = window(javascript=javascript)
    page.goto("/published/verify/")
    page.locator("main form button").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    audit(page)
