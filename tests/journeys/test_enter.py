"""Enter in a box of one line saves what was typed, in a real browser with script and without."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.carrying.services import carry_forward
from assessments.models import Assessment, Response
from codes.models import Code
from publishing.models import PaperText
from tests import factories
from tests.browser import Window, audit
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)
WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
OWNER = "Head of Repairs"


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    """Began with last year's answers. That to 5.10 has an action, the first button of which would
    empty it.
    """
    last = factories.record_elsewhere(cast.officer, code, 2024)
    action = {
        "answer": "partly",
        "action": "Rewrite the leaflet",
        "action_owner": "Head of Housing",
        "action_due": date(2025, 3, 31),
    }
    factories.answer_all(cast.officer, last, {"5.10": action})
    draft = factories.start(cast.officer, code)
    carry_forward(cast.officer, draft, source=last.pk)
    return draft


def saved(draft: Assessment) -> Response:
    return draft.responses.get(provision__number="5.10")


@WITH_AND_WITHOUT
def test_on_an_answer_that_came_over_it_saves_and_empties_nothing(
    window: Window, cast: Cast, draft: Assessment, javascript: bool
) -> None:
    page = window(cast.officer, javascript=javascript)
    page.goto(f"/assessments/{draft.pk}/5.10/")
    audit(page)
    page.locator("[name=action_due_2]").fill(str(timezone.localdate().year + 1))
    page.get_by_label("Owner of the action").fill(OWNER)
    page.get_by_label("Owner of the action").press("Enter")
    expect(page.locator("main")).to_contain_text("5.10 saved")
    assert (saved(draft).action_owner, saved(draft).action) == (OWNER, "Rewrite the leaflet")


def test_among_the_words_of_the_committee_paper_it_saves_them(
    window: Window, cast: Cast, draft: Assessment
) -> None:
    page = window(cast.officer, javascript=False)
    page.goto(f"/assessments/{draft.pk}/committee-paper/edit/")
    title = page.get_by_label("Title", exact=True)
    title.fill("Our own title")
    title.press("Enter")
    expect(page.locator("main")).to_contain_text("Our own title")
    assert PaperText.objects.get().words["title"] == "Our own title"
