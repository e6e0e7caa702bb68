"""Everything on the page of a section saved with one button; what is said in its rows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from assessments.carrying.services import carry_forward
from assessments.enums import Event
from assessments.models import Assessment, Response, TypedDraft
from codes.models import Code
from tests import factories
from tests.assessments.pages import Page, typed
from tests.assessments.steps import take
from tests.conftest import Cast


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def officer(cast: Cast, sign_in: Any) -> Client:
    return sign_in(cast.officer)


def url(assessment: Assessment) -> str:
    return f"/assessments/{assessment.pk}/section/5/"


def saved(assessment: Assessment, number: str) -> Response:
    return assessment.responses.get(provision__number=number)


def changed(page: Page, **texts: str) -> dict[str, str]:
    """The page's form with evidence typed for p5_1, p5_10, and Save all pressed."""
    named = {f"{name.replace('_', '.')}-evidence": text for name, text in texts.items()}
    return page.form | named | {"save": "all"}


def test_all_that_was_changed_is_saved_and_nothing_else(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    page = Page(officer.get(url(draft)))
    answer = officer.post(url(draft), changed(page, p5_1="One", p5_10="Two"), follow=True)
    assert "5.1, 5.10 saved" in Page(answer).text
    assert (saved(draft, "5.1").evidence, saved(draft, "5.10").evidence) == ("One", "Two")
    page = Page(officer.get(url(draft)))
    officer.post(url(draft), changed(page, p5_1="Three"))
    assert (saved(draft, "5.1").version, saved(draft, "5.10").version) == (2, 1)
    assert not TypedDraft.objects.exists()


def test_unsaved_changes_of_an_earlier_day_are_saved_too(
    officer: Client, draft: Assessment
) -> None:
    officer.post(f"/assessments/{draft.pk}/5.1/draft/", typed(evidence="Yesterday's"))
    page = Page(officer.get(url(draft)))
    officer.post(url(draft), page.form | {"save": "all"})
    assert saved(draft, "5.1").evidence == "Yesterday's"
    assert saved(draft, "5.10").version == 0


def test_nothing_typed_is_nothing_saved(cast: Cast, officer: Client, draft: Assessment) -> None:
    factories.answer(cast.officer, draft, "5.1", answer="yes", evidence="Policy")
    page = Page(officer.get(url(draft)))
    answer = officer.post(url(draft), page.form | {"save": "all"}, follow=True)
    assert "You have not changed anything in this section" in Page(answer).text
    assert saved(draft, "5.1").version == 1


def test_it_confirms_nothing_that_nobody_looked_at(cast: Cast, code: Code, officer: Client) -> None:
    last = factories.record_elsewhere(cast.officer, code, 2024)
    factories.answer_all(cast.officer, last)
    draft = factories.start(cast.officer, code)
    carry_forward(cast.officer, draft, source=last.pk)
    page = Page(officer.get(url(draft)))
    officer.post(url(draft), changed(page, p5_1="Changed"))
    assert not saved(draft, "5.1").to_confirm
    assert saved(draft, "5.10").to_confirm


def test_what_is_wrong_comes_back_with_its_errors_and_the_rest_is_saved(
    officer: Client, draft: Assessment
) -> None:
    page = Page(officer.get(url(draft)))
    answer = officer.post(url(draft), changed(page, p5_1="x" * 20_001, p5_10="Good"))
    assert answer.status_code == 422
    again = Page(answer)
    assert "5.10 saved" in again.text
    assert "Error: Section 5" in again.html
    assert again.form["p5.1-evidence"] == "x" * 20_001
    again.assert_in_order()
    officer.post(url(draft), changed(again, p5_1="Shorter"))
    assert saved(draft, "5.1").evidence == "Shorter"
    assert saved(draft, "5.10").evidence == "Good"


def test_what_someone_saved_first_is_not_overwritten_and_leads_to_both(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    page = Page(officer.get(url(draft)))
    factories.answer(cast.officer, draft, "5.1", evidence="Theirs")
    answer = officer.post(url(draft), changed(page, p5_1="Mine", p5_10="Other"), follow=True)
    text = Page(answer).text
    assert "5.10 saved" in text
    assert "5.1 has changed since you opened it, so yours has not been saved" in text
    assert saved(draft, "5.1").evidence == "Theirs"
    both = Page(officer.get(f"/assessments/{draft.pk}/5.1/draft/"))
    assert "Theirs" in both.text
    assert both.form["evidence"] == "Mine"


def test_a_text_that_can_be_neither_saved_nor_kept_comes_back_as_it_was_typed(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    page = Page(officer.get(url(draft)))
    officer.post(f"/assessments/{draft.pk}/5.1/draft/", typed(evidence="From another window"))
    factories.answer(cast.officer, draft, "5.1", evidence="Theirs")
    answer = officer.post(url(draft), changed(page, p5_1="From this one"))
    again = Page(answer)
    assert answer.status_code == 409
    assert again.form["p5.1-evidence"] == "From this one"
    assert "Select Save 5.1 to see both versions" in again.text
    assert officer.post(url(draft), again.form | {"save": "5.1"}).status_code == 409
    assert saved(draft, "5.1").evidence == "Theirs"


def test_locked_since_all_that_was_typed_is_there_to_copy(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer_all(cast.officer, draft)
    page = Page(officer.get(url(draft)))
    factories.submit(cast.officer, draft)
    answer = officer.post(url(draft), changed(page, p5_1="One text", p5_10="Another text"))
    assert answer.status_code == 409
    locked = Page(answer)
    for words in ("One text", "Another text", "What you typed for section 5 has not been saved"):
        assert words in locked.text
    locked.assert_in_order()
    assert {row.values["evidence"] for row in TypedDraft.objects.all()} == {
        "One text",
        "Another text",
    }


def test_closed_since_all_that_was_typed_is_there_to_copy(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    page = Page(officer.get(url(draft)))
    take(Event.DISCARD, draft, cast.officer)
    answer = officer.post(url(draft), changed(page, p5_1="One text", p5_10="Another text"))
    assert "One text" in Page(answer).text
    assert "Another text" in Page(answer).text


def test_each_box_says_which_provision_it_belongs_to(officer: Client, draft: Assessment) -> None:
    page = Page(officer.get(url(draft)))
    for number in ("5.1", "5.10"):
        for label in ("Answer", "Evidence", "Action", "Owner of the action"):
            assert f"{label} for {number}" in page.text, (label, number)


def test_its_row_says_what_was_saved_and_the_next_one_is_open(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    page = Page(officer.get(url(draft)))
    sent = page.form | {"p5.1-answer": "yes", "p5.1-evidence": "Policy", "save": "5.1"}
    answer = officer.post(url(draft), sent)
    assert answer.url == f"{url(draft)}#p5.1"
    html = officer.get(url(draft)).content.decode()
    row, rest = html.split('id="p5.1"')[1].split('id="p5.10"')
    assert 'role="alert" tabindex="-1" data-told>5.1 saved' in row
    assert "<details open>" not in row
    assert "<details open>" in rest
    assert "govuk-notification-banner__heading" not in html


def test_last_years_text_goes_below_what_is_typed_on_either_page(
    cast: Cast, code: Code, officer: Client
) -> None:
    said = {"5.10": {"evidence": "Said last year", "action_owner": "Head of Homes"}}
    last = factories.make_approved(cast.officer, cast.member, code, 2024, said)
    factories.publish(cast.officer, last)
    draft = factories.start(cast.officer, code, 2025)
    page = Page(officer.get(f"/assessments/{draft.pk}/5.10/"))
    sent = page.form | {"evidence": "Mine", "commentary": "Also", "use": "evidence"}
    page = Page(officer.post(f"/assessments/{draft.pk}/5.10/", sent))
    assert page.form["evidence"] == "Mine\r\n\r\nSaid last year"
    assert page.form["commentary"] == "Also"
    again = Page(officer.post(f"/assessments/{draft.pk}/5.10/", page.form | {"use": "evidence"}))
    assert again.form["evidence"] == "Mine\r\n\r\nSaid last year"
    whole = Page(officer.get(url(draft)))
    sent = whole.form | {"p5.1-evidence": "Of 5.1", "use": "p5.10-evidence"}
    whole = Page(officer.post(url(draft), sent))
    assert whole.form["p5.10-evidence"] == "Said last year"
    assert whole.form["p5.1-evidence"] == "Of 5.1"
    whole.assert_in_order()
    sent = whole.form | {"p5.10-action_owner": "Someone", "use": "p5.10-action_owner"}
    assert Page(officer.post(url(draft), sent)).form["p5.10-action_owner"] == "Someone"
    assert saved(draft, "5.10").version == 0


@pytest.mark.parametrize("name", ["", "answer", "action_due", "version", "p9.9-evidence", "<b>"])
def test_a_field_that_takes_no_text_gets_none(
    officer: Client, draft: Assessment, name: str
) -> None:
    for address in (url(draft), f"/assessments/{draft.pk}/5.10/"):
        page = Page(officer.get(address))
        answer = officer.post(address, page.form | {"use": name, "go": "stay"}, follow=True)
        assert answer.status_code == 200
    assert saved(draft, "5.10").evidence == ""


def test_a_provision_has_one_main_button_and_its_requirement_as_its_heading(
    officer: Client, draft: Assessment
) -> None:
    html = officer.get(f"/assessments/{draft.pk}/5.10/").content.decode()
    heading = html.split("<h1", 1)[1].split("</h1>")[0]
    assert "Landlords must do what 5.10 says." in heading
    main = html.split("<main", 1)[1]
    assert main.count('class="govuk-button"') == 1
    # One menu for the other buttons, and what colleagues note.
    folded = re.findall(r"<summary[^>]*>\s*(?:<span[^>]*>)?\s*([^<]*?)\s*<", main)
    assert folded == ["More actions", "Shared notes (0)"]


def test_the_status_of_what_is_typed_is_there_before_it_speaks(
    officer: Client, draft: Assessment
) -> None:
    for address in (url(draft), f"/assessments/{draft.pk}/5.10/"):
        html = officer.get(address).content.decode()
        assert '<p class="app-draft-status" data-draft-status><span role="status"></span>' in html
