"""Years that were published elsewhere: recorded, filled in by hand, compared with."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments import queries, workflow
from assessments.enums import Event, State
from assessments.models import Assessment
from codes.models import Code
from tests import factories
from tests.assessments.pages import Page, due, typed
from tests.conftest import Cast
from tests.factories import YES

RECORD = "/landlords/alderbrook/assessments/record/"
URL = "https://www.alderbrook.example/complaints-2024.pdf"


@pytest.fixture
def officer(cast: Cast, sign_in: Any) -> Client:
    return sign_in(cast.officer)


@pytest.fixture
def recorded(cast: Cast, code: Code) -> Assessment:
    return factories.record_elsewhere(cast.officer, code)


def test_the_officer_records_a_year_and_fills_in_what_was_said(officer: Client, code: Code) -> None:
    values = {"code": "2024", "year": "2024-25", "published_url": URL}
    answer = officer.post(RECORD, Page(officer.get(RECORD)).form | values)
    made = Assessment.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.state, made.published_url, made.year.label) == (State.RECORDED, URL, "2024-25")
    assert made.history.get().event == Event.RECORDED
    page = Page(officer.get(made.get_absolute_url()))
    page.assert_in_order()
    assert "Published elsewhere" in page.text
    assert "missing" not in page.text.replace("Something missing", "").replace("Missing", "")
    assert URL in page.links
    address = reverse("assessments:provision", args=[made.pk, "5.10"])
    sent = typed(answer="no", action="Was mended.", **due(1, 5, 2024))
    assert officer.post(address, sent).status_code == 302
    saved = made.responses.get(provision__number="5.10")
    assert (saved.answer, str(saved.action_due)) == ("no", "2024-05-01")
    assert "Still missing" not in Page(officer.get(address)).text


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "ftp://example.org/x", "not an address", "data:text/html,x"]
)
def test_only_web_addresses_are_taken(officer: Client, code: Code, url: str) -> None:
    values = {"code": "2024", "year": "2024-25", "published_url": url}
    answer = officer.post(RECORD, Page(officer.get(RECORD)).form | values)
    assert answer.status_code == 422
    assert "#id_published_url" in Page(answer).links
    assert not Assessment.objects.exists()


def test_a_year_is_recorded_once(officer: Client, recorded: Assessment) -> None:
    values = {"code": "2024", "year": "2024-25", "published_url": URL}
    answer = officer.post(RECORD, Page(officer.get(RECORD)).form | values)
    assert answer.status_code == 422
    page = Page(answer)
    assert "2024-25 has already been added" in page.text
    assert recorded.get_absolute_url() in page.links


def test_its_details_can_be_changed(officer: Client, recorded: Assessment) -> None:
    url = reverse("assessments:details", args=[recorded.pk])
    form = Page(officer.get(url)).form | {"year": "2023-24", "published_url": URL}
    assert officer.post(url, form).status_code == 302
    recorded.refresh_from_db()
    assert (recorded.year.label, recorded.published_url) == ("2023-24", URL)
    assert recorded.state == State.RECORDED


def test_it_stands_beside_the_form_of_the_next_year(
    cast: Cast, code: Code, officer: Client, recorded: Assessment
) -> None:
    draft = factories.start(cast.officer, code)
    assert queries.previous_assessment(draft) is None
    factories.answer(cast.officer, recorded, "5.10", answer="partly", evidence="Said in 2024.")
    assert queries.previous_assessment(draft) == recorded
    page = Page(officer.get(reverse("assessments:provision", args=[draft.pk, "5.10"])))
    assert "Answer for 2024-25" in page.text
    assert "Said in 2024." in page.text


def test_across_codes_it_stands_beside_the_duty_that_it_became(
    cast: Cast, officer: Client, full_codes: dict[str, Code]
) -> None:
    recorded = factories.record_elsewhere(cast.officer, full_codes["2022"], 2023)
    factories.answer(cast.officer, recorded, "1.6", answer="yes", evidence="Our 2022 policy.")
    draft = factories.start(cast.officer, full_codes["2024"])
    page = Page(officer.get(reverse("assessments:provision", args=[draft.pk, "1.5"])))
    assert "Our 2022 policy." in page.text


def test_what_was_published_here_comes_before_what_is_recorded_of_the_same_year(
    cast: Cast, code: Code, recorded: Assessment
) -> None:
    factories.answer(cast.officer, recorded, "5.10", **YES)
    here = factories.make_approved(cast.officer, cast.member, code, 2024)
    factories.publish(cast.officer, here)
    assert queries.previous_assessment(factories.start(cast.officer, code)) == here


def test_it_is_listed_apart_and_everybody_reads_it(
    cast: Cast, sign_in: Any, recorded: Assessment
) -> None:
    for who in (cast.member, cast.viewer, cast.officer):
        page = Page(sign_in(who).get("/landlords/alderbrook/"))
        assert "Published elsewhere" in page.text
        assert recorded.get_absolute_url() in page.links
        assert sign_in(who).get(recorded.get_absolute_url()).status_code == 200
    assert RECORD not in Page(sign_in(cast.viewer).get("/landlords/alderbrook/")).links


def test_it_goes_nowhere_but_away(cast: Cast, officer: Client, recorded: Assessment) -> None:
    assert workflow.actions_for(cast.officer, recorded) == [Event.DISCARD]
    url = reverse("assessments:discard", args=[recorded.pk])
    form = Page(officer.get(url)).form
    assert officer.post(url, form).status_code == 302
    assert Client().get("/published/alderbrook/").text.count(recorded.published_url) == 0


def test_residents_find_a_link_to_it(
    cast: Cast, code: Code, recorded: Assessment, django_assert_max_num_queries: Any
) -> None:
    page = Client().get("/published/alderbrook/")
    assert "2024-25, published elsewhere" in page.text
    link = f'href="{recorded.published_url}" rel="nofollow noreferrer"'
    assert link in page.text
    factories.publish(cast.officer, factories.make_approved(cast.officer, cast.member, code))
    # A server's first visit reads the document too, and what its Code calls each provision.
    assert link in Client().get("/published/alderbrook/2025-26/").text
    for address in ("/published/alderbrook/", "/published/alderbrook/2025-26/"):
        with django_assert_max_num_queries(2):
            assert link in Client().get(address).text
    assert Client().get("/published/alderbrook/2024-25/").status_code == 404
