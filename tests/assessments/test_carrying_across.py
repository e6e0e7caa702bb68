"""A year that begins with one made against another Code."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from assessments import services
from assessments.carrying.planning import new_numbers
from assessments.carrying.services import carry_forward
from assessments.models import Assessment
from assessments.queries import gaps_of
from codes.models import Code
from tests import factories
from tests.assessments.pages import Page
from tests.assessments.steps import response, url
from tests.codes import files
from tests.conftest import Cast


@pytest.fixture
def officer(cast: Cast, sign_in: Any) -> Client:
    return sign_in(cast.officer)


# Across Codes: in the real ones 2024's 1.2 is 2022's 1.2 reworded, 1.3 is strengthened, and 2022's
# 4.3 is gone.


@pytest.fixture
def across(cast: Cast, full_codes: dict[str, Code]) -> Assessment:
    """A draft under the 2024 Code after a full year under that of 2022."""
    draft = factories.start(cast.officer, full_codes["2024"])
    recorded = factories.record_elsewhere(cast.officer, full_codes["2022"])
    factories.answer_all(cast.officer, recorded)
    return draft


def test_the_preview_sorts_what_the_other_code_makes_of_it(
    officer: Client, across: Assessment
) -> None:
    page = Page(officer.get(f"{url(across)}carry/"))
    for text in (
        "From the Complaint Handling Code 2022 to the Complaint Handling Code 2024",
        "copied as a starting point",
        "not in the Complaint Handling Code 2024",
        "4.3 of 2024-25 (answered Yes)",
    ):
        assert text in page.text
    page.assert_in_order()


def test_same_duties_keep_their_answer_others_are_left_open_and_new_ones_are_marked(
    officer: Client, cast: Cast, across: Assessment
) -> None:
    form = Page(officer.get(f"{url(across)}carry/")).form
    officer.post(f"{url(across)}carry/", form)
    reworded, stronger = response(across, "1.2"), response(across, "1.3")
    assert (reworded.answer, reworded.evidence) == ("yes", factories.YES["evidence"])
    assert (stronger.answer, stronger.evidence) == ("", factories.YES["evidence"])
    page = Page(officer.get(url(across, "1.3")))
    assert "as a starting point. The requirement has changed" in page.text
    assert "How the requirement has changed" in page.text
    assert "[added:" in page.text
    new = across.responses.filter(version=0).select_related("provision")
    assert new
    listed = Page(officer.get(f"{url(across)}provisions/"))
    assert listed.text.count(" New ") == len(new)
    assert " New " in Page(officer.get(url(across, new[0].provision.number))).text


def test_an_action_that_is_done_does_not_answer_a_duty_that_has_grown(
    officer: Client, cast: Cast, full_codes: dict[str, Code]
) -> None:
    recorded = factories.record_elsewhere(cast.officer, full_codes["2022"])
    due = timezone.localdate() + timedelta(days=30)
    action = {"action": "Rewrite it", "action_owner": "Head of Housing", "action_due": due}
    factories.answer(cast.officer, recorded, "1.3", answer="no", **action)
    draft = factories.start(cast.officer, full_codes["2024"])
    carry_forward(cast.officer, draft, source=recorded.pk)
    page = Page(officer.get(url(draft, "1.3")))
    assert "You will need to answer the requirement again" in page.text
    done = Page(officer.post(f"{url(draft, '1.3')}carried/", page.form | {"done": "1"}))
    assert "Answer the requirement as it stands now" in done.text
    assert (done.form.get("answer"), done.form["action"]) == (None, "")


DROPPED = 'dropped = ["5.1"]'
DUTY = 'from = ["5.1"]\nchange = "strengthened"'

# What is said of a text that is carried forward without an answer, by its provision of 2024: the
# provision of 2022, and whether that had an answer.
OPEN = {
    "1.2": ("1.2", False, "There was no answer in 2024-25."),
    "1.3": ("1.3", True, "The requirement has changed."),
    "1.4": ("1.4", False, "The requirement has changed, and 2024-25 had no answer."),
    # Of the closest, 2.8, nothing was said.
    "3.7": ("2.7", True, "The requirement has changed."),
}


@pytest.mark.parametrize("number", OPEN)
def test_each_text_without_an_answer_says_why_it_has_none(
    officer: Client, cast: Cast, full_codes: dict[str, Code], number: str
) -> None:
    source, was_answered, why = OPEN[number]
    recorded = factories.record_elsewhere(cast.officer, full_codes["2022"])
    said = factories.YES if was_answered else {"answer": "", "evidence": "The policy."}
    factories.answer(cast.officer, recorded, "1.5", **factories.YES)
    factories.answer(cast.officer, recorded, source, **said)
    draft = factories.start(cast.officer, full_codes["2024"])
    carry_forward(cast.officer, draft, source=recorded.pk)
    page = Page(officer.get(url(draft, number)))
    assert (
        f"Carried forward from 2024-25 as a starting point. {why} Answer the requirement"
        in page.text
    )
    assert "Is it still true?" not in page.text
    section = Page(officer.get(f"{url(draft)}section/{number[0]}/"))
    assert f"as a starting point. {why} Answer the requirement" in section.text


def test_a_section_asks_once_whether_its_duties_are_the_same(
    officer: Client, cast: Cast, across: Assessment, django_assert_max_num_queries: Any
) -> None:
    carry_forward(cast.officer, across, source=Assessment.objects.get(state="recorded").pk)
    with django_assert_max_num_queries(13) as short:
        officer.get(f"{url(across)}section/2/")
    with django_assert_max_num_queries(13) as long:
        officer.get(f"{url(across)}section/6/")
    assert len(short) == len(long)


def test_a_duty_whose_words_stay_but_that_must_be_met_now_says_so(
    officer: Client, cast: Cast, tmp_path: Path
) -> None:
    headings = 'must_heading = "Must"\nshould_heading = "Should"\nrules ='
    should = files.CODE.replace('level = "must"', 'level = "should"').replace("rules =", headings)
    same = files.CORRESPONDENCE.replace('from = []\nchange = "new"', DUTY).replace(
        DROPPED, "dropped = []"
    )
    texts = {"2026": should, "2027": files.later(), "2026-to-2027": same}
    call_command("load_codes", files.write(tmp_path, **texts), verbosity=0)
    codes = {code.edition: code for code in Code.objects.all()}
    recorded = factories.record_elsewhere(cast.officer, codes["2026"])
    factories.answer_all(cast.officer, recorded)
    draft = factories.start(cast.officer, codes["2027"])
    carry_forward(cast.officer, draft, source=recorded.pk)
    page = Page(officer.get(url(draft, "5.1")))
    assert "has not changed, but it was a “should” then and is a “must” now" in page.text


def test_of_several_sources_all_are_shown(
    officer: Client, cast: Cast, across: Assessment, django_assert_max_num_queries: Any
) -> None:
    officer.post(f"{url(across)}carry/", Page(officer.get(f"{url(across)}carry/")).form)
    several = across.code.provisions.filter(
        origins__sources__position=1, origins__change__in=["changed", "strengthened", "reworded"]
    ).first()
    with django_assert_max_num_queries(16):
        page = Page(officer.get(url(across, several.number)))
    assert "also covers this" in page.text
    page.assert_in_order()
    with django_assert_max_num_queries(16):
        officer.get(url(across))


def test_a_whole_year_across_codes_can_be_completed(cast: Cast, across: Assessment) -> None:
    source = Assessment.objects.get(state="recorded")
    carry_forward(cast.officer, across, source=source.pk)
    for row in across.responses.select_related("provision", "assessment"):
        values = row.values() | factories.YES if not row.answer else row.values()
        services.save_response(cast.officer, row, values, version=row.version)
    assert gaps_of(across) == ()
    assert factories.submit(cast.officer, across).state == "in_review"


def test_the_next_edition_is_crossed_into_by_its_files_alone(
    officer: Client, cast: Cast, tmp_path: Path
) -> None:
    """Two made-up Codes: 5.10 has grown, 5.1 of before is dropped, and another 5.1 is new."""
    texts = {"2026": files.CODE, "2027": files.later(), "2026-to-2027": files.CORRESPONDENCE}
    call_command("load_codes", files.write(tmp_path, **texts), verbosity=0)
    codes = {code.edition: code for code in Code.objects.all()}
    recorded = factories.record_elsewhere(cast.officer, codes["2026"])
    factories.answer_all(cast.officer, recorded)
    draft = factories.start(cast.officer, codes["2027"])
    page = Page(officer.get(f"{url(draft)}carry/"))
    assert "1 text copied as a starting point" in page.text
    assert "1 new in the Complaint Handling Code 2027" in page.text
    assert "5.1 of 2024-25 (answered Yes)" in page.text
    officer.post(f"{url(draft)}carry/", page.form)
    draft = Assessment.objects.get(pk=draft.pk)
    grown = response(draft, "5.10")
    assert (grown.answer, grown.evidence) == ("", factories.YES["evidence"])
    assert grown.carried_from.assessment == recorded
    assert response(draft, "5.1").values() == factories.BLANK
    assert new_numbers(draft) == {"5.1"}
