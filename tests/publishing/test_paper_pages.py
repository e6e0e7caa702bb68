"""The committee paper as a page, and the officer's words for it."""

from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessments import workflow
from assessments.enums import Event
from publishing.models import PaperText
from publishing.paper.building import WORD_NAMES
from tests import factories

NO_DATE = {f"{name}_{part}": "" for name in ("meeting_date", "written_on") for part in range(3)}
WORDS = dict.fromkeys(WORD_NAMES, "") | NO_DATE | {"purpose": "To report.\n\n- one\n- two"}


@pytest.fixture
def draft(cast, code):
    return factories.start(cast.officer, code)


@pytest.fixture
def officer(cast, sign_in):
    return sign_in(cast.officer)


def address(assessment, name="paper"):
    return reverse(f"publishing:{name}", args=[assessment.pk])


def save(client, assessment, version=0, **words):
    return client.post(address(assessment, "paper_edit"), WORDS | words | {"version": version})


def test_everybody_who_may_read_reads_the_paper_with_the_usual_words(cast, sign_in, draft):
    page = sign_in(cast.viewer).get(address(draft))
    assertContains(page, "DRAFT – not yet sent for approval")
    assertContains(page, "4 provisions are not complete yet.")
    assertContains(page, "That Cabinet approves the self-assessment")
    assertNotContains(page, "Edit the committee paper")
    assert sign_in(cast.member).get(address(draft)).status_code == 403


def test_the_officers_words_stay_when_answers_change(cast, officer, draft):
    page = officer.get(address(draft, "paper_edit"))
    assertContains(page, "None arise directly from this report.")
    response = save(
        officer,
        draft,
        title="Our paper",
        meeting_date_0="2",
        meeting_date_1="June",
        meeting_date_2="2026",
    )
    assertRedirects(response, address(draft))
    factories.answer(cast.officer, draft, "1.2", **factories.YES)
    page = officer.get(address(draft))
    assertContains(page, "<li>one</li>", html=True)
    assertContains(page, "Our paper</h1>")
    assertContains(page, "2 June 2026")
    assertContains(page, "3 provisions are not complete yet.")
    assertNotContains(page, "None arise directly")


def test_chosen_recommendations_are_added_to_what_was_typed_and_nothing_is_saved(officer, draft):
    typed = {"recommendation": "First of all.", "recommendations": ["note", "appoint"], "add": "1"}
    page = save(officer, draft, **typed)
    assertContains(page, "First of all.\n\nThat Cabinet notes the self-assessment")
    assertContains(page, "That Cabinet appoints the Member Responsible for Complaints.")
    assert not PaperText.objects.exists()


def test_bad_input_is_named_beside_its_field_and_nothing_is_lost(officer, draft):
    page = save(officer, draft, written_on_0="31", written_on_1="2", written_on_2="2026")
    assertContains(page, "There is a problem", status_code=422)
    assertContains(page, "To report.", status_code=422)
    assertContains(page, "<title>Error: ", status_code=422)


@pytest.mark.parametrize("version", [0, 1])
def test_who_saves_second_sees_both_and_overwrites_nothing(officer, draft, version):
    save(officer, draft, purpose="The first.")
    if version:
        save(officer, draft, version=1, purpose="The second.")
    page = save(officer, draft, version=version, purpose="The third.")
    assertContains(page, "Someone else saved changes", status_code=409)
    assertContains(page, "Olu Ficer saved on", status_code=409)
    assertContains(page, "The third.</textarea>", status_code=409)
    kept = PaperText.objects.get()
    assert kept.words["purpose"] == ("The second." if version else "The first.")
    assertRedirects(save(officer, draft, kept.version, purpose="The third."), address(draft))
    kept.refresh_from_db()
    assert kept.words["purpose"] == "The third."


def test_the_same_sent_twice_is_no_conflict(officer, draft):
    for _ in range(2):
        assertRedirects(save(officer, draft), address(draft))


def test_what_is_discarded_or_published_keeps_its_words(cast, officer, draft):
    save(officer, draft)
    workflow.carry_out(Event.DISCARD, draft, cast.officer, version=draft.version)
    assertContains(officer.get(address(draft, "paper_edit")), "can no longer be changed")
    page = save(officer, draft, 1, purpose="Too late.")
    assertContains(page, "Too late.", status_code=409)
    assert PaperText.objects.get().version == 1


def test_only_the_officer_writes(cast, sign_in, draft):
    for who in (cast.administrator, cast.contributor, cast.clerk, cast.viewer):
        assert save(sign_in(who), draft).status_code == 403
    assert save(sign_in(cast.outsider), draft).status_code == 404
    assert not PaperText.objects.exists()


def set_meeting(client, assessment, day, version=None):
    parts = dict(zip(("meeting_date_0", "meeting_date_1", "meeting_date_2"), day, strict=True))
    version = assessment.version if version is None else version
    return client.post(address(assessment, "paper_meeting"), parts | {"version": version})


def test_the_clerk_sets_the_date_of_the_meeting_while_it_is_in_review(
    cast, sign_in, officer, draft
):
    factories.answer_all(cast.officer, draft)
    save(officer, draft, title="Our paper")
    waiting = factories.submit(cast.officer, draft)
    clerk = sign_in(cast.clerk)
    assertContains(clerk.get(address(waiting)), address(waiting, "paper_meeting"))
    page = set_meeting(clerk, waiting, ("", "", ""))
    assertContains(page, "Enter the date of the meeting", status_code=422)
    assertRedirects(set_meeting(clerk, waiting, ("3", "June", "2026")), address(waiting))
    page = clerk.get(address(waiting))
    assertContains(page, "3 June 2026")
    assertContains(page, "Our paper</h1>")
    waiting.refresh_from_db()
    assert waiting.meeting_date == date(2026, 6, 3)
    entry = waiting.history.filter(event=Event.DETAILS_CHANGED).last()
    assert entry.actor_name == cast.clerk.user.name
    assert entry.changes == [{"field": "meeting date", "from": "", "to": "2026-06-03"}]


def test_who_sets_the_date_second_is_told_and_an_approved_paper_keeps_its_meeting(
    cast, sign_in, officer, draft
):
    factories.answer_all(cast.officer, draft)
    clerk, version = sign_in(cast.clerk), draft.version
    set_meeting(officer, draft, ("2", "6", "2026"))
    page = set_meeting(clerk, draft, ("3", "6", "2026"), version)
    assertContains(page, "now planned for 2 June 2026", status_code=409)
    assertContains(page, 'value="3"', status_code=409)
    draft.refresh_from_db()
    approved = factories.approve(cast.member, factories.submit(cast.officer, draft))
    page = set_meeting(clerk, approved, ("4", "6", "2026"))
    assertContains(page, "You entered 4 June 2026. It has not been saved.", status_code=409)
    assertNotContains(clerk.get(address(approved)), address(approved, "paper_meeting"))
