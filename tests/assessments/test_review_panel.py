"""What the panel offers to whom, the page to read, and the decision in the history."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.access import Member
from assessments import services, workflow
from assessments.enums import Event
from assessments.models import Assessment
from codes.models import Code
from tests import factories
from tests.assessments.browsing import SignIn, hidden, html, url
from tests.conftest import Cast


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment)
    return assessment


@pytest.fixture
def submitted(cast: Cast, draft: Assessment) -> Assessment:
    return factories.submit(cast.officer, draft)


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
    for text in (*told, "Date of the meeting", "Digest of what was sent for approval"):
        assert text in page, text


def test_a_discarded_assessment_offers_nothing(
    cast: Cast, draft: Assessment, sign_in: SignIn
) -> None:
    draft.refresh_from_db()
    workflow.carry_out(Event.DISCARD, draft, cast.officer, version=draft.version)
    page = html(sign_in(cast.officer).get(url(draft)))
    assert "This has been discarded." in page
    assert "govuk-button--warning" not in page


def test_a_minute_that_follows_publication_is_kept_with_the_record_and_not_published(
    cast: Cast, code: Code, sign_in: SignIn
) -> None:
    approved = factories.make_approved(cast.officer, cast.member, code)
    publication = factories.publish(cast.officer, approved)
    assert sign_in(cast.officer).get(url(approved, "minute/")).status_code == 403
    clerk = sign_in(cast.clerk)
    page = clerk.get(url(approved, "minute/"))
    assert (
        "It will not appear on the published page or files unless you publish a correction."
        in html(page)
    )
    typed = {"version": hidden(page, "version"), "minute_reference": "LATE/1"}
    assert clerk.post(url(approved, "minute/"), typed).status_code == 302
    assert "LATE/1" in html(clerk.get(url(approved)))
    assert "LATE/1" not in html(clerk.get(publication.get_absolute_url()))


def test_there_is_no_minute_of_what_was_returned(cast: Cast, submitted: Assessment) -> None:
    approved = factories.approve(cast.member, submitted)
    step = workflow.Step(note="5.1 needs a clause.")
    workflow.carry_out(Event.RETURN, approved, cast.clerk, step, version=approved.version)
    with pytest.raises(services.Locked):
        services.record_minute(cast.clerk, approved, "M/2", version=approved.version + 1)
