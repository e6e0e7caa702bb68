"""A whole section on one page, each provision saved on its own."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from assessments.models import Assessment, Response
from codes.models import Code
from tests import factories
from tests.assessments.pages import Page, due, typed
from tests.conftest import Cast


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def officer(cast: Cast, sign_in: Any) -> Client:
    return sign_in(cast.officer)


def url(assessment: Assessment, number: str = "5") -> str:
    return f"/assessments/{assessment.pk}/section/{number}/"


def sent(number: str = "5.10", **values: Any) -> dict[str, str]:
    return typed(provision=number, **values) | {"go": "section"}


def saved(assessment: Assessment, number: str = "5.10") -> Response:
    return assessment.responses.get(provision__number=number)


def test_it_shows_the_sections_provisions_with_what_is_saved(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "5.1", answer="yes", evidence="Saved words")
    page = Page(officer.get(url(draft)))
    assert "Landlords must do what 5.10 says." in page.text
    assert "Landlords must do what 1.2 says." not in page.text
    assert "Saved words" in page.html
    page.assert_in_order()
    overview = Page(officer.get(f"/assessments/{draft.pk}/"))
    assert url(draft) in overview.links


def test_saving_one_leads_back_to_it_and_leaves_the_others(
    officer: Client, draft: Assessment
) -> None:
    answer = officer.post(url(draft), sent(answer="yes", evidence="Policy"))
    assert answer.url == f"{url(draft)}#p5.10"
    assert "5.10 saved" in Page(officer.get(url(draft))).text
    assert saved(draft).evidence == "Policy"
    assert saved(draft, "5.1").version == 0


def test_an_error_stands_beside_its_own_field_and_all_stays_as_typed(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "5.1", answer="yes", evidence="Saved words")
    wrong = sent(answer="no", action="Do it", **due(31, 2, 2031))
    answer = officer.post(url(draft), wrong)
    assert answer.status_code == 422
    page = Page(answer)
    assert "Error: Section 5" in page.html
    assert "#p5.10_action_due" in page.links
    page.assert_in_order()
    assert page.form["action"] == "Do it"
    assert page.form["version"] == "0"
    assert "Saved words" in page.html
    assert saved(draft).version == 0


def test_a_conflict_is_settled_in_the_same_way_as_on_the_provisions_own_page(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "5.10", evidence="Theirs")
    answer = officer.post(url(draft), sent(evidence="Mine"))
    assert answer.status_code == 409
    page = Page(answer)
    assert "Theirs" in page.html
    assert page.form["evidence"] == "Mine"
    assert saved(draft).evidence == "Theirs"


def test_a_section_that_was_locked_meanwhile_shows_what_was_typed(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    answer = officer.post(url(draft), sent(evidence="Too late", version=1))
    assert answer.status_code == 409
    assert "Too late" in Page(answer).text
    page = Page(officer.get(url(draft)))
    assert "Submitted on" in page.text
    assert "Complaints Policy, section 2." in page.text
    page.assert_in_order()


def test_stages_are_headings_in_the_forms_order(
    cast: Cast, officer: Client, full_codes: dict[str, Code]
) -> None:
    draft = factories.start(cast.officer, full_codes["2024"])
    page = Page(officer.get(url(draft, "6")))
    page.assert_in_order()
    assert page.text.index("Stage 1") < page.text.index("Stage 2")
    assert len([name for name in page.ids if name.endswith("_evidence")]) == 20


@pytest.mark.parametrize("number", ["9", "5.10", "X"])
def test_a_section_that_is_not_there_is_not_found(
    officer: Client, draft: Assessment, number: str
) -> None:
    assert officer.get(url(draft, number)).status_code == 404


@pytest.mark.parametrize("number", ["1.2", "9.9", ""])
def test_a_provision_of_another_section_is_not_saved_here(
    officer: Client, draft: Assessment, number: str
) -> None:
    assert officer.post(url(draft), sent(number, evidence="x")).status_code == 404


def test_who_may_not_edit_reads_but_does_not_save(
    cast: Cast, sign_in: Any, draft: Assessment
) -> None:
    client = sign_in(cast.contributor)
    assert "<textarea" not in client.get(url(draft)).content.decode()
    assert client.post(url(draft), sent(evidence="x")).status_code == 403


def test_a_long_section_takes_as_few_queries_as_a_short_one(
    cast: Cast,
    officer: Client,
    full_codes: dict[str, Code],
    django_assert_max_num_queries: Any,
) -> None:
    draft = factories.start(cast.officer, full_codes["2024"])
    factories.answer_all(cast.officer, draft)
    with django_assert_max_num_queries(12) as short:
        officer.get(url(draft, "4"))
    with django_assert_max_num_queries(12) as long:
        officer.get(url(draft, "6"))
    assert len(short) == len(long)
