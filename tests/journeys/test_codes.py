"""A reader follows one duty through the editions of the Code, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import audit

pytestmark = pytest.mark.usefixtures("full_codes")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_reader_follows_a_provision_to_where_it_came_from(window, javascript):
    page = window(javascript=javascript)
    page.goto("/codes/")
    audit(page)
    page.get_by_role("link", name="Complaint Handling Code 2024").click()
    expect(page).to_have_title("Complaint Handling Code 2024 – selfassess")
    audit(page)
    row = page.locator('[id="2.2"]')
    expect(row).to_contain_text("Strengthened from 2022 provisions 1.8 and 4.14.")
    row.get_by_role("link", name="4.14").click()
    expect(page).to_have_url(re.compile(r"/codes/2022/#4\.14$"))
    expect(page.locator('[id="4.14"]')).to_be_in_viewport()
    audit(page)


def test_no_cookie_is_set(window):
    page = window()
    page.goto("/codes/2024/")
    assert page.context.cookies() == []


def test_colours_of_the_readers_own_choice_work(window):
    page = window(forced_colors=True, width=360)
    page.goto("/codes/2022/")
    expect(page.locator('[id="1.4"]')).to_contain_text("Should")
    audit(page)
