"""The library and the way to it in a real browser: what is typed stays, and pages are in order."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from assessments.evidence import services
from codes.models import Code
from tests import factories
from tests.browser import audit, sign_in
from tests.conftest import Cast


def test_an_item_is_entered_on_the_way_and_what_was_typed_is_still_there(
    page: Page, live_server: Any, cast: Cast, code: Code
) -> None:
    draft = factories.start(cast.officer, code)
    old = factories.make_item(cast.officer, "Complaints policy 2024")
    cited = factories.cite(cast.officer, draft, "5.10", old, "4.2")
    services.replace(
        cast.officer, old, services.Details("Complaints policy 2026", "policy"), version=1
    )
    sign_in(page, cast.officer)
    page.goto(f"{live_server.url}/assessments/{draft.pk}/5.10/")
    page.get_by_label("Evidence", exact=True).fill("Half a sentence that I")
    page.get_by_role("button", name="Add an evidence item to 5.10").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Add an evidence item to 5.10")
    audit(page)
    page.get_by_role("link", name="enter a new item").click()
    audit(page)
    page.get_by_label("Title").fill("Training records")
    page.get_by_label("Clause or page (optional)").fill("page 7")
    page.get_by_label("Evidence of practice").check()
    page.get_by_label("Internal").check()
    page.get_by_role("button", name="Add to 5.10").click()
    expect(page.get_by_text("5.10 now cites Training records, page 7")).to_be_visible()
    expect(page.get_by_label("Evidence", exact=True)).to_have_value("Half a sentence that I")
    audit(page)
    page.get_by_role("button", name="Check Complaints policy 2024, 4.2").click()
    expect(page).to_have_url(f"{live_server.url}/assessments/{draft.pk}/5.10/evidence/{cited.pk}/")
    audit(page)
    library = f"{live_server.url}/landlords/alderbrook/evidence/"
    for address in ("", "add/", f"{old.pk}/", f"{old.pk}/change/", f"{old.pk}/remove/"):
        page.goto(f"{library}{address}")
        audit(page)
