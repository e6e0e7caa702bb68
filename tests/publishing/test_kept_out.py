"""What people say to each other while they work reaches no file, page, feed or email of others.

Nor does an internal item of evidence, which governing body members read on their pages.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import Client

from assessments.models import Assessment
from assessments.notes import services as notes
from assessments.questions import services as questions
from codes.models import Code
from tests import factories
from tests.assessments.steps import reloaded, response
from tests.conftest import Cast
from tests.publishing.test_draft_files import NAMES, ask, content, viewer, words

__all__ = ["ask", "viewer"]

MARKER = "Zanzibar"
QUESTION = "Madagascar: why not before?"
INTERNAL = "Timbuktu"
KEPT_IN = (MARKER, INTERNAL)
PUBLIC = (
    "/published/",
    "/published/index.json",
    "/published/feed.atom",
    "/published/data/",
    "/published/alderbrook/",
    "/published/alderbrook/embed/",
    "/published/alderbrook/2025-26/",
    "/published/alderbrook/2025-26/embed/",
    "/published/alderbrook/2025-26/v1/",
)
FILES = tuple(name for name in NAMES if name.startswith("self-assessment"))
OF_MEMBERS = ("", "provisions/", "5.10/", "section/5/", "read/", "check/", "history/")
OF_MEMBERS += ("5.10/history/", "response/", "preview/", "committee-paper/", "files/")


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    draft = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, draft)
    notes.share(cast.contributor, response(draft, "5.10"), f"{MARKER}: ask Jo")
    linked = factories.make_item(
        *(cast.officer, f"{INTERNAL} minutes"),
        is_public=False,
        address=f"https://intranet.example/{INTERNAL}",
        owner=f"{INTERNAL} team",
    )
    filed = factories.make_item(cast.officer, f"{INTERNAL} file", file=b"What the panel said.")
    public = factories.make_item(cast.officer, "Complaints policy", owner=f"{INTERNAL} owner")
    for item in (linked, public, filed):
        factories.cite(cast.officer, draft, "5.10", item, "" if item is public else INTERNAL)
    return draft


def kept_in(text: str) -> bool:
    return not any(marker in text for marker in KEPT_IN)


def inside(name: str, data: bytes) -> Iterator[str]:
    """What a file says, and all that it holds: of an Office file each of its parts."""
    yield words(name, data)
    if name.endswith((".docx", ".xlsx")):
        for part in zipfile.ZipFile(io.BytesIO(data)).infolist():
            yield zipfile.ZipFile(io.BytesIO(data)).read(part).decode("utf-8", "replace")


@pytest.mark.one_database
def test_no_file_of_a_draft_holds_it(draft: Assessment, viewer: Client, ask) -> None:
    for name in NAMES:
        found = " ".join(inside(name, content(viewer, ask(draft, name))))
        assert "Complaints Policy, section 2." in found, name
        assert "Complaints policy" in found, name
        assert kept_in(found), name


@pytest.mark.one_database
def test_no_file_of_what_is_in_review_holds_a_question_but_the_paper_their_number(
    draft: Assessment, cast: Cast, viewer: Client, ask
) -> None:
    submitted = factories.submit(cast.officer, draft)
    for number in ("1.2", "5.1"):
        question = questions.raise_question(cast.member, response(submitted, number), MARKER)
    questions.reply(cast.officer, question, f"{MARKER} again", version=1)
    for name in NAMES:
        found = " ".join(inside(name, content(viewer, ask(submitted, name))))
        assert MARKER not in found, name
        assert ("2 questions are open" in found) == name.startswith("committee"), name


@pytest.mark.one_database
def test_no_page_of_the_governing_body_and_no_email_holds_it(
    draft: Assessment, cast: Cast, sign_in, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        submitted = factories.submit(cast.officer, draft)
        question = questions.raise_question(cast.viewer, response(submitted, "5.1"), QUESTION)
        questions.reply(cast.officer, question, QUESTION, version=1)
    member = sign_in(cast.member)
    for page in OF_MEMBERS:
        answer = member.get(f"/assessments/{submitted.pk}/{page}")
        assert answer.status_code == 200, page
        assert MARKER not in answer.content.decode(), page
    assert mail.outbox
    assert len([one for one in mail.outbox if "question" in one.body]) == 2
    assert all(QUESTION not in one.body for one in mail.outbox)
    assert all(kept_in(f"{one.subject}{one.body}{one.alternatives}") for one in mail.outbox)


@pytest.mark.one_database
def test_nothing_that_is_published_holds_it(
    draft: Assessment, cast: Cast, client: Client, tmp_path, settings
) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    submitted = factories.submit(cast.officer, draft)
    question = questions.raise_question(cast.member, response(submitted, "5.1"), MARKER)
    questions.reply(cast.officer, question, f"{MARKER} again", version=1)
    questions.close(cast.officer, question, f"{MARKER} closed", version=2)
    factories.approve(cast.member, draft)
    factories.confirm_response(cast.clerk, reloaded(draft))
    factories.publish(cast.officer, reloaded(draft))
    for address in PUBLIC:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert kept_in(answer.content.decode()), address
    for name in FILES:
        answer = client.get(f"/published/alderbrook/2025-26/{name}")
        assert answer.status_code == 200, name
        for text in inside(name, b"".join(answer)):
            assert kept_in(text), name
    stored = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert stored
    assert all(marker.encode() not in data for marker in KEPT_IN for data in stored)
