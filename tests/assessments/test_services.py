"""Writing to an assessment: what is kept, what is refused, and what the history says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from assessments import services, starting, workflow
from assessments.enums import EDITABLE_STATES, Event, State, Trigger
from assessments.models import Assessment, HistoryEntry, Response
from codes.models import Code
from selfassess.common.financial_year import FinancialYear
from tests import factories
from tests.conftest import Cast
from tests.factories import BLANK, YES


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


def response_to(assessment: Assessment, number: str) -> Response:
    return Response.objects.select_related("assessment", "provision").get(
        assessment=assessment, provision__number=number
    )


def details_of(assessment: Assessment, **changed: Any) -> services.Details:
    now = services.Details(
        assessment.code,
        assessment.year,
        Trigger(assessment.trigger),
        assessment.meeting_date,
        assessment.due_date,
    )
    return replace(now, **changed)


# Starting


def test_a_new_assessment_has_an_empty_response_for_every_provision(draft: Assessment) -> None:
    rows = draft.responses.order_by("provision__position")
    assert [row.provision.number for row in rows] == ["1.2", "1.3", "5.1", "5.10"]
    assert {row.answer for row in rows} == {""}
    assert draft.state == State.DRAFT
    assert draft.history.get().event == Event.STARTED


def test_a_landlord_has_one_open_assessment_a_year(
    cast: Cast, code: Code, draft: Assessment
) -> None:
    with pytest.raises(services.OpenAssessmentExists) as caught:
        factories.start(cast.officer, code)
    assert caught.value.existing == draft
    assert Assessment.objects.count() == 1


def test_another_year_or_another_landlord_may_start(
    cast: Cast, code: Code, draft: Assessment
) -> None:
    factories.start(cast.officer, code, year=2026)
    factories.start(cast.outsider, code)
    assert Assessment.objects.count() == 3


def test_after_a_discard_the_year_is_free_again(cast: Cast, code: Code, draft: Assessment) -> None:
    workflow.carry_out(Event.DISCARD, draft, cast.officer, version=draft.version)
    assert factories.start(cast.officer, code).state == State.DRAFT


@pytest.mark.parametrize("who", ["administrator", "contributor", "member", "clerk", "viewer"])
def test_only_the_officer_starts_and_edits(
    cast: Cast, code: Code, draft: Assessment, who: str
) -> None:
    person = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        factories.start(person, code, year=2026)
    with pytest.raises(PermissionDenied):
        factories.answer(person, draft, "5.10", **YES)
    with pytest.raises(PermissionDenied):
        starting.change_details(person, draft, details_of(draft), version=draft.version)
    assert not draft.responses.exclude(version=0).exists()


# Details


def test_changed_details_are_kept_and_told(cast: Cast, draft: Assessment) -> None:
    new = details_of(draft, trigger=Trigger.INVESTIGATION, meeting_date=date(2030, 6, 3))
    changed = starting.change_details(cast.officer, draft, new, version=draft.version)
    assert (changed.trigger, changed.meeting_date) == ("investigation", date(2030, 6, 3))
    assert draft.history.first().changes == [
        {
            "field": "trigger",
            "from": "Annual self-assessment",
            "to": "Following an Ombudsman investigation",
        },
        {"field": "meeting date", "from": "", "to": "2030-06-03"},
    ]


def test_saving_the_same_details_again_says_nothing(cast: Cast, draft: Assessment) -> None:
    starting.change_details(cast.officer, draft, details_of(draft), version=draft.version)
    assert [entry.event for entry in draft.history.all()] == [Event.STARTED]


def test_details_of_an_older_page_are_refused(cast: Cast, draft: Assessment) -> None:
    new = details_of(draft, trigger=Trigger.EXCEPTIONAL)
    starting.change_details(cast.officer, draft, new, version=draft.version)
    with pytest.raises(services.Conflict):
        starting.change_details(
            cast.officer,
            draft,
            details_of(draft, trigger=Trigger.RESTRUCTURE),
            version=draft.version,
        )
    draft.refresh_from_db()
    assert draft.trigger == Trigger.EXCEPTIONAL


def test_another_code_brings_its_own_provisions_while_nothing_is_answered(
    cast: Cast, draft: Assessment
) -> None:
    other = factories.make_code("2022", ("1.2", "4.9"), single_text=True)
    changed = starting.change_details(
        cast.officer, draft, details_of(draft, code=other), version=draft.version
    )
    assert [row.provision.number for row in changed.responses.all()] == ["1.2", "4.9"]


def test_a_year_that_another_open_assessment_has_is_refused(
    cast: Cast, code: Code, draft: Assessment
) -> None:
    other = factories.start(cast.officer, code, year=2026)
    with pytest.raises(services.OpenAssessmentExists) as caught:
        starting.change_details(
            cast.officer, draft, details_of(draft, year=FinancialYear(2026)), version=draft.version
        )
    assert caught.value.existing == other


def test_details_are_locked_after_submission(cast: Cast, draft: Assessment) -> None:
    factories.answer_all(cast.officer, draft)
    submitted = factories.submit(cast.officer, draft)
    with pytest.raises(services.Locked):
        starting.change_details(
            cast.officer, submitted, details_of(submitted), version=submitted.version
        )


# Answers


def test_every_field_comes_back_as_given_and_is_in_the_history(
    cast: Cast, draft: Assessment
) -> None:
    values = {
        "answer": "partly",
        "evidence": "  two spaces,\n\n\ttab and end  \n",
        "commentary": "{{ 7 }} <b>&amp;</b>",
        "action": "Write",
        "action_owner": "Head of Repairs",
        "action_due": date(2031, 3, 31),
        "alternative": "👍🏽",
    }
    saved = factories.answer(cast.officer, draft, "5.10", **values)
    assert saved.values() == values
    assert (saved.version, saved.edited_by) == (1, cast.officer.user)
    entry = draft.history.first()
    assert (entry.actor_id, entry.actor_name) == (cast.officer.user.pk, "Olu Ficer")
    assert entry.provision.number == "5.10"
    assert {change["field"]: change["to"] for change in entry.changes} == {
        **values,
        "action_due": "2031-03-31",
    }


def test_history_says_from_what_to_what(cast: Cast, draft: Assessment) -> None:
    factories.answer(cast.officer, draft, "5.10", **YES)
    factories.answer(cast.officer, draft, "5.10", answer="no", evidence=YES["evidence"])
    assert draft.history.first().changes == [{"field": "answer", "from": "yes", "to": "no"}]


def test_saving_what_is_there_adds_no_history(cast: Cast, draft: Assessment) -> None:
    factories.answer(cast.officer, draft, "5.10", **YES)
    again = factories.answer(cast.officer, draft, "5.10", **YES)
    assert again.version == 1
    assert draft.history.filter(event=Event.RESPONSE_SAVED).count() == 1


def test_a_second_click_on_save_is_no_conflict(cast: Cast, draft: Assessment) -> None:
    response = response_to(draft, "5.10")
    for _ in range(2):
        saved = services.save_response(cast.officer, response, BLANK | YES, version=0)
    assert saved.version == 1


def test_who_comes_second_overwrites_nothing(cast: Cast, draft: Assessment) -> None:
    response = response_to(draft, "5.10")
    services.save_response(cast.officer, response, BLANK | {"evidence": "first"}, version=0)
    with pytest.raises(services.Conflict):
        services.save_response(cast.officer, response, BLANK | {"evidence": "second"}, version=0)
    assert response_to(draft, "5.10").evidence == "first"
    assert draft.history.filter(event=Event.RESPONSE_SAVED).count() == 1


@pytest.mark.parametrize("state", sorted(set(State) - EDITABLE_STATES))
def test_answers_are_locked_outside_draft_and_returned(
    cast: Cast, draft: Assessment, state: State
) -> None:
    Assessment.objects.filter(pk=draft.pk).update(state=state)
    with pytest.raises(services.Locked):
        factories.answer(cast.officer, draft, "5.10", **YES)
    assert response_to(draft, "5.10").answer == ""


def test_answers_may_be_changed_again_after_a_return(cast: Cast, draft: Assessment) -> None:
    Assessment.objects.filter(pk=draft.pk).update(state=State.RETURNED)
    assert factories.answer(cast.officer, draft, "5.10", **YES).answer == "yes"


def test_history_cannot_be_changed_or_deleted(draft: Assessment) -> None:
    entry = draft.history.get()
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    with pytest.raises(TypeError):
        HistoryEntry.objects.all().delete()
    with pytest.raises(TypeError):
        HistoryEntry.objects.update(note="x")
