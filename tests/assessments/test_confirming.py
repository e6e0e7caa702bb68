"""A section's answers from an earlier year, confirmed in one step."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.carrying.services import carry_forward
from assessments.enums import Event
from assessments.models import Assessment, Response, TypedDraft
from codes.models import Code
from tests import factories
from tests.assessments.pages import Page, typed
from tests.assessments.steps import response, url
from tests.conftest import Cast

ACTION = {
    "answer": "no",
    "action": "Rewrite the leaflet",
    "action_owner": "Head of Housing",
    "commentary": "Still the old one.",
}


@pytest.fixture
def officer(cast: Cast, sign_in: Any) -> Client:
    return sign_in(cast.officer)


def carried(cast: Cast, code: Code, but: dict[str, Any] | None = None) -> Assessment:
    """A draft for 2025-26 that began with all that 2024-25 said."""
    last = factories.record_elsewhere(cast.officer, code)
    factories.answer_all(cast.officer, last, but)
    draft = factories.start(cast.officer, code)
    carry_forward(cast.officer, draft, source=last.pk)
    return draft


def confirm_url(draft: Assessment, section: str = "") -> str:
    return f"{url(draft)}confirm/{f'{section}/' if section else ''}"


def ticked(page: Page, *numbers: str) -> dict[str, Any]:
    return {**page.form, "tick": list(numbers)}


def waiting(draft: Assessment) -> list[str]:
    rows = draft.responses.filter(to_confirm=True).order_by("provision__position")
    return list(rows.values_list("provision__number", flat=True))


def test_a_section_is_confirmed_in_one_step_and_leads_to_the_next(
    officer: Client, cast: Cast, code: Code
) -> None:
    draft = carried(cast, code)
    assert officer.get(confirm_url(draft)).headers["Location"] == confirm_url(draft, "1")
    page = Page(officer.get(confirm_url(draft, "1")))
    page.assert_in_order()
    assert "Confirm answers from 2024-25" in page.text
    assert "Landlords must do what 1.2 says." in page.text
    assert "The wording of the requirement has not changed." in page.text
    assert "Complaints Policy, section 2." in page.text
    assert "5.10" not in page.text
    answer = officer.post(confirm_url(draft, "1"), ticked(page, "1.2", "1.3"))
    assert answer.headers["Location"] == confirm_url(draft, "5")
    assert "2 answers confirmed in section 1" in Page(officer.get(confirm_url(draft, "5"))).text
    assert waiting(draft) == ["5.1", "5.10"]
    entries = draft.history.filter(event=Event.CONFIRMED).order_by("provision__position")
    assert [(entry.provision.number, entry.actor_name) for entry in entries if entry.provision] == [
        ("1.2", "Olu Ficer"),
        ("1.3", "Olu Ficer"),
    ]
    every = Page(officer.get(confirm_url(draft, "5"))).form | {"all": "1"}
    assert officer.post(confirm_url(draft, "5"), every).headers["Location"] == url(draft)
    assert waiting(draft) == []
    assert officer.get(confirm_url(draft)).headers["Location"] == url(draft)
    assert "nothing to confirm in this section" in Page(officer.get(confirm_url(draft, "5"))).text


def test_what_is_not_ticked_waits_on_and_the_next_section_comes_all_the_same(
    officer: Client, cast: Cast, code: Code
) -> None:
    draft = carried(cast, code)
    page = Page(officer.get(confirm_url(draft, "1")))
    answer = officer.post(confirm_url(draft, "1"), ticked(page, "1.3"))
    assert answer.headers["Location"] == confirm_url(draft, "5")
    assert waiting(draft) == ["1.2", "5.1", "5.10"]
    page = Page(officer.get(confirm_url(draft, "5")))
    assert confirm_url(draft, "1") in page.links
    nothing = officer.post(confirm_url(draft, "5"), ticked(page))
    assert nothing.status_code == 422
    assert "Tick the answers that are still true, or skip this section" in Page(nothing).text
    Page(nothing).assert_in_order()
    assert waiting(draft) == ["1.2", "5.1", "5.10"]


def test_what_a_colleague_saved_meanwhile_is_told_and_the_other_ticks_hold(
    officer: Client, cast: Cast, code: Code
) -> None:
    draft = carried(cast, code)
    page = Page(officer.get(confirm_url(draft, "5")))
    theirs = Response.objects.filter(pk=response(draft, "5.1").pk)
    theirs.update(evidence="Their words.", version=7, edited_by=cast.administrator.user)
    answer = officer.post(confirm_url(draft, "5"), ticked(page, "5.1", "5.10"))
    assert answer.status_code == 409
    again = Page(answer)
    assert "1 answer confirmed in section 5" in again.text
    assert "Someone has saved 5.1 since you opened this page" in again.text
    assert "Ada Min has saved 5.1 since you opened this page. This is how it is now." in again.text
    assert "Their words." in again.text
    assert waiting(draft) == ["1.2", "1.3", "5.1"]
    assert response(draft, "5.1").evidence == "Their words."
    officer.post(confirm_url(draft, "5"), ticked(again, "5.1"))
    assert waiting(draft) == ["1.2", "1.3"]


def test_what_a_colleague_confirmed_meanwhile_is_not_confirmed_twice(
    officer: Client, cast: Cast, code: Code
) -> None:
    draft = carried(cast, code)
    page = Page(officer.get(confirm_url(draft, "5")))
    officer.post(confirm_url(draft, "5"), ticked(page, "5.1"))
    answer = officer.post(confirm_url(draft, "5"), ticked(page, "5.1", "5.10"))
    assert answer.status_code == 409
    assert "Someone has saved 5.1" in Page(answer).text
    assert draft.history.filter(event=Event.CONFIRMED).count() == 2


def test_only_what_may_be_confirmed_as_it_is_can_be_ticked(
    officer: Client, cast: Cast, code: Code
) -> None:
    passed = ACTION | {"evidence": "", "action_due": date(2025, 3, 31)}
    to_come = timezone.localdate() + timedelta(days=30)
    draft = carried(
        cast,
        code,
        {
            "1.2": passed,
            "1.3": {"answer": "", "evidence": "Only a text."},
            "5.1": ACTION | {"evidence": "", "action_due": to_come},
        },
    )
    page = Page(officer.get(confirm_url(draft, "1")))
    assert "The date of its action, 31 March 2025, has passed." in page.text
    assert "There was no answer in 2024-25. Answer the requirement as it stands now." in page.text
    assert f"{url(draft, '1.2')}#id_confirm" in page.links
    assert "1.2-tick" not in page.ids
    assert "Confirm the answers I ticked" not in page.text
    forged = {"tick": ["1.2", "1.3"], "version_1.2": "1", "version_1.3": "1"}
    assert officer.post(confirm_url(draft, "1"), forged).status_code == 409
    assert waiting(draft) == ["1.2", "1.3", "5.1", "5.10"]
    page = Page(officer.get(confirm_url(draft, "5")))
    assert "5.1 is still true, and its action has not been done yet" in page.text
    officer.post(confirm_url(draft, "5"), ticked(page, "5.1"))
    assert response(draft, "5.1").action_due == to_come
    assert not response(draft, "5.1").to_confirm


def test_an_answer_that_one_has_begun_to_change_is_not_confirmed_unseen(
    officer: Client, cast: Cast, code: Code
) -> None:
    draft = carried(cast, code)
    mine = typed(evidence="Half a sen", version=1, draft=0, window="")
    officer.post(f"{url(draft, '1.2')}draft/", mine)
    page = Page(officer.get(confirm_url(draft, "1")))
    assert "You have unsaved changes to this answer." in page.text
    officer.post(confirm_url(draft, "1"), page.form | {"all": "1"})
    assert waiting(draft) == ["1.2", "5.1", "5.10"]
    assert TypedDraft.objects.get().values["evidence"] == "Half a sen"


def test_how_a_requirement_has_changed_is_marked_word_by_word(
    officer: Client, cast: Cast, full_codes: dict[str, Code]
) -> None:
    last = factories.record_elsewhere(cast.officer, full_codes["2022"])
    factories.answer_all(cast.officer, last)
    draft = factories.start(cast.officer, full_codes["2024"])
    carry_forward(cast.officer, draft, source=last.pk)
    for section in draft.code.sections.all():
        page = Page(officer.get(confirm_url(draft, section.number)))
        page.assert_in_order()
        # Each beside what it was, also where two provisions come from one.
        told = page.text.count("How the requirement has changed") + page.text.count("not changed.")
        here = draft.responses.filter(provision__section=section, to_confirm=True).count()
        assert told == here
        assert here == 0 or "[added:" in page.text


def test_words_that_time_has_overtaken_are_pointed_out_and_nothing_is_refused(
    officer: Client, cast: Cast, code: Code
) -> None:
    said = {"evidence": "Last year we said that it would be done by March 2025."}
    draft = carried(cast, code, {"1.2": said})
    hint = "Check whether this is still right: “Last year”, “by March 2025”."
    page = Page(officer.get(confirm_url(draft, "1")))
    assert hint in page.text
    for one in (url(draft, "1.2"), f"{url(draft)}section/1/"):
        assert hint in Page(officer.get(one)).text
    officer.post(confirm_url(draft, "1"), ticked(page, "1.2"))
    assert "1.2" not in waiting(draft)
    assert hint not in Page(officer.get(url(draft, "1.2"))).text


def test_what_is_locked_meanwhile_says_so_and_names_the_ticks(
    officer: Client, cast: Cast, code: Code
) -> None:
    draft = carried(cast, code)
    page = Page(officer.get(confirm_url(draft, "1")))
    Response.objects.filter(assessment=draft).update(to_confirm=False)
    factories.submit(cast.officer, draft)
    answer = officer.post(confirm_url(draft, "1"), ticked(page, "1.2", "1.3"))
    assert answer.status_code == 409
    assert "The answers are locked" in Page(answer).text


def test_a_long_section_asks_the_database_as_often_as_a_short_one(
    officer: Client, cast: Cast, code: Code
) -> None:
    def asked(draft: Assessment) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert officer.get(confirm_url(draft, "1")).status_code == 200
        return len(queries)

    short = asked(carried(cast, code))
    many = factories.make_code("2030", [f"1.{n}" for n in range(1, 30)])
    last = factories.record_elsewhere(cast.officer, many, 2030)
    factories.answer_all(cast.officer, last)
    draft = factories.start(cast.officer, many, 2031)
    carry_forward(cast.officer, draft, source=last.pk)
    assert asked(draft) == short <= 16


def test_a_section_that_is_none_is_not_found(officer: Client, cast: Cast, code: Code) -> None:
    draft = carried(cast, code)
    assert officer.get(confirm_url(draft, "9")).status_code == 404
