"""Two people at one provision: nothing is overwritten silently, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.enums import Role
from assessments.models import Assessment, Response
from codes.models import Code
from tests import factories
from tests.assessments.pages import Page, due, typed
from tests.conftest import Cast

SignIn = Callable[..., Client]


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def first(cast: Cast, sign_in: SignIn) -> Client:
    """A second officer, who is faster."""
    faster = factories.add_member(cast.landlord, Role.COMPLAINTS_OFFICER, name="Fast Erica")
    return sign_in(faster)


@pytest.fixture
def second(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.officer)


def url(assessment: Assessment) -> str:
    return f"/assessments/{assessment.pk}/5.10/"


def saved(assessment: Assessment) -> Response:
    return Response.objects.get(assessment=assessment, provision__number="5.10")


def collide(
    first: Client, second: Client, draft: Assessment, theirs: dict[str, str], mine: dict[str, str]
) -> Page:
    """Both open the page; the first saves, then the second."""
    form_of_first = Page(first.get(url(draft))).form
    form_of_second = Page(second.get(url(draft))).form
    assert first.post(url(draft), form_of_first | theirs).status_code == 302
    answer = second.post(url(draft), form_of_second | mine)
    assert answer.status_code == 409
    return Page(answer)


def test_who_comes_second_sees_both_texts_and_nothing_is_saved(
    first: Client, second: Client, draft: Assessment
) -> None:
    page = collide(
        first,
        second,
        draft,
        {"answer": "yes", "evidence": "Theirs <i>\r\n\r\n  indented"},
        {"answer": "yes", "evidence": "  Mine {{ x }}\r\n"},
    )
    assert "Fast Erica saved this provision on" in page.text
    assert '<div class="app-exact">Theirs &lt;i&gt;\n\n  indented</div>' in page.html
    assert page.form["evidence"] == "  Mine {{ x }}\r\n"
    assert "Which to keep: Evidence" in page.text
    # The answers agree, so there is nothing to choose; it is carried along.
    assert "Which to keep: Answer" not in page.text
    assert page.form["answer"] == "yes"
    page.assert_in_order()
    assert saved(draft).evidence == "Theirs <i>\n\n  indented"
    assert draft.history.filter(event="response_saved").count() == 1


def test_mine_may_be_kept_and_changed_on_the_way(
    first: Client, second: Client, draft: Assessment
) -> None:
    page = collide(
        first,
        second,
        draft,
        {"answer": "yes", "evidence": "Theirs"},
        {"answer": "yes", "evidence": "Mine"},
    )
    chosen = page.form | {"keep_evidence": "mine", "evidence": "Theirs\r\nand mine"}
    assert second.post(url(draft), chosen).status_code == 302
    assert saved(draft).evidence == "Theirs\nand mine"
    assert [entry.actor_name for entry in draft.history.filter(event="response_saved")] == [
        "Olu Ficer",
        "Fast Erica",
    ]


def test_each_field_is_chosen_by_itself(first: Client, second: Client, draft: Assessment) -> None:
    page = collide(
        first,
        second,
        draft,
        {"answer": "no", "evidence": "Their evidence", "action": "Their action"},
        {"answer": "partly", "evidence": "My evidence", "commentary": "My words"}
        | due(31, 3, 2031),
    )
    chosen = page.form | {
        "keep_answer": "theirs",
        "keep_evidence": "mine",
        "keep_commentary": "mine",
        "keep_action": "theirs",
        "keep_action_due": "theirs",
    }
    second.post(url(draft), chosen)
    now = saved(draft)
    assert (now.answer, now.evidence, now.commentary) == ("no", "My evidence", "My words")
    assert (now.action, now.action_due) == ("Their action", None)


def test_keeping_all_of_theirs_saves_nothing_new(
    first: Client, second: Client, draft: Assessment
) -> None:
    page = collide(first, second, draft, {"evidence": "Theirs"}, {"evidence": "Mine"})
    assert second.post(url(draft), page.form | {"keep_evidence": "theirs"}).status_code == 302
    assert saved(draft).evidence == "Theirs"
    assert saved(draft).version == 1


def test_a_choice_has_to_be_made(first: Client, second: Client, draft: Assessment) -> None:
    page = collide(first, second, draft, {"evidence": "Theirs"}, {"evidence": "Mine"})
    answer = second.post(url(draft), page.form)
    again = Page(answer)
    assert answer.status_code == 422
    assert "Select which to keep: Evidence" in again.text
    assert "#id_keep_evidence" in again.links
    assert again.form["evidence"] == "Mine"
    assert "<title>Error: " in again.html
    again.assert_in_order()
    assert saved(draft).evidence == "Theirs"


def test_what_is_refused_in_mine_does_not_matter_where_theirs_is_kept(
    first: Client, second: Client, draft: Assessment
) -> None:
    page = collide(
        first, second, draft, {"answer": "no"} | due(31, 3, 2031), {"answer": "no"} | due(99, 3, 1)
    )
    assert page.form["action_due_0"] == "99"
    assert second.post(url(draft), page.form | {"keep_action_due": "mine"}).status_code == 422
    assert second.post(url(draft), page.form | {"keep_action_due": "theirs"}).status_code == 302
    assert saved(draft).action_due.isoformat() == "2031-03-31"


def test_a_third_save_meanwhile_is_a_conflict_again(
    first: Client, second: Client, draft: Assessment
) -> None:
    page = collide(first, second, draft, {"evidence": "Theirs"}, {"evidence": "Mine"})
    form = Page(first.get(url(draft))).form
    first.post(url(draft), form | {"evidence": "Theirs once more"})
    answer = second.post(url(draft), page.form | {"keep_evidence": "mine"})
    assert answer.status_code == 409
    again = Page(answer)
    assert "Theirs once more" in again.text
    assert again.form["evidence"] == "Mine"
    assert saved(draft).evidence == "Theirs once more"
    assert second.post(url(draft), again.form | {"keep_evidence": "mine"}).status_code == 302
    assert saved(draft).evidence == "Mine"


def test_two_who_type_the_same_are_no_conflict(
    first: Client, second: Client, draft: Assessment
) -> None:
    same = {"answer": "yes", "evidence": "The same"}
    forms = [(client, Page(client.get(url(draft))).form | same) for client in (first, second)]
    for client, form in forms:
        assert client.post(url(draft), form).status_code == 302
    assert saved(draft).version == 1


@pytest.mark.parametrize("version", ["", "abc", "-1", "0", "99999999999999999999", "1.0", "２"])
def test_a_form_with_a_stale_or_garbled_version_keeps_what_was_typed(
    cast: Cast, second: Client, draft: Assessment, version: str
) -> None:
    factories.answer(cast.officer, draft, "5.10", answer="yes", evidence="Saved")
    sent = typed(answer="no", evidence="Mine") | {"version": version}
    answer = second.post(url(draft), sent)
    assert answer.status_code == 409
    page = Page(answer)
    assert page.form["evidence"] == "Mine"
    assert "Saved" in page.text
    assert saved(draft).evidence == "Saved"


def test_a_form_without_a_version_is_a_stale_one(second: Client, draft: Assessment) -> None:
    sent = typed(evidence="Mine")
    del sent["version"]
    answer = second.post(url(draft), sent)
    assert answer.status_code == 409
    assert "out of date or incomplete" in Page(answer).text
    assert Page(answer).form["evidence"] == "Mine"


def test_what_was_typed_while_it_was_submitted_can_be_copied(
    cast: Cast, first: Client, second: Client, draft: Assessment
) -> None:
    factories.answer_all(cast.officer, draft)
    form = Page(second.get(url(draft))).form
    factories.submit(cast.officer, draft)
    mine = {"answer": "partly", "evidence": "Mine </div>\r\n\r\n  and more"} | due(31, 3, 2031)
    answer = second.post(url(draft), form | mine)
    page = Page(answer)
    assert answer.status_code == 409
    assert "has not been saved" in page.text
    assert "Sent for approval on" in page.text
    assert "Mine &lt;/div&gt;" in page.html
    assert "and more" in page.text
    assert "Partly" in page.text
    assert "31 3 2031" in page.text
    page.assert_in_order()
    assert saved(draft).answer == "yes"


def test_a_bad_input_into_a_locked_assessment_can_be_copied_too(
    cast: Cast, second: Client, draft: Assessment
) -> None:
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    answer = second.post(url(draft), typed(evidence="x" * 20_001, version=1))
    assert answer.status_code == 409
    assert "x" * 20_001 in Page(answer).text
