"""Two Ombudsmen's Codes in one year: started, filled, decided and carried without each other."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from assessments import queries, services, starting
from assessments.carrying.next_steps import next_steps
from assessments.carrying.planning import drafts_after, sources_before
from assessments.intake import reading
from assessments.intake import services as intake
from assessments.models import Assessment
from assessments.services import Details
from codes.models import Code, Correspondence
from selfassess.common.financial_year import FinancialYear
from selfassess.common.models import OutgoingMail
from tests import factories
from tests.assessments.browsing import DECISION, SignIn, day, send, state_of, url
from tests.assessments.pages import Page, typed
from tests.conftest import Cast
from tests.intake.forms import comma_separated, rows_of

LIST = "/landlords/alderbrook/"
START = "/landlords/alderbrook/assessments/start/"
RECORD = "/landlords/alderbrook/assessments/record/"
COMPARE = "/landlords/alderbrook/compare/"


@pytest.fixture
def officer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.officer)


# Starting


def test_where_two_codes_are_in_force_the_person_says_which(
    cast: Cast, code: Code, other_code: Code, officer: Client
) -> None:
    page = Page(officer.get(START))
    assert "code" not in page.form
    assert "Housing Ombudsman. In force from 1 April 2024" in page.text
    assert "Councils Ombudsman. In force from 1 April 2024" in page.text
    refused = officer.post(START, page.form)
    assert refused.status_code == 422
    assert "Select which Code to assess against" in Page(refused).text
    for edition in ("2024", "councils-2024"):
        assert officer.post(START, page.form | {"code": edition}).status_code == 302
    again = officer.post(START, page.form | {"code": "councils-2024"})
    assert again.status_code == 422
    assert "already has an open self-assessment" in Page(again).text
    ours = Assessment.objects.get(code=other_code)
    assert ours.get_absolute_url() in Page(again).links
    listed = Page(officer.get(LIST)).text
    assert f"{ours.year}: Complaint Handling Code 2024" in listed
    assert f"{ours.year}: Good Complaints Code 2024" in listed


def test_one_open_and_one_recorded_a_year_and_family(
    cast: Cast, code: Code, other_code: Code
) -> None:
    factories.start(cast.officer, code)
    mine = factories.start(cast.officer, other_code)
    with pytest.raises(services.OpenAssessmentExists) as caught:
        factories.start(cast.officer, other_code)
    assert caught.value.existing == mine
    factories.record_elsewhere(cast.officer, code)
    recorded = factories.record_elsewhere(cast.officer, other_code)
    with pytest.raises(services.OpenAssessmentExists) as caught:
        factories.record_elsewhere(cast.officer, other_code)
    assert caught.value.existing == recorded
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(landlord=cast.landlord, code=other_code, year_start=2025)


def test_a_draft_does_not_change_over_to_another_ombudsmans_code(
    cast: Cast, code: Code, other_code: Code, officer: Client
) -> None:
    earlier = factories.make_code("2022", ("1.2",))
    draft = factories.start(cast.officer, code)
    page = Page(officer.get(url(draft, "details/")))
    assert earlier.title in page.text
    assert other_code.title not in page.text
    refused = officer.post(url(draft, "details/"), page.form | {"code": other_code.edition})
    assert refused.status_code == 422
    assert "Select which Code" in Page(refused).text
    details = Details(other_code, FinancialYear(2025))
    with pytest.raises(starting.OtherFamily):
        starting.change_details(cast.officer, draft, details, version=draft.version)
    draft.refresh_from_db()
    assert draft.code == code


# Filling in and deciding


def test_from_start_to_approval_beside_the_other_one(
    cast: Cast, code: Code, other_code: Code, officer: Client, sign_in: SignIn
) -> None:
    housing = factories.start(cast.officer, code)
    mine = factories.start(cast.officer, other_code)
    form = Page(officer.get(url(mine, "2.1/")))
    assert "Explanation" in form.text
    assert "Commentary" not in form.text
    assert "Good Complaints Code 2024" in form.html.split("<title>")[1].split("</title>")[0]
    for number in other_code.provisions.values_list("number", flat=True):
        answer = typed(answer="yes", evidence=f"Rule {number} of our procedure.")
        assert officer.post(url(mine, f"{number}/"), answer).status_code == 302
    send(officer, url(mine, "submit/"))
    member = sign_in(cast.member)
    assert "Good Complaints Code 2024" in Page(member.get(LIST)).text
    decided_on = day(timezone.localdate())
    send(member, url(mine, "approve/"), **DECISION, **decided_on)
    assert state_of(mine) == "approved"
    assert state_of(housing) == "draft"
    assert "Complaint Handling Code 2024" not in Page(member.get(LIST)).text
    subjects = set(OutgoingMail.objects.values_list("subject", flat=True))
    assert (
        "Ready for review: Alderbrook Council self-assessment 2025-26 (Good Complaints Code "
        "2024)" in subjects
    )


def test_only_an_ombudsman_who_asks_for_it_is_sent_the_self_assessment(
    cast: Cast, code: Code, other_code: Code, officer: Client
) -> None:
    housing = factories.start(cast.officer, code)
    mine = factories.start(cast.officer, other_code)
    assert "Submit to the Ombudsman by" in Page(officer.get(url(housing))).text
    assert "Submit to the Ombudsman by" not in Page(officer.get(url(mine))).text
    paper = Page(officer.get(url(mine, "committee-paper/"))).text
    assert "Housing Ombudsman" not in paper
    assert "Councils decide themselves how they report on this Code." in paper
    assert "Members of the Housing Ombudsman Scheme" in (
        Page(officer.get(url(housing, "committee-paper/"))).text
    )


# The year before


def test_answers_are_carried_within_a_family_alone(
    cast: Cast, code: Code, other_code: Code, officer: Client
) -> None:
    housing = factories.make_approved(cast.officer, cast.member, code, 2025)
    own = factories.make_approved(cast.officer, cast.member, other_code, 2024)
    Assessment.objects.filter(pk__in=(housing.pk, own.pk)).update(state="published")
    choices = Page(officer.get(START))
    assert (
        "Carry forward the answers of 2025-26 (Complaint Handling Code 2024) or 2024-25 "
        "(Good Complaints Code 2024)" in choices.text
    )
    answer = officer.post(START, choices.form | {"code": "councils-2024", "year": "2026-27"})
    draft = Assessment.objects.get(code=other_code, year_start=2026)
    assert answer.url == url(draft, "carry/")
    assert sources_before(draft) == [own]
    assert drafts_after(own) == [draft]
    assert drafts_after(housing) == []
    preview = Page(officer.get(answer.url))
    assert "Carry forward answers from 2024-25" in preview.text
    officer.post(answer.url, preview.form)
    carried = draft.responses.get(provision__number="1.1")
    assert (carried.evidence, carried.waits_for) == (factories.YES["evidence"], "2024-25")
    first = factories.start(cast.officer, code, 2026)
    assert queries.previous_assessment(first) == housing
    assert queries.previous_assessment(draft) == own


def test_codes_of_two_families_never_correspond(code: Code, other_code: Code) -> None:
    link = Correspondence.objects.create(
        from_code=code, to_provision=other_code.provisions.all()[0], change="unchanged"
    )
    link.sources.create(provision=code.provisions.all()[0], position=0)
    assert queries.origins_between(code, other_code) == {}


def test_a_correction_begins_from_its_own_familys_newest(
    cast: Cast, code: Code, other_code: Code, officer: Client
) -> None:
    own = factories.make_approved(cast.officer, cast.member, other_code)
    factories.publish(cast.officer, own)
    own.refresh_from_db()
    housing = factories.make_approved(cast.officer, cast.member, code)
    Assessment.objects.filter(pk=housing.pk).update(
        state="published", published_at="2040-01-01T00:00Z"
    )
    # What was published later against the other Code does not take its place.
    assert queries.newer_published(own) is None
    assert url(own, "correct/") in Page(officer.get(LIST)).links
    factories.start(cast.officer, code)
    draft = factories.correct(cast.officer, own)
    assert (draft.code, draft.family_id) == (other_code, "councils")


# Comparing


def test_two_of_one_family_are_compared_and_never_two_of_different_ones(
    cast: Cast, code: Code, other_code: Code, officer: Client
) -> None:
    mine = factories.start(cast.officer, other_code, 2026)
    housing = factories.start(cast.officer, code, 2025)
    assert "You need 2 self-assessments" in Page(officer.get(COMPARE)).text
    before = factories.start(cast.officer, other_code, 2025)
    page = Page(officer.get(COMPARE))
    assert (page.form["to"], page.form["from"]) == (str(mine.pk), str(before.pk))
    assert "No answer has changed." in page.text
    alone = Page(officer.get(f"{COMPARE}?to={housing.pk}"))
    assert "You need 2 self-assessments" in alone.text
    factories.start(cast.officer, code, 2024)
    # The other Code's of the year before is the newer row, and is not taken.
    Assessment.objects.filter(pk=before.pk).update(created_at="2020-01-01T00:00Z")
    again = Page(officer.get(COMPARE))
    assert (again.form["to"], again.form["from"]) == (str(mine.pk), str(before.pk))
    mixed = Page(officer.get(f"{COMPARE}?to={mine.pk}&from={housing.pk}"))
    assert "Select two self-assessments against the same Ombudsman’s Code" in mixed.text


# Old forms


@pytest.mark.parametrize("past", [(), ("--past",)], ids=["a draft", "a past year"])
def test_an_old_form_goes_to_the_assessment_of_its_own_family(
    past: tuple[str, ...],
    cast: Cast,
    full_codes: dict[str, Code],
    other_code: Code,
    tmp_path: Path,
) -> None:
    begin = factories.record_elsewhere if past else factories.start
    other = begin(cast.officer, other_code, 2024)
    form = tmp_path / "old.csv"
    form.write_bytes(comma_separated(rows_of("2024")))
    where = ("--landlord", "alderbrook", "--year", "2024-25")
    call_command("import_form", str(form), *where, *past, stdout=StringIO())
    made = Assessment.objects.get(code=full_codes["2024"])
    assert made.responses.exclude(answer="").count() == 72
    assert not other.responses.exclude(answer="").exists()


def test_after_an_import_the_way_leads_on_within_the_family(
    cast: Cast, code: Code, other_code: Code
) -> None:
    past = factories.record_elsewhere(cast.officer, other_code, 2023)
    factories.answer_all(cast.officer, past)
    later = factories.make_approved(cast.officer, cast.member, code, 2024)
    Assessment.objects.filter(pk=later.pk).update(state="published")
    factories.start(cast.officer, code, 2025)
    alone = next_steps(cast.officer, past)
    assert alone is not None
    assert (alone.carry_into, alone.may_start, alone.may_compare) == ([], True, False)
    draft = factories.start(cast.officer, other_code, 2025)
    on = next_steps(cast.officer, past)
    assert on is not None
    assert (on.carry_into, on.may_start, on.may_compare) == ([draft], False, True)


def test_a_form_of_another_ombudsmans_code_leads_to_its_own_self_assessment(
    cast: Cast, full_codes: dict[str, Code], other_code: Code, officer: Client
) -> None:
    draft = factories.start(cast.officer, other_code, 2024)
    kept = intake.keep(cast.officer, draft, comma_separated(rows_of("2024")), "old.csv")
    reading.read(kept.pk)
    page = Page(officer.get(url(draft, f"import/{kept.pk}/"))).text
    assert "The Codes are from different Ombudsmen" in page
    assert "If it is for an earlier year, import it as that year." in page
    # Nothing of it can come into this draft.
    assert "carry" not in page
