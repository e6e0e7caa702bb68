"""Steps that came too late: nothing is changed, and what was typed is there to copy."""

from __future__ import annotations

from datetime import date

import pytest

from assessments import workflow
from assessments.enums import Event, State
from assessments.models import Assessment
from codes.models import Code
from tests import factories
from tests.assessments.browsing import DECISION, SignIn, day, hidden, html, state_of, url
from tests.conftest import Cast


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment)
    return assessment


@pytest.fixture
def submitted(cast: Cast, draft: Assessment) -> Assessment:
    return factories.submit(cast.officer, draft)


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
    assert "This self-assessment has changed" in page
    assert "Took back from the governing body: Olu Ficer" in page
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
    assert "Approved: Mem Burr" in html(response)
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
    assert "Cabinet has approved this." in html(response)


def test_another_landlords_assessment_does_not_exist(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    client = sign_in(cast.outsider)
    for page in ("read", "submit", "take-back", "return", "approve", "minute", "response"):
        assert client.get(url(submitted, f"{page}/")).status_code == 404
        posted = client.post(url(submitted, f"{page}/"), {"version": submitted.version})
        assert posted.status_code in (404, 405)
    assert state_of(submitted) == State.IN_REVIEW
