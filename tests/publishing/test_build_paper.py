"""What a committee paper takes from the database: earlier years, open actions, what is missing."""

from dataclasses import replace
from datetime import date

from accounts.models import Membership
from assessments import workflow
from assessments.enums import Event
from publishing import document as documents
from publishing.correcting import services as corrections
from publishing.document.facts import long_date
from publishing.models import PaperText
from publishing.paper.building import build_paper, first_words, stored_form, stored_words
from publishing.paper.contents import front, parts
from tests import factories
from tests.publishing import papers

LATE, LATER = date(2024, 6, 1), date(2099, 6, 1)
PLANNED = {"answer": "no", "action": "Rewrite the letter.", "action_owner": "Head of Service"}


def publish(cast, code, year, but=None):
    approved = factories.make_approved(cast.officer, cast.member, code, year, but)
    return factories.publish(cast.officer, approved)


def paper_of(assessment):
    return build_paper(assessment, documents.build(assessment))


def test_the_first_one_compares_with_nothing_and_says_what_is_missing(cast, code):
    draft = factories.start(cast.officer, code, meeting_date=date(2026, 6, 2))
    factories.answer(cast.officer, draft, "1.2", **factories.YES)
    paper = paper_of(draft)
    assert paper.comparison is None
    assert (paper.earlier_years, paper.earlier_actions) == ((), ())
    assert [gap.number for gap in paper.gaps] == ["1.3", "5.1", "5.10"]
    assert paper.words.meeting_date == date(2026, 6, 2)
    assert "Cabinet approves the self-assessment" in paper.words.recommendation


def test_it_is_the_report_of_the_officer_until_somebody_writes_otherwise(cast, code):
    Membership.objects.filter(user=cast.officer.user).update(job_title="Complaints Manager")
    draft = factories.start(cast.officer, code)
    assert paper_of(draft).words.report_of == "Complaints Manager"
    Membership.objects.filter(user=cast.officer.user).delete()
    assert paper_of(draft).words.report_of == ""


def test_it_compares_with_the_last_one_published_and_counts_the_years_before(cast, code):
    publish(cast, code, 2023, {"1.2": PLANNED | {"action_due": LATE}})
    publish(cast, code, 2024)
    draft = factories.start(cast.officer, code)
    factories.answer(cast.officer, draft, "1.2", **factories.YES)
    paper = paper_of(draft)
    assert paper.comparison.labels == ("2024-25", "2025-26")
    assert [row.kind for row in paper.comparison.rows] == ["same", "open", "open", "open"]
    assert [year.label for year in paper.earlier_years] == ["2023-24", "2024-25"]
    assert [year.totals[-1].numbers[0] for year in paper.earlier_years] == [3, 4]


def test_what_was_promised_before_and_is_still_not_met_is_told_once(cast, code):
    late = PLANNED | {"action_due": LATE}
    later = PLANNED | {"action": "Train the team.", "action_due": LATER}
    publish(cast, code, 2023, {"1.2": late, "1.3": late})
    publish(cast, code, 2024, {"1.2": late, "1.3": late, "5.1": later})
    draft = factories.start(cast.officer, code)
    factories.answer(cast.officer, draft, "1.3", **factories.YES)
    told = [
        (action.year, action.number, action.is_overdue)
        for action in paper_of(draft).earlier_actions
    ]
    assert told == [("2023-24", "1.2", True), ("2024-25", "5.1", False)]


def test_what_was_met_meanwhile_is_no_longer_open_though_this_year_has_no_answer_yet(cast, code):
    late = PLANNED | {"action_due": LATE}
    publish(cast, code, 2023, {"1.2": late, "1.3": late})
    publish(cast, code, 2024, {"1.3": late})
    draft = factories.start(cast.officer, code)
    told = [(action.year, action.number) for action in paper_of(draft).earlier_actions]
    assert told == [("2023-24", "1.3")]


def test_across_codes_the_correspondence_says_what_comes_from_what(cast, full_codes):
    recorded = factories.record_elsewhere(cast.officer, full_codes["2022"], 2023)
    factories.answer(
        cast.officer, recorded, "1.8", **PLANNED | {"action_due": LATE, "evidence": "Old words."}
    )
    draft = factories.start(cast.officer, full_codes["2024"])
    factories.answer(cast.officer, draft, "2.2", **factories.YES)
    paper = paper_of(draft)
    rows = {row.after.number: row for row in paper.comparison.rows}
    assert (rows["2.2"].numbers_before, rows["2.2"].kind) == ("1.8, 4.14", "better")
    assert paper.comparison.is_across_codes
    assert paper.earlier_actions == ()
    factories.answer(cast.officer, draft, "2.2", answer="no", alternative="Another way.")
    assert [action.number for action in paper_of(draft).earlier_actions] == ["1.8"]


def test_a_promise_under_another_code_says_so_and_leads_to_todays_number(cast, full_codes):
    recorded = factories.record_elsewhere(cast.officer, full_codes["2022"], 2022)
    promise = PLANNED | {"action_due": LATE, "evidence": "Old words."}
    for number in ("1.8", "4.14"):
        factories.answer(cast.officer, recorded, number, **promise)
    again = factories.record_elsewhere(cast.officer, full_codes["2024"], 2023)
    moved = promise | {"action": " rewrite the\nletter.", "action_due": LATER}
    factories.answer(cast.officer, again, "2.2", **moved | {"action_owner": "Head of Housing"})
    draft = factories.start(cast.officer, full_codes["2024"], 2024)
    (part,) = (p for p in parts(paper_of(draft)) if p.heading == "Open actions of earlier years")
    sentence, table = part.blocks
    assert papers.said(sentence) == "1 action is open, none of them overdue."
    names = {row.number: row.numbered_title for row in documents.build(draft).provisions}
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        [
            f"{names['2.2']}\n{names['5.11']}\n(1.8, 4.14 of the Complaint Handling Code 2022)",
            "2022-23\nagain in 2023-24",
            "Head of Housing",
            "1 June 2099\nFirst promised for 1 June 2024",
        ],
        ["Rewrite the letter."],
    ]


def test_two_dates_for_one_promise_in_a_year_are_two_actions(cast, full_codes):
    recorded = factories.record_elsewhere(cast.officer, full_codes["2022"], 2023)
    for number, due in (("1.8", LATE), ("4.14", LATER)):
        factories.answer(
            cast.officer, recorded, number, **PLANNED | {"action_due": due, "evidence": "Old."}
        )
    found = paper_of(factories.start(cast.officer, full_codes["2024"])).earlier_actions
    assert [(one.number, one.now, one.due) for one in found] == [
        ("1.8", ("2.2",), LATE),
        ("4.14", ("2.2", "5.11"), LATER),
    ]


def test_between_codes_of_which_nothing_is_known_nothing_is_compared(cast, code):
    publish(cast, factories.make_code("2020"), 2024)
    paper = paper_of(factories.start(cast.officer, code))
    assert paper.comparison is None
    assert [year.label for year in paper.earlier_years] == ["2024-25"]


def test_what_was_withdrawn_or_recorded_without_answers_does_not_count(cast, code):
    factories.record_elsewhere(cast.officer, code, 2023)
    publication = publish(cast, code, 2024)
    corrections.withdraw(cast.administrator, publication, "It named a resident.")
    paper = paper_of(factories.start(cast.officer, code))
    assert (paper.comparison, paper.earlier_years) == (None, ())


def test_a_correction_looks_past_what_it_corrects_and_a_reassessment_does_not(cast, code):
    publish(cast, code, 2024)
    published = publish(cast, code, 2025)
    paper = paper_of(factories.correct(cast.officer, published.assessment))
    assert paper.comparison.labels == ("2024-25", "2025-26")
    paper = paper_of(factories.start(cast.officer, code, 2026))
    assert paper.comparison.labels == ("2025-26", "2026-27")


def test_what_is_published_is_compared_with_what_came_before_it(cast, code):
    first = publish(cast, code, 2024)
    publish(cast, code, 2025)
    assert paper_of(first.assessment).comparison is None


def test_an_approved_paper_names_the_meeting_that_approved_it_whatever_was_planned(cast, code):
    draft = factories.start(cast.officer, code, meeting_date=LATER)
    factories.answer_all(cast.officer, draft)
    planned = replace(first_words(draft, documents.build(draft)), meeting="Housing Scrutiny")
    PaperText.objects.create(assessment=draft, words=stored_form(planned))
    submitted = factories.submit(cast.officer, draft)
    lines = {fact.label: fact.text for fact in front(paper_of(submitted))}
    assert (lines["Meeting"], lines["Date"]) == ("Housing Scrutiny", "1 June 2099")
    approved = factories.approve(cast.member, submitted)
    lines = {fact.label: fact.text for fact in front(paper_of(approved))}
    day = long_date(approved.approved_on)
    assert (lines["Meeting"], lines["Date"]) == ("Cabinet", day)
    assert lines["Approved"] == f"By the Cabinet, {day}"
    # Once the approval is lifted the plan stands again.
    note = workflow.Step(note="5.1 is wrong.")
    returned = workflow.carry_out(
        Event.RETURN, approved, cast.member, note, version=approved.version
    )
    lines = {fact.label: fact.text for fact in front(paper_of(returned))}
    assert (lines["Meeting"], lines["Date"]) == ("Housing Scrutiny", "1 June 2099")


def test_the_words_come_back_as_they_were_typed(cast, code):
    draft = factories.start(cast.officer, code)
    usual = first_words(draft, documents.build(draft))
    typed = replace(usual, written_on=date(2026, 5, 1), risk="- one\n- two", legal="")
    kept = PaperText.objects.create(assessment=draft, words=stored_form(typed))
    kept.refresh_from_db()
    assert stored_words(kept) == typed
    assert paper_of(draft).words == typed
