"""Submitting, taking back, returning, approving, minuting: as people meet them in the browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.access import Member
from accounts.enums import Role
from assessments import services, workflow
from assessments.enums import Event, State
from assessments.models import Assessment
from codes.models import Code
from tests import factories
from tests.conftest import Cast

SignIn = Callable[[Member], Client]


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment)
    return assessment


@pytest.fixture
def submitted(cast: Cast, draft: Assessment) -> Assessment:
    return factories.submit(cast.officer, draft)


def url(assessment: Assessment, page: str = "") -> str:
    return f"/assessments/{assessment.pk}/{page}"


def html(response: Any) -> str:
    return str(response.content.decode())


def hidden(response: Any, name: str) -> str:
    """The value of a hidden field of the page."""
    return html(response).split(f'name="{name}" value="', 1)[1].split('"', 1)[0]


def send(client: Client, address: str, **values: Any) -> HttpResponse:
    """Opens the page and posts its form, with the hidden fields that it has."""
    page = client.get(address)
    found = {
        name: hidden(page, name) for name in ("version", "digest") if f'"{name}"' in html(page)
    }
    return client.post(address, found | values)


def day(value: date, field: str = "approved_on") -> dict[str, str]:
    parts = (value.day, value.month, value.year)
    return {f"{field}_{place}": str(part) for place, part in enumerate(parts)}


def state_of(assessment: Assessment) -> str:
    return Assessment.objects.get(pk=assessment.pk).state


DECISION = {"approving_body": "Cabinet", "mrc_name": "Cllr Ann Reed", "minute_reference": ""}


# --- submit -------------------------------------------------------------------------------------


def test_the_officer_reads_what_submitting_means_and_submits(
    cast: Cast, draft: Assessment, sign_in: SignIn
) -> None:
    client = sign_in(cast.officer)
    page = html(client.get(url(draft, "submit/")))
    assert "4 provisions" in page
    assert "the answers are locked" in page
    response = send(client, url(draft, "submit/"))
    assert response.headers["Location"] == url(draft)
    overview = html(client.get(url(draft)))
    assert "Submitted to the governing body" in overview
    assert "The governing body (Cabinet) is reviewing this." in overview
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
    assert "Something is still missing. Mend it, then submit again." in html(refused)
    assert "<title>Error: Submit" in html(refused)
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
    assert html(response).count("Enter a note that says what has to change") == 2
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


def test_the_latest_of_two_notes_is_shown_and_none_once_submitted_again(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    member, officer = sign_in(cast.member), sign_in(cast.officer)
    send(member, url(submitted, "return/"), note="First note.")
    factories.submit(cast.officer, submitted)
    assert "First note." not in html(officer.get(url(submitted)))
    send(member, url(submitted, "return/"), note="Second note.")
    page = html(officer.get(url(submitted)))
    assert "Second note." in page
    assert "First note." not in page


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
    assert "Cabinet approved this." in page
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
        (day(timezone.localdate() + timedelta(days=1)), "approved_on", "today or in the past"),
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
    for name, typed in values.items():
        assert not typed.strip() or f'value="{typed}"' in page, name
    assert state_of(submitted) == State.IN_REVIEW


def test_who_worked_on_it_reads_why_they_cannot_approve(
    cast: Cast, draft: Assessment, sign_in: SignIn
) -> None:
    hats = factories.add_member(cast.landlord, Role.COMPLAINTS_OFFICER, Role.CLERK, name="Hats")
    submitted = factories.submit(hats, draft)
    client = sign_in(hats)
    reason = "You answered or submitted this"
    assert reason in html(client.get(url(submitted)))
    assert f'href="{url(submitted, "approve/")}"' not in html(client.get(url(submitted)))
    assert reason in html(client.get(url(submitted, "approve/")))
    values = {**DECISION, **day(timezone.localdate()), "version": submitted.version}
    response = client.post(
        url(submitted, "approve/"), values | {"digest": submitted.submitted_digest}
    )
    assert response.status_code == 422
    assert "somebody else has to approve it" in html(response)
    assert state_of(submitted) == State.IN_REVIEW


# --- somebody else was faster -------------------------------------------------------------------


def test_a_note_for_an_assessment_that_was_taken_back_is_kept_to_copy(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    client = sign_in(cast.clerk)
    version = hidden(client.get(url(submitted, "return/")), "version")
    workflow.carry_out(Event.TAKE_BACK, submitted, cast.officer, version=submitted.version)
    note = "\n  <script>5.1</script> needs a clause."
    response = client.post(url(submitted, "return/"), {"version": version, "note": note})
    assert response.status_code == 409
    page = html(response)
    assert "This self-assessment has moved on" in page
    assert "Took back from the governing body, by Olu Ficer" in page
    assert ">\n\n  &lt;script&gt;5.1&lt;/script&gt; needs a clause.</textarea>" in page
    assert "This is a draft." in page


def test_a_member_who_typed_while_it_was_taken_back_keeps_the_text_but_reads_nothing_else(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    client = sign_in(cast.member)
    sent = {"version": hidden(client.get(url(submitted, "return/")), "version")}
    workflow.carry_out(Event.TAKE_BACK, submitted, cast.officer, version=submitted.version)
    factories.answer(cast.officer, submitted, "5.1", answer="no", commentary="Not for members.")
    for page, field in (("return/", "note"), ("approve/", "mrc_name"), ("response/", "text")):
        response = client.post(url(submitted, page), sent | {field: "Typed by the member."})
        assert response.status_code == 409, page
        assert "Typed by the member." in html(response)
        assert "Not for members." not in html(response)
        assert f'href="{url(submitted)}"' not in html(response)
        assert client.get(url(submitted, page)).status_code == 403
    assert state_of(submitted) == State.DRAFT


def test_a_decision_that_came_second_changes_nothing_and_is_kept_to_copy(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    client = sign_in(cast.clerk)
    page = client.get(url(submitted, "approve/"))
    found = {name: hidden(page, name) for name in ("version", "digest")}
    factories.approve(cast.member, submitted)
    typed = {**DECISION, **day(date(2026, 1, 9)), "minute_reference": "TYPED/1"}
    response = client.post(url(submitted, "approve/"), found | typed)
    assert response.status_code == 409
    assert "TYPED/1" in html(response)
    assert "9 1 2026" in html(response)
    assert "Approved, by Mem Burr" in html(response)
    assert Assessment.objects.get(pk=submitted.pk).minute_reference == "CAB/25/7"


@pytest.mark.parametrize("version", ["", "one", "-1", "9" * 40, "1e3", "²", "0"])
def test_a_form_without_a_version_that_makes_sense_changes_nothing(
    version: str, cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    values = {"version": version, "note": "Mend it.", "minute_reference": "M/1", "text": "We do."}
    for page in ("return/", "take-back/"):
        client = sign_in(cast.clerk if page == "return/" else cast.officer)
        assert client.post(url(submitted, page), values).status_code == 409, page
    assert state_of(submitted) == State.IN_REVIEW
    approved = factories.approve(cast.member, submitted)
    response = sign_in(cast.clerk).post(url(approved, "minute/"), values)
    assert response.status_code == 409
    assert "M/1" in html(response)


def test_a_page_for_a_step_that_is_over_says_how_it_stands(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    for member, page in ((cast.officer, "submit/"), (cast.clerk, "minute/")):
        response = sign_in(member).get(url(submitted, page))
        assert response.status_code == 409
        assert "The governing body (Cabinet) is reviewing this." in html(response)
    approved = factories.approve(cast.member, submitted)
    response = sign_in(cast.officer).get(url(approved, "take-back/"))
    assert response.status_code == 409
    assert "Cabinet approved this." in html(response)


def test_another_landlords_assessment_does_not_exist(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    client = sign_in(cast.outsider)
    for page in ("read", "submit", "take-back", "return", "approve", "minute", "response"):
        assert client.get(url(submitted, f"{page}/")).status_code == 404
        posted = client.post(url(submitted, f"{page}/"), {"version": submitted.version})
        assert posted.status_code in (404, 405)
    assert state_of(submitted) == State.IN_REVIEW


# --- the panel and the reading page -------------------------------------------------------------


def test_the_panel_offers_each_person_what_they_may_do_now(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    def offered(member: Member) -> set[str]:
        page = html(sign_in(member).get(url(submitted)))
        pages = ("submit/", "take-back/", "return/", "approve/", "minute/", "publish/")
        return {name for name in pages if f'href="{url(submitted, name)}"' in page}

    assert offered(cast.officer) == {"take-back/"}
    assert offered(cast.member) == offered(cast.clerk) == {"return/", "approve/"}
    assert offered(cast.viewer) == offered(cast.contributor) == set()
    factories.approve(cast.member, submitted)
    assert offered(cast.officer) == set()
    assert offered(cast.clerk) == {"return/", "minute/"}
    factories.confirm_response(cast.clerk, submitted)
    assert offered(cast.officer) == {"publish/"}


def test_a_member_reads_every_answer_in_the_forms_order_on_one_page(
    cast: Cast, code: Code, sign_in: SignIn
) -> None:
    assessment = factories.start(cast.officer, code)
    but = {
        "1.3": {"answer": "not_applicable", "evidence": "", "commentary": "No agents here."},
        "5.1": {
            "answer": "no",
            "action": "- write it\n- print it",
            "action_owner": "Head of Homes",
            "action_due": date(2031, 3, 1),
        },
        "5.10": {"answer": "partly", "evidence": "<i>P</i>", "alternative": "We visit instead."},
    }
    factories.answer_all(cast.officer, assessment, but=but)
    factories.submit(cast.officer, assessment)
    page = html(sign_in(cast.member).get(url(assessment, "read/")))
    for text in (
        "No agents here.",
        "<li>print it</li>",
        "Owner: Head of Homes. Due: 1 March 2031.",
        "&lt;i&gt;P&lt;/i&gt;",
        "We visit instead.",
        'id="5.10"',
        'href="#section-5"',
    ):
        assert text in page, text
    places = [page.index(f'id="{number}"') for number in ("1.2", "1.3", "5.1", "5.10")]
    assert places == sorted(places)
    assert "Not answered" not in page


def test_reading_costs_the_same_few_queries_for_four_provisions_and_for_72(
    cast: Cast, full_codes: dict[str, Code], sign_in: SignIn
) -> None:
    small = factories.make_code("2023")
    client = sign_in(cast.member)
    counts = []
    for year, edition in ((2024, small), (2025, full_codes["2022"])):
        assessment = factories.start(cast.officer, edition, year)
        blank = {"alternative": "We visit instead, since few residents write."}
        factories.answer_all(cast.officer, assessment, but={"5.1": blank})
        factories.submit(cast.officer, assessment)
        client.get(url(assessment, "read/"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = html(client.get(url(assessment, "read/")))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15
    assert "(must)" in page
    assert "(should)" in page


def test_the_history_tells_the_decision_in_words_even_after_it_was_lifted(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    approved = factories.approve(cast.member, submitted)
    note = workflow.Step(note="The minute says otherwise.")
    workflow.carry_out(Event.RETURN, approved, cast.clerk, note, version=approved.version)
    page = html(sign_in(cast.viewer).get(url(submitted, "history/")))
    held = f"{timezone.localdate() - timedelta(days=1):%-d %B %Y}"
    told = ("The minute says otherwise.", "Cllr Ann Reed", "CAB/25/7", held)
    for text in (*told, "Date of the meeting", "Fingerprint of what was submitted"):
        assert text in page, text


def test_a_discarded_assessment_offers_nothing(
    cast: Cast, draft: Assessment, sign_in: SignIn
) -> None:
    draft.refresh_from_db()
    workflow.carry_out(Event.DISCARD, draft, cast.officer, version=draft.version)
    page = html(sign_in(cast.officer).get(url(draft)))
    assert "This was discarded." in page
    assert "govuk-button--warning" not in page


def test_the_minute_is_not_altered_by_who_may_not_nor_after_publication(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    approved = factories.approve(cast.member, submitted)
    assert sign_in(cast.officer).get(url(approved, "minute/")).status_code == 403
    factories.confirm_response(cast.clerk, approved)
    workflow.carry_out(Event.PUBLISH, approved, cast.officer, version=approved.version)
    with pytest.raises(services.Locked):
        services.record_minute(cast.clerk, approved, "M/2", version=approved.version + 1)
