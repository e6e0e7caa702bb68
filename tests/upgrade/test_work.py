"""Work that was under way at the time of the upgrade is brought to its end."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import override_settings

from selfassess.settings import TASKS
from tests.upgrade.comparing import sha256
from tests.upgrade.installation import Installation
from tests.upgrade.visitor import Visitor

pytestmark = pytest.mark.database
Visit = Callable[..., Visitor]


def test_what_was_approved_is_published(installation: Installation, visit: Visit) -> None:
    address = installation.facts["at"]["approved"]
    visitor = visit("bo@b.example")
    visitor.press(visitor.open(f"{address}publish/"), "Publish")
    public = "/published/brackenfield/2024-25/"
    page = visit().open(public)
    assert "Handbook of 2024, section 1.2." in page.text
    assert "The Board of 2024 accepts it." in page.text
    assert "B/24/77" in page.text
    document = visit().open(f"{public}v1/self-assessment.json").body
    digest = sha256(document)
    assert digest in visit().open("/published/index.json").body.decode()
    found = visit().press(visit().open("/published/verify/"), "Check", {"digest": digest})
    assert f"{public}v1/" in found.links()
    assert visit().open(f"{public}v1/self-assessment.pdf").body.startswith(b"%PDF")


def test_the_new_worker_does_what_the_old_one_left(
    installation: Installation, visit: Visit
) -> None:
    waiting, at = installation.facts["waiting"], installation.facts["at"]
    mail.outbox = []
    queue = TASKS["default"] | {"BACKEND": "django_tasks_db.DatabaseBackend"}
    with override_settings(TASKS={"default": queue}):
        call_command("resend_mail", stdout=StringIO())
        call_command(
            "db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0
        )
    olu = visit("olu@a.example")
    assert "Joint policy of 2025, 1.4." in visit().open("/published/alderbrook/2024-25/v3/").text
    assert "Published" in olu.open(at["queued"]).text
    download = next(x for x in olu.open(waiting["file"]).links() if x.endswith("/download/"))
    assert olu.open(download).body.startswith(b"PK")
    form = olu.press(olu.open(waiting["form"]), "Continue", {"year": "2025-26"})
    assert "Not read yet in June." in form.text
    (invitation,) = [sent for sent in mail.outbox if waiting["invited"] in sent.to]
    link = re.search(r"https?://[^/\s]+(/invitations/\S+)", str(invitation.body))
    assert link
    new = visit()
    new.press(
        new.open(link[1]),
        "Accept the invitation",
        {
            "name": "New Comer",
            "password1": "birch-heron-nine-52",
            "password2": "birch-heron-nine-52",
        },
    )
    assert "Alderbrook Council" in new.open("/landlords/alderbrook/").text


def test_the_draft_of_a_correction_says_what_was_published(
    installation: Installation, visit: Visit
) -> None:
    address = installation.facts["at"]["first"]
    visitor = visit("olu@a.example")
    reason = {"reason": "The policy was of 2021."}
    draft = visitor.press(visitor.open(f"{address}correct/"), "Start the draft", reason).address
    assert "A panel hears them within the ten days." in visitor.open(f"{draft}5.1/").typed
    assert "Policy of 2022, 6.1, and its annex C." in visitor.open(f"{draft}6.1/").typed


def test_answers_from_before_are_carried_over(installation: Installation, visit: Visit) -> None:
    visitor = visit("olu@a.example")
    page = visitor.open("/landlords/alderbrook/assessments/start/")
    started = visitor.press(page, "Start self-assessment", {"code": "2024", "year": "2026-27"})
    match = re.match(r"/assessments/\d+/", started.address)
    assert match
    visitor.press(visitor.open(f"{match[0]}carry/"), "Carry forward")
    carried = visitor.open(f"{match[0]}4.3/")
    assert "Complaints Policy 2024, 4.3: the Head of Customers." in carried.typed
    assert "Carried forward from 2024-25" in carried.text


def test_files_of_a_draft_are_made_and_taken_away(installation: Installation, visit: Visit) -> None:
    visitor, draft = visit("olu@a.example"), installation.facts["at"]["draft"]
    made = visitor.press(visitor.open(f"{draft}files/"), "Create file: self-assessment as Word")
    download = next(link for link in made.links() if link.endswith("/download/"))
    assert visitor.open(download).body.startswith(b"PK")
    made_before = visitor.open(installation.facts["waiting"]["made"])
    download = next(link for link in made_before.links() if link.endswith("/download/"))
    assert "Joint policy, 1.2." in visitor.open(download).body.decode()


def test_years_of_both_codes_are_compared(installation: Installation, visit: Visit) -> None:
    at = {name: address.split("/")[2] for name, address in installation.facts["at"].items()}
    page = visit("olu@a.example").open(
        f"/landlords/alderbrook/compare/?from={at['first']}&to={at['corrected']}"
    )
    assert "A panel hears them within the ten days." in page.text
    assert "Redress is agreed each time in 2024." in page.text
    paper = visit("clark@a.example").open(
        f"{installation.facts['at']['corrected']}committee-paper/"
    )
    assert "A correction, for Cabinet" in paper.text
