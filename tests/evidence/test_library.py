"""The library of evidence: entered, found again, replaced, removed, and who sees what of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from assessments.evidence import files, services
from assessments.models import Assessment, Citation, EvidenceItem
from assessments.services import Conflict, Locked
from codes.models import Code
from tests import factories
from tests.assessments.pages import Page
from tests.common.scanner import EICAR, scanner
from tests.conftest import Cast

LIBRARY = "/landlords/alderbrook/evidence/"
ENTERED = {
    "title": "Complaints policy",
    "address": "www.alderbrook.example/complaints-policy",
    "kind": "policy",
    "visible": "public",
    "owner": "Resident Voice team",
}


@pytest.fixture
def officer(cast: Cast, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.officer)


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


def text_of(response: Any) -> str:
    return " ".join(Page(response).text.split())


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def office(*parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part in parts:
            package.writestr(part, "<x/>")
    return out.getvalue()


def test_an_item_is_entered_once_found_and_changed(officer: Client) -> None:
    added = officer.post(f"{LIBRARY}add/", ENTERED, follow=True)
    for words in ("You have added Complaints policy", "Resident Voice team", "Public"):
        assert words in text_of(added)
    item = EvidenceItem.objects.get()
    assert item.address == "https://www.alderbrook.example/complaints-policy"

    form = Page(officer.get(f"{LIBRARY}{item.pk}/change/")).form
    changed = officer.post(
        f"{LIBRARY}{item.pk}/change/", form | {"title": "Complaint handling policy"}, follow=True
    )
    assert "You have changed Complaint handling policy" in text_of(changed)
    assert "Complaint handling policy" in text_of(officer.get(LIBRARY))


def test_what_is_wrong_with_an_item_stands_beside_the_field(officer: Client) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"title": ""}, "Enter the title"),
        ({"kind": ""}, "Select what kind of evidence this is"),
        ({"visible": ""}, "Select who can see this item"),
        ({"address": "javascript:alert(1)"}, "Enter a web address in the correct format"),
        ({"address": "ftp://alderbrook.example/policy"}, "Enter a web address in the correct"),
        (
            {"covers_from_0": "1", "covers_from_1": "4", "covers_from_2": "2026"}
            | {"covers_to_0": "31", "covers_to_1": "3", "covers_to_2": "2026"},
            "The end of the period must be after its beginning",
        ),
        ({"file": upload("a.pdf", b"%PDF-1.7")}, "Enter a web address or upload a file, not both"),
        ({"address": "", "file": upload("a.pdf", b"%PDF-1.7")}, "Select Internal, because we do"),
    ]
    for values, words in wrong:
        response = officer.post(f"{LIBRARY}add/", ENTERED | values)
        assert response.status_code == 422, values
        assert words in text_of(response), values
    assert not EvidenceItem.objects.exists()


FILES = [
    ("minutes.exe", b"%PDF-1.7 and so on", "minutes.pdf"),
    ("letter.docx", office("word/document.xml"), "letter.docx"),
    ("figures.xlsx", office("xl/workbook.xml"), "figures.xlsx"),
    ("slides", office("ppt/presentation.xml"), "slides.pptx"),
    ("photo.jpeg", b"\xff\xd8\xff\xe0 and so on", "photo.jpeg"),
    ("notes.html", b"<script>alert(1)</script>", "notes.txt"),
    ("../../table.csv", "Täglich,1".encode(), "table.csv"),
]


@pytest.mark.parametrize(("name", "data", "kept"), FILES, ids=[name for name, *_ in FILES])
def test_a_file_is_told_by_what_is_in_it_and_comes_back_as_it_was_sent(
    officer: Client, name: str, data: bytes, kept: str
) -> None:
    sent = ENTERED | {"address": "", "visible": "internal", "file": upload(name, data)}
    assert officer.post(f"{LIBRARY}add/", sent).status_code == 302
    file = officer.get(f"{LIBRARY}{EvidenceItem.objects.get().pk}/file/")
    assert b"".join(file.streaming_content) == data  # type: ignore[attr-defined]
    assert file["Content-Disposition"] == f'attachment; filename="{kept}"'
    assert file["Content-Type"] == "application/octet-stream"
    assert file["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MZ\x90\x00 a program", "The selected file must be a PDF, Word"),
        (office("word/document.xml", "word/vbaProject.bin"), "The selected file has macros in it"),
        (office("something/else.xml"), "The selected file must be a PDF, Word"),
        (office("word/document.xml")[:40], "The selected file is damaged"),
        (b"", "The selected file is empty"),
        (b"x" * (20 * 1024 * 1024 + 1), "The selected file must be smaller than 20 MB"),
    ],
    ids=["program", "macros", "archive", "cut off", "empty", "large"],
)
def test_a_file_that_is_not_taken_says_why(officer: Client, data: bytes, words: str) -> None:
    sent = ENTERED | {"address": "", "visible": "internal", "file": upload("letter.docx", data)}
    response = officer.post(f"{LIBRARY}add/", sent)
    assert (response.status_code, EvidenceItem.objects.count()) == (422, 0)
    assert words in text_of(response)


def test_the_list_is_searched_and_narrowed(officer: Client, cast: Cast, draft: Assessment) -> None:
    today = timezone.localdate()
    factories.make_item(cast.officer, "Complaints policy", owner="Voice team")
    due = factories.make_item(
        cast.officer, "Training records", kind="practice", is_public=False, review_on=today
    )
    factories.make_item(cast.officer, "Repairs data", kind="data", review_on=today + timedelta(1))
    factories.cite(cast.officer, draft, "5.1", due, "page 3")
    found = {
        "?q=VOICE+policy": ["Complaints policy"],
        "?show=internal": ["Training records"],
        "?show=public": ["Complaints policy", "Repairs data"],
        "?show=due": ["Training records"],
        "?show=uncited": ["Complaints policy", "Repairs data"],
        "?kind=data": ["Repairs data"],
        "?show=to_check": [],
        "": ["Complaints policy", "Repairs data", "Training records"],
    }
    for query, titles in found.items():
        page = text_of(officer.get(f"{LIBRARY}{query}"))
        listed = [t for t in ("Complaints policy", "Repairs data", "Training records") if t in page]
        assert listed == titles, query
    assert "No items match your search" in text_of(officer.get(f"{LIBRARY}?q=nothing"))
    item = text_of(officer.get(f"{LIBRARY}{due.pk}/"))
    assert "Review due" in item
    assert "5.1" in item
    assert "page 3" in item


def test_a_newer_edition_asks_to_check_the_clauses_of_what_is_not_published_yet(
    officer: Client, cast: Cast, code: Code
) -> None:
    published = factories.make_approved(cast.officer, cast.member, code, 2024)
    factories.publish(cast.officer, published)
    draft = factories.start(cast.officer, code, 2025)
    item = factories.make_item(cast.officer)
    factories.cite(cast.officer, draft, "5.1", item, "4.2")
    recorded = factories.record_elsewhere(cast.officer, code, 2023)
    factories.cite(cast.officer, recorded, "5.1", item, "4.1")

    path = f"{LIBRARY}{item.pk}/replace/"
    form = Page(officer.get(path)).form | {"title": "Complaints policy 2026"}
    newer = officer.post(path, form, follow=True)
    assert "You have replaced Complaints policy with a newer edition" in text_of(newer)
    checks = {c.response.assessment_id: c.needs_checking for c in Citation.objects.all()}
    assert checks == {draft.pk: True, recorded.pk: False}
    assert "1 clause to check" in text_of(officer.get(f"{LIBRARY}?show=to_check"))
    assert "A newer edition has replaced this item" in text_of(officer.get(f"{LIBRARY}{item.pk}/"))
    # Twice at once, or from a page that was left open, makes no second edition.
    again = officer.post(path, form, follow=True)
    assert again.status_code == 200
    assert EvidenceItem.objects.count() == 2


def test_what_a_colleague_changed_meanwhile_is_shown_and_nothing_is_lost(
    officer: Client, cast: Cast
) -> None:
    item = factories.make_item(cast.officer)
    path = f"{LIBRARY}{item.pk}/change/"
    form = Page(officer.get(path)).form | {"title": "What I typed"}
    services.change(cast.officer, item, services.Details("Theirs", "policy"), version=1)
    refused = officer.post(path, form)
    assert refused.status_code == 409
    assert "Someone has changed this item" in text_of(refused)
    assert Page(refused).form["title"] == "What I typed"
    assert officer.post(path, Page(refused).form).status_code == 302
    assert EvidenceItem.objects.get().title == "What I typed"


def test_an_item_that_is_cited_stays_and_one_that_is_not_goes_with_its_file(
    officer: Client,
    cast: Cast,
    draft: Assessment,
    django_capture_on_commit_callbacks: Any,
) -> None:
    item = factories.make_item(cast.officer, "Panel minutes", file=b"Minutes")
    twin = factories.make_item(cast.officer, "The same file", file=b"Minutes")
    factories.cite(cast.officer, draft, "5.1", item)
    path = f"{LIBRARY}{item.pk}/remove/"
    assert "You cannot remove this item" in text_of(officer.get(path))
    assert officer.post(path, {"version": "1"}).status_code == 409

    item.citations.all().delete()
    with django_capture_on_commit_callbacks() as committed:
        assert officer.post(path, Page(officer.get(path)).form).status_code == 302
    # What is not committed yet can still come back, and needs its file.
    assert default_storage.exists(item.storage_name)
    for step in committed:
        step()
    assert not default_storage.exists(item.storage_name)
    assert default_storage.exists(twin.storage_name)


def test_a_file_that_could_not_be_kept_with_its_item_is_not_left_in_storage(
    cast: Cast, draft: Assessment, settings: Any
) -> None:
    item = factories.make_item(cast.officer, "Minutes", file=b"Minutes")
    details, other = services.Details("Minutes", "policy"), files.read(b"Never kept", "other.txt")
    with pytest.raises(Conflict):
        services.change(cast.officer, item, details, other, version=7)
    with pytest.raises(Conflict):
        services.replace(cast.officer, item, details, other, version=7)
    locked = factories.make_approved(cast.officer, cast.member, draft.code, 2024)
    row = locked.responses.select_related("assessment", "provision").first()
    with pytest.raises(Locked):
        services.add_and_cite(cast.officer, row, details, other, "4.2")
    folder = Path(settings.MEDIA_ROOT) / "evidence"
    kept = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert b"Minutes" in kept
    assert b"Never kept" not in kept


def test_an_edition_between_two_others_goes_without_making_the_earliest_the_newest_again(
    officer: Client, cast: Cast, draft: Assessment
) -> None:
    first = factories.make_item(cast.officer, "Policy 2024")
    waits = factories.cite(cast.officer, draft, "5.1", first)
    second = services.replace(
        cast.officer, first, services.Details("Policy 2025", "policy"), version=1
    )
    third = services.replace(
        cast.officer, second, services.Details("Policy 2026", "policy"), version=1
    )
    path = f"{LIBRARY}{second.pk}/remove/"
    assert officer.post(path, Page(officer.get(path)).form).status_code == 302
    assert EvidenceItem.objects.get(pk=first.pk).replaced_by == third
    waits.refresh_from_db()
    assert waits.needs_checking
    services.remove(cast.officer, third, version=1)
    assert EvidenceItem.objects.get(pk=first.pk).replaced_by is None
    waits.refresh_from_db()
    assert not waits.needs_checking


def test_a_governing_body_member_sees_what_was_submitted_and_an_outsider_nothing(
    cast: Cast, draft: Assessment, sign_in: Callable[..., Client]
) -> None:
    factories.answer_all(cast.officer, draft)
    submitted = factories.make_item(cast.officer, "Complaints policy")
    hidden = factories.make_item(cast.officer, "Not sent yet")
    factories.cite(cast.officer, draft, "5.1", submitted, "4.2")
    member = sign_in(cast.member)
    assert "Complaints policy" not in text_of(member.get(LIBRARY))
    factories.submit(cast.officer, draft)
    listed = text_of(member.get(LIBRARY))
    assert "Complaints policy" in listed
    assert "Not sent yet" not in listed
    assert member.get(f"{LIBRARY}{hidden.pk}/").status_code == 403

    outsider = sign_in(cast.outsider)
    theirs = f"/landlords/elsewhere/evidence/{submitted.pk}/"
    for path in (LIBRARY, f"{LIBRARY}{submitted.pk}/", theirs, f"{theirs}change/"):
        assert outsider.get(path).status_code == 404, path
    assert outsider.post(f"{theirs}remove/", {"version": "1"}).status_code == 404


def test_the_list_costs_the_same_for_one_item_and_for_many(
    officer: Client, cast: Cast, draft: Assessment, django_assert_max_num_queries: Any
) -> None:
    factories.cite(cast.officer, draft, "5.1", factories.make_item(cast.officer))
    officer.get(LIBRARY)
    with django_assert_max_num_queries(10) as one:
        officer.get(LIBRARY)
    EvidenceItem.objects.bulk_create(
        EvidenceItem(landlord=cast.landlord, title=f"Item {n}", kind="data") for n in range(200)
    )
    with django_assert_max_num_queries(10) as many:
        assert "Page 1 of 5" in text_of(officer.get(LIBRARY))
    assert len(one) == len(many)


def test_a_file_with_a_virus_is_refused_beside_the_field(
    officer: Client, settings: Any, tmp_path: Any
) -> None:
    sent = ENTERED | {"address": "", "visible": "internal"}
    with scanner(tmp_path) as (where, _):
        settings.CLAMAV_SOCKET = where
        response = officer.post(
            f"{LIBRARY}add/", sent | {"file": upload("minutes.txt", b"Minutes " + EICAR)}
        )
    assert "The selected file contains a virus" in text_of(response)
    assert not EvidenceItem.objects.exists()
