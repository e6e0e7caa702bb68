"""What a colleague writes reaches nobody but the officers before it is accepted: planted words are
looked for in every file, paper and page of others."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pypdf import PdfReader

from accounts.enums import Role
from assessments.enums import ContributionState
from assessments.models import Assessment
from codes.models import Code
from publishing.formats import FORMATS
from publishing.models import DraftFile
from selfassess.common.models import OutgoingMail
from tests import factories
from tests.assessments.browsing import SignIn
from tests.conftest import Cast

MARKERS = {
    "evidence": "Plantedevidence",
    "commentary": "Plantedcommentary",
    "reply": "Plantedreply",
}
OTHERS = ("Plantednote", "Plantedremark", "Plantedearlier", "Plantedunsaved")


def says(name: str, data: bytes) -> str:
    """All text of a file, with what is packed in it."""
    if name.endswith(".pdf"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if name.endswith((".docx", ".xlsx")):
        packed = zipfile.ZipFile(io.BytesIO(data))
        return " ".join(packed.read(each).decode("latin-1") for each in packed.namelist())
    return data.decode()


def leaks(text: str) -> list[str]:
    return [each for each in (*MARKERS.values(), *OTHERS) if each.lower() in text.lower()]


@pytest.fixture
def planted(cast: Cast, code: Code, sign_in: SignIn) -> Assessment:
    """In review, with contributions in every state that is not accepted, and unsaved text."""
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment)
    note = "Plantednote"
    rows = factories.ask(cast.officer, assessment, cast.contributor, note=note)
    for row, step in zip(
        rows, (ContributionState.READY, ContributionState.NOT_MINE, None, None), strict=True
    ):
        factories.contribute(cast.contributor, row, None, evidence="Plantedearlier")
        factories.contribute(cast.contributor, row, step, **MARKERS)
    rows[3].refresh_from_db()
    officer, writer = sign_in(cast.officer), sign_in(cast.contributor)
    back = {"version": str(rows[3].version), "remark": "Plantedremark"}
    assert officer.post(f"/asked/{rows[3].pk}/send-back/", back).status_code == 302
    unsaved = {"evidence": "Plantedunsaved", "version": "9", "draft": "0", "window": ""}
    kept = writer.post(
        f"/asked/{rows[2].pk}/draft/", unsaved, headers={"Accept": "application/json"}
    )
    assert kept.json()["kept"] is True
    return factories.submit(cast.officer, assessment)


@pytest.mark.one_database
def test_no_file_of_a_draft_holds_it(
    cast: Cast,
    planted: Assessment,
    sign_in: SignIn,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    viewer, found = sign_in(cast.viewer), {}
    for name in FORMATS:
        with django_capture_on_commit_callbacks(execute=True):
            answer = viewer.post(f"/assessments/{planted.pk}/files/", {"name": name})
        file = DraftFile.objects.get(pk=int(answer["Location"].split("/")[-2]))
        address = f"/assessments/{planted.pk}/files/{file.pk}/download/"
        text = says(name, b"".join(viewer.get(address)))
        assert "Complaints Policy" in text
        if name.endswith(".csv"):
            assert list(csv.reader(io.StringIO(text)))
        if name.endswith(".json"):
            assert json.loads(text)
        found[name] = leaks(text)
    assert not any(found.values()), found


@pytest.mark.one_database
def test_no_page_of_others_holds_it_and_no_email(
    cast: Cast, planted: Assessment, sign_in: SignIn
) -> None:
    another = factories.add_member(cast.landlord, Role.CONTRIBUTOR, name="Con Trast")
    people = {role: sign_in(cast.by_role(role)) for role in Role}
    others = {
        role: client
        for role, client in people.items()
        if role not in (Role.CONTRIBUTOR, Role.COMPLAINTS_OFFICER)
    }
    here = f"/assessments/{planted.pk}/"
    pages = [
        here,
        *(f"{here}{name}/" for name in ("read", "provisions", "check", "history", "colleagues")),
        *(f"{here}{name}/" for name in ("response", "preview", "committee-paper", "files")),
        f"{here}provisions/?q=planted",
        f"{here}section/5/",
        f"{here}5.10/",
        f"{here}5.10/history/",
        "/landlords/alderbrook/",
        "/asked/",
        "/account/data/",
    ]
    wrong, opened = [], 0
    for who, client in [*others.items(), ("another contributor", sign_in(another))]:
        for page in pages:
            answer = client.get(page, follow=True)
            opened += answer.status_code == 200
            wrong += [f"{who}, {page}: {each}" for each in leaks(answer.content.decode())]
    assert opened > 4 * len(pages)
    assert wrong == []
    # The search of those who do read it finds answers, and no colleague's text.
    officer = people[Role.COMPLAINTS_OFFICER]
    assert (
        "No provisions match"
        in officer.get(f"{here}provisions/?q=plantedevidence").content.decode()
    )
    assert not leaks(officer.get(f"{here}history/").content.decode())
    texts = [*MARKERS.values(), "Plantedearlier", "Plantedunsaved"]
    bodies = " ".join(
        [*(one.body for one in mail.outbox), *(one.body for one in OutgoingMail.objects.all())]
    )
    assert not [each for each in texts if each in bodies]


@pytest.mark.one_database
def test_what_is_published_holds_nothing_of_it(cast: Cast, planted: Assessment) -> None:
    factories.approve(cast.member, planted)
    factories.confirm_response(cast.clerk, Assessment.objects.get(pk=planted.pk))
    publication = factories.publish(cast.officer, Assessment.objects.get(pk=planted.pk))
    assert not leaks(bytes(publication.document).decode("latin-1"))
    client = Client()
    for page in ("", "index.json", "feed.atom", "alderbrook/", "alderbrook/2025-26/"):
        assert not leaks(client.get(f"/published/{page}", follow=True).content.decode())
