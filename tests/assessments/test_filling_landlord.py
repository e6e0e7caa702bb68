"""The landlord's list, starting an assessment, a draft's details, discarding one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import FormerSlug
from assessments.models import Assessment
from codes.models import Code
from selfassess.common.financial_year import FinancialYear
from tests import factories
from tests.assessments.pages import Page
from tests.conftest import Cast
from tests.factories import YES

SignIn = Callable[..., Client]
LIST = "/landlords/alderbrook/"
START = "/landlords/alderbrook/assessments/start/"


@pytest.fixture
def officer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.officer)


def this_year() -> FinancialYear:
    return FinancialYear.containing(timezone.localdate())


# The list


def test_the_list_shows_progress_and_the_days_to_the_meeting(
    cast: Cast, code: Code, officer: Client
) -> None:
    meeting = timezone.localdate() + timedelta(days=12)
    draft = factories.start(cast.officer, code, meeting_date=meeting)
    factories.answer(cast.officer, draft, "5.10", **YES)
    page = Page(officer.get(LIST))
    assert "1 of 4 answered" in page.text
    assert "in 12 days" in page.text
    assert f"/assessments/{draft.pk}/" in page.links
    assert START in page.links
    page.assert_in_order()


def test_an_empty_list_says_what_to_do(officer: Client, code: Code) -> None:
    assert "You have not started a self-assessment yet" in Page(officer.get(LIST)).text


def test_a_governing_body_member_is_shown_no_draft(cast: Cast, code: Code, sign_in: SignIn) -> None:
    draft = factories.start(cast.officer, code, year=2026)
    submitted = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, submitted)
    factories.submit(cast.officer, submitted)
    page = Page(sign_in(cast.member).get(LIST))
    assert f"/assessments/{submitted.pk}/" in page.links
    assert f"/assessments/{draft.pk}/" not in page.links
    assert "2026-27" not in page.text
    assert START not in page.links


def test_published_and_discarded_ones_come_below(cast: Cast, code: Code, officer: Client) -> None:
    for year, state in ((2023, "published"), (2024, "discarded"), (2025, "draft")):
        row = factories.start(cast.officer, code, year=year)
        Assessment.objects.filter(pk=row.pk).update(state=state)
    text = Page(officer.get(LIST)).text
    assert text.index("2025-26:") < text.index("Published and discarded") < text.index("2024-25:")
    assert "/published/alderbrook/" in Page(officer.get(LIST)).links


def test_a_former_address_leads_to_the_present_one(cast: Cast, officer: Client) -> None:
    FormerSlug.objects.create(slug="oldbrook", landlord=cast.landlord)
    assert officer.get("/landlords/oldbrook/").url == LIST
    assert officer.get("/landlords/oldbrook/assessments/start/").url == START


def test_the_list_is_closed_to_outsiders(cast: Cast, sign_in: SignIn, client: Client) -> None:
    assert sign_in(cast.outsider).get(LIST).status_code == 404
    assert client.get(LIST).status_code == 302


def test_the_list_takes_the_same_queries_for_one_and_many(
    cast: Cast, code: Code, officer: Client, django_assert_max_num_queries: Any
) -> None:
    factories.start(cast.officer, code)
    with django_assert_max_num_queries(10) as few:
        officer.get(LIST)
    for year in range(2015, 2025):
        factories.answer_all(cast.officer, factories.start(cast.officer, code, year=year))
    with django_assert_max_num_queries(10) as many:
        officer.get(LIST)
    assert len(few) == len(many)


# Starting


def test_the_form_begins_with_the_code_in_force_and_this_year(officer: Client, code: Code) -> None:
    factories.make_code("2022", ("1.2",))
    factories.make_code("2099", ("1.2",))
    page = Page(officer.get(START))
    assert page.form["code"] == "2024"
    assert page.form["year"] == this_year().label
    assert page.form["trigger"] == "annual"
    page.assert_in_order()


def test_starting_leads_to_the_new_draft(cast: Cast, code: Code, officer: Client) -> None:
    year = timezone.localdate().year + 1
    form = Page(officer.get(START)).form | {
        "trigger": "restructure",
        "meeting_date_0": "3",
        "meeting_date_1": "June",
        "meeting_date_2": str(year),
        "due_date_0": "3",
        "due_date_1": "6",
        "due_date_2": str(year),
    }
    answer = officer.post(START, form)
    made = Assessment.objects.get()
    assert answer.url == f"/assessments/{made.pk}/"
    assert (made.landlord, made.code, made.year) == (cast.landlord, code, this_year())
    assert (made.trigger, made.meeting_date) == ("restructure", date(year, 6, 3))


BAD: list[tuple[dict[str, str], str, str]] = [
    ({"code": "1066"}, "code", "Select which Code"),
    ({"code": ""}, "code", "Select which Code"),
    ({"year": "2025"}, "year", "Select financial year"),
    ({"year": "1999-00"}, "year", "Select financial year"),
    ({"trigger": "boredom"}, "trigger", "Select why"),
    ({"meeting_date_0": "31", "meeting_date_1": "2"}, "meeting_date", "must include a year"),
    (
        {"meeting_date_0": "31", "meeting_date_1": "2", "meeting_date_2": "2031"},
        "meeting_date",
        "must be a real date",
    ),
]


@pytest.mark.parametrize(("values", "field", "says"), BAD)
def test_bad_details_are_refused_beside_their_field(
    officer: Client, code: Code, values: dict[str, str], field: str, says: str
) -> None:
    form = Page(officer.get(START)).form | {"due_date_0": "7"} | values
    answer = officer.post(START, form)
    page = Page(answer)
    assert answer.status_code == 422
    assert f"#id_{field}" in page.links
    assert says in page.text
    assert page.form["due_date_0"] == "7"
    page.assert_in_order()
    assert not Assessment.objects.exists()


def test_answers_cannot_be_due_after_the_meeting(officer: Client, code: Code) -> None:
    dates = {
        "meeting_date_0": "3",
        "meeting_date_1": "6",
        "meeting_date_2": "2031",
        "due_date_0": "4",
        "due_date_1": "6",
        "due_date_2": "2031",
    }
    page = Page(officer.post(START, Page(officer.get(START)).form | dates))
    assert "due on or before the meeting, which is on 3 June 2031" in page.text
    assert "#id_due_date" in page.links


def test_a_second_one_for_the_year_is_refused_with_a_link_to_the_first(
    cast: Cast, code: Code, officer: Client
) -> None:
    first = factories.start(cast.officer, code, year=this_year().start)
    answer = officer.post(START, Page(officer.get(START)).form)
    page = Page(answer)
    assert answer.status_code == 422
    assert f"{this_year()} already has an open self-assessment" in page.text
    assert f"/assessments/{first.pk}/" in page.links
    assert "#id_year" in page.links
    page.assert_in_order()


@pytest.mark.parametrize("who", ["administrator", "contributor", "member", "clerk", "viewer"])
def test_only_officers_start(cast: Cast, code: Code, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(cast, who))
    assert client.get(START).status_code == 403
    assert client.post(START, {}).status_code == 403


# Details


def test_details_of_a_draft_can_be_changed(cast: Cast, code: Code, officer: Client) -> None:
    draft = factories.start(cast.officer, code, year=2019)
    url = f"/assessments/{draft.pk}/details/"
    form = Page(officer.get(url)).form
    assert form["year"] == "2019-20"
    answer = officer.post(url, form | {"trigger": "exceptional"})
    assert answer.url == f"/assessments/{draft.pk}/"
    draft.refresh_from_db()
    assert (draft.trigger, draft.year_start) == ("exceptional", 2019)


def test_two_who_change_the_details_at_once_see_it(cast: Cast, code: Code, officer: Client) -> None:
    draft = factories.start(cast.officer, code)
    url = f"/assessments/{draft.pk}/details/"
    form = Page(officer.get(url)).form
    officer.post(url, form | {"trigger": "exceptional"})
    answer = officer.post(url, form | {"trigger": "restructure"})
    page = Page(answer)
    assert answer.status_code == 409
    assert "Someone else has changed the settings" in page.text
    assert page.form["trigger"] == "restructure"
    draft.refresh_from_db()
    assert draft.trigger == "exceptional"
    assert officer.post(url, page.form).status_code == 302
    draft.refresh_from_db()
    assert draft.trigger == "restructure"


def test_another_open_year_is_refused_in_the_details_too(
    cast: Cast, code: Code, officer: Client
) -> None:
    draft = factories.start(cast.officer, code, year=this_year().start)
    other = factories.start(cast.officer, code, year=this_year().start - 1)
    url = f"/assessments/{draft.pk}/details/"
    page = Page(officer.post(url, Page(officer.get(url)).form | {"year": other.year.label}))
    assert f"/assessments/{other.pk}/" in page.links


def test_details_are_locked_after_submission(cast: Cast, code: Code, officer: Client) -> None:
    draft = factories.start(cast.officer, code)
    url = f"/assessments/{draft.pk}/details/"
    form = Page(officer.get(url)).form
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    assert "The settings are locked" in Page(officer.get(url)).text
    answer = officer.post(url, form | {"trigger": "exceptional"})
    assert answer.status_code == 409
    assert "Your changes have not been saved" in Page(answer).text


# Discarding


def test_a_draft_is_discarded_after_a_question(cast: Cast, code: Code, officer: Client) -> None:
    draft = factories.start(cast.officer, code)
    url = f"/assessments/{draft.pk}/discard/"
    page = Page(officer.get(url))
    assert "Are you sure" in page.text
    page.assert_in_order()
    answer = officer.post(url, page.form, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert "Self-assessment for 2025-26 discarded" in Page(answer).text
    draft.refresh_from_db()
    assert draft.state == "discarded"


def test_what_changed_after_the_question_is_not_discarded(
    cast: Cast, code: Code, officer: Client
) -> None:
    draft = factories.start(cast.officer, code)
    url = f"/assessments/{draft.pk}/discard/"
    form = Page(officer.get(url)).form
    details = f"/assessments/{draft.pk}/details/"
    officer.post(details, Page(officer.get(details)).form | {"trigger": "exceptional"})
    answer = officer.post(url, form)
    assert answer.status_code == 409
    assert "because someone changed it after you opened this page" in Page(answer).text
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_what_is_in_review_cannot_be_discarded(cast: Cast, code: Code, officer: Client) -> None:
    draft = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, draft)
    submitted = factories.submit(cast.officer, draft)
    url = f"/assessments/{draft.pk}/discard/"
    assert "cannot discard this self-assessment" in Page(officer.get(url)).text
    assert officer.post(url, {"version": submitted.version}).status_code == 409
    submitted.refresh_from_db()
    assert submitted.state == "in_review"


@pytest.mark.parametrize("page", ["details", "discard"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("administrator", 403),
        ("contributor", 403),
        ("member", 403),
        ("clerk", 403),
        ("viewer", 403),
        ("outsider", 404),
    ],
)
def test_details_and_discarding_are_the_officers(
    cast: Cast, code: Code, sign_in: SignIn, page: str, who: str, status: int
) -> None:
    draft = factories.start(cast.officer, code)
    client = sign_in(getattr(cast, who))
    url = f"/assessments/{draft.pk}/{page}/"
    assert client.get(url).status_code == status
    assert client.post(url, {"version": "1"}).status_code == status
