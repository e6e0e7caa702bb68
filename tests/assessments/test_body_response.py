"""The governing body's response: who drafts it, who confirms it, and two people at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.access import Member
from assessments import services, workflow
from assessments.enums import Event, State
from assessments.models import Assessment, GoverningBodyResponse
from codes.models import Code
from tests import factories
from tests.conftest import Cast

SignIn = Callable[[Member], Client]


@pytest.fixture
def submitted(cast: Cast, code: Code) -> Assessment:
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment)
    return factories.submit(cast.officer, assessment)


def url(assessment: Assessment, page: str = "response/") -> str:
    return f"/assessments/{assessment.pk}/{page}"


def html(response: Any) -> str:
    return str(response.content.decode())


def version_on(page: Any) -> str:
    return html(page).split('name="version" value="', 1)[1].split('"', 1)[0]


def save(client: Client, assessment: Assessment, text: str) -> Any:
    version = version_on(client.get(url(assessment)))
    return client.post(url(assessment), {"text": text, "version": version})


def confirm(client: Client, assessment: Assessment) -> Any:
    page = client.get(url(assessment, "response/confirm/"))
    return client.post(url(assessment, "response/confirm/"), {"version": version_on(page)})


def stored(assessment: Assessment) -> GoverningBodyResponse:
    return GoverningBodyResponse.objects.get(assessment=assessment)


def test_anyone_who_may_read_drafts_it_and_member_or_clerk_confirms(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    people = (cast.administrator, cast.officer, cast.contributor, cast.viewer, cast.member)
    for number, member in enumerate(people):
        assert save(sign_in(member), submitted, f"Draft {number}.").status_code == 302
        assert stored(submitted).text == f"Draft {number}."
    for member in (cast.administrator, cast.officer, cast.contributor, cast.viewer):
        assert 'href="' + url(submitted, "response/confirm/") not in html(
            sign_in(member).get(url(submitted))
        )
        refused = sign_in(member).post(url(submitted, "response/confirm/"), {"version": 5})
        assert refused.status_code == 403
    assert confirm(sign_in(cast.member), submitted).status_code == 302
    page = html(sign_in(cast.viewer).get(url(submitted)))
    assert "Confirmed by Mem Burr on" in page


def test_the_whole_text_is_shown_before_it_is_confirmed(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    text = "Cabinet accepts it.\n\n- We <b>will</b> visit.\n- {% now %}\n" + "word " * 3000
    client = sign_in(cast.clerk)
    save(client, submitted, text)
    page = html(client.get(url(submitted, "response/confirm/")))
    assert "<li>We &lt;b&gt;will&lt;/b&gt; visit.</li>" in page
    assert "{% now %}" in page
    assert page.count("word ") >= 2999
    assert stored(submitted).text == text


def test_a_text_comes_back_as_typed(cast: Cast, submitted: Assessment, sign_in: SignIn) -> None:
    client = sign_in(cast.viewer)
    save(client, submitted, "\r\n  First line\r\n\r\n\ttabbed  \r\n</textarea>")
    page = html(client.get(url(submitted)))
    assert ">\n\n  First line\n\n\ttabbed  \n&lt;/textarea&gt;</textarea>" in page


def test_editing_after_confirmation_warns_and_asks_for_a_new_confirmation(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    client = sign_in(cast.clerk)
    save(client, submitted, "We accept it.")
    confirm(client, submitted)
    assert "If you change the response, someone must confirm it again." in html(
        client.get(url(submitted))
    )
    # Saved without a change, it stays confirmed.
    save(client, submitted, "We accept it.")
    assert stored(submitted).is_confirmed
    save(client, submitted, "We accept most of it.")
    assert not stored(submitted).is_confirmed
    assert "Written but not confirmed yet" in html(client.get(url(submitted, "")))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Enter the governing body’s response"),
        (" \u200b\n", "Enter the governing body’s response"),
        ("x" * 20_001, "20,000 characters"),
        ("a\x00b", "cannot be stored"),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_and_shown_again(
    text: str, message: str, cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    client = sign_in(cast.clerk)
    save(client, submitted, "Before.")
    response = save(client, submitted, text)
    assert response.status_code == 422
    assert html(response).count(message) >= 2
    assert 'href="#id_text"' in html(response)
    assert text in html(response)
    assert stored(submitted).text == "Before."


def test_who_saves_second_sees_both_texts_and_chooses(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    first, second = sign_in(cast.clerk), sign_in(cast.viewer)
    old = version_on(second.get(url(submitted)))
    save(first, submitted, "The clerk's text.")
    mine = "\nThe <viewer>'s text,\n  indented."
    response = second.post(url(submitted), {"text": mine, "version": old})
    assert response.status_code == 409
    page = html(response)
    assert "Someone else saved the response while you were writing" in page
    assert "The clerk&#x27;s text." in page
    assert ">\n\nThe &lt;viewer&gt;&#x27;s text,\n  indented.</textarea>" in page
    assert stored(submitted).text == "The clerk's text."

    chosen = {"text": mine, "version": version_on(response)}
    assert second.post(url(submitted), chosen).status_code == 302
    assert stored(submitted).text == mine
    saved_by = submitted.history.filter(event=Event.BODY_RESPONSE_SAVED)
    assert [entry.actor_name for entry in saved_by] == ["Vi Ewer", "Clark Minute"]
    assert saved_by[0].changes == [{"field": "text", "from": "The clerk's text.", "to": mine}]


def test_an_invalid_text_on_an_old_page_still_meets_the_conflict_when_mended(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    client = sign_in(cast.viewer)
    old = version_on(client.get(url(submitted)))
    save(sign_in(cast.clerk), submitted, "The clerk's text.")
    response = client.post(url(submitted), {"text": "", "version": old})
    assert response.status_code == 422
    again = client.post(url(submitted), {"text": "Mine.", "version": version_on(response)})
    assert again.status_code == 409
    assert stored(submitted).text == "The clerk's text."


def test_a_text_that_changed_meanwhile_is_not_confirmed_but_shown(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    member = sign_in(cast.member)
    save(member, submitted, "As read by the member.")
    old = version_on(member.get(url(submitted, "response/confirm/")))
    save(sign_in(cast.viewer), submitted, "As slipped in.")
    response = member.post(url(submitted, "response/confirm/"), {"version": old})
    assert response.status_code == 409
    assert "The response has changed since you opened this page" in html(response)
    assert "As slipped in." in html(response)
    assert not stored(submitted).is_confirmed


def test_confirming_twice_is_the_same_as_once(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    member = sign_in(cast.member)
    save(member, submitted, "We accept it.")
    version = version_on(member.get(url(submitted, "response/confirm/")))
    for _ in range(2):
        response = member.post(url(submitted, "response/confirm/"), {"version": version})
        assert response.status_code == 302
    assert submitted.history.filter(event=Event.BODY_RESPONSE_CONFIRMED).count() == 1


def test_nothing_is_confirmed_before_something_is_written(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    member = sign_in(cast.member)
    assert "There is nothing to confirm yet." in html(
        member.get(url(submitted, "response/confirm/"))
    )
    assert member.post(url(submitted, "response/confirm/"), {"version": 0}).status_code == 409
    services.save_body_response(cast.viewer, submitted, "\u200b", version=0)
    with pytest.raises(services.Conflict):
        services.confirm_body_response(cast.member, submitted, version=1)


def test_in_a_draft_it_cannot_be_written_yet_but_is_kept_to_read(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    client = sign_in(cast.viewer)
    save(client, submitted, "Kept for later.")
    open_page = version_on(client.get(url(submitted)))
    workflow.carry_out(Event.TAKE_BACK, submitted, cast.officer, version=submitted.version)
    page = html(client.get(url(submitted)))
    assert "Kept for later." in page
    assert "<textarea" not in page
    for typed in ("Typed meanwhile.", "Too long " * 3000):
        response = client.post(url(submitted), {"text": typed, "version": open_page})
        assert response.status_code == 409
        assert typed in html(response)
    assert stored(submitted).text == "Kept for later."


def test_it_is_not_confirmed_while_the_answers_are_open_again(
    cast: Cast, submitted: Assessment, sign_in: SignIn
) -> None:
    member = sign_in(cast.member)
    save(member, submitted, "We accept it.")
    old = version_on(member.get(url(submitted, "response/confirm/")))
    note = workflow.Step(note="See 5.1.")
    workflow.carry_out(Event.RETURN, submitted, cast.clerk, note, version=submitted.version)
    assert save(member, submitted, "We will accept it.").status_code == 302
    assert 'href="' + url(submitted, "response/confirm/") not in html(member.get(url(submitted)))
    assert member.get(url(submitted, "response/confirm/")).status_code == 409
    response = member.post(url(submitted, "response/confirm/"), {"version": int(old) + 1})
    assert response.status_code == 409
    assert not stored(submitted).is_confirmed


def test_once_published_it_is_read_only(cast: Cast, submitted: Assessment, sign_in: SignIn) -> None:
    approved = factories.approve(cast.member, submitted)
    factories.confirm_response(cast.clerk, approved, "Cabinet accepts it.")
    workflow.carry_out(Event.PUBLISH, approved, cast.officer, version=approved.version)
    assert Assessment.objects.get(pk=submitted.pk).state == State.PUBLISHED
    client = sign_in(cast.clerk)
    assert "<textarea" not in html(client.get(url(submitted)))
    version = stored(submitted).version
    response = client.post(url(submitted), {"text": "Changed.", "version": version})
    assert response.status_code == 409
    assert stored(submitted).text == "Cabinet accepts it."
