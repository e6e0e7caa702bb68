"""Dates and Codes that are most likely a slip are asked about, once each, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import plausible
from assessments.models import Assessment, Response
from codes.models import Code
from selfassess.common.financial_year import FinancialYear
from selfassess.common.forms.dates import boxes
from tests import factories
from tests.assessments.pages import Page, due, typed
from tests.conftest import Cast

SignIn = Callable[..., Client]
FAR = due(1, 1, 2099)
PAST = due(1, 6, 2020)


@pytest.fixture
def officer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.officer)


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


def saved(assessment: Assessment) -> Response:
    return Response.objects.get(assessment=assessment, provision__number="5.10")


# An action


def test_an_action_for_2099_is_asked_about_once_and_nothing_typed_is_lost(
    officer: Client, draft: Assessment
) -> None:
    url = f"/assessments/{draft.pk}/5.10/"
    sent = typed(answer="no", action="Write it", action_owner="Head of Repairs", **FAR)
    asked = officer.post(url, sent)
    page = Page(asked)
    assert asked.status_code == 422
    assert "Is 1 January 2099 right? It is more than 5 years away." in page.text
    assert "Yes, 1 January 2099 is right" in page.text
    assert page.form.items() >= sent.items() - {("go", "stay"), ("version", "0")}
    assert "action_due_is_right" not in page.form
    assert "#id_action_due" in page.links
    page.assert_in_order()
    assert saved(draft).action_due is None
    # Ticked, it passes; and what is saved is not asked about again.
    ticked = page.form | {"action_due_is_right": "2099-01-01", "go": "stay"}
    again = Page(officer.post(url, ticked, follow=True))
    assert saved(draft).action_due == date(2099, 1, 1)
    more = again.form | {"evidence": "Policy 2.1", "go": "stay"}
    assert officer.post(url, more).status_code == 302
    assert saved(draft).evidence == "Policy 2.1"


def test_a_tick_counts_for_its_own_date_alone_and_stays_beside_another_error(
    officer: Client, draft: Assessment
) -> None:
    url = f"/assessments/{draft.pk}/5.10/"
    other = typed(answer="no", action_due_is_right="2099-01-01", **due(1, 1, 2098))
    page = Page(officer.post(url, other))
    assert "Is 1 January 2098 right?" in page.text
    assert "action_due_is_right" not in page.form
    wrong = typed(answer="no", action_due_is_right="2099-01-01", action_owner="x" * 151, **FAR)
    page = Page(officer.post(url, wrong))
    assert "Is 1 January 2099 right?" not in page.text
    assert page.form["action_due_is_right"] == "2099-01-01"


def test_it_is_asked_on_the_page_of_a_section_too(officer: Client, draft: Assessment) -> None:
    url = reverse("assessments:section", args=[draft.pk, "5"])
    sent = Page(officer.get(url)).form | {f"p5.10-{name}": text for name, text in FAR.items()}
    sent |= {"p5.10-answer": "no", "p5.10-evidence": "Kept", "save": "5.10"}
    asked = Page(officer.post(url, sent))
    assert "Is 1 January 2099 right?" in asked.text
    assert asked.form["p5.10-evidence"] == "Kept"
    officer.post(url, asked.form | {"p5.10-action_due_is_right": "2099-01-01", "save": "5.10"})
    assert saved(draft).action_due == date(2099, 1, 1)


def test_the_record_of_an_earlier_year_may_name_a_past_day_but_none_before_that_year(
    cast: Cast, officer: Client, code: Code
) -> None:
    record = factories.record_elsewhere(cast.officer, code, 2023)
    url = f"/assessments/{record.pk}/5.10/"
    asked = Page(officer.post(url, typed(answer="no", action="Write it", **due(1, 4, 2013))))
    assert "Is 1 April 2013 right? It is before 2023-24 began." in asked.text
    fine = typed(answer="no", action="Write it", **due(1, 6, 2024))
    assert officer.post(url, fine).status_code == 302


# What an assessment is about


def details(officer: Client, url: str, **changed: str) -> Page:
    return Page(officer.post(url, Page(officer.get(url)).form | changed))


@pytest.mark.parametrize("name", ["due_date", "meeting_date"])
def test_a_day_in_the_plan_that_has_passed_is_asked_about(
    officer: Client, draft: Assessment, name: str
) -> None:
    url = reverse("assessments:details", args=[draft.pk])
    asked = details(officer, url, **boxes(name, date(2020, 6, 1)))
    assert "Is 1 June 2020 right? It has passed." in asked.text
    done = officer.post(url, asked.form | {f"{name}_is_right": "2020-06-01"})
    assert done.status_code == 302
    draft.refresh_from_db()
    assert getattr(draft, name) == date(2020, 6, 1)
    # It is saved, and so it is asked about no more.
    assert officer.post(url, Page(officer.get(url)).form | {"trigger": "annual"}).status_code != 422


def test_a_code_that_did_not_hold_in_the_year_is_asked_about(
    cast: Cast, officer: Client, full_codes: dict[str, Code]
) -> None:
    year = FinancialYear.containing(timezone.localdate()).label
    url = reverse("assessments:start", args=[cast.officer.landlord.slug])
    asked = details(officer, url, code="2022", year=year)
    question = f"Is the Complaint Handling Code 2022 for {year} right?"
    assert f"{question} It was in force from 1 April 2022 to 31 March 2024." in asked.text
    assert not Assessment.objects.exists()
    tick = {"code_is_right": f"the Complaint Handling Code 2022 for {year}"}
    assert officer.post(url, asked.form | tick).status_code == 302
    assert Assessment.objects.get().code.edition == "2022"


def test_an_earlier_year_under_a_later_code_is_asked_about_when_it_is_recorded(
    cast: Cast, officer: Client, full_codes: dict[str, Code]
) -> None:
    url = reverse("assessments:record", args=[cast.officer.landlord.slug])
    address = {"published_url": "https://www.example.org/complaints.pdf"}
    asked = details(officer, url, code="2024", year="2022-23", **address)
    assert "It came into force on 1 April 2024." in asked.text
    assert asked.form["published_url"] == address["published_url"]
    # A year is submitted within six months of its end: under the Code that has come into force.
    assert officer.post(url, asked.form | {"year": "2023-24"}).status_code == 302


# The decision and its paper


def test_a_meeting_of_long_ago_is_asked_about(
    cast: Cast, sign_in: SignIn, draft: Assessment
) -> None:
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    member = sign_in(cast.member)
    url = reverse("assessments:approve", args=[draft.pk])
    form = Page(member.get(url)).form
    form |= {"approving_body": "Cabinet", "mrc_name": "Cllr Ode"}
    asked = Page(member.post(url, form | boxes("approved_on", date(2020, 6, 1))))
    assert "Is 1 June 2020 right? It is more than a year ago." in asked.text
    assert member.post(url, asked.form | {"approved_on_is_right": "2020-06-01"}).status_code == 302
    draft.refresh_from_db()
    assert draft.approved_on == date(2020, 6, 1)


def test_the_papers_dates_are_asked_about_and_what_is_saved_is_not(
    officer: Client, draft: Assessment
) -> None:
    url = reverse("publishing:paper_edit", args=[draft.pk])
    asked = details(officer, url, conclusion="Kept", **boxes("written_on", date(2002, 6, 1)))
    assert "Is 1 June 2002 right? It is more than a year ago." in asked.text
    assert asked.form["conclusion"] == "Kept"
    assert officer.post(url, asked.form | {"written_on_is_right": "2002-06-01"}).status_code == 302
    form = Page(officer.get(url)).form | {"conclusion": "More"}
    assert officer.post(url, form).status_code == 302


# What is odd

TODAY = date(2028, 2, 29)
YEAR = FinancialYear(2027)


@pytest.mark.parametrize(
    ("day", "odd"),
    [
        (None, False),
        (TODAY, False),
        (date(2033, 2, 28), False),
        (date(2033, 3, 1), True),
    ],
)
def test_how_far_ahead_an_action_may_be(day: date | None, odd: bool) -> None:
    assert bool(plausible.action_due(day, before=None, today=TODAY)) is odd
    assert not plausible.action_due(day, before=day, today=TODAY)


@pytest.mark.parametrize(
    ("day", "odd"),
    [
        (TODAY - timedelta(days=1), True),
        (TODAY, False),
        (date(2030, 2, 28), False),
        (date(2030, 3, 1), True),
    ],
)
def test_when_answers_may_be_due(day: date, odd: bool) -> None:
    assert bool(plausible.planned(day, before=None, today=TODAY)) is odd
    assert not plausible.planned(day, before=day, today=TODAY)


class Held:
    def __init__(self, begin: date, end: date | None) -> None:
        self.in_force_from, self.superseded_on = begin, end


@pytest.mark.parametrize(
    ("begin", "end", "odd"),
    [
        (date(2024, 4, 1), None, False),
        (date(2024, 4, 1), date(2027, 4, 1), True),
        (date(2024, 4, 1), date(2027, 4, 2), False),
        (date(2028, 9, 30), None, False),
        (date(2028, 10, 1), None, True),
    ],
)
def test_which_code_a_year_may_have(begin: date, end: date | None, odd: bool) -> None:
    held: Any = Held(begin, end)
    assert bool(plausible.code_for_year(held, YEAR)) is odd
