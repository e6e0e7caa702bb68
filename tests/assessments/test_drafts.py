"""Drafts: what is typed and not saved is kept for its person, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import Membership
from assessments import workflow
from assessments.enums import Event
from assessments.models import Assessment, Response, TypedDraft
from codes.models import Code
from tests import factories
from tests.assessments.pages import Page, due, typed
from tests.conftest import Cast

SignIn = Callable[..., Client]
JSON = {"Accept": "application/json"}


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.officer)


def url(assessment: Assessment, rest: str = "") -> str:
    return f"/assessments/{assessment.pk}/5.10/{rest}"


def keep(client: Client, assessment: Assessment, **sent: str):
    data = typed(**({"draft": "0", "window": ""} | sent))
    return client.post(url(assessment, "draft/"), data, headers=JSON)


def kept() -> TypedDraft:
    return TypedDraft.objects.get()


def test_what_a_script_posts_is_kept_outside_the_history(
    client: Client, cast: Cast, draft: Assessment
) -> None:
    before = draft.history.count()
    answer = keep(client, draft, answer="no", evidence="Half a sen")
    assert answer.json()["kept"] is True
    assert answer.json()["revision"] == 1
    assert kept().values["evidence"] == "Half a sen"
    assert kept().membership.user == cast.officer.user
    assert draft.history.count() == before
    assert Response.objects.get(assessment=draft, provision__number="5.10").version == 0


def test_a_draft_keeps_what_a_save_would_refuse(client: Client, draft: Assessment) -> None:
    long = "x" * 20_001
    sent = {"evidence": long, "answer": "perhaps"} | due("31", "", "soon")
    assert keep(client, draft, **sent).json()["kept"] is True
    page = Page(client.get(url(draft, "draft/")))
    assert page.form["evidence"] == long
    assert page.form["action_due_0"] == "31"
    assert page.form["action_due_2"] == "soon"
    page.assert_in_order()


@pytest.mark.parametrize(
    ("evidence", "why"),
    [("null \x00 byte", "we cannot store"), ("x" * 100_001, "longer than 100,000 characters")],
)
def test_what_cannot_be_kept_is_refused_with_a_reason(
    client: Client, draft: Assessment, evidence: str, why: str
) -> None:
    answer = keep(client, draft, evidence=evidence)
    assert answer.json()["kept"] is False
    assert why in answer.json()["message"]
    page = Page(client.post(url(draft, "draft/"), typed(evidence=evidence)))
    assert why in page.text
    assert not TypedDraft.objects.exists()


def test_coming_back_the_draft_is_offered_with_its_time_and_going_on_saves_it(
    client: Client, draft: Assessment
) -> None:
    keep(client, draft, answer="yes", evidence="Mine\r\n\r\n  indented ")
    page = Page(client.get(url(draft)))
    assert "You have unsaved changes" in page.text
    assert "Nothing else has been saved since" in page.text
    assert page.form["evidence"] == ""
    page.assert_in_order()
    going_on = Page(client.get(url(draft, "draft/"))).form
    assert going_on["evidence"] == "Mine\r\n\r\n  indented "
    assert client.post(url(draft), going_on).status_code == 302
    saved = Response.objects.get(assessment=draft, provision__number="5.10")
    assert saved.evidence == "Mine\n\n  indented "
    assert not TypedDraft.objects.exists()
    assert "You have unsaved changes" not in Page(client.get(url(draft))).text


def test_where_somebody_saved_since_both_texts_are_shown(
    client: Client, cast: Cast, draft: Assessment
) -> None:
    keep(client, draft, evidence="My draft says ten")
    factories.answer(cast.officer, draft, "5.10", answer="yes", evidence="The saved says ten")
    assert "You will see both versions" in Page(client.get(url(draft))).text
    answer = client.get(url(draft, "draft/"))
    page = Page(answer)
    assert answer.status_code == 200
    assert "The saved says ten" in page.text
    assert page.form["evidence"] == "My draft says ten"
    assert "<ins>" in page.html
    assert "<del>" in page.html
    page.assert_in_order()
    chosen = page.form | {"keep_evidence": "mine", "keep_answer": "theirs"}
    assert client.post(url(draft), chosen).status_code == 302
    assert not TypedDraft.objects.exists()


def test_a_draft_can_be_thrown_away(client: Client, draft: Assessment) -> None:
    keep(client, draft, evidence="Mine")
    other = {"throw_away": "sure", "draft": "7"}
    client.post(url(draft, "draft/"), other)
    assert TypedDraft.objects.exists()
    assert client.post(url(draft, "draft/"), other | {"draft": "1"}).status_code == 302
    assert not TypedDraft.objects.exists()


def test_typing_back_what_is_saved_leaves_no_draft(client: Client, draft: Assessment) -> None:
    keep(client, draft, evidence="Mine")
    assert keep(client, draft, draft="1", evidence="").json() == {
        "kept": True,
        "at": "",
        "revision": 0,
    }
    assert not TypedDraft.objects.exists()


def test_of_two_windows_neither_overwrites_the_others_draft_unseen(
    client: Client, draft: Assessment
) -> None:
    assert keep(client, draft, window="aa", evidence="First window").status_code == 200
    second = keep(client, draft, window="bb", evidence="Second window")
    assert second.json()["kept"] is False
    assert "You have other unsaved changes to this" in second.json()["message"]
    # The first goes on, even where it never got our answer.
    assert keep(client, draft, window="aa", evidence="First window goes on").status_code == 200
    assert kept().values["evidence"] == "First window goes on"
    # Saving from the second leaves the first one's draft alone.
    sent = typed(answer="yes", evidence="Second window") | {"draft": "0", "window": "bb"}
    assert client.post(url(draft), sent).status_code == 302
    assert kept().values["evidence"] == "First window goes on"
    # Without script, it can be replaced knowingly.
    page = Page(client.post(url(draft, "draft/"), typed(evidence="Third", version=1)))
    assert page.form["evidence"] == "Third"
    assert client.post(url(draft, "draft/"), page.form).status_code == 302
    assert kept().values["evidence"] == "Third"


def test_nobody_else_reads_or_touches_a_draft(
    client: Client, cast: Cast, draft: Assessment, sign_in: SignIn
) -> None:
    secret = "Not for other eyes"
    keep(client, draft, evidence=secret)
    colleague = factories.add_member(cast.landlord, Role.COMPLAINTS_OFFICER)
    for member in (colleague, cast.administrator, cast.contributor, cast.clerk, cast.outsider):
        other = sign_in(member)
        for path in ("", "draft/", "history/"):
            answer = other.get(url(draft, path))
            assert secret not in answer.content.decode()
        other.post(url(draft, "draft/"), {"throw_away": "sure", "draft": "1"})
    assert kept().values["evidence"] == secret
    assert keep(sign_in(colleague), draft, evidence="Theirs").status_code == 200
    assert TypedDraft.objects.count() == 2


def test_who_may_not_edit_keeps_no_draft(cast: Cast, draft: Assessment, sign_in: SignIn) -> None:
    for member, status in ((cast.viewer, 403), (cast.member, 403), (cast.outsider, 404)):
        assert keep(sign_in(member), draft, evidence="Mine").status_code == status
    assert not TypedDraft.objects.exists()


def test_drafts_go_with_the_place_in_the_team(
    client: Client, cast: Cast, draft: Assessment
) -> None:
    keep(client, draft, evidence="Mine")
    Membership.objects.get(user=cast.officer.user).delete()
    assert not TypedDraft.objects.exists()


def test_drafts_go_when_the_assessment_is_discarded_or_published(
    client: Client, cast: Cast, code: Code, draft: Assessment
) -> None:
    keep(client, draft, evidence="Mine")
    draft.refresh_from_db()
    workflow.carry_out(Event.DISCARD, draft, cast.officer, version=draft.version)
    assert not TypedDraft.objects.exists()

    approved = factories.make_approved(cast.officer, cast.member, code, 2024)
    keep(client, approved, evidence="Mine", version="1")
    client.post(
        f"/assessments/{approved.pk}/response/draft/",
        {"text": "Mine", "version": "2", "draft": "0"},
        headers=JSON,
    )
    assert TypedDraft.objects.count() == 2
    factories.publish(cast.officer, approved)
    assert not TypedDraft.objects.exists()
    assert keep(client, approved, evidence="Too late", version="1").json()["kept"] is False


def test_a_draft_of_locked_answers_can_be_copied_and_used_again(
    client: Client, cast: Cast, draft: Assessment
) -> None:
    factories.answer_all(cast.officer, draft)
    keep(client, draft, evidence="Mine", version="1")
    submitted = factories.submit(cast.officer, draft)
    assert "You have unsaved changes" in Page(client.get(url(draft))).text
    page = Page(client.get(url(draft, "draft/")))
    assert "has not been saved" in page.text
    assert "Mine" in page.text
    workflow.carry_out(Event.TAKE_BACK, submitted, cast.officer, version=submitted.version)
    assert Page(client.get(url(draft, "draft/"))).form["evidence"] == "Mine"


def test_what_was_not_saved_is_kept_as_a_draft(
    client: Client, cast: Cast, draft: Assessment
) -> None:
    sent = Page(client.get(url(draft))).form | {"evidence": "Typed before the conflict"}
    factories.answer(cast.officer, draft, "5.10", **factories.YES)
    assert client.post(url(draft), sent).status_code == 409
    assert kept().values["evidence"] == "Typed before the conflict"
    assert kept().base_version == 0


def test_what_is_given_up_stays_in_the_history_and_can_be_told(
    client: Client, cast: Cast, draft: Assessment
) -> None:
    sent = Page(client.get(url(draft))).form | {"evidence": "Mine, given up"} | due("x", "", "")
    factories.answer(cast.officer, draft, "5.10", **factories.YES)
    conflict = Page(client.post(url(draft), sent))
    chosen = conflict.form | {
        "keep_answer": "theirs",
        "keep_evidence": "theirs",
        "keep_action_due": "theirs",
    }
    assert client.post(url(draft), chosen).status_code == 302
    entry = draft.history.get(event=Event.RESPONSE_NOT_KEPT)
    texts = {change["field"]: change["to"] for change in entry.changes}
    assert texts["evidence"] == "Mine, given up"
    assert "Date by which the action will be done: x" in entry.note
    assert not TypedDraft.objects.exists()
    history = Page(client.get(url(draft, "history/")))
    assert "Mine, given up" in history.text
    back = {"entry": str(entry.pk), "version": "1"}
    assert client.post(url(draft, "history/"), back).status_code == 302
    now = Response.objects.get(assessment=draft, provision__number="5.10")
    assert now.evidence == "Mine, given up"


def test_all_that_was_typed_can_be_given_up_at_once(
    client: Client, cast: Cast, draft: Assessment
) -> None:
    sent = Page(client.get(url(draft))).form | {"evidence": "Mine, dropped"}
    factories.answer(cast.officer, draft, "5.10", **factories.YES)
    conflict = Page(client.post(url(draft), sent))
    assert client.post(url(draft), conflict.form | {"drop": "1"}).status_code == 302
    entry = draft.history.get(event=Event.RESPONSE_NOT_KEPT)
    assert "Mine, dropped" in str(entry.changes)
    assert not TypedDraft.objects.exists()


def test_the_governing_bodys_response_has_drafts_too(
    cast: Cast, draft: Assessment, sign_in: SignIn
) -> None:
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    member = sign_in(cast.member)
    page = f"/assessments/{draft.pk}/response/"
    form = Page(member.get(page)).form
    assert member.post(f"{page}draft/", form | {"text": "We acc"}, headers=JSON).json()["kept"]
    assert "You have unsaved changes" in Page(member.get(page)).text
    assert "You have unsaved changes" not in Page(sign_in(cast.clerk).get(page)).text
    going_on = Page(member.get(f"{page}draft/")).form
    assert going_on["text"] == "We acc"

    other = Page(sign_in(cast.clerk).get(page)).form
    sign_in(cast.clerk).post(page, other | {"text": "The clerk's."})
    answer = member.post(page, going_on | {"text": "We accept it."})
    assert answer.status_code == 409
    conflict = Page(answer)
    assert "The clerk's." in conflict.text
    assert member.post(page, conflict.form | {"drop": "1"}).status_code == 302
    assert not TypedDraft.objects.exists()
    entry = draft.history.get(event=Event.BODY_RESPONSE_NOT_KEPT)
    assert entry.changes[0]["to"] == "We accept it."
    assert "We accept it." in Page(member.get(f"{page}history/")).text


def test_saving_the_response_ends_its_draft(cast: Cast, draft: Assessment, sign_in: SignIn) -> None:
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    member = sign_in(cast.member)
    page = f"/assessments/{draft.pk}/response/"
    form = Page(member.get(page)).form
    member.post(f"{page}draft/", form | {"text": "We accept it."}, headers=JSON)
    assert member.post(page, Page(member.get(f"{page}draft/")).form).status_code == 302
    assert not TypedDraft.objects.exists()
