"""Which year is a form for? An earlier one's goes into its own record, and on from there."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.importing.result import Problem
from assessments.importing.source import Cell, Paragraph, Row, Source, Table
from assessments.importing.years import YearHint, year_of_name, year_of_source
from assessments.intake import services
from assessments.intake.basis import moment_of
from assessments.models import Assessment, ImportedFile
from tests import factories
from tests.assessments.pages import Page
from tests.intake.forms import (
    choose,
    found,
    imported,
    question,
    rows_of,
    saved,
    sent,
    taken_away,
    word,
)

WORD = "Self-assessment 2024-25.docx"


@pytest.fixture
def draft(cast, code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def officer(cast, sign_in):
    return sign_in(cast.officer)


@pytest.fixture
def across(cast, full_codes) -> tuple[Assessment, ImportedFile]:
    """A draft under the 2024 Code, and a form of the 2022 Code that was sent to it."""
    draft = factories.start(cast.officer, full_codes["2024"])
    responses = (found("1.2", answer="yes", evidence="Policy 2"), found("1.3", answer="no"))
    return draft, imported(cast.officer, draft, *responses, edition="2022")


def asked(client, file: ImportedFile) -> Page:
    """The question which year it is for, to which its address leads."""
    answer = client.get(file.get_absolute_url(), follow=True)
    assert answer.request["PATH_INFO"] == f"{file.get_absolute_url()}year/"
    return Page(answer)


def say(client, file: ImportedFile, year: str, follow: bool = False, **more: str):
    data = {"year": year, "published_url": ""} | more
    return client.post(f"{file.get_absolute_url()}year/", data, follow=follow)


# The guess


@pytest.mark.parametrize(
    ("name", "start", "is_named"),
    [
        ("Self-assessment 2024-25.docx", 2024, True),
        ("CHC self assessment 2024_25 final.pdf", 2024, True),
        ("Self assessment 2024 to 2025.docx", 2024, True),
        ("202425 form.xlsx", 2024, True),
        ("FY24-25.csv", 2024, True),
        ("Appendix A 2024 Code self assessment 2025-26.docx", 2025, True),
        ("Self-assessment September 2025.docx", 2025, False),
        ("Self-assessment 12.02.2025.docx", 2024, False),
        ("Self-assessment 2025.docx", 2025, False),
    ],
)
def test_a_files_name_says_its_year(name, start, is_named):
    hint = year_of_name(name)
    assert hint is not None
    assert (hint.start, hint.is_named) == (start, is_named)


@pytest.mark.parametrize(
    "name", ["Form.docx", "Complaint Handling Code 2024.docx", "Page 12-13.docx"]
)
def test_the_codes_own_year_and_other_numbers_are_no_years_of_a_form(name):
    assert year_of_name(name) is None


def test_a_forms_title_says_its_year_and_its_evidence_does_not():
    heads = Row((Cell("Code provision"), Cell("Code requirement"), Cell("Evidence")), "row 1")
    row = Row((Cell("1.2"), Cell("A complaint is"), Cell("Annual report 2019-20")), "row 2")
    table = Table((heads, row))
    title = Paragraph("Annual report 2023/24 and self-assessment 2024/25")
    assert year_of_source(Source((title, table))) == YearHint(2024, title.text, True)
    assert year_of_source(Source((table,))) is None
    code = Paragraph("In force from 1 April 2024")
    assert year_of_source(Source((code, table))) is None
    dated = year_of_source(Source((Paragraph("Completed in March 2025"), table)))
    assert dated == YearHint(2024, "March 2025", False)


def test_the_guess_is_selected_and_says_from_what(cast, officer, draft):
    page = asked(officer, sent(cast.officer, draft, found("1.2", answer="yes"), name=WORD))
    assert question(page)["year"] == "2024-25"
    assert (
        "We think it is for 2024-25, because the file is called “Self-assessment 2024-25”"
        in page.text
    )
    text = YearHint(2023, "Self-assessment for 2023-24", True)
    page = asked(officer, sent(cast.officer, draft, found("1.2", answer="yes"), year=text))
    assert question(page)["year"] == "2023-24"
    assert "because the form says “Self-assessment for 2023-24”" in page.text
    page.assert_in_order()


def test_nothing_is_selected_where_the_form_says_nothing_or_two_things(cast, officer, draft):
    nothing = sent(cast.officer, draft, found("1.2", answer="yes"))
    page = asked(officer, nothing)
    assert "year" not in question(page)
    assert "We could not find a year in the form" in page.text
    refused = officer.post(f"{nothing.get_absolute_url()}year/", question(page))
    assert refused.status_code == 422
    assert "Select which year this form is for" in Page(refused).text
    text = YearHint(2023, "Self-assessment 2023-24", True)
    both = sent(cast.officer, draft, found("1.2", answer="yes"), name=WORD, year=text)
    page = asked(officer, both)
    assert "year" not in question(page)
    assert (
        "The file is called “Self-assessment 2024-25”, but the form says “Self-assessment 2023-24”."
        in page.text
    )


def test_a_mere_date_in_this_year_is_not_taken_for_this_year(cast, officer, draft):
    file = sent(cast.officer, draft, found("1.2", answer="yes"), name="Form June 2025.docx")
    page = asked(officer, file)
    assert "year" not in question(page)
    assert "The file is called “June 2025”. That may be when it was written." in page.text


# Which forms are asked about


def test_nothing_of_a_form_goes_in_before_its_year_is_said(cast, officer, draft):
    file = sent(cast.officer, draft, found("1.2", answer="yes"), name=WORD)
    data = choose(draft, file, p1_2="fill")
    assert officer.post(file.get_absolute_url(), data)["Location"].endswith("/year/")
    assert saved(draft, "1.2").answer == ""
    answer = say(officer, file, "2025-26")
    assert answer["Location"] == file.get_absolute_url()
    assert "Check the import" in Page(officer.get(file.get_absolute_url())).text
    officer.post(file.get_absolute_url(), data)
    assert saved(draft, "1.2").answer == "yes"
    assert not Assessment.objects.filter(state="recorded").exists()


def test_a_file_that_was_downloaded_here_is_not_asked_about(
    cast, officer, full_codes, django_capture_on_commit_callbacks
):
    draft = factories.start(cast.officer, full_codes["2024"])
    factories.answer(cast.officer, draft, "1.2", answer="yes", evidence="Policy 2")
    back = SimpleUploadedFile("Filled in 2019-20.docx", taken_away(draft, "self-assessment.docx"))
    with django_capture_on_commit_callbacks(execute=True):
        file = officer.post(f"/assessments/{draft.pk}/import/", {"file": back})["Location"]
    assert "This file was downloaded from this self-assessment" in Page(officer.get(file)).text


def test_a_file_of_last_years_self_assessment_is_told_by_where_it_was_downloaded(
    cast, officer, draft, code
):
    last = factories.start(cast.officer, code, 2023)
    factories.answer(cast.officer, last, "1.2", answer="yes")
    file = sent(
        cast.officer,
        draft,
        found("1.2", answer="yes"),
        name="Form 2025-26.docx",
        taken_from=moment_of(last),
    )
    page = asked(officer, file)
    assert question(page)["year"] == "2023-24"
    assert "This file was downloaded from your self-assessment for 2023-24." in page.text


def test_a_form_for_a_record_is_asked_about_only_where_it_seems_to_be_anothers(cast, officer, code):
    record = factories.record_elsewhere(cast.officer, code, 2023)
    plain = sent(cast.officer, record, found("1.2", answer="yes"), name="Form 2023-24.docx")
    assert "Check the import" in Page(officer.get(plain.get_absolute_url())).text
    other = sent(cast.officer, record, found("1.2", answer="yes"), name=WORD)
    assert question(asked(officer, other))["year"] == "2024-25"


# An earlier year's


def test_last_years_form_is_recorded_and_leads_straight_to_carrying_it_forward(
    cast, officer, full_codes, django_capture_on_commit_callbacks
):
    draft = factories.start(cast.officer, full_codes["2024"])
    file = SimpleUploadedFile(WORD, word(rows_of("2024")))
    with django_capture_on_commit_callbacks(execute=True):
        address = officer.post(f"/assessments/{draft.pk}/import/", {"file": file})["Location"]
    asking = officer.get(address, follow=True)
    carry = officer.post(asking.request["PATH_INFO"], question(Page(asking)), follow=True)
    recorded = Assessment.objects.get(state="recorded")
    assert recorded.year.label == "2024-25"
    assert recorded.responses.filter(answer="yes").count() == 72
    page = Page(carry)
    assert "Carry forward answers from 2024-25" in page.text
    assert "We have recorded the form as 2024-25" in page.text
    batch = ImportedFile.objects.get(assessment=recorded).batch
    assert f"/assessments/{recorded.pk}/changes/{batch}/" in page.links
    officer.post(f"/assessments/{draft.pk}/carry/?from={recorded.pk}", page.form)
    assert draft.responses.filter(to_confirm=True).count() == 72
    assert not draft.responses.filter(answer="yes", to_confirm=False).exists()
    listed = Page(officer.get(f"/assessments/{draft.pk}/import/")).text
    assert "Recorded as 2024-25" in listed


def test_what_somebody_has_to_look_at_is_shown_before_it_is_recorded(cast, officer, draft):
    problem = Problem("1.2", "row 2", "The wording differs.", "wording")
    unsure = found("1.2", answer="yes", certainty="ask")
    file = sent(cast.officer, draft, unsure, found("1.3", answer="no"), problems=(problem,))
    page = Page(say(officer, file, "2024-25", follow=True))
    recorded = Assessment.objects.get(state="recorded")
    assert "Check the import" in page.text
    assert saved(recorded, "1.3").answer == ""
    data = page.form | {"step": "save"}
    moved = ImportedFile.objects.get(assessment=recorded)
    done = Page(officer.post(moved.get_absolute_url(), data, follow=True))
    assert saved(recorded, "1.3").answer == "no"
    assert "Carry these answers forward to 2025-26" in done.text
    assert f"/assessments/{draft.pk}/carry/?from={recorded.pk}" in done.links


def test_a_year_that_was_published_here_is_carried_from_there(cast, officer, code, draft):
    published = factories.make_approved(cast.officer, cast.member, code, 2024)
    Assessment.objects.filter(pk=published.pk).update(state="published")
    file = sent(cast.officer, draft, found("1.2", answer="no"), name=WORD)
    page = Page(say(officer, file, "2024-25", follow=True))
    assert "You have already published 2024-25 here" in page.text
    assert f"/assessments/{draft.pk}/carry/?from={published.pk}" in page.links
    assert "anyway" not in page.form
    say(officer, file, "2024-25", anyway="yes")
    assert not Assessment.objects.filter(state="recorded").exists()


def test_a_year_that_has_been_recorded_leads_to_carrying_it_and_can_take_more(
    cast, officer, code, draft
):
    recorded = factories.record_elsewhere(cast.officer, code)
    factories.answer(cast.officer, recorded, "1.2", answer="yes")
    file = sent(cast.officer, draft, found("1.2", answer="no"), found("1.3", answer="no"))
    page = Page(say(officer, file, "2024-25", follow=True))
    assert "You have already recorded 2024-25" in page.text
    assert f"/assessments/{draft.pk}/carry/?from={recorded.pk}" in page.links
    preview = Page(say(officer, file, "2024-25", follow=True, anyway="yes"))
    assert "Check the import" in preview.text
    assert (preview.form["p1.2-choice"], preview.form["p1.3-choice"]) == ("skip", "fill")
    assert (saved(recorded, "1.2").answer, saved(recorded, "1.3").answer) == ("yes", "")


def test_a_year_in_progress_is_named_before_anything_is_recorded_of_it(cast, officer, code, draft):
    last = factories.start(cast.officer, code, 2024)
    file = sent(cast.officer, draft, found("1.2", answer="no"), name=WORD)
    page = Page(say(officer, file, "2024-25", follow=True))
    assert "There is already a self-assessment for 2024-25" in page.text
    assert f"/assessments/{last.pk}/import/" in page.links
    assert not Assessment.objects.filter(state="recorded").exists()
    say(officer, file, "2024-25", anyway="yes")
    assert saved(Assessment.objects.get(state="recorded"), "1.2").answer == "no"


def test_a_locked_draft_is_not_asked_about(cast, officer, draft):
    file = sent(cast.officer, draft, found("1.2", answer="no"), name=WORD)
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    assert say(officer, file, "2024-25").status_code == 409
    assert not Assessment.objects.filter(state="recorded").exists()


# A form of another Code


def test_a_form_of_another_code_goes_through_its_own_year_into_the_draft(officer, across):
    draft, file = across
    page = asked(officer, file)
    assert question(page)["year"] == "2023-24"
    assert "the Complaint Handling Code 2022 applied until 31 March 2024" in page.text
    url = "https://www.alderbrook.example/2024"
    carry = Page(say(officer, file, "2023-24", follow=True, published_url=url))
    recorded = Assessment.objects.get(state="recorded")
    assert (recorded.code.edition, recorded.published_url) == ("2022", url)
    assert "From the Complaint Handling Code 2022 to the Complaint Handling Code 2024" in carry.text
    officer.post(f"/assessments/{draft.pk}/carry/?from={recorded.pk}", carry.form)
    row = saved(draft, "1.2")
    assert (row.answer, row.evidence, row.to_confirm) == ("yes", "Policy 2", True)
    assert row.carried_from.assessment == recorded


def test_a_form_of_another_code_is_none_of_the_drafts_own_year(officer, across):
    draft, file = across
    refused = say(officer, file, draft.year.label)
    assert refused.status_code == 422
    assert not Assessment.objects.filter(state="recorded").exists()


def test_an_earlier_year_leads_on_into_the_draft_though_a_later_year_is_there(
    cast, officer, across, full_codes
):
    draft, file = across
    later = factories.record_elsewhere(cast.officer, full_codes["2024"], 2024)
    factories.answer(cast.officer, later, "1.2", answer="no", evidence="Of 2024-25.")
    page = Page(say(officer, file, "2023-24", follow=True))
    recorded = Assessment.objects.get(state="recorded", code__edition="2022")
    assert "Carry forward answers from 2023-24" in page.text
    assert f"?from={later.pk}" in page.links
    officer.post(f"/assessments/{draft.pk}/carry/?from={recorded.pk}", page.form)
    assert saved(draft, "1.2").carried_from.assessment == recorded


def test_after_an_earlier_year_was_imported_the_comparison_is_a_step_away(officer, across):
    draft, file = across
    say(officer, file, "2023-24")
    recorded = Assessment.objects.get(state="recorded")
    batch = ImportedFile.objects.get(assessment=recorded).batch
    done = Page(officer.get(f"/assessments/{recorded.pk}/changes/{batch}/"))
    assert "2 of 2 provisions found" in done.text
    address = f"/landlords/alderbrook/compare/?to={recorded.pk}"
    assert address in done.links
    compared = Page(officer.get(address))
    assert (compared.form["from"], compared.form["to"]) == (str(recorded.pk), str(draft.pk))


def test_without_a_draft_the_imported_year_leads_to_starting_one(cast, officer, code):
    past = factories.record_elsewhere(cast.officer, code)
    file = imported(cast.officer, past, found("1.2", answer="yes"))
    done = officer.post(file.get_absolute_url(), choose(past, file, p1_2="fill"), follow=True)
    page = Page(done)
    assert "/landlords/alderbrook/assessments/start/" in page.links
    assert "Start a self-assessment from these answers" in page.text
    assert "Compare" not in page.text


def test_without_an_address_it_is_for_the_landlords_own_eyes(officer, across, client):
    _, file = across
    say(officer, file, "2023-24")
    recorded = Assessment.objects.get(state="recorded")
    for address in ("", "files/"):
        page = Page(officer.get(f"{recorded.get_absolute_url()}{address}"))
        assert "" not in page.links
    assert "elsewhere" not in client.get("/published/alderbrook/").content.decode()


def test_a_recorded_year_of_the_same_code_takes_the_form_another_does_not(
    cast, officer, across, full_codes
):
    _, file = across
    recorded = factories.record_elsewhere(cast.officer, full_codes["2022"], 2023)
    other = factories.record_elsewhere(cast.officer, full_codes["2024"], 2022)
    refused = say(officer, file, "2022-23")
    assert refused.status_code == 422
    assert "2022-23 has already been recorded with a different Code" in Page(refused).text
    assert other.get_absolute_url() in Page(refused).links
    moved = say(officer, file, "2023-24", published_url="https://other.example/")
    assert moved.status_code == 422
    say(officer, file, "2023-24")
    assert saved(recorded, "1.2").answer == "yes"
    assert Assessment.objects.filter(state="recorded").count() == 2
    bad = say(officer, file, "2021-22", published_url="no address")
    assert "Enter a web address in the correct format" in Page(bad).text
    assert question(Page(bad))["published_url"] == "no address"


def test_a_form_that_was_not_read_has_no_year(cast, officer, draft):
    file = services.keep(cast.officer, draft, b"Nothing yet", "a.txt")
    assert officer.get(f"{file.get_absolute_url()}year/").status_code == 404


def test_a_record_of_the_wrong_code_is_told_how_to_put_that_right(cast, officer, full_codes):
    recorded = factories.record_elsewhere(cast.officer, full_codes["2024"])
    file = imported(cast.officer, recorded, found("1.2", answer="yes"), edition="2022")
    page = Page(officer.get(file.get_absolute_url()))
    assert f"/assessments/{recorded.pk}/details/" in page.links
    assert "carry that year forward" not in page.text
