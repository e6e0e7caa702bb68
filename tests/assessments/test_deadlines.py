"""When things are due, and that the overview and the list say so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Landlord
from assessments.deadlines import submission_deadline
from codes.models import Code
from selfassess.common.financial_year import FinancialYear
from selfassess.common.moments import days_away
from tests import factories
from tests.assessments.pages import Page
from tests.conftest import Cast

SignIn = Callable[..., Client]


@pytest.mark.parametrize(
    ("homes", "year_end", "last_day"),
    [
        (1001, "03-31", date(2026, 9, 30)),
        (1001, "12-31", date(2026, 9, 30)),
        (1000, "03-31", date(2026, 9, 30)),
        (1000, "12-31", date(2026, 6, 30)),
        (40, "06-30", date(2025, 12, 31)),
        (40, "08-31", date(2026, 2, 28)),
        (40, "04-05", date(2025, 10, 5)),
        (40, "01-30", date(2026, 7, 30)),
    ],
)
def test_the_day_to_submit_by_follows_homes_and_financial_year(
    homes: int, year_end: str, last_day: date
) -> None:
    landlord = Landlord(homes=homes, year_end=year_end)
    assert submission_deadline(landlord, FinancialYear(2025)) == last_day


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "tomorrow"), (12, "in 12 days"), (-1, "yesterday"), (-3, "3 days ago")],
)
def test_how_far_off_a_day_is(days: int, words: str) -> None:
    today = date(2026, 2, 27)
    assert days_away(today + timedelta(days=days), today) == words


def test_officers_see_what_is_due_when_and_what_is_late(
    cast: Cast, code: Code, sign_in: SignIn
) -> None:
    today = timezone.localdate()
    year = FinancialYear.containing(today)
    draft = factories.start(
        cast.officer,
        code,
        year.start,
        meeting_date=today + timedelta(days=9),
        due_date=today - timedelta(days=3),
    )
    client = sign_in(cast.officer)
    for address in (f"/assessments/{draft.pk}/", "/landlords/alderbrook/"):
        text = Page(client.get(address)).text
        assert "3 days ago Late" in text
        assert "in 9 days" in text
        assert f"Submit to the Ombudsman by 30 September {year.start + 1}" in text
        assert text.count("Late") == 1


def test_the_overview_says_who_did_what_last(cast: Cast, code: Code, sign_in: SignIn) -> None:
    draft = factories.start(cast.officer, code)
    factories.answer(cast.officer, draft, "5.10", **factories.YES)
    text = Page(sign_in(cast.viewer).get(f"/assessments/{draft.pk}/")).text
    assert "Last change Saved an answer (5.10)Olu Ficer, " in text


def test_what_is_published_is_not_late(cast: Cast, code: Code, sign_in: SignIn) -> None:
    approved = factories.make_approved(cast.officer, cast.member, code, 2020)
    factories.publish(cast.officer, approved)
    text = Page(sign_in(cast.officer).get(f"/assessments/{approved.pk}/")).text
    assert "Late" not in text
    assert "Answers due" not in text


def test_once_approved_the_meeting_is_the_one_that_approved_it(
    cast: Cast, code: Code, sign_in: SignIn
) -> None:
    draft = factories.start(cast.officer, code, meeting_date=date(2099, 12, 16))
    factories.answer_all(cast.officer, draft)
    address = f"/assessments/{draft.pk}/"
    client = sign_in(cast.officer)
    assert "Governing body’s meeting 16 December 2099" in Page(client.get(address)).text
    approved = factories.approve(cast.member, factories.submit(cast.officer, draft))
    text = Page(client.get(address)).text
    assert f"Governing body’s meeting {date_format(approved.approved_on)}" in text
    assert "2099" not in text


def test_governing_body_members_read_first_what_is_not_met(
    cast: Cast, code: Code, sign_in: SignIn
) -> None:
    due = date(2031, 3, 1)
    assessment = factories.start(cast.officer, code)
    but = {
        "5.1": {
            "answer": "no",
            "action": "Write the policy",
            "action_owner": "Head of Homes",
            "action_due": due,
        },
        "5.10": {"answer": "partly", "alternative": "We visit instead."},
    }
    factories.answer_all(cast.officer, assessment, but=but)
    factories.submit(cast.officer, assessment)
    client = sign_in(cast.member)
    for address in (f"/assessments/{assessment.pk}/", f"/assessments/{assessment.pk}/read/"):
        page = Page(client.get(address))
        short = page.text.partition("What is not fully met")[2]
        assert short.index("Write the policy") < short.index("Head of Homes, by 1 March 2031")
        assert "We visit instead." in short
        page.assert_in_order()
    assert "#5.1" in page.links


def test_a_new_landlords_officer_learns_how_it_works_and_others_what_to_wait_for(
    cast: Cast, code: Code, sign_in: SignIn
) -> None:
    def list_of(person: str) -> Page:
        return Page(sign_in(getattr(cast, person)).get("/landlords/alderbrook/"))

    first = list_of("officer")
    assert "You send the self-assessment to Cabinet for approval." in first.text
    assert "/landlords/alderbrook/assessments/start/" in first.links
    first.assert_in_order()
    assert "We will email you when a self-assessment is sent for approval" in list_of("member").text
    assert "A complaints officer in your team can start one." in list_of("viewer").text
