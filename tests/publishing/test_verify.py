"""Checking whether a file is one that was published."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from publishing import document as documents
from publishing.correcting import services as corrections
from publishing.site import verifying
from tests import factories

pytestmark = pytest.mark.django_db
VERIFY = "/published/verify/"
V1 = "/published/alderbrook/2025-26/v1/"


@pytest.fixture
def visitor():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def publication(cast, code):
    return factories.publish(cast.officer, factories.make_approved(cast.officer, cast.member, code))


def upload(visitor, data, name="some name.bin", **fields):
    return visitor.post(VERIFY, {"file": SimpleUploadedFile(name, data), **fields})


def test_every_stored_file_is_known_whatever_it_is_called(visitor, publication):
    for file in publication.files.all():
        data = b"".join(visitor.get(V1 + file.name))
        answer = upload(visitor, data)
        assertContains(answer, "Published here")
        assertContains(answer, "Alderbrook Council")
        assertContains(answer, f'href="{V1}"')
        assertContains(answer, file.format.kind)
        assert not answer.cookies
        assert "no-store" in answer.headers["Cache-Control"]


def test_a_digest_is_known_however_it_is_written(visitor, publication):
    digest = publication.files.get(name="self-assessment.pdf").digest
    spaced = " ".join(digest[at : at + 8] for at in range(0, 64, 8))
    for typed in (digest, digest.upper(), f"sha256:{digest}", spaced, publication.digest):
        assertContains(visitor.post(VERIFY, {"digest": typed}), f'href="{V1}"')


def test_one_changed_byte_makes_it_another_file(visitor, publication):
    data = b"".join(visitor.get(V1 + "self-assessment.csv")) + b" "
    answer = upload(visitor, data)
    assertContains(answer, "No file that was published here has this content.")
    assertContains(answer, hashlib.sha256(data).hexdigest())
    assertNotContains(answer, "Alderbrook")


def test_what_is_not_published_is_not_known(visitor, cast, code):
    approved = factories.make_approved(cast.officer, cast.member, code)
    digest = documents.digest(documents.to_json(documents.build(approved)))
    assertContains(visitor.post(VERIFY, {"digest": digest}), "No file that was published here")


def test_a_withdrawn_file_is_known_as_such(visitor, cast, publication):
    corrections.withdraw(cast.administrator, publication, "It named a <b>resident</b>.")
    answer = visitor.post(VERIFY, {"digest": publication.digest})
    assertContains(answer, "Published here, then withdrawn")
    assertContains(answer, "It named a &lt;b&gt;resident&lt;/b&gt;.")


@pytest.mark.parametrize(
    ("posted", "message", "field"),
    [
        ({}, "Choose a file, or enter its code", "file"),
        ({"digest": "12ab"}, "Enter a code of 64 numbers and letters", "digest"),
        ({"digest": "g" * 64}, "Enter a code of 64 numbers and letters", "digest"),
        ({"digest": "a\0b"}, "digest", "digest"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_beside_its_field(visitor, posted, message, field):
    answer = visitor.post(VERIFY, posted)
    assertContains(answer, message, status_code=422)
    assertContains(answer, f'href="#id_{field}"', status_code=422)
    if posted and "\0" not in posted["digest"]:
        assertContains(answer, f'value="{posted["digest"]}"', status_code=422)


def test_an_empty_file_is_refused(visitor):
    assertContains(upload(visitor, b""), "The file is empty", status_code=422)


def test_a_file_that_is_too_large_is_refused(visitor, monkeypatch):
    monkeypatch.setattr(verifying, "LARGEST", 1000)
    assertContains(upload(visitor, b"x" * 1001), "must be 50 MB or smaller", status_code=422)
    # One that would be a flood is not read to its end.
    assertContains(upload(visitor, b"x" * 3_000_000), "must be 50 MB or smaller", status_code=422)
    assertContains(upload(visitor, b"x" * 1000), "No file that was published")


def test_nothing_is_kept_of_an_upload(visitor, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = settings.MEDIA_ROOT = str(tmp_path)
    assertContains(upload(visitor, b"x" * 5_000_000), "No file that was published")
    assert list(tmp_path.iterdir()) == []


def test_who_checks_very_many_files_is_asked_to_wait(visitor, publication):
    for _ in range(30):
        assert visitor.post(VERIFY, {"digest": publication.digest}).status_code == 200
    answer = visitor.post(VERIFY, {"digest": publication.digest})
    assertContains(answer, "Wait 1 minute", status_code=429)
    assert not answer.cookies
    # Everybody else goes on, and so does reading the page.
    assert visitor.get(VERIFY).status_code == 200
    other = visitor.post(VERIFY, {"digest": publication.digest}, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200


def test_the_page_itself_sets_no_cookie(visitor):
    page = visitor.get(VERIFY)
    assertContains(page, 'enctype="multipart/form-data"')
    assert not page.cookies
