"""What to do next: one main button on the overview, in every state, for every role."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import Membership
from assessments.enums import Event, State
from assessments.models import Assessment
from assessments.workflow import Step
from codes.models import Code
from tests import factories
from tests.assessments.browsing import SignIn
from tests.assessments.pages import Page
from tests.assessments.steps import in_state, take
from tests.assessments.test_filling_overview import green
from tests.conftest import Cast

OFFICER, MEMBER, CLERK = (
    Role.COMPLAINTS_OFFICER,
    Role.GOVERNING_BODY_MEMBER,
    Role.CLERK,
)
READ = "Read the self-assessment"
# By state what those may do who have something to do; the others read.
GREEN: dict[State, tuple[str, dict[Role, str]]] = {
    State.DRAFT: ("Read the answers so far", {OFFICER: "Check and send"}),
    State.IN_REVIEW: (READ, {OFFICER: "Open the committee paper", CLERK: "Approve"}),
    State.RETURNED: (READ, {OFFICER: "Change the answers"}),
    State.APPROVED: (READ, {OFFICER: "Publish"}),
    State.PUBLISHED: ("View the published page", {}),
    State.DISCARDED: (READ, {OFFICER: "Start a self-assessment"}),
    State.RECORDED: (READ, {OFFICER: "Upload the form for 2024-25"}),
}


@pytest.mark.parametrize("state", State)
def test_everybody_has_one_main_button_in_every_state(
    cast: Cast, code: Code, sign_in: SignIn, state: State
) -> None:
    assessment = in_state(state, cast, code)
    usual, special = GREEN[state]
    for role in Role:
        if role == MEMBER and state in (State.DRAFT, State.DISCARDED):
            continue
        page = Page(sign_in(cast.by_role(role)).get(assessment.get_absolute_url()))
        assert green(page) == [special.get(role, usual)], role
        assert "What to do next" in page.text
        page.assert_in_order()


def overview(client: Client, assessment: Assessment) -> Page:
    return Page(client.get(f"/assessments/{assessment.pk}/"))


@pytest.fixture
def officer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.officer)


def test_a_blank_draft_begins_with_last_years_answers_or_with_its_form(
    cast: Cast, code: Code, officer: Client
) -> None:
    draft = factories.start(cast.officer, code)
    page = overview(officer, draft)
    assert green(page) == ["Upload last year’s form"]
    assert "Start with 1.2" in page.text
    factories.answer_all(cast.officer, factories.record_elsewhere(cast.officer, code))
    page = overview(officer, draft)
    assert green(page) == ["Carry forward answers from 2024-25"]
    assert f"/assessments/{draft.pk}/import/" in page.links
    officer.post(f"/assessments/{draft.pk}/carry/", {"source": draft.pk + 1})
    page = overview(officer, draft)
    assert green(page) == ["Confirm answers"]
    assert "4 answers from an earlier year must be confirmed, edited or cleared" in page.text


def test_it_says_who_is_waited_for(cast: Cast, code: Code, sign_in: SignIn) -> None:
    assessment = in_state(State.IN_REVIEW, cast, code)
    for member in (cast.officer, cast.viewer):
        text = overview(sign_in(member), assessment).text
        assert "with the governing body (Cabinet). Waiting for Clark Minute or Mem Burr." in text
    for n in range(5):
        factories.add_member(cast.landlord, MEMBER, name=f"Zed {n}")
    text = overview(sign_in(cast.viewer), assessment).text
    assert "Waiting for Clark Minute, Mem Burr, Zed 0, Zed 1 or 3 others." in text
    take(Event.RETURN, assessment, cast.clerk, Step(note="See 5.1."))
    text = overview(sign_in(cast.member), assessment).text
    assert "The complaints officer (Olu Ficer) has been asked to change this" in text


def test_who_worked_on_it_reads_it_and_does_not_approve_it(
    cast: Cast, code: Code, sign_in: SignIn
) -> None:
    both = factories.add_member(cast.landlord, OFFICER, CLERK, name="Bo Thom")
    draft = factories.start(both, code)
    factories.answer_all(both, draft)
    factories.submit(both, draft)
    page = overview(sign_in(both), draft)
    assert green(page) == [READ]
    assert "someone else needs to approve it" in page.text
    assert f"/assessments/{draft.pk}/take-back/" in page.links
    assert f"/assessments/{draft.pk}/approve/" not in page.links


def test_what_was_returned_leads_to_what_the_note_names_and_once_changed_is_sent_again(
    cast: Cast, code: Code, officer: Client
) -> None:
    returned = in_state(State.RETURNED, cast, code)
    page = overview(officer, returned)
    assert "See 5.1." in page.text
    assert green(page) == ["Change the answers"]
    assert f'href="/assessments/{returned.pk}/5.1/" role="button"' in page.html
    factories.answer(cast.officer, returned, "5.1", answer="yes", evidence="Policy, page 4.")
    page = overview(officer, returned)
    assert green(page) == ["Check and send"]
    assert "See 5.1." in page.text


def test_the_response_is_written_then_confirmed_then_it_is_published(
    cast: Cast, code: Code, sign_in: SignIn
) -> None:
    approved = factories.approve(cast.member, in_state(State.IN_REVIEW, cast, code))
    for member in (cast.officer, cast.clerk, cast.member):
        assert green(overview(sign_in(member), approved)) == ["Write the response"]
    sign_in(cast.officer).post(
        f"/assessments/{approved.pk}/response/", {"text": "Cabinet agrees.", "version": "0"}
    )
    assert green(overview(sign_in(cast.clerk), approved)) == ["Confirm the response"]
    page = overview(sign_in(cast.officer), approved)
    assert green(page) == ["Read the response"]
    assert "Waiting for Clark Minute or Mem Burr to confirm" in page.text


def test_an_earlier_year_with_answers_leads_on_to_the_draft_that_can_take_them(
    cast: Cast, code: Code, officer: Client
) -> None:
    recorded = factories.record_elsewhere(cast.officer, code)
    factories.answer_all(cast.officer, recorded)
    assert green(overview(officer, recorded)) == ["Start a self-assessment"]
    draft = factories.start(cast.officer, code)
    page = overview(officer, recorded)
    assert green(page) == ["Carry forward to 2025-26"]
    assert f"/assessments/{draft.pk}/carry/?from={recorded.pk}" in page.links


def test_where_nobody_can_approve_it_the_page_says_so_and_still_has_one_main_button(
    cast: Cast, code: Code, sign_in: SignIn
) -> None:
    assessment = in_state(State.IN_REVIEW, cast, code)
    Membership.objects.filter(user__in=[cast.member.user, cast.clerk.user]).delete()
    page = overview(sign_in(cast.officer), assessment)
    assert "No one can approve this self-assessment yet" in page.text
    assert "Waiting for someone who can approve it" in page.text
    assert green(page) == ["Open the committee paper"]
