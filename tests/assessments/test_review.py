"""Submitting, taking back, returning, approving, minuting: as people meet them in the browser."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from assessments.enums import State
from assessments.models import Assessment
from codes.models import Code
from tests import factories
from tests.assessments.browsing import DECISION, SignIn, day, html, send, state_of, url
from tests.assessments.pages import Page, typed
from tests.conftest import Cast


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment)
    return assessment


@pytest.fixture
def submitted(cast: Cast, draft: Assessment) -> Assessment:
    return factories.submit(cast.officer, draft)


# --- submit -------------------------------------------------------------------------------------


def test_the_officer_reads_what_submitting_means_and_submits(
    cast: Cast, draft: Assessment, sign_in: SignIn
) -> None:
    client = sign_in(cast.officer)
    page = html(client.get(url(draft, "submit/")))
    assert "4 provisions" in page
    assert "we lock the answers" in page
    response = send(client, url(draft, "submit/"))
    assert response.headers["Location"] == url(draft)
    overview = html(client.get(url(draft)))
    assert "Sent for approval" in overview
    assert "This is with the governing body (Cabinet)." in overview
    assert "by Olu Ficer" in overview


def test_gaps_are_counted_and_linked_instead_of_a_button(
    cast: Cast, draft: Assessment, sign_in: SignIn
) -> None:
    factories.answer(cast.officer, draft, "5.1", answer="partly")
    client = sign_in(cast.officer)
    page = client.get(url(draft, "submit/"))
    assert "<strong>2 things</strong> are still missing" in html(page)
    assert f'href="{url(draft, "check/")}"' in html(page)
    assert 'name="version"' not in html(page)
    draft.refresh_from_db()
    refused = client.post(url(draft, "submit/"), {"version": draft.version})
    assert refused.status_code == 422
    assert "Something is still missing. Put it right, then send it for approval again." in html(
        refused
    )
    assert "<title>Error: Check and send" in html(refused)
    assert f'href="{url(draft, "check/")}"' in html(refused)
    assert state_of(draft) == State.DRAFT


# --- take back ----------------------------------------------------------------------------------


def test_the_officer_takes_back_and_the_member_can_no_longer_read(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    assert sign_in(cast.member).get(url(submitted, "read/")).status_code == 200
    assert send(sign_in(cast.officer), url(submitted, "take-back/")).status_code == 302
    assert state_of(submitted) == State.DRAFT
    for page in ("", "read/", "submit/", "response/", "approve/", "return/"):
        assert sign_in(cast.member).get(url(submitted, page)).status_code == 403, page


# --- return -------------------------------------------------------------------------------------


@pytest.mark.parametrize("note", ["", "  \n ", "\u200b\u200d"])
def test_a_return_without_a_note_says_so_beside_the_field(
    note: str, cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    response = send(sign_in(cast.member), url(submitted, "return/"), note=note)
    assert response.status_code == 422
    assert html(response).count("Enter what needs to change") == 2
    assert 'href="#id_note"' in html(response)
    assert state_of(submitted) == State.IN_REVIEW


def test_the_officer_reads_the_note_with_who_wrote_it_and_when(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    note = "5.1 needs a clause <b>now</b>:\n\n- which one?\n- {{ since }} when?"
    assert send(sign_in(cast.member), url(submitted, "return/"), note=note).status_code == 302
    page = html(sign_in(cast.officer).get(url(submitted)))
    assert "5.1 needs a clause &lt;b&gt;now&lt;/b&gt;:" in page
    assert "<li>{{ since }} when?</li>" in page
    assert f"Mem Burr, {timezone.localdate():%-d %B %Y}" in page
    assert f'href="{url(submitted, "submit/")}"' in page


def test_a_note_stays_once_submitted_again_and_the_latest_of_two_comes_first(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    member, officer = sign_in(cast.member), sign_in(cast.officer)
    send(member, url(submitted, "return/"), note="First note.")
    factories.submit(cast.officer, submitted)
    assert "First note." in html(officer.get(url(submitted)))
    send(member, url(submitted, "return/"), note="Second note.")
    page = html(officer.get(url(submitted)))
    assert page.index("Second note.") < page.index("Returned earlier") < page.index("First note.")


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ("x" * 20_001, "20,000 characters"),
        ("a\x00b", "cannot be stored"),
    ],
)
def test_a_note_that_cannot_be_kept_is_shown_again_whole(
    note: str, message: str, cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    response = send(sign_in(cast.member), url(submitted, "return/"), note=note)
    assert response.status_code == 422
    assert message in html(response)
    assert note in html(response)
    assert state_of(submitted) == State.IN_REVIEW


# --- approve ------------------------------------------------------------------------------------


def test_the_page_says_what_is_approved_and_proposes_what_is_known(
    cast: Cast, code: Code, sign_in: SignIn
) -> None:
    meeting = timezone.localdate() - timedelta(days=2)
    assessment = factories.start(cast.officer, code, meeting_date=meeting)
    action = {"action": "Mend", "action_owner": "Head", "action_due": date(2031, 1, 1)}
    factories.answer_all(cast.officer, assessment, but={"5.1": {"answer": "no", **action}})
    assessment = factories.submit(cast.officer, assessment)
    page = html(sign_in(cast.clerk).get(url(assessment, "approve/")))
    assert "3 provisions" in page
    assert "1 provision<" in page
    assert f"<code>{assessment.submitted_digest}</code>" in page
    assert "by Olu Ficer" in page
    for value in ("Cabinet", "Mem Burr", str(meeting.day), str(meeting.year)):
        assert f'value="{value}"' in page, value


def test_a_meeting_still_to_come_is_not_proposed(cast: Cast, code: Code, sign_in: SignIn) -> None:
    meeting = timezone.localdate() + timedelta(days=400)
    assessment = factories.start(cast.officer, code, meeting_date=meeting)
    factories.answer_all(cast.officer, assessment)
    factories.submit(cast.officer, assessment)
    page = html(sign_in(cast.clerk).get(url(assessment, "approve/")))
    assert f'value="{meeting.year}"' not in page


def test_a_decision_is_recorded_and_its_minute_follows(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    clerk = sign_in(cast.clerk)
    held = timezone.localdate() - timedelta(days=1)
    response = send(clerk, url(submitted, "approve/"), **DECISION, **day(held))
    assert response.status_code == 302
    page = html(clerk.get(url(submitted)))
    assert "Cabinet has approved this." in page
    assert "Cllr Ann Reed" in page
    assert f"{held:%-d %B %Y}" in page
    assert "Not recorded yet" in page

    assert send(clerk, url(submitted, "minute/"), minute_reference="").status_code == 422
    assert send(clerk, url(submitted, "minute/"), minute_reference="\u200b").status_code == 422
    too_long = send(clerk, url(submitted, "minute/"), minute_reference="m" * 61)
    assert "60 characters" in html(too_long)
    assert "m" * 61 in html(too_long)
    assert send(clerk, url(submitted, "minute/"), minute_reference="CAB/1").status_code == 302
    assert send(clerk, url(submitted, "minute/"), minute_reference="CAB/25/7").status_code == 302
    page = html(clerk.get(url(submitted)))
    assert "CAB/25/7" in page
    assert "CAB/1<" not in page


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"approving_body": " "}, "approving_body", "Enter the body that approved it"),
        ({"approving_body": "\u200b"}, "approving_body", "Enter the body that approved it"),
        ({"approving_body": "c" * 121}, "approving_body", "120 characters"),
        ({"mrc_name": ""}, "mrc_name", "Enter the name of the Member Responsible"),
        ({"mrc_name": "a\x00b"}, "mrc_name", "cannot be stored"),
        ({"minute_reference": "m" * 61}, "minute_reference", "60 characters"),
        ({"approved_on_1": "13"}, "approved_on", "real date"),
        ({"approved_on_0": "31", "approved_on_1": "2"}, "approved_on", "real date"),
        ({"approved_on_2": ""}, "approved_on", "must include a year"),
        (
            {"approved_on_0": "", "approved_on_1": "", "approved_on_2": ""},
            "approved_on",
            "Enter the date of the meeting",
        ),
        (day(date(2099, 1, 1)), "approved_on", "today or in the past"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused_beside_its_field(
    changed: dict[str, str],
    field: str,
    message: str,
    cast: Cast,
    submitted: Assessment,
    sign_in: SignIn,
) -> None:
    values = {**DECISION, **day(timezone.localdate()), "minute_reference": "M/1", **changed}
    response = send(sign_in(cast.clerk), url(submitted, "approve/"), **values)
    assert response.status_code == 422
    page = html(response)
    assert f'<a href="#id_{field}">' in page
    assert page.count(message) == 2
    assert f'id="id_{field}"' in page
    for name, text in values.items():
        assert not text.strip() or f'value="{text}"' in page, name
    assert state_of(submitted) == State.IN_REVIEW


def test_who_worked_on_it_reads_why_they_cannot_approve(
    cast: Cast, draft: Assessment, sign_in: SignIn
) -> None:
    hats = factories.add_member(cast.landlord, Role.COMPLAINTS_OFFICER, Role.CLERK, name="Hats")
    submitted = factories.submit(hats, draft)
    client = sign_in(hats)
    reason = "You have worked on this self-assessment"
    assert reason in html(client.get(url(submitted)))
    assert f'href="{url(submitted, "approve/")}"' not in html(client.get(url(submitted)))
    assert reason in html(client.get(url(submitted, "approve/")))
    values = {**DECISION, **day(timezone.localdate()), "version": submitted.version}
    response = client.post(
        url(submitted, "approve/"), values | {"digest": submitted.submitted_digest}
    )
    assert response.status_code == 422
    assert "someone else needs to approve it" in html(response)
    assert state_of(submitted) == State.IN_REVIEW


# --- check and send -----------------------------------------------------------------------------


def test_every_answer_is_checked_before_it_is_sent(
    cast: Cast, draft: Assessment, sign_in: SignIn
) -> None:
    long = "<i>Policy</i> " + "and so on " * 60
    factories.answer(cast.officer, draft, "5.10", answer="yes", evidence=long)
    page = Page(sign_in(cast.officer).get(url(draft, "submit/")))
    for number in ("1.2", "1.3", "5.1", "5.10"):
        assert f"p{number}" in page.ids
        assert url(draft, f"{number}/?from=send") in page.links
    assert "&lt;i&gt;Policy&lt;/i&gt;" in page.html
    assert page.html.count("and so on") < 20
    assert "Section 5 Yes: 2 5.1 " in page.text
    assert "we email Clark Minute (clerk) and Mem Burr (governing body member)" in page.text
    assert page.html.count('class="govuk-button"') == 1
    page.assert_in_order()


def test_a_change_comes_back_to_the_check_and_what_it_leaves_missing_is_told_first(
    cast: Cast, draft: Assessment, sign_in: SignIn
) -> None:
    client = sign_in(cast.officer)
    page = Page(client.get(url(draft, "5.10/?from=send")))
    assert url(draft, "submit/#p5.10") in page.links
    assert 'name="go" value="send"' in page.html
    sent = typed(version=1, answer="yes", evidence="Policy, page 4.", go="send")
    saved = client.post(url(draft, "5.10/"), sent)
    assert saved.headers["Location"] == url(draft, "submit/#p5.10")
    assert "5.10 saved" in Page(client.get(url(draft, "submit/"))).text
    refused = Page(client.post(url(draft, "5.10/"), sent | {"version": "2", "action_due_0": "x"}))
    assert 'name="go" value="send"' in refused.html
    lacking = client.post(url(draft, "5.10/"), sent | {"version": "2", "evidence": ""})
    assert lacking.headers["Location"] == url(draft, "5.10/")


def test_checking_costs_the_same_few_queries_for_four_provisions_and_for_72(
    cast: Cast, full_codes: dict[str, Code], sign_in: SignIn
) -> None:
    client = sign_in(cast.officer)
    counts = []
    for year, code in ((2024, factories.make_code("2023")), (2025, full_codes["2024"])):
        assessment = factories.start(cast.officer, code, year)
        factories.answer_all(cast.officer, assessment)
        with CaptureQueriesContext(connection) as queries:
            assert "Send for approval" in html(client.get(url(assessment, "submit/")))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
