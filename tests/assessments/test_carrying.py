"""A year begins with the last: what comes along, what has to be decided, what stays behind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import services, starting, workflow
from assessments.batches.services import undo
from assessments.carrying.services import carry_forward, start_afresh
from assessments.digest import content_digest
from assessments.enums import Event
from assessments.models import Assessment
from assessments.queries import gaps_of, listed
from codes.models import Code
from selfassess.common.financial_year import FinancialYear
from tests import factories
from tests.assessments.pages import Page
from tests.assessments.steps import response, url
from tests.conftest import Cast

CONFIRM = "Confirm, edit or clear this answer, carried forward from 2024-25"
OPEN = {
    "answer": "no",
    "action": "Rewrite the leaflet",
    "action_owner": "Head of Housing",
    "commentary": "Still the old one.",
}


@pytest.fixture
def officer(cast: Cast, sign_in: Any) -> Client:
    return sign_in(cast.officer)


@pytest.fixture
def last(cast: Cast, code: Code) -> Assessment:
    """2024-25, published: three times Yes, and 5.1 No with an action whose day is to come."""
    due = timezone.localdate() + timedelta(days=30)
    return published(cast, code, {"5.1": OPEN | {"evidence": "", "action_due": due}})


def published(cast: Cast, code: Code, but: dict[str, Any] | None = None) -> Assessment:
    approved = factories.make_approved(cast.officer, cast.member, code, 2024, but)
    return workflow.carry_out(Event.PUBLISH, approved, cast.officer, version=approved.version)


def carried(cast: Cast, code: Code, source: Assessment) -> Assessment:
    draft = factories.start(cast.officer, code)
    carry_forward(cast.officer, draft, source=source.pk)
    return Assessment.objects.select_related("code", "landlord").get(pk=draft.pk)


def confirm(cast: Cast, draft: Assessment) -> None:
    """Says of every carried answer that it is still true."""
    for row in draft.responses.filter(to_confirm=True).select_related("provision", "assessment"):
        services.save_response(cast.officer, row, row.values(), version=row.version)


# Starting


def test_starting_leads_to_the_preview_and_writes_nothing(
    officer: Client, last: Assessment, code: Code
) -> None:
    start = reverse("assessments:start", args=["alderbrook"])
    page = Page(officer.get(start))
    assert "Carry forward the answers of 2024-25" in page.text
    answer = officer.post(start, page.form | {"code": code.edition, "year": "2026-27"})
    draft = Assessment.objects.get(state="draft")
    assert answer.headers["Location"] == f"/assessments/{draft.pk}/carry/"
    preview = Page(officer.get(answer.headers["Location"]))
    assert "4 answers to confirm" in preview.text
    assert "Nothing has been carried forward yet" in preview.text
    preview.assert_in_order()
    assert not draft.responses.exclude(version=0).exists()


def test_starting_without_it_leads_to_an_empty_form_that_offers_it(
    officer: Client, last: Assessment, code: Code
) -> None:
    start = reverse("assessments:start", args=["alderbrook"])
    form = Page(officer.get(start)).form | {"code": code.edition, "year": "2026-27"}
    del form["carry"]
    page = Page(officer.post(start, form, follow=True))
    assert "0 of 4 answered" in page.text
    assert "Carry forward answers from 2024-25" in page.text


def test_nothing_is_offered_where_nothing_was_said_before(officer: Client, code: Code) -> None:
    start = reverse("assessments:start", args=["alderbrook"])
    assert "Carry forward" not in Page(officer.get(start)).text


def test_without_an_earlier_year_the_preview_says_so(
    officer: Client, cast: Cast, code: Code
) -> None:
    draft = factories.start(cast.officer, code)
    page = Page(officer.get(f"{url(draft)}carry/"))
    assert "There are no earlier answers to carry forward" in page.text
    assert officer.post(f"{url(draft)}carry/").status_code == 409


# What is carried forward


def test_everything_comes_over_to_be_confirmed_and_counts_as_nothing_done(
    officer: Client, cast: Cast, last: Assessment, code: Code
) -> None:
    draft = factories.start(cast.officer, code)
    form = Page(officer.get(f"{url(draft)}carry/")).form
    page = Page(officer.post(f"{url(draft)}carry/", form, follow=True))
    assert "4 answers carried forward. You now need to confirm them" in page.text
    assert "Confirm answers from 2024-25" in page.text
    assert "0 of 4 answered, 4 to confirm" in Page(officer.get(url(draft))).text
    row = response(draft, "5.1")
    assert (row.answer, row.action, row.to_confirm) == ("no", "Rewrite the leaflet", True)
    assert row.carried_from.assessment == last
    only = Page(officer.get(f"{url(draft)}provisions/?show=to_confirm"))
    assert "4 of 4 provisions" in only.text
    assert [row.answered for row in listed(cast.landlord) if row.assessment == draft] == [0]
    assert "Carried an answer forward" in Page(officer.get(url(draft, "5.1") + "history/")).text


def test_nothing_goes_to_the_governing_body_while_one_is_unconfirmed(
    cast: Cast, last: Assessment, code: Code
) -> None:
    draft = carried(cast, code, last)
    assert {gap.message for gap in gaps_of(draft)} == {CONFIRM}
    with pytest.raises(workflow.Refused):
        factories.submit(cast.officer, draft)
    confirm(cast, draft)
    assert factories.submit(cast.officer, draft).state == "in_review"


def test_the_check_links_to_where_it_is_decided(
    officer: Client, cast: Cast, last: Assessment, code: Code
) -> None:
    draft = carried(cast, code, last)
    page = Page(officer.get(f"{url(draft)}check/"))
    assert f"{url(draft, '5.1')}#id_confirm" in page.links
    assert "id_confirm" in Page(officer.get(url(draft, "5.1"))).ids


def test_a_second_time_adds_nothing_and_what_was_saved_stays(
    officer: Client, cast: Cast, last: Assessment, code: Code
) -> None:
    draft = factories.start(cast.officer, code)
    factories.answer(cast.officer, draft, "1.2", answer="partly", evidence="Mine.")
    assert carry_forward(cast.officer, draft, source=last.pk) == 3
    start_afresh(cast.officer, response(draft, "1.3"), version=1)
    before = draft.history.count()
    assert carry_forward(cast.officer, draft, source=last.pk) == 0
    assert draft.history.count() == before
    assert response(draft, "1.2").evidence == "Mine."
    assert response(draft, "1.3").values() == factories.BLANK
    assert "There is nothing more to carry forward" in Page(officer.get(f"{url(draft)}carry/")).text


def test_what_was_filled_in_and_undone_again_is_blank_and_is_carried(
    cast: Cast, last: Assessment, code: Code
) -> None:
    draft = factories.start(cast.officer, code)
    batch = uuid4()
    factories.answer(cast.officer, draft, "1.2", batch=batch, answer="no", evidence="Wrong form.")
    undo(cast.officer, draft, batch)
    assert carry_forward(cast.officer, draft, source=last.pk) == 4
    row = response(draft, "1.2")
    assert (row.evidence, row.to_confirm) == (factories.YES["evidence"], True)


def test_what_the_page_did_not_show_is_not_carried(
    officer: Client, cast: Cast, last: Assessment, code: Code
) -> None:
    draft = factories.start(cast.officer, code)
    answer = officer.post(f"{url(draft)}carry/", {"source": str(draft.pk)})
    assert answer.status_code == 409
    assert "has changed since you looked at it" in Page(answer).text
    assert not draft.responses.exclude(version=0).exists()


def test_a_recorded_year_comes_over_too(cast: Cast, code: Code) -> None:
    recorded = factories.record_elsewhere(cast.officer, code)
    factories.answer(cast.officer, recorded, "1.2", answer="yes", evidence="The policy.")
    draft = carried(cast, code, recorded)
    assert response(draft, "1.2").evidence == "The policy."
    assert draft.responses.filter(to_confirm=True).count() == 1


def test_one_year_fills_what_another_left_blank(officer: Client, cast: Cast, code: Code) -> None:
    first = factories.record_elsewhere(cast.officer, code, 2023)
    second = factories.record_elsewhere(cast.officer, code, 2024)
    factories.answer(cast.officer, first, "1.2", answer="no", evidence="Of 2023-24.")
    factories.answer(cast.officer, first, "1.3", answer="no", evidence="Of 2023-24.")
    factories.answer(cast.officer, second, "1.2", answer="yes", evidence="Of 2024-25.")
    draft = carried(cast, code, second)
    other = f"{url(draft)}carry/?from={first.pk}"
    assert f"?from={first.pk}" in Page(officer.get(f"{url(draft)}carry/")).links
    page = Page(officer.get(other))
    assert "1 answer to confirm" in page.text
    officer.post(other, page.form)
    assert response(draft, "1.2").evidence == "Of 2024-25."
    assert response(draft, "1.3").carried_from.assessment == first
    draft.refresh_from_db()
    assert draft.carried_from == second


def test_what_was_published_elsewhere_for_the_drafts_own_year_can_begin_it(
    officer: Client, cast: Cast, code: Code
) -> None:
    recorded = factories.record_elsewhere(cast.officer, code, 2025)
    factories.answer(cast.officer, recorded, "1.2", answer="yes", evidence="The policy.")
    draft = factories.start(cast.officer, code, 2025)
    assert "Carry forward answers from 2025-26" in Page(officer.get(url(draft))).text
    officer.post(f"{url(draft)}carry/", Page(officer.get(f"{url(draft)}carry/")).form)
    assert response(draft, "1.2").carried_from.assessment == recorded


@pytest.mark.parametrize("asked", ["0", "x", "²", "9" * 30])
def test_a_year_that_is_none_of_the_landlords_is_not_carried_from(
    officer: Client, cast: Cast, last: Assessment, code: Code, asked: str
) -> None:
    draft = factories.start(cast.officer, code)
    page = Page(officer.get(f"{url(draft)}carry/", {"from": asked}))
    assert "Carry forward answers from 2024-25" in page.text
    theirs = factories.record_elsewhere(cast.outsider, code)
    factories.answer(cast.outsider, theirs, "1.2", answer="yes", evidence="Secret.")
    address = f"{url(draft)}carry/?from={theirs.pk}"
    assert "Secret" not in Page(officer.get(address)).text
    assert officer.post(address, {"source": str(theirs.pk)}).status_code == 409
    assert not draft.responses.exclude(version=0).exists()


def test_the_fingerprint_of_the_answers_does_not_know_of_the_mark(
    cast: Cast, last: Assessment, code: Code
) -> None:
    draft = carried(cast, code, last)
    before = content_digest(draft)
    confirm(cast, draft)
    assert content_digest(draft) == before


# Deciding


def test_texts_without_an_answer_say_that_there_was_none_and_not_that_the_duty_is_another(
    officer: Client, cast: Cast, code: Code
) -> None:
    recorded = factories.record_elsewhere(cast.officer, code)
    factories.answer(cast.officer, recorded, "1.2", answer="yes", evidence="The policy.")
    action = {"action": "Rewrite it", "action_owner": "Head of Housing"}
    factories.answer(cast.officer, recorded, "5.1", evidence="The leaflet.", **action)
    draft = factories.start(cast.officer, code)
    preview = Page(officer.get(f"{url(draft)}carry/"))
    assert "1 answer to confirm" in preview.text
    assert "1 text without an answer" in preview.text
    assert "There was text in 2024-25, but no answer" in preview.text
    carry_forward(cast.officer, draft, source=recorded.pk)
    page = Page(officer.get(url(draft, "5.1")))
    assert "There was no answer in 2024-25. Answer the requirement as it stands now" in page.text
    assert "we will remove it. You will need to answer the requirement again" in page.text
    assert "The wording of the requirement has not changed." in page.text
    assert "requirement has changed" not in page.text
    assert "requirement has changed" not in Page(officer.get(f"{url(draft)}section/5/")).text
    done = Page(officer.post(f"{url(draft, '5.1')}carried/", page.form | {"done": "1"}))
    assert (
        "We have removed the action. There was no answer in 2024-25. Answer the requirement"
        in done.text
    )


def test_one_press_says_that_it_is_still_true_and_leads_to_the_next(
    officer: Client, cast: Cast, last: Assessment, code: Code
) -> None:
    draft = carried(cast, code, last)
    page = Page(officer.get(url(draft, "1.2")))
    assert "Carried forward from 2024-25. Is it still true?" in page.text
    assert "The wording of the requirement has not changed" in page.text
    answer = officer.post(url(draft, "1.2"), page.form | {"go": "still"})
    assert answer.headers["Location"] == url(draft, "1.3")
    row = response(draft, "1.2")
    assert (row.answer, row.to_confirm, row.carried_from.assessment) == ("yes", False, last)
    after = Page(officer.get(url(draft, "1.2")))
    assert "This began with the answer for 2024-25" in after.text
    assert (
        "Confirmed an answer carried forward"
        in Page(officer.get(url(draft, "1.2") + "history/")).text
    )


def test_any_save_of_the_form_confirms(
    officer: Client, cast: Cast, last: Assessment, code: Code
) -> None:
    draft = carried(cast, code, last)
    form = Page(officer.get(url(draft, "1.2"))).form | {"evidence": "Clause 4.", "go": "stay"}
    officer.post(url(draft, "1.2"), form)
    row = response(draft, "1.2")
    assert (row.evidence, row.to_confirm) == ("Clause 4.", False)


def test_the_section_page_decides_too(
    officer: Client, cast: Cast, last: Assessment, code: Code
) -> None:
    draft = carried(cast, code, last)
    page = Page(officer.get(f"{url(draft)}section/5/"))
    assert "Confirm: action not done yet" in page.text
    page.assert_in_order()
    officer.post(f"{url(draft)}section/5/", page.form | {"save": "5.10"})
    assert not response(draft, "5.10").to_confirm
    assert response(draft, "5.1").to_confirm


def test_clearing_it_is_asked_first_and_the_history_can_bring_it_back(
    officer: Client, cast: Cast, last: Assessment, code: Code
) -> None:
    draft = carried(cast, code, last)
    form = Page(officer.get(url(draft, "1.2"))).form
    page = Page(officer.post(f"{url(draft, '1.2')}carried/", form | {"afresh": "1"}))
    assert "Clear the answer to 1.2?" in page.text
    sure = page.form | {"afresh": "sure"}
    page = Page(officer.post(f"{url(draft, '1.2')}carried/", sure, follow=True))
    assert "You have cleared 1.2" in page.text
    row = response(draft, "1.2")
    assert row.values() == factories.BLANK
    assert (row.to_confirm, row.carried_from) == (False, None)
    history = url(draft, "1.2") + "history/"
    entry = draft.history.get(event=Event.CARRIED, provision__number="1.2")
    officer.post(history, {"entry": str(entry.pk), "version": "2", "field": ""})
    assert response(draft, "1.2").evidence == factories.YES["evidence"]


@pytest.mark.parametrize("pressed", ["1", "sure"])
def test_what_somebody_confirmed_meanwhile_is_not_emptied(
    officer: Client, cast: Cast, last: Assessment, code: Code, pressed: str
) -> None:
    draft = carried(cast, code, last)
    form = Page(officer.get(url(draft, "1.2"))).form | {"afresh": pressed}
    confirm(cast, draft)
    page = Page(officer.post(f"{url(draft, '1.2')}carried/", form, follow=True))
    assert "was not cleared" in page.text
    assert response(draft, "1.2").answer == "yes"


def test_a_text_put_into_several_provisions_confirms_none(
    cast: Cast, last: Assessment, code: Code
) -> None:
    draft = carried(cast, code, last)
    row = response(draft, "1.2")
    services.save_response(
        cast.officer, row, row.values() | {"evidence": "New."}, version=1, confirms=False
    )
    assert (response(draft, "1.2").evidence, response(draft, "1.2").to_confirm) == ("New.", True)


def test_changing_the_code_of_the_draft_keeps_what_waits(
    cast: Cast, full_codes: dict[str, Code]
) -> None:
    recorded = factories.record_elsewhere(cast.officer, full_codes["2022"])
    factories.answer(cast.officer, recorded, "1.2", answer="yes", evidence="The policy.")
    draft = carried(cast, full_codes["2022"], recorded)
    wanted = services.Details(full_codes["2024"], FinancialYear(2025))
    starting.change_details(
        cast.officer, draft, wanted, version=draft.version, confirmed=content_digest(draft)
    )
    assert response(draft, "1.2").to_confirm


# Actions


def test_an_action_is_asked_after_and_one_that_is_done_suggests_yes(
    officer: Client, cast: Cast, last: Assessment, code: Code
) -> None:
    draft = carried(cast, code, last)
    page = Page(officer.get(url(draft, "5.1")))
    assert (
        "Is the action done? If so, the answer becomes Yes. You will need to add evidence"
        in page.text
    )
    done = Page(officer.post(f"{url(draft, '5.1')}carried/", page.form | {"done": "1"}))
    assert "Add evidence that it is done" in done.text
    assert (done.form["answer"], done.form["action"], done.form["action_due_0"]) == ("yes", "", "")
    assert response(draft, "5.1").answer == "no"
    officer.post(url(draft, "5.1"), done.form | {"evidence": "The new leaflet.", "go": "stay"})
    row = response(draft, "5.1")
    assert (row.answer, row.action, row.to_confirm) == ("yes", "", False)
    assert not [gap for gap in gaps_of(draft) if gap.number == "5.1"]


def test_an_action_that_is_not_done_keeps_its_date(
    officer: Client, cast: Cast, last: Assessment, code: Code
) -> None:
    draft = carried(cast, code, last)
    officer.post(url(draft, "5.1"), Page(officer.get(url(draft, "5.1"))).form | {"go": "still"})
    row = response(draft, "5.1")
    assert row.action_due == timezone.localdate() + timedelta(days=30)
    assert not row.to_confirm


def test_a_date_that_has_passed_must_be_changed(officer: Client, cast: Cast, code: Code) -> None:
    last = published(cast, code, {"5.1": OPEN | {"action_due": date(2025, 3, 31)}})
    draft = carried(cast, code, last)
    page = Page(officer.get(url(draft, "5.1")))
    assert "If not, give a new date, because this one has passed" in page.text
    assert "Confirm: action not done yet" not in page.text
    refused = officer.post(url(draft, "5.1"), page.form | {"go": "stay"})
    assert refused.status_code == 422
    assert "must be today or in the future" in Page(refused).text
    assert response(draft, "5.1").to_confirm
