"""Importing an old form, page by page."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.asserts import assertContains

from assessments.importing.limits import MAX_BYTES
from assessments.importing.result import Problem
from assessments.intake import reading, services
from assessments.models import Assessment, ImportedFile, Response
from selfassess.common.typed.posts import typist_token
from tests import factories
from tests.assessments.pages import Page
from tests.intake.forms import (
    choose,
    comma_separated,
    found,
    imported,
    of_this_year,
    question,
    rows_of,
    saved,
)

TEMPLATE = "{{ settings.SECRET_KEY }} {% debug %} <script>alert(1)</script>"


@pytest.fixture
def draft(cast, code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def officer(cast, sign_in):
    return sign_in(cast.officer)


def send(client, assessment: Assessment, **values):
    return client.post(f"/assessments/{assessment.pk}/import/", values)


def test_a_file_is_sent_in_and_waits_to_be_read(officer, draft, django_capture_on_commit_callbacks):
    file = SimpleUploadedFile("old.csv", b"Code provision,Comply\n1.2,Yes\n")
    with django_capture_on_commit_callbacks() as waiting:
        response = send(officer, draft, file=file)
    kept = ImportedFile.objects.get()
    assert response["Location"] == f"/assessments/{draft.pk}/import/{kept.pk}/"
    assert len(waiting) == 1
    page = officer.get(response["Location"])
    assert "We are reading the form" in page.content.decode()
    assert "Check progress</button>" in page.content.decode()
    assert "refresh" not in page.content.decode()
    listed = officer.get(f"/assessments/{draft.pk}/import/").content.decode()
    assert "old.csv" in listed
    assert "Waiting to be read" in listed


def test_a_page_that_waits_hears_that_the_form_is_read(cast, officer, draft):
    waiting = services.keep(cast.officer, draft, b"An old form", "old.txt")
    asks = {"X-Progress": "asked"}
    assert (
        "We are reading the form"
        in Page(officer.get(waiting.get_absolute_url(), headers=asks)).text
    )
    read = imported(cast.officer, draft, found("1.2", answer="yes"))
    assert officer.get(read.get_absolute_url(), headers=asks).status_code == 204


def test_pasted_text_is_read_by_the_worker(
    cast, officer, full_codes, django_capture_on_commit_callbacks
):
    draft = factories.start(cast.officer, full_codes["2024"])
    with django_capture_on_commit_callbacks(execute=True):
        response = send(
            officer, draft, text="\n".join("\t".join(row) for row in rows_of("2024", 12))
        )
    asked = officer.get(response["Location"], follow=True)
    assert "12 of 72 provisions found" in Page(asked).text
    own = question(Page(asked)) | {"year": draft.year.label}
    page = Page(officer.post(asked.request["PATH_INFO"], own, follow=True)).text
    assert "Check the import" in page
    assert "12 of 72 provisions found" in page


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Select a file or paste the text of the form"),
        ({"text": "\u0000"}, "null"),
        ({"file": SimpleUploadedFile("a.txt", b"")}, "The selected file is empty"),
        ({"file": SimpleUploadedFile("a.txt", b"x"), "text": "y"}, "not both"),
    ],
)
def test_what_is_wrong_with_sending_stands_beside_the_field(officer, draft, values, words):
    for value in values.values():
        if hasattr(value, "seek"):
            value.seek(0)
    response = send(officer, draft, **values)
    assert response.status_code == 422
    if words != "null":
        assert words in response.content.decode()
    assert not ImportedFile.objects.exists()


def test_a_file_that_is_too_large_says_how_large_it_may_be(officer, draft):
    big = SimpleUploadedFile("a.docx", b"x" * (MAX_BYTES + 1))
    response = send(officer, draft, file=big)
    assert response.status_code == 422
    assert "must be smaller than 20 MB" in response.content.decode()
    assert not ImportedFile.objects.exists()


def test_a_program_that_calls_itself_a_document_is_refused_in_words(
    officer, draft, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = send(officer, draft, file=SimpleUploadedFile("form.docx", b"MZ" + b"\0" * 99))
    page = officer.get(response["Location"]).content.decode()
    assert "We could not read the form" in page
    assert "This is a program" in page


def test_blanks_are_filled_and_nothing_is_replaced_by_default(cast, officer, draft):
    factories.answer(cast.officer, draft, "1.2", answer="no", evidence="")
    file = imported(
        cast.officer,
        draft,
        found("1.2", answer="yes", evidence="Policy 2"),
        found("5.1", answer="yes"),
        found("5.10", answer="yes", certainty="ask"),
    )
    response = officer.get(file.get_absolute_url())
    content = response.content.decode()
    assert "Check these first" in content
    assert content.index('id="row-5.10"') < content.index('id="row-1.2"')
    checked = [(form.row.number, form["choice"].value()) for form in response.context["forms"]]
    assert checked == [("1.2", "fill"), ("5.1", "fill"), ("5.10", "skip")]
    officer.post(
        file.get_absolute_url(), choose(draft, file, p1_2="fill", p5_1="fill", p5_10="skip")
    )
    row = saved(draft, "1.2")
    assert (row.answer, row.evidence) == ("no", "Policy 2")
    assert (saved(draft, "5.1").answer, saved(draft).answer) == ("yes", "")


def test_after_the_import_the_page_shows_the_step_and_undoes_it(cast, officer, draft):
    file = imported(cast.officer, draft, found("1.2", answer="yes"), found("5.1", answer="no"))
    data = choose(draft, file, p1_2="fill", p5_1="skip")
    response = officer.post(file.get_absolute_url(), data, follow=True)
    content = response.content.decode()
    assert "1 provision imported: 1.2" in content
    assert "Imported from Old form.docx" in content
    assert saved(draft, "5.1").answer == ""
    again = officer.get(file.get_absolute_url()).content.decode()
    assert "You have already imported this form." in again
    officer.post(response.request["PATH_INFO"])
    assert saved(draft, "1.2").answer == ""
    assert "undone the import" in officer.get(file.get_absolute_url()).content.decode()


def test_what_was_edited_is_imported_as_edited(cast, officer, draft):
    file = imported(cast.officer, draft, found("1.2", answer="yes", evidence="Policy 2"))
    data = choose(draft, file, p1_2="edit")
    data |= {"p1.2-answer": "partly", "p1.2-evidence": "Policy 3"}
    officer.post(file.get_absolute_url(), data)
    assert (saved(draft, "1.2").answer, saved(draft, "1.2").evidence) == ("partly", "Policy 3")


def test_an_edit_that_would_be_lost_is_asked_about(cast, officer, draft):
    file = imported(cast.officer, draft, found("1.2", answer="yes", evidence="Policy 2"))
    data = choose(draft, file, p1_2="fill")
    data |= {"p1.2-answer": "yes", "p1.2-evidence": "Policy 3"}
    response = officer.post(file.get_absolute_url(), data)
    assert response.status_code == 422
    assert "You edited the text for 1.2" in response.content.decode()
    assert "Policy 3" in response.content.decode()
    assert saved(draft, "1.2").answer == ""


def test_where_number_and_wording_disagree_the_person_chooses_on_the_page(
    cast, officer, full_codes
):
    draft = factories.start(cast.officer, full_codes["2024"])
    rows = rows_of("2024")
    numbers = [row[0] for row in rows]
    rows[5][1] = rows[numbers.index("2.5")][1]
    rows[5][3] = "Evidence of an uncertain row"
    file = services.keep(cast.officer, draft, comma_separated(rows), "old.csv")
    reading.read(of_this_year(file).pk)
    page = Page(officer.get(file.get_absolute_url()))
    assert "1 not matched, because the number and the wording do not agree: 2.1" in page.text
    assert "The number is 2.1, but the wording is that of 2.5" in page.text
    assert "Evidence of an uncertain row" in page.text
    assert page.form["p2.1-choice"] == "skip"
    for step in ("take_all", "save"):
        officer.post(file.get_absolute_url(), page.form | {"step": step})
    assert saved(draft, "2.1").evidence == ""
    again = Page(officer.get(file.get_absolute_url()))
    chosen = again.form | {"p2.1-choice": "fill", "step": "save"}
    officer.post(file.get_absolute_url(), chosen)
    assert saved(draft, "2.1").evidence == "Evidence of an uncertain row"


def test_one_choice_for_all_leaves_what_asks_to_be_decided(cast, officer, draft):
    factories.answer(cast.officer, draft, "1.2", answer="no")
    file = imported(
        cast.officer,
        draft,
        found("1.2", answer="yes"),
        found("5.1", answer="yes"),
        found("5.10", answer="yes", certainty="ask"),
    )
    data = choose(draft, file, p5_10="skip") | {"step": "take_all"}
    response = officer.post(file.get_absolute_url(), data)
    chosen = {form.row.number: form["choice"].value() for form in response.context["forms"]}
    assert chosen == {"1.2": "take", "5.1": "fill", "5.10": "skip"}
    assert saved(draft, "1.2").answer == "no"


def test_what_a_colleague_saved_meanwhile_is_shown_and_kept(cast, officer, draft):
    file = imported(cast.officer, draft, found("1.2", answer="yes"), found("5.1", answer="yes"))
    data = choose(draft, file, p1_2="fill", p5_1="fill")
    factories.answer(cast.officer, draft, "5.1", evidence="A colleague’s")
    response = officer.post(file.get_absolute_url(), data)
    assert response.status_code == 409
    assert "Nothing has been imported" in response.content.decode()
    assert saved(draft, "1.2").answer == ""
    officer.post(file.get_absolute_url(), choose(draft, file, p1_2="fill", p5_1="fill"))
    assert (saved(draft, "5.1").answer, saved(draft, "5.1").evidence) == ("yes", "A colleague’s")


def test_the_report_says_what_the_form_lacked(cast, officer, draft):
    file = imported(
        cast.officer,
        draft,
        found("1.2", answer="partly", answer_text="Yes / No"),
        found("1.3", evidence="Only words", answer_text="I TAC"),
        found("5.1", evidence="Words"),
        missing=("5.10",),
        problems=(
            Problem("1.2", "row 2", "Read as Partly.", "interpreted"),
            Problem("1.3", "row 3", "It cannot be read.", "unreadable"),
            Problem("5.1", "row 4", "There is no answer.", "blank"),
            Problem("", "row 9", "A row that belongs nowhere.", "unplaced"),
        ),
    )
    content = officer.get(file.get_absolute_url()).content.decode()
    assert "3 of 4 provisions found" in content
    assert "Missing from the form: 5.10" in content
    assert "1 “Yes / No” read as Partly: 1.2" in content
    assert "1 with no answer in the form, so left blank: 5.1" in content
    assert "1 with an answer that we could not read, so left blank: 1.3" in content
    assert "A row that belongs nowhere." in content


def test_a_form_of_another_code_changes_nothing(cast, officer, draft):
    file = imported(cast.officer, draft, found("1.2", answer="yes"), edition="2022")
    for response in (
        officer.get(file.get_absolute_url()),
        officer.post(file.get_absolute_url(), choose(draft, file, p1_2="fill")),
    ):
        assert "This form is for a different Code" in Page(response).text
    assert saved(draft, "1.2").answer == ""


def test_the_edition_can_be_changed_and_the_form_read_again(cast, officer, draft):
    file = imported(cast.officer, draft, found("1.2", answer="yes"), edition="2022")
    officer.post(file.get_absolute_url(), {"step": "read", "edition": "2024"})
    file.refresh_from_db()
    assert (file.state, file.edition, file.result) == ("waiting", "2024", {})
    reading.read(file.pk)
    assert "We could not read the form" in officer.get(file.get_absolute_url()).content.decode()


def test_a_recorded_past_year_takes_an_import_and_its_past_dates(cast, officer, code):
    past = factories.record_elsewhere(cast.officer, code)
    file = imported(
        cast.officer, past, found("1.2", answer="no", action="Do", action_due="1 May 2020")
    )
    officer.post(file.get_absolute_url(), choose(past, file, p1_2="fill"))
    assert saved(past, "1.2").action_due.isoformat() == "2020-05-01"


def test_texts_are_data(cast, officer, draft):
    file = imported(
        cast.officer, draft, found("1.2", answer="yes", evidence=TEMPLATE, where=TEMPLATE)
    )
    content = officer.get(file.get_absolute_url()).content.decode()
    assert "{{ settings.SECRET_KEY }}" in content
    assert "<script>alert" not in content
    officer.post(file.get_absolute_url(), choose(draft, file, p1_2="fill"))
    assert saved(draft, "1.2").evidence == TEMPLATE


def test_the_file_comes_back_as_it_was_sent_and_is_never_shown(cast, officer, draft):
    file = services.keep(cast.officer, draft, b"<script>alert(1)</script>", "old.html")
    response = officer.get(f"{file.get_absolute_url()}original/")
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response["Content-Disposition"] == 'attachment; filename="old.html"'
    assert response["Content-Type"] == "application/octet-stream"


def test_a_file_lost_from_storage_is_not_found_and_reaches_the_log(cast, officer, draft, caplog):
    file = services.keep(cast.officer, draft, b"An old form", "old.txt")
    default_storage.delete(file.storage_name)
    response = officer.get(f"{file.get_absolute_url()}original/")
    assertContains(response, "Page not found", status_code=404)
    assert f"{file.storage_name} is not in storage" in caplog.text


def test_only_the_assessments_own_officers_get_at_it(cast, officer, draft, sign_in):
    file = imported(cast.officer, draft, found("1.2", answer="yes"))
    other = factories.record_elsewhere(cast.officer, draft.code)
    for part, status in (("", 403), ("year/", 403), ("original/", 403), ("remove/", 403)):
        path = f"{file.get_absolute_url()}{part}"
        assert sign_in(cast.outsider).get(path).status_code == 404
        assert sign_in(cast.viewer).get(path).status_code == status
        moved = path.replace(f"/{draft.pk}/", f"/{other.pk}/")
        assert officer.get(moved).status_code == 404


def test_a_locked_assessment_says_so(cast, officer, draft):
    file = imported(cast.officer, draft, found("1.2", answer="no"))
    data = choose(draft, file, p1_2="take")
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    assert (
        "You cannot change the answers now"
        in officer.get(f"/assessments/{draft.pk}/import/").content.decode()
    )
    assert officer.post(file.get_absolute_url(), data).status_code == 409
    assert saved(draft, "1.2").answer == "yes"


def test_the_pages_ask_the_database_little(
    cast, officer, full_codes, django_assert_max_num_queries
):
    draft = factories.start(cast.officer, full_codes["2024"])
    file = services.keep(cast.officer, draft, comma_separated(rows_of("2024")), "old.csv")
    reading.read(of_this_year(file).pk)
    officer.get(file.get_absolute_url())
    with django_assert_max_num_queries(15):
        content = officer.get(file.get_absolute_url()).content.decode()
    assert "72 of 72 provisions found" in content


def test_an_encrypted_workbook_says_to_take_the_password_off(
    officer, draft, django_capture_on_commit_callbacks
):
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    with django_capture_on_commit_callbacks(execute=True):
        response = send(officer, draft, file=SimpleUploadedFile("form.xlsx", locked))
    assert "password" in officer.get(response["Location"]).content.decode()
    assert draft.history.count() == 1


def test_whoever_may_not_import_is_refused_when_sending_too(cast, draft, sign_in):
    file = imported(cast.officer, draft, found("1.2", answer="yes"))
    for member, status in ((cast.viewer, 403), (cast.contributor, 403), (cast.outsider, 404)):
        client = sign_in(member)
        assert send(client, draft, text="1.2 Yes").status_code == status
        data = choose(draft, file, p1_2="fill")
        assert client.post(file.get_absolute_url(), data).status_code == status
    assert saved(draft, "1.2").answer == ""
    assert ImportedFile.objects.count() == 1


def test_what_was_carried_over_still_waits_to_be_confirmed(cast, officer, draft):
    Response.objects.filter(assessment=draft).update(to_confirm=True)
    file = imported(cast.officer, draft, found("1.2", answer="yes"))
    officer.post(file.get_absolute_url(), choose(draft, file, p1_2="fill"))
    assert saved(draft, "1.2").to_confirm


def test_what_was_edited_survives_being_signed_out(cast, officer, draft):
    file = imported(cast.officer, draft, found("1.2", answer="yes", evidence="Policy 2"))
    data = choose(draft, file, p1_2="edit") | {"p1.2-evidence": "Policy 3", "p1.2-answer": "yes"}
    data["typist"] = typist_token(cast.officer.user.pk)
    officer.logout()
    sign_in = officer.post(file.get_absolute_url(), data)["Location"]
    onward = sign_in.partition("next=")[2]
    sent = {"login": cast.officer.user.email, "password": factories.PASSWORD, "next": onward}
    officer.post("/accounts/login/", sent)
    page = Page(officer.get(onward))
    assert page.form["p1.2-evidence"] == "Policy 3"
    assert "Evidence, 1.2" in page.text
    assert saved(draft, "1.2").evidence == ""
    officer.post(file.get_absolute_url(), page.form)
    assert saved(draft, "1.2").evidence == "Policy 3"


def test_an_import_is_undone_as_a_whole_until_somebody_edits_after_it(cast, officer, draft):
    file = imported(
        cast.officer,
        draft,
        found("1.2", answer="yes", commentary="Theirs."),
        found("5.1", answer="no"),
    )
    data = choose(draft, file, p1_2="fill", p5_1="fill")
    batch = officer.post(file.get_absolute_url(), data)["Location"]
    assert "You can undo the whole import until someone edits" in Page(officer.get(batch)).text
    # Another field than those that were imported: she looked at the answer when she saved it.
    factories.answer(
        cast.officer, draft, "1.2", answer="yes", commentary="Theirs.", evidence="Policy 2"
    )
    page = Page(officer.get(batch))
    assert "1 provision has changed since, so we will keep it: 1.2." in page.text
    assert "You can no longer undo the whole import" in page.text
    assert "Undo the other 1" in page.text
    undone = Page(officer.post(batch, follow=True))
    assert "Undone in 5.1. Not undone, because they have changed since: 1.2." in undone.text
    row = saved(draft, "1.2")
    assert (row.answer, row.evidence, row.commentary) == ("yes", "Policy 2", "Theirs.")
    assert saved(draft, "5.1").answer == ""
    assert "Undo the other" not in Page(officer.get(batch)).text


def test_an_edit_that_was_taken_back_does_not_stand_in_the_way_of_an_undo(cast, officer, draft):
    file = imported(cast.officer, draft, found("1.2", answer="yes"))
    batch = officer.post(file.get_absolute_url(), choose(draft, file, p1_2="fill"))["Location"]
    factories.answer(cast.officer, draft, "1.2", answer="yes", evidence="A slip.")
    factories.answer(cast.officer, draft, "1.2", answer="yes")
    officer.post(batch)
    assert saved(draft, "1.2").answer == ""
    assert "This has been undone" in Page(officer.get(batch)).text


def test_who_reads_the_answers_may_take_the_file_away(cast, officer, draft, sign_in):
    file = imported(cast.officer, draft, found("1.2", answer="yes"))
    done = officer.post(file.get_absolute_url(), choose(draft, file, p1_2="fill"))
    viewer = sign_in(cast.viewer)
    page = Page(viewer.get(done["Location"]))
    original = f"{file.get_absolute_url()}original/"
    assert original in page.links
    response = viewer.get(original)
    assert response["Content-Disposition"] == 'attachment; filename="Old form.docx"'


def test_the_form_stays_a_link_away_when_the_answers_are_locked(cast, officer, draft, sign_in):
    file = imported(cast.officer, draft, found("1.2", answer="yes"))
    officer.post(file.get_absolute_url(), choose(draft, file, p1_2="fill"))
    other = imported(cast.officer, draft, found("1.3", answer="yes"))
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    original = f"{file.get_absolute_url()}original/"
    for member in (cast.officer, cast.viewer, cast.member):
        client = sign_in(member)
        page = Page(client.get(f"/assessments/{draft.pk}/"))
        assert original in page.links
        assert f"{other.get_absolute_url()}original/" not in page.links
        assert client.get(original).status_code == 200


def test_ways_of_writing_one_answer_are_told_together(cast, officer, draft):
    file = imported(
        cast.officer,
        draft,
        found("1.2", answer="partly", answer_text="Yes / No"),
        found("1.3", answer="partly", answer_text="Yes/No"),
        problems=tuple(Problem(n, "", "Read as Partly.", "interpreted") for n in ("1.2", "1.3")),
    )
    page = Page(officer.get(file.get_absolute_url()))
    assert "2 “Yes / No” read as Partly: 1.2, 1.3" in page.text


def test_too_long_a_paste_is_named_in_words(officer, draft):
    page = Page(send(officer, draft, text="x" * 1_000_001))
    assert "Pasted text must be 1,000,000 characters or fewer" in page.text
