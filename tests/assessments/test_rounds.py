"""What was asked when it was returned, and what has changed since, on top until a decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.access import Member
from assessments.enums import Event
from assessments.models import Assessment
from assessments.workflow import Step
from codes.models import Code
from tests import factories
from tests.assessments.pages import Page
from tests.assessments.steps import reloaded, take, url
from tests.conftest import Cast

ASKED = "Which clause of the policy says so?"


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment)
    return assessment


def returned(cast: Cast, draft: Assessment, asked: str = ASKED) -> Assessment:
    return take(Event.RETURN, factories.submit(cast.officer, draft), cast.member, Step(note=asked))


def on_top(client: Client, assessment: Assessment, page: str) -> str:
    """What stands above the page's own content."""
    return Page(client.get(f"{url(assessment)}{page}")).text.split("Summary Yes")[0]


@pytest.mark.parametrize("page", ["", "read/"])
@pytest.mark.parametrize("who", ["officer", "member"])
def test_both_sides_see_the_question_and_what_has_changed_word_by_word(
    cast: Cast, draft: Assessment, sign_in: Callable[[Member], Client], page: str, who: str
) -> None:
    returned(cast, draft)
    client = sign_in(getattr(cast, who))
    text = on_top(client, draft, page)
    assert "What needs to change" in text
    assert f"{ASKED} Mem Burr, " in text
    assert "No answers have changed." in text
    now = {"answer": "partly", "evidence": "Complaints Policy, section 7."}
    factories.answer(cast.officer, draft, "5.1", **factories.YES | {"commentary": "Half-way."})
    factories.answer(cast.officer, draft, "5.1", **now, action="Do it", action_owner="Head")
    factories.answer(cast.officer, draft, "1.2", **factories.YES | {"commentary": "See 2."})
    text = on_top(client, draft, page)
    assert "Partly (was Yes)" in text
    assert "Complaints Policy, section [removed:2.][added:7.]" in text
    assert "Half-way." not in text
    assert text.index("1.2: commentary") < text.index("5.1: answer, evidence, action, owner")
    assert "1.3:" not in text.split("What has changed since")[1].split("Section")[0]
    Page(client.get(f"{url(draft)}{page}")).assert_in_order()


def test_it_stands_there_until_it_is_approved(
    cast: Cast, draft: Assessment, sign_in: Callable[[Member], Client]
) -> None:
    returned(cast, draft)
    factories.answer(cast.officer, draft, "5.1", **factories.YES | {"commentary": "Clause 7."})
    submitted = factories.submit(cast.officer, draft)
    member = sign_in(cast.member)
    for page in ("", "read/"):
        text = on_top(member, draft, page)
        assert "Why it was returned" in text
        assert ASKED in text
        assert "(empty)AfterClause 7." in text
    taken = take(Event.TAKE_BACK, submitted, cast.officer)
    assert ASKED in on_top(sign_in(cast.officer), draft, "")
    factories.approve(cast.member, factories.submit(cast.officer, taken))
    for page in ("", "read/"):
        assert ASKED not in on_top(member, draft, page)


def test_the_newest_question_comes_first_and_the_earlier_ones_are_folded(
    cast: Cast, draft: Assessment, sign_in: Callable[[Member], Client]
) -> None:
    returned(cast, draft)
    factories.answer(cast.officer, draft, "5.1", **factories.YES | {"commentary": "Clause 7."})
    again = returned(cast, reloaded(draft), "And of which year?")
    factories.answer(cast.officer, again, "5.1", **factories.YES | {"commentary": "Clause 8."})
    page = Page(sign_in(cast.member).get(f"{url(draft)}read/"))
    page.assert_in_order()
    newest, earlier = page.text.split("Returned earlier: Mem Burr, ")
    assert "And of which year?" in newest
    assert "Clause [removed:7.][added:8.]" in newest
    assert ASKED in earlier
    assert "(empty)AfterClause 7." in earlier
    html = page.html.split("Returned earlier")[0]
    assert html.rindex("<details") > html.rindex("</section>")


def test_an_approval_decides_about_what_was_asked_before_it(
    cast: Cast, draft: Assessment, sign_in: Callable[[Member], Client]
) -> None:
    returned(cast, draft)
    approved = factories.approve(cast.member, factories.submit(cast.officer, draft))
    take(Event.RETURN, approved, cast.clerk, Step(note="The board met again."))
    text = on_top(sign_in(cast.officer), draft, "")
    assert "The board met again. Clark Minute, " in text
    assert ASKED not in text


def test_however_much_has_changed_it_is_asked_for_once(
    cast: Cast, draft: Assessment, sign_in: Callable[[Member], Client]
) -> None:
    client = sign_in(cast.member)

    def asked() -> int:
        client.get(f"{url(draft)}read/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{url(draft)}read/")
        return len(queries)

    returned(cast, draft)
    one = asked()
    for number in ("1.2", "1.3", "5.1", "5.10"):
        changed: dict[str, Any] = factories.YES | {"commentary": f"Of {number}."}
        factories.answer(cast.officer, draft, number, **changed)
    returned(cast, reloaded(draft), "And then?")
    assert asked() == one
