"""Files of what is not published: made by the worker, once for each content, and cleared away."""

import io
import json
from dataclasses import replace
from datetime import timedelta

import docx
import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessments import workflow
from assessments.enums import Event
from publishing.making import drafts, renderers
from publishing.models import STALE_AFTER, DraftFile
from tests import factories

NAMES = [
    "self-assessment.pdf",
    "self-assessment.docx",
    "self-assessment.xlsx",
    "self-assessment.csv",
    "self-assessment.json",
    "committee-paper.pdf",
    "committee-paper.docx",
]


@pytest.fixture
def draft(cast, code):
    found = factories.start(cast.officer, code)
    factories.answer(cast.officer, found, "1.2", **factories.YES)
    return found


@pytest.fixture
def viewer(cast, sign_in):
    return sign_in(cast.viewer)


@pytest.fixture
def ask(viewer, django_capture_on_commit_callbacks):
    """Asks for a file and lets the worker make it; gives the file as the database has it."""

    def _ask(assessment, name):
        with django_capture_on_commit_callbacks(execute=True):
            answer = viewer.post(f"/assessments/{assessment.pk}/files/", {"name": name})
        return DraftFile.objects.get(pk=int(answer["Location"].split("/")[-2]))

    return _ask


def content(client, file):
    answer = client.get(f"/assessments/{file.assessment_id}/files/{file.pk}/download/")
    assert answer.status_code == 200
    return b"".join(answer)


def words(name, data):
    """What a file says."""
    stream = io.BytesIO(data)
    match name.rpartition(".")[2]:
        case "pdf":
            return " ".join(page.extract_text() for page in PdfReader(stream).pages)
        case "docx":
            word = docx.Document(stream)
            header = " ".join(p.text for s in word.sections for p in s.header.paragraphs)
            cells = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
            return " ".join([header, *(p.text for p in word.paragraphs), *cells])
        case "xlsx":
            book = load_workbook(stream)
            sheet = book.worksheets[0]
            rows = (str(cell.value) for row in sheet.iter_rows() for cell in row)
            return " ".join([str(sheet.oddHeader.center.text), *rows])
        case _:
            return data.decode()


@pytest.mark.parametrize("name", NAMES)
def test_every_file_of_a_draft_is_made_and_says_so(viewer, draft, ask, name):
    assertContains(viewer.get(f"/assessments/{draft.pk}/files/"), f'value="{name}"')
    file = ask(draft, name)
    page = viewer.get(f"/assessments/{draft.pk}/files/{file.pk}/")
    assertContains(page, "The file is ready")
    text = words(name, content(viewer, file))
    assert "Complaints Policy, section 2." in text
    if name.endswith((".pdf", ".docx", ".xlsx")):
        assert "DRAFT" in text
    if name.endswith(".json"):
        assert json.loads(text)["version"] is None
    answer = viewer.get(f"/assessments/{draft.pk}/files/{file.pk}/download/")
    stem, _, ending = name.rpartition(".")
    assert f"alderbrook-{stem}-2025-26-draft.{ending}" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_what_is_approved_is_called_so_and_no_draft(cast, code, viewer, ask, name):
    approved = factories.make_approved(cast.officer, cast.member, code)
    file = ask(approved, name)
    answer = viewer.get(f"/assessments/{approved.pk}/files/{file.pk}/download/")
    stem, _, ending = name.rpartition(".")
    assert f"alderbrook-{stem}-2025-26-approved.{ending}" in answer["Content-Disposition"]
    text = words(name, content(viewer, file))
    assert "draft" not in text.lower()
    if name.startswith("self-assessment") and name.endswith((".pdf", ".docx", ".xlsx")):
        assert "APPROVED – not published" in text
    for page in (
        f"/assessments/{approved.pk}/files/{file.pk}/",
        f"/assessments/{approved.pk}/files/",
    ):
        assertContains(viewer.get(page), "is marked as approved but not published yet")


def test_a_file_that_was_made_before_the_approval_is_not_served_after_it(cast, code, viewer, ask):
    draft = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, draft)
    submitted = factories.submit(cast.officer, draft)
    before = ask(submitted, "self-assessment.docx")
    factories.approve(cast.member, submitted)
    after = ask(submitted, "self-assessment.docx")
    assert after != before
    assert "APPROVED – not published" in words("x.docx", content(viewer, after))


def test_asking_twice_costs_once_until_something_changes(cast, viewer, draft, ask):
    first = ask(draft, "self-assessment.csv")
    assert ask(draft, "self-assessment.csv") == first
    assert ask(draft, "self-assessment.json") != first
    stored = first.storage_name
    factories.answer(cast.officer, draft, "1.3", answer="yes", evidence="Something new.")
    assertContains(viewer.get(f"/assessments/{draft.pk}/files/"), ">Create file<", count=7)
    second = ask(draft, "self-assessment.csv")
    assert second != first
    assert "Something new." in content(viewer, second).decode()
    # The older one has no use any more, and whoever comes for it finds the files that there are.
    assert not default_storage.exists(stored)
    page = f"/assessments/{draft.pk}/files/{first.pk}/"
    for address in (page, page + "download/"):
        assertRedirects(viewer.get(address), f"/assessments/{draft.pk}/files/")


def test_after_a_release_the_file_of_the_one_before_is_not_served(monkeypatch, viewer, draft, ask):
    before = ask(draft, "self-assessment.csv")
    monkeypatch.setattr(drafts, "release", lambda: "the next release")
    assertContains(viewer.get(f"/assessments/{draft.pk}/files/"), ">Create file<", count=7)
    after = ask(draft, "self-assessment.csv")
    assert (after.state, after != before) == ("done", True)
    assertContains(viewer.get(f"/assessments/{draft.pk}/files/"), ">Create file<", count=6)


def test_while_it_is_made_the_page_says_so_and_can_be_looked_at_again(viewer, draft):
    answer = viewer.post(f"/assessments/{draft.pk}/files/", {"name": "committee-paper.pdf"})
    page = viewer.get(answer["Location"])
    assertContains(page, "Waiting to begin")
    assertContains(page, "Check progress</button>")
    assertNotContains(page, "refresh")
    assertContains(viewer.get(f"/assessments/{draft.pk}/files/"), "Check progress")
    DraftFile.objects.update(requested_at=timezone.now() - STALE_AFTER - timedelta(seconds=1))
    page = viewer.get(answer["Location"])
    assertContains(page, "is taking longer than usual")
    assertNotContains(page, "refresh")


def test_one_whose_worker_died_is_begun_anew(viewer, draft, ask):
    viewer.post(f"/assessments/{draft.pk}/files/", {"name": "self-assessment.csv"})
    DraftFile.objects.update(requested_at=timezone.now() - STALE_AFTER - timedelta(seconds=1))
    assert ask(draft, "self-assessment.csv").state == "done"


def test_what_changed_before_the_worker_came_is_in_the_file(cast, viewer, draft):
    viewer.post(f"/assessments/{draft.pk}/files/", {"name": "self-assessment.csv"})
    factories.answer(cast.officer, draft, "1.3", answer="yes", evidence="Something new.")
    file = DraftFile.objects.get()
    drafts.make(file.pk)
    assert "Something new." in content(viewer, file).decode()
    assertContains(viewer.get(f"/assessments/{draft.pk}/files/"), "Download")


def test_two_that_turn_out_the_same_are_kept_once(cast, viewer, draft):
    viewer.post(f"/assessments/{draft.pk}/files/", {"name": "self-assessment.csv"})
    factories.answer(cast.officer, draft, "1.3", answer="yes", evidence="Something new.")
    viewer.post(f"/assessments/{draft.pk}/files/", {"name": "self-assessment.csv"})
    first, second = DraftFile.objects.order_by("pk")
    drafts.make(first.pk)
    first.refresh_from_db()
    assert first.state == "failed"
    page = viewer.get(f"/assessments/{draft.pk}/files/{first.pk}/")
    assertContains(page, "We could not create the file")
    drafts.make(second.pk)
    assert "Something new." in content(viewer, second).decode()


@pytest.fixture
def endless_lines(cast, code):
    """A draft whose texts have more lines than a form takes, as an earlier release saved them."""
    found = factories.start(cast.officer, code)
    lines = dict.fromkeys(("evidence", "commentary", "action", "alternative"), "a\n" * 9_999)
    factories.answer(cast.officer, found, "5.1", answer="partly", **lines)
    factories.answer(cast.officer, found, "1.2", answer="yes", evidence="a\n" * 9_999)
    return found


def test_a_file_that_costs_too_much_is_given_up_with_words_and_the_next_one_made(
    monkeypatch, viewer, endless_lines, ask
):
    monkeypatch.setattr(renderers, "BOUNDS", replace(renderers.BOUNDS, seconds=1))
    file = ask(endless_lines, "self-assessment.pdf")
    page = viewer.get(f"/assessments/{endless_lines.pk}/files/{file.pk}/")
    assertContains(page, "We could not create the file")
    assertContains(page, "would take too much time or memory to create")
    assertContains(page, "The longest texts are in 1.2 and 5.1. Shorten them")
    assertContains(page, ">Try again<")
    small = ask(endless_lines, "self-assessment.csv")
    assert content(viewer, small).decode().count("a\n") > 9_000


def test_what_was_saved_with_more_lines_than_a_form_takes_stays_and_is_made(
    cast, viewer, code, ask
):
    found = factories.start(cast.officer, code)
    factories.answer(cast.officer, found, "5.1", answer="yes", evidence="a line\n" * 1_200)
    assertContains(viewer.get(f"/assessments/{found.pk}/5.1/"), "a line", count=1_200)
    for name in ("self-assessment.pdf", "self-assessment.docx"):
        assert words(name, content(viewer, ask(found, name))).count("a line") >= 1_200


def test_a_full_disk_fails_the_file_and_reaches_the_log(settings, viewer, draft, ask):
    viewer.post(f"/assessments/{draft.pk}/files/", {"name": "self-assessment.csv"})
    file, storages = DraftFile.objects.get(), settings.STORAGES
    full = {"BACKEND": "tests.publishing.storages.FullStorage"}
    settings.STORAGES = storages | {"default": full}
    with pytest.raises(OSError, match="No space"):
        drafts.make(file.pk)
    file.refresh_from_db()
    assert file.state == "failed"
    settings.STORAGES = storages
    assert ask(draft, "self-assessment.csv").state == "done"


def test_the_paper_follows_the_officers_words(cast, sign_in, viewer, draft, ask):
    first = ask(draft, "committee-paper.docx")
    typed = {"title": "Our own title", "version": "0"}
    sign_in(cast.officer).post(f"/assessments/{draft.pk}/committee-paper/edit/", typed)
    second = ask(draft, "committee-paper.docx")
    assert first != second
    assert "Our own title" in words("x.docx", content(viewer, second))


def test_of_what_is_published_the_published_files_are_offered_and_the_paper_made(
    cast, code, viewer, ask
):
    approved = factories.make_approved(cast.officer, cast.member, code)
    factories.publish(cast.officer, approved)
    page = viewer.get(f"/assessments/{approved.pk}/files/")
    assertContains(page, "/published/alderbrook/2025-26/v1/self-assessment.xlsx")
    paper = ask(approved, "committee-paper.pdf")
    text = words("x.pdf", content(viewer, paper))
    assert "DRAFT" not in text
    assert "/published/alderbrook/2025-26/v1/" in text.replace("\n", "")
    refused = viewer.post(f"/assessments/{approved.pk}/files/", {"name": "self-assessment.pdf"})
    assert refused.status_code == 404


def test_nothing_is_made_of_what_was_published_elsewhere(cast, code, viewer):
    recorded = factories.record_elsewhere(cast.officer, code)
    assertContains(viewer.get(f"/assessments/{recorded.pk}/files/"), "published elsewhere")
    answer = viewer.post(f"/assessments/{recorded.pk}/files/", {"name": "self-assessment.csv"})
    assert answer.status_code == 404


def test_a_file_that_does_not_exist_is_not_found_in_our_look(viewer, draft):
    for name in ("", "self-assessment.exe", "../../etc/passwd"):
        answer = viewer.post(f"/assessments/{draft.pk}/files/", {"name": name})
        assertContains(answer, "Page not found", status_code=404)
    assert not DraftFile.objects.exists()


def test_only_who_may_read_gets_them(cast, sign_in, draft, ask):
    file = ask(draft, "self-assessment.csv")
    page = f"/assessments/{draft.pk}/files/{file.pk}/"
    for address in (page, page + "download/", f"/assessments/{draft.pk}/files/"):
        assert sign_in(cast.member).get(address).status_code == 403
        assert sign_in(cast.outsider).get(address).status_code == 404
    other = factories.start(cast.officer, draft.code, 2024)
    answer = sign_in(cast.viewer).get(f"/assessments/{other.pk}/files/{file.pk}/download/")
    assertRedirects(answer, f"/assessments/{other.pk}/files/")


def test_old_ones_are_cleared_away(cast, draft, ask, capsys):
    kept = ask(draft, "self-assessment.csv")
    old = ask(draft, "self-assessment.json")
    DraftFile.objects.filter(pk=old.pk).update(requested_at=timezone.now() - timedelta(days=8))
    call_command("clear_away")
    assert "removed: 1" in capsys.readouterr().out
    assert not default_storage.exists(old.storage_name)
    assert list(DraftFile.objects.all()) == [kept]
    workflow.carry_out(Event.DISCARD, draft, cast.officer, version=draft.version)
    call_command("clear_away")
    assert not DraftFile.objects.exists()
