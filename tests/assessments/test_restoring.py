"""Bringing an earlier wording back: of a provision, and of the governing body's response."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessments import services
from assessments.enums import Event
from assessments.models import Assessment, HistoryEntry, Response
from codes.models import Code
from tests import factories
from tests.assessments.pages import Page
from tests.conftest import Cast

FIRST = {"answer": "yes", "evidence": "Complaints Policy, section 2."}


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def officer(cast: Cast, sign_in: Any) -> Client:
    return sign_in(cast.officer)


def address(assessment: Assessment, number: str = "5.10") -> str:
    return f"/assessments/{assessment.pk}/{number}/history/"


def saves(assessment: Assessment) -> list[HistoryEntry]:
    """The saves, the oldest first."""
    return list(assessment.history.filter(event=Event.RESPONSE_SAVED).order_by("pk"))


def saved(assessment: Assessment, number: str = "5.10") -> Response:
    return assessment.responses.get(provision__number=number)


def restore(client: Client, assessment: Assessment, entry: HistoryEntry, **more: Any) -> Any:
    version = more.pop("version", saved(assessment).version)
    return client.post(
        address(assessment), {"entry": entry.pk, "version": version, **more}, follow=True
    )


def test_the_history_marks_the_words_that_changed(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "5.10", **FIRST)
    factories.answer(
        cast.officer, draft, "5.10", answer="yes", evidence="Complaints Policy, section 3."
    )
    text = Page(officer.get(address(draft))).text
    assert "Complaints Policy, section [removed:2.][added:3.]" in text


def test_an_earlier_version_comes_back_whole_with_one_post_and_is_a_save_of_its_own(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    due = timezone.localdate() + timedelta(days=30)
    full = {
        "answer": "no",
        "evidence": "One",
        "commentary": "  Two\n",
        "action": "Three",
        "action_owner": "Head of Four",
        "action_due": due,
        "alternative": "Five",
    }
    factories.answer(cast.officer, draft, "5.10", **full)
    factories.answer(cast.officer, draft, "5.10", answer="yes", evidence="Other")
    factories.answer(cast.officer, draft, "5.10")
    page = Page(restore(officer, draft, saves(draft)[0]))
    assert saved(draft).values() == full
    assert "We have restored 5.10 to the version from" in page.text
    latest = saves(draft)[-1]
    assert latest.actor_name == "Olu Ficer"
    assert latest.note.startswith("Restored from")
    # And back again: undoing is one more restore.
    restore(officer, draft, saves(draft)[2])
    assert saved(draft).values() == factories.BLANK
    assert len(saves(draft)) == 5


def test_one_fields_text_comes_back_and_the_rest_stays(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "5.10", evidence="Old evidence", commentary="Old")
    factories.answer(cast.officer, draft, "5.10", evidence="New evidence", commentary="New")
    restore(officer, draft, saves(draft)[0], field="evidence")
    assert saved(draft).evidence == "Old evidence"
    assert saved(draft).commentary == "New"


def test_a_restore_over_a_change_made_meanwhile_shows_both_and_overwrites_nothing(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "5.10", evidence="Old evidence")
    factories.answer(cast.officer, draft, "5.10", evidence="New evidence")
    opened = saved(draft).version
    factories.answer(cast.officer, draft, "5.10", evidence="Newest evidence")
    answer = restore(officer, draft, saves(draft)[0], version=opened)
    assert answer.status_code == 409
    page = Page(answer)
    assert "Newest evidence" in page.html
    assert page.form["evidence"] == "Old evidence"
    assert saved(draft).evidence == "Newest evidence"
    settled = officer.post(
        f"/assessments/{draft.pk}/5.10/", page.form | {"keep_evidence": "mine"}, follow=True
    )
    assert settled.status_code == 200
    assert saved(draft).evidence == "Old evidence"


def test_nothing_comes_back_while_the_answers_are_locked(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer_all(cast.officer, draft)
    factories.answer(cast.officer, draft, "5.10", **factories.YES | {"evidence": "Newer"})
    factories.submit(cast.officer, draft)
    answer = restore(
        officer,
        draft,
        HistoryEntry.objects.get(assessment=draft, provision__number="5.10", changes__0__to="yes"),
    )
    assert answer.status_code == 409
    assert "Nothing has been restored. Sent for approval on" in Page(answer).text
    assert "Restore this version" not in Page(answer).text
    assert saved(draft).evidence == "Newer"


@pytest.mark.parametrize("who", ["contributor", "viewer", "clerk", "administrator"])
def test_only_an_officer_brings_back(cast: Cast, sign_in: Any, draft: Assessment, who: str) -> None:
    factories.answer(cast.officer, draft, "5.10", evidence="Old")
    factories.answer(cast.officer, draft, "5.10", evidence="New")
    client = sign_in(getattr(cast, who))
    assert "Restore this version" not in client.get(address(draft)).content.decode()
    assert restore(client, draft, saves(draft)[0]).status_code == 403
    assert saved(draft).evidence == "New"


@pytest.mark.parametrize("entry", ["", "x", "-1", "999999999", "٣"])
def test_what_is_no_entry_of_the_provision_is_not_found(
    cast: Cast, officer: Client, draft: Assessment, entry: str
) -> None:
    assert officer.post(address(draft), {"entry": entry, "version": "0"}).status_code == 404


def test_an_entry_of_another_provision_is_not_found(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "5.1", evidence="Of 5.1")
    assert restore(officer, draft, saves(draft)[0]).status_code == 404


def in_review(cast: Cast, draft: Assessment) -> Assessment:
    factories.answer_all(cast.officer, draft)
    return factories.submit(cast.officer, draft)


def write(cast: Cast, assessment: Assessment, text: str) -> int:
    assessment.body_response.refresh_from_db()
    version = assessment.body_response.version
    return services.save_body_response(cast.clerk, assessment, text, version=version).version


def test_the_governing_bodys_response_comes_back_and_waits_for_confirmation(
    cast: Cast, sign_in: Any, draft: Assessment
) -> None:
    assessment = in_review(cast, draft)
    write(cast, assessment, "Cabinet accepts it.")
    version = write(cast, assessment, "Cabinet rejects it.")
    services.confirm_body_response(cast.clerk, assessment, version=version)
    first = assessment.history.filter(event=Event.BODY_RESPONSE_SAVED).order_by("pk")[0]
    client = sign_in(cast.member)
    history = f"/assessments/{assessment.pk}/response/history/"
    shown = Page(client.get(history))
    assert "Cabinet [removed:accepts ][added:rejects ]it." in shown.text
    done = client.post(history, {"entry": first.pk, "version": version + 1}, follow=True)
    assert "We have restored " in Page(done).text
    assessment.body_response.refresh_from_db()
    assert assessment.body_response.text == "Cabinet accepts it."
    assert not assessment.body_response.is_confirmed


def test_a_response_changed_meanwhile_or_frozen_is_not_overwritten(
    cast: Cast, sign_in: Any, draft: Assessment
) -> None:
    assessment = in_review(cast, draft)
    stale = write(cast, assessment, "One.")
    write(cast, assessment, "Two.")
    first = assessment.history.filter(event=Event.BODY_RESPONSE_SAVED).order_by("pk")[0]
    client = sign_in(cast.clerk)
    history = f"/assessments/{assessment.pk}/response/history/"
    met = client.post(history, {"entry": first.pk, "version": stale})
    assert met.status_code == 409
    assert "One." in Page(met).html
    assert "Two." in Page(met).text
    Assessment.objects.filter(pk=assessment.pk).update(state="published")
    frozen = client.post(history, {"entry": first.pk, "version": stale + 1})
    assert frozen.status_code == 409
    assert "Nothing has been restored" in Page(frozen).text
    assessment.body_response.refresh_from_db()
    assert assessment.body_response.text == "Two."
