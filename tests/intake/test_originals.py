"""The files that were sent in: whole or not at all, whose they are to see, and how they go."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.asserts import assertContains

from accounts.enums import Role
from assessments.intake import reading, services
from assessments.models import Assessment, ImportedFile
from selfassess.common.storing import Damaged
from selfassess.common.typed.posts import typist_token
from tests import factories
from tests.assessments.pages import Page
from tests.intake.forms import choose, found, imported, saved
from tests.racing import at_once

# One row only, since it is not about what is read in it; but more than is stored in one go.
FORM = (b"Code provision,Comply,Evidence\n1.2,Yes," + b"See the policy. " * 1_875)[:30_000]


@pytest.fixture
def draft(cast, code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def officer(cast, sign_in):
    client = sign_in(cast.officer)
    client.raise_request_exception = False
    return client


@pytest.fixture
def store_in(settings, tmp_path):
    """Has files stored in an empty folder, by one of the test's storages."""

    def _store_in(name: str) -> None:
        backend = {"BACKEND": f"tests.publishing.storages.{name}"}
        options = {"OPTIONS": {"location": tmp_path}}
        settings.STORAGES = settings.STORAGES | {"default": backend | options}

    return _store_in


def send(client, assessment: Assessment, **fields: str):
    file = SimpleUploadedFile("old.csv", FORM)
    return client.post(f"/assessments/{assessment.pk}/import/", {"file": file} | fields)


def original(client, file: ImportedFile):
    return client.get(f"{file.get_absolute_url()}original/")


def test_a_form_that_a_full_disk_cut_off_is_refused_and_taken_the_next_time(
    cast, officer, draft, store_in
):
    store_in("DyingStorage")
    refused = send(officer, draft, typist=typist_token(cast.officer.user.pk))
    assertContains(refused, "We could not save this just now", status_code=503)
    assert not ImportedFile.objects.exists()
    store_in("SlowStorage")
    page = Page(officer.get(send(officer, draft)["Location"]))
    assert "We are reading the form" in page.text
    answer = original(officer, ImportedFile.objects.get())
    assert b"".join(answer.streaming_content) == FORM


def test_a_form_that_was_cut_off_is_told_and_whole_once_it_is_sent_again(cast, officer, draft):
    """Earlier releases took a part of the file for the whole, for good."""
    file = services.keep(cast.officer, draft, FORM, "old.csv")
    default_storage.delete(file.storage_name)
    default_storage.save(file.storage_name, ContentFile(FORM[:9_216]))
    answer = original(officer, file)
    assertContains(answer, "This file is damaged", status_code=500)
    assertContains(answer, "upload it again", status_code=500)
    with pytest.raises(Damaged, match=r"9,216 of 30,000 bytes"):
        reading.read(file.pk)
    told = Page(officer.get(file.get_absolute_url())).text
    assert "Part of the stored file is missing or damaged" in told
    assert "Upload it again" in told
    send(officer, draft)
    for row in ImportedFile.objects.all():
        assert b"".join(original(officer, row).streaming_content) == FORM
    reading.read(ImportedFile.objects.latest("pk").pk)
    assert ImportedFile.objects.filter(message__contains="missing or damaged").count() == 1


def sent(member, assessment: Assessment, name: str = "Smith v Alderbrook.csv") -> ImportedFile:
    return services.keep(member, assessment, FORM, name)


def remove(client, file: ImportedFile, **more):
    return client.post(f"{file.get_absolute_url()}remove/", **more)


def test_a_file_sent_by_mistake_is_removed_after_a_question_and_the_history_says_so(
    cast, officer, draft
):
    file = sent(cast.officer, draft)
    listed = Page(officer.get(f"/assessments/{draft.pk}/import/"))
    assert f"{file.get_absolute_url()}remove/" in listed.links
    asked = Page(officer.get(f"{file.get_absolute_url()}remove/"))
    assert "Are you sure you want to remove this file?" in asked.text
    assert ImportedFile.objects.exists()
    done = Page(remove(officer, file, follow=True))
    assert "You have removed Smith v Alderbrook.csv" in done.text
    assert "Forms already uploaded" not in done.text
    assert not default_storage.exists(file.storage_name)
    assert officer.get(file.get_absolute_url()).status_code == 404
    assert original(officer, file).status_code == 404
    told = Page(officer.get(f"/assessments/{draft.pk}/history/")).text
    assert "Removed an uploaded file Olu Ficer" in told
    assert f"Its SHA-256 was {file.digest}" in told
    assert "Smith" not in told


def test_what_another_still_needs_stays_in_storage(cast, officer, draft):
    """The same content, sent in twice: here, and by another landlord."""
    elsewhere = factories.start(cast.outsider, draft.code)
    mine, theirs = sent(cast.officer, draft), sent(cast.outsider, elsewhere)
    assert remove(officer, mine).status_code == 302
    with reading.open_content(theirs) as kept:
        assert kept.read() == FORM
    services.remove(cast.outsider, theirs)
    assert not default_storage.exists(theirs.storage_name)


def test_until_something_is_imported_it_is_its_senders_and_the_officers_alone(cast, draft, sign_in):
    file = sent(cast.officer, draft)
    colleague = factories.add_member(cast.landlord, Role.COMPLAINTS_OFFICER)
    cast.officer.user.memberships.get().roles.update(role=Role.VIEWER)
    expected = (
        (cast.officer, 200),
        (colleague, 200),
        (cast.viewer, 403),
        (cast.administrator, 403),
        (cast.member, 403),
        (cast.outsider, 404),
    )
    for member, status in expected:
        client = sign_in(member)
        assert original(client, file).status_code == status
        assert client.get(f"{file.get_absolute_url()}remove/").status_code == status
        overview = client.get(f"/assessments/{draft.pk}/").content.decode()
        assert (file.name in overview) == (status == 200)
        if status != 200:
            assert remove(client, file).status_code == status
    assert remove(sign_in(cast.officer), file)["Location"] == f"/assessments/{draft.pk}/"
    assert not ImportedFile.objects.exists()


def test_it_can_be_removed_once_the_answers_are_locked_too(cast, officer, draft):
    file = sent(cast.officer, draft)
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    assert (
        f"{file.get_absolute_url()}remove/" in Page(officer.get(f"/assessments/{draft.pk}/")).links
    )
    assert remove(officer, file).status_code == 302
    assert not ImportedFile.objects.exists()


def test_what_was_imported_stays_with_the_assessment_also_when_that_is_undone(
    cast, officer, draft, sign_in
):
    file = imported(cast.officer, draft, found("1.2", answer="yes"))
    asked = f"{file.get_absolute_url()}remove/"
    assert asked in Page(officer.get(file.get_absolute_url())).links
    batch = officer.post(file.get_absolute_url(), choose(draft, file, p1_2="fill"))["Location"]
    for _ in range(2):
        for answer in (officer.get(asked), officer.post(asked)):
            assertContains(answer, "You cannot remove this file", status_code=409)
        assert batch in Page(officer.get(asked)).links
        assert original(sign_in(cast.viewer), file).status_code == 200
        assert f"{file.get_absolute_url()}original/" in Page(sign_in(cast.viewer).get(batch)).links
        officer.post(batch)
    assert asked not in Page(officer.get(f"/assessments/{draft.pk}/import/")).links


def test_a_file_that_is_removed_while_somebody_looks_at_it_imports_nothing(cast, officer, draft):
    file = imported(cast.officer, draft, found("1.2", answer="yes"))
    choice, happens = choose(draft, file, p1_2="fill"), services.commit

    def commit(*args, **more):
        services.remove(cast.officer, file)
        return happens(*args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "commit", commit)
        answer = officer.post(file.get_absolute_url(), choice, follow=True)
    assert "Someone has removed Old form.docx" in Page(answer).text
    assert saved(draft, "1.2").answer == ""


def test_a_reading_whose_file_is_removed_ends_without_a_word(cast, draft, monkeypatch):
    waiting, begun, last = (sent(cast.officer, draft, f"{n}.csv") for n in range(3))
    services.remove(cast.officer, waiting)
    reading.read(waiting.pk)
    happens = reading.read_file

    def read_file(*args):
        services.remove(cast.officer, begun)
        return happens(*args)

    monkeypatch.setattr(reading, "read_file", read_file)
    reading.read(begun.pk)
    monkeypatch.setattr(reading, "read_file", happens)
    real = reading.content_of

    def content_of(file):
        services.remove(cast.officer, file)
        return real(file)

    monkeypatch.setattr(reading, "content_of", content_of)
    reading.read(last.pk)
    assert not ImportedFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_sent_again_while_it_is_removed_is_there_whole(cast, draft):
    """Either there is no file, or there is one and its content: at the same moment, many times."""
    for _ in range(5):
        old = sent(cast.officer, draft)
        at_once(
            partial(services.remove, cast.officer, old),
            partial(services.keep, cast.officer, draft, FORM, "again.csv"),
            refusals=(),
        )
        again = ImportedFile.objects.get()
        assert reading.content_of(again) == FORM
        services.remove(cast.officer, again)
