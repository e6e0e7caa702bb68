"""The files that were sent in: whole or not at all, whose they are to see, and how they go."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.asserts import assertContains

from assessments.intake import services
from assessments.models import Assessment, ImportedFile
from selfassess.common.storing import Damaged
from selfassess.common.typed.posts import typist_token
from tests import factories
from tests.assessments.pages import Page

FORM = b"Code provision,Comply\n1.2,Yes\n" * 1_000


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
    assert "The form is being read" in page.text
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
        services.read(file.pk)
    told = Page(officer.get(file.get_absolute_url())).text
    assert "Only a part of the file is in storage" in told
    assert "Upload it again" in told
    send(officer, draft)
    for row in ImportedFile.objects.all():
        assert b"".join(original(officer, row).streaming_content) == FORM
    services.read(ImportedFile.objects.latest("pk").pk)
    assert ImportedFile.objects.filter(message__contains="Only a part").count() == 1
