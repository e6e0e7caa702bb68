"""Changing a draft's Code: shown before it happens, carried as far as it fits, kept in the history.

In the real Codes 2024's 1.2 is 2022's 1.2 reworded, 1.3 is strengthened, and 2022's 4.3 is gone.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from assessments import services, starting
from assessments.enums import Event
from assessments.models import Assessment, Contribution, Flag, Response, TypedDraft
from assessments.models.draft import ANSWER
from codes.models import Code
from selfassess.common.financial_year import FinancialYear
from tests import factories
from tests.assessments.pages import Page
from tests.conftest import Cast


@pytest.fixture
def draft(cast: Cast, full_codes: dict[str, Code]) -> Assessment:
    """A draft under the 2022 Code with four answers."""
    draft = factories.start(cast.officer, full_codes["2022"])
    for number in ("1.2", "1.3", "4.3"):
        factories.answer(cast.officer, draft, number, answer="yes", evidence=f"Said of {number}.")
    factories.answer(
        cast.officer, draft, "1.6", answer="no", action="Mend it", action_owner="Head of Repairs"
    )
    return draft


@pytest.fixture
def officer(cast: Cast, sign_in: Any) -> Client:
    return sign_in(cast.officer)


def wanting(officer: Client, draft: Assessment, **changed: str) -> tuple[str, dict[str, str]]:
    url = reverse("assessments:details", args=[draft.pk])
    return url, Page(officer.get(url)).form | changed


def answers(draft: Assessment) -> dict[str, tuple[str, str]]:
    return {
        row.provision.number: (row.answer, row.evidence)
        for row in draft.responses.select_related("provision").exclude(evidence="", action="")
    }


def test_the_change_is_shown_first_and_nothing_has_happened(
    officer: Client, draft: Assessment
) -> None:
    before = draft.history.count()
    url, form = wanting(officer, draft, code="2024")
    page = Page(officer.post(url, form))
    assert "What happens to the answers if you change the Code" in page.text
    assert "1 answer we will carry forward" in page.text
    assert "1.2 to 1.2, reworded (answered Yes)" in page.text
    assert "2 answers we will copy as a starting point" in page.text
    assert "1.3 to 1.3, strengthened (answered Yes)" in page.text
    assert "1.6 to 1.5, strengthened (answered No)" in page.text
    assert "1 answer we will leave out" in page.text
    assert "4.3" in page.text
    assert "69 to fill in" in page.text
    draft.refresh_from_db()
    assert draft.code.edition == "2022"
    assert (draft.version, draft.history.count()) == (1, before)


def test_once_confirmed_what_fits_is_carried_and_the_rest_is_in_the_history(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    url, form = wanting(officer, draft, code="2024")
    preview = Page(officer.post(url, form))
    assert officer.post(url, preview.form).status_code == 302
    draft.refresh_from_db()
    assert draft.code.edition == "2024"
    assert draft.responses.count() == 72
    assert answers(draft) == {
        "1.2": ("yes", "Said of 1.2."),
        "1.3": ("", "Said of 1.3."),
        "1.5": ("", ""),
    }
    carried = draft.responses.get(provision__number="1.5")
    assert (carried.action, carried.action_owner) == ("Mend it", "Head of Repairs")
    assert carried.edited_by == cast.officer.user
    left_out = draft.history.get(event=Event.LEFT_OUT)
    assert {change["field"]: change["from"] for change in left_out.changes} == {
        "answer": "yes",
        "evidence": "Said of 4.3.",
    }
    entries = draft.history.filter(event=Event.CARRIED)
    notes = {entry.provision.number: entry.note for entry in entries if entry.provision}
    assert "From 1.2 of the" in notes["1.2"]
    assert "The answer there was No. It has been left blank here." in notes["1.5"]
    assert draft.history.filter(event=Event.DETAILS_CHANGED).count() == 1


def test_the_histories_of_two_codes_are_told_apart(officer: Client, draft: Assessment) -> None:
    url, form = wanting(officer, draft, code="2024")
    officer.post(url, Page(officer.post(url, form)).form)
    whole = Page(officer.get(reverse("assessments:history", args=[draft.pk])))
    assert "Left an answer out: 4.3 of the Complaint Handling Code 2022" in whole.text
    address = reverse("assessments:provision_history", args=[draft.pk, "1.3"])
    one = Page(officer.get(address))
    assert "Carried an answer forward" in one.text
    assert "Saved an answer" not in one.text


def test_back_again_the_answers_come_back_as_far_as_they_went(
    cast: Cast, draft: Assessment, full_codes: dict[str, Code]
) -> None:
    for edition in ("2024", "2022"):
        draft = Assessment.objects.select_related("code", "landlord").get(pk=draft.pk)
        details = services.Details(full_codes[edition], draft.year)
        with pytest.raises(starting.AnswersAffected) as affected:
            starting.change_details(cast.officer, draft, details, version=draft.version)
        draft = starting.change_details(
            cast.officer, draft, details, version=draft.version, confirmed=affected.value.seen
        )
    assert answers(draft)["1.2"] == ("yes", "Said of 1.2.")
    assert answers(draft)["1.3"] == ("", "Said of 1.3.")
    assert "4.3" not in answers(draft)


def test_an_answer_saved_meanwhile_is_shown_before_anything_happens(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    url, form = wanting(officer, draft, code="2024")
    preview = Page(officer.post(url, form))
    factories.answer(cast.officer, draft, "4.9", answer="yes", evidence="Just now.")
    again = Page(officer.post(url, preview.form))
    assert "Someone changed an answer after you opened this page" in again.text
    assert "2 answers we will leave out" in again.text
    draft.refresh_from_db()
    assert draft.code.edition == "2022"
    assert officer.post(url, again.form).status_code == 302


def test_without_a_correspondence_it_says_that_everything_is_left_out(
    officer: Client, draft: Assessment
) -> None:
    factories.make_code("2025", ("1.2", "1.3"))
    url, form = wanting(officer, draft, code="2025")
    page = Page(officer.post(url, form))
    assert "We cannot match provisions between these 2 Codes" in page.text
    assert "4 answers we will leave out" in page.text
    officer.post(url, page.form)
    assert answers(draft) == {}
    assert draft.history.filter(event=Event.LEFT_OUT).count() == 4


def test_a_year_that_is_taken_is_said_before_the_answers_are(
    cast: Cast, officer: Client, draft: Assessment, full_codes: dict[str, Code]
) -> None:
    factories.start(cast.officer, full_codes["2024"], year=2026)
    url, form = wanting(officer, draft, code="2024", year="2026-27")
    answer = officer.post(url, form)
    assert answer.status_code == 422
    assert "2026-27 already has an open self-assessment" in Page(answer).text


def test_a_page_opened_under_the_former_code_does_not_save_into_the_new_one(
    officer: Client, draft: Assessment
) -> None:
    address = reverse("assessments:provision", args=[draft.pk, "1.4"])
    opened = Page(officer.get(address)).form
    url, form = wanting(officer, draft, code="2024")
    officer.post(url, Page(officer.post(url, form)).form)
    answer = officer.post(address, opened | {"answer": "no", "evidence": "Of another Code."})
    assert answer.status_code == 409
    assert "Of another Code." in answer.text


def test_unsaved_text_and_flags_go_along_and_text_without_a_place_holds_the_change_up(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    membership = Membership.objects.get(user=cast.officer.user)
    rows = {row.provision.number: row for row in draft.responses.select_related("provision")}
    Flag.objects.create(user=cast.viewer.user, response=rows["1.6"], note="Ask Kim")
    typed = TypedDraft.objects.create(
        membership=membership,
        assessment=draft,
        kind=ANSWER,
        subject_id=rows["4.3"].pk,
        base_version=1,
        values={"evidence": "Half"},
    )
    url, form = wanting(officer, draft, code="2024")
    preview = Page(officer.post(url, form)).form
    refused = officer.post(url, preview)
    assert refused.status_code == 422
    assert "Someone has unsaved changes in 4.3" in Page(refused).text
    assert Assessment.objects.get(pk=draft.pk).code.edition == "2022"
    TypedDraft.objects.filter(pk=typed.pk).update(subject_id=rows["1.3"].pk)
    assert officer.post(url, preview).status_code == 302
    typed.refresh_from_db()
    response = Response.objects.get(pk=typed.subject_id)
    assert response.provision.number == "1.3"
    assert response.provision.code.edition == "2024"
    assert Flag.objects.get().response.provision.number == "1.5"


def test_a_draft_with_nothing_filled_in_changes_its_code_at_once(
    cast: Cast, officer: Client, full_codes: dict[str, Code]
) -> None:
    blank = factories.start(cast.officer, full_codes["2022"], year=2025)
    url, form = wanting(officer, blank, code="2024")
    assert officer.post(url, form).status_code == 302
    blank.refresh_from_db()
    assert blank.code.edition == "2024"


def test_only_the_reason_and_dates_of_a_correction_can_be_changed(
    cast: Cast, code: Code, officer: Client
) -> None:
    original = factories.make_approved(cast.officer, cast.member, code)
    factories.publish(cast.officer, original)
    original.refresh_from_db()
    correction = factories.correct(cast.officer, original)
    url, form = wanting(officer, correction, reason="5.1 and 5.10 were wrong.")
    assert not {"code", "year", "trigger"} & form.keys()
    assert officer.post(url, form).status_code == 302
    correction.refresh_from_db()
    assert correction.reason == "5.1 and 5.10 were wrong."
    for blank in ("", "\u200b"):
        _, form = wanting(officer, correction, reason=blank)
        answer = officer.post(url, form)
        assert "Enter what you are correcting, and why" in Page(answer).text
    elsewhen = services.Details(code, FinancialYear(2026), reason="Wrong year.")
    with pytest.raises(services.Locked):
        starting.change_details(cast.officer, correction, elsewhen, version=correction.version)


# 2024 asks for what 2.3 and 2.4 of 2022 did in one provision.
def test_what_colleagues_were_asked_goes_along_and_stays_whoever_has_gone(
    cast: Cast, draft: Assessment, full_codes: dict[str, Code]
) -> None:
    for person, number in ((cast.contributor, "2.3"), (cast.viewer, "2.4")):
        [one] = factories.ask(cast.officer, draft, person, number)
        factories.contribute(person, one, evidence=f"About {number}.")
        person.user.delete()
    details = services.Details(full_codes["2024"], draft.year)
    with pytest.raises(starting.AnswersAffected) as affected:
        starting.change_details(cast.officer, draft, details, version=draft.version)
    starting.change_details(
        cast.officer, draft, details, version=draft.version, confirmed=affected.value.seen
    )
    there = Contribution.objects.filter(response__provision__code=full_codes["2024"])
    told = sorted(there.values_list("evidence", "response__provision__number"))
    (now,) = {number for _, number in told}
    assert told == [("About 2.3.", now), ("About 2.4.", now)]
