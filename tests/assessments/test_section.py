"""A whole section on one page, each provision saved on its own."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from assessments.enums import Event
from assessments.models import Assessment, Response, TypedDraft
from codes.models import Code
from tests import factories
from tests.assessments.pages import Page, due, typed
from tests.assessments.steps import take
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
    """What the page's form sends of one provision, with its button pressed."""
    inputs = {f"p{number}-{name}": text for name, text in typed(**values).items()}
    return inputs | {"save": number, "go": "section"}


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
    assert "#p5.10-action_due" in page.links
    page.assert_in_order()
    assert page.form["p5.10-action"] == "Do it"
    assert page.form["p5.10-version"] == "0"
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
    assert "Sent for approval on" in page.text
    assert "Complaints Policy, section 2." in page.text
    page.assert_in_order()


def test_stages_are_headings_in_the_forms_order(
    cast: Cast, officer: Client, full_codes: dict[str, Code]
) -> None:
    draft = factories.start(cast.officer, full_codes["2024"])
    page = Page(officer.get(url(draft, "6")))
    page.assert_in_order()
    assert page.text.index("Stage 1") < page.text.index("Stage 2")
    assert len([name for name in page.ids if name.endswith("-evidence")]) == 20


@pytest.mark.parametrize("number", ["9", "5.10", "X"])
def test_a_section_that_is_not_there_is_not_found(
    officer: Client, draft: Assessment, number: str
) -> None:
    assert officer.get(url(draft, number)).status_code == 404


@pytest.mark.parametrize("number", ["1.2", "9.9", "x"])
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


def changed(page: Page, **texts: str) -> dict[str, str]:
    """The page's form with these texts typed into it: p5_1="…" for the evidence of 5.1."""
    named = {f"{name.replace('_', '.')}-evidence": text for name, text in texts.items()}
    return page.form | named


def drafts() -> dict[str, str]:
    numbers = dict(Response.objects.values_list("pk", "provision__number"))
    return {
        numbers[draft.subject_id]: draft.values["evidence"] for draft in TypedDraft.objects.all()
    }


def test_what_was_typed_in_the_others_is_kept_as_drafts(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "5.1", answer="yes", evidence="Saved words")
    page = Page(officer.get(url(draft)))
    sent = changed(page, p5_1="Typed\r\nand not saved", p5_10="Policy") | {"save": "5.10"}
    assert officer.post(url(draft), sent).url == f"{url(draft)}#p5.10"
    page = Page(officer.get(url(draft)))
    assert "5.10 saved" in page.text
    assert "We have kept what you typed in 5.1 as your unsaved changes" in page.text
    assert page.form["p5.1-evidence"] == "Typed\r\nand not saved"
    assert saved(draft).evidence == "Policy"
    assert saved(draft, "5.1").evidence == "Saved words"
    assert drafts() == {"5.1": "Typed\nand not saved"}
    page.assert_in_order()


def test_what_was_not_touched_becomes_no_draft_though_somebody_saved_it_meanwhile(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    page = Page(officer.get(url(draft)))
    factories.answer(cast.officer, draft, "5.1", evidence="Saved since")
    officer.post(url(draft), changed(page, p5_10="Policy") | {"save": "5.10"})
    assert saved(draft).evidence == "Policy"
    assert drafts() == {}


def test_a_text_that_somebody_saved_over_meanwhile_leads_to_both(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    page = Page(officer.get(url(draft)))
    factories.answer(cast.officer, draft, "5.1", evidence="Saved since")
    officer.post(url(draft), changed(page, p5_1="Mine", p5_10="Policy") | {"save": "5.10"})
    assert "See both versions of 5.1" in Page(officer.get(url(draft))).text
    both = Page(officer.get(f"/assessments/{draft.pk}/5.1/draft/"))
    assert "Saved since" in both.text
    assert both.form["evidence"] == "Mine"


def test_everything_can_be_kept_as_drafts_at_once(officer: Client, draft: Assessment) -> None:
    page = Page(officer.get(url(draft)))
    sent = changed(page, p5_1="One", p5_10="Two") | {"save": ""}
    assert officer.post(url(draft), sent).url == url(draft)
    page = Page(officer.get(url(draft)))
    assert "We have kept what you typed in 5.1, 5.10 as your unsaved changes" in page.text
    assert drafts() == {"5.1": "One", "5.10": "Two"}
    # What comes with the page is not typed again.
    officer.post(url(draft), changed(page, p5_10="Three") | {"save": "5.10"})
    assert drafts() == {"5.1": "One"}
    assert saved(draft).evidence == "Three"


def test_errors_in_one_leave_the_others_typed_text(officer: Client, draft: Assessment) -> None:
    page = Page(officer.get(url(draft)))
    wrong = changed(page, p5_1="Mine", p5_10="x" * 20_001) | {"save": "5.10"}
    again = Page(officer.post(url(draft), wrong))
    assert "Error: Section 5" in again.html
    assert again.form["p5.1-evidence"] == "Mine"
    assert again.form["p5.10-evidence"] == "x" * 20_001
    officer.post(url(draft), changed(again, p5_10="Shorter") | {"save": "5.10"})
    assert saved(draft).evidence == "Shorter"
    assert drafts() == {"5.1": "Mine"}


def test_where_another_text_cannot_be_kept_nothing_is_saved_and_all_is_shown_as_typed(
    officer: Client, draft: Assessment
) -> None:
    page = Page(officer.get(url(draft)))
    officer.post(f"/assessments/{draft.pk}/5.1/draft/", typed(evidence="From another window"))
    sent = changed(page, p5_1="From this one", p5_10="Policy") | {"save": "5.10"}
    answer = officer.post(url(draft), sent)
    again = Page(answer)
    assert answer.status_code == 409
    assert "Check 5.1. You have other unsaved changes to it." in again.text
    assert again.form["p5.1-evidence"] == "From this one"
    assert again.form["p5.10-evidence"] == "Policy"
    again.assert_in_order()
    assert saved(draft).version == 0
    assert officer.post(url(draft), again.form | {"save": "5.1"}).status_code == 302
    assert saved(draft, "5.1").evidence == "From this one"
    # The other window's draft is offered still, beside what is saved.
    assert drafts() == {"5.1": "From another window", "5.10": "Policy"}


@pytest.mark.parametrize("page_of", ["draft/", "carried/"])
def test_the_other_buttons_of_a_provision_lose_nothing_typed_elsewhere(
    officer: Client, draft: Assessment, page_of: str
) -> None:
    page = Page(officer.get(url(draft)))
    sent = changed(page, p5_1="Mine", p5_10="Also mine") | {"done": "1"}
    answer = officer.post(f"/assessments/{draft.pk}/5.10/{page_of}", sent, follow=True)
    assert Page(answer).form["evidence"] == "Also mine"
    assert "We have kept what you typed in 5.1 as your unsaved changes" in Page(answer).text
    assert drafts()["5.1"] == "Mine"


def test_a_section_that_cannot_be_saved_or_kept_any_more_shows_all_that_was_typed(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    page = Page(officer.get(url(draft)))
    take(Event.DISCARD, draft, cast.officer)
    sent = changed(page, p5_1="One text", p5_10="Another text") | {"save": "5.10"}
    answer = officer.post(url(draft), sent)
    assert "One text" in Page(answer).text
    assert "Another text" in Page(answer).text
