"""Changing several provisions in one step: one text put into many, find and replace, undo."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from assessments import services, starting
from assessments.bulk.texts import Mode, Search, spread
from assessments.digest import content_digest
from assessments.models import Assessment, Response
from codes.models import Code
from tests import factories
from tests.assessments.pages import Page
from tests.conftest import Cast


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def officer(cast: Cast, sign_in: Any) -> Client:
    return sign_in(cast.officer)


def saved(assessment: Assessment, number: str = "5.10") -> Response:
    return assessment.responses.get(provision__number=number)


def one_text(assessment: Assessment, **values: Any) -> dict[str, Any]:
    sent = {"text": "Policy, section 2.", "field": "evidence", "mode": "blanks", "step": "preview"}
    return sent | {"numbers": ["1.2", "5.1", "5.10"]} | values


def names(find: str = "Old Policy", replacement: str = "New Policy", **values: Any) -> dict:
    both = {"options": ["case", "words"], "step": "preview"}
    return {"find": find, "replacement": replacement} | both | values


def post(client: Client, assessment: Assessment, kind: str, data: dict[str, Any]) -> Any:
    return client.post(f"/assessments/{assessment.pk}/{kind}/", data, follow=True)


def confirmed(assessment: Assessment, data: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What the preview's form sends, with every change ticked."""
    rows = assessment.responses.select_related("provision")
    versions = {f"version_{row.provision.number}": row.version for row in rows}
    return data | versions | {"step": "confirm"} | more


@pytest.mark.parametrize(
    ("before", "mode", "after"),
    [
        ("", Mode.BLANKS, "new"),
        (" \u200b\n", Mode.BLANKS, "new"),
        ("old", Mode.BLANKS, "old"),
        ("", Mode.ADD, "new"),
        ("old\n", Mode.ADD, "old\n\nnew"),
        ("old", Mode.REPLACE, "new"),
    ],
)
def test_a_text_meets_what_is_there(before: str, mode: Mode, after: str) -> None:
    assert spread(before, "new", mode) == after


@pytest.mark.parametrize(
    ("text", "find", "case", "words", "after"),
    [
        ("Old Policy. old policy", "Old Policy", True, True, "X. old policy"),
        ("Old Policy. old policy", "Old Policy", False, True, "X. X"),
        ("Policyholder, Policy", "Policy", True, True, "Policyholder, X"),
        ("Policyholder, Policy", "Policy", True, False, "Xholder, X"),
        ("a.c abc", "a.c", True, True, "X abc"),
        ("(v1.2)", "(v1.2)", True, True, "X"),
        (r"\1 \g<0>", r"\1", True, True, r"X \g<0>"),
        ("Ŵy ŵY", "ŵy", False, True, "X X"),
        ("", "x", True, True, ""),
    ],
)
def test_words_are_found_as_asked(
    text: str, find: str, case: bool, words: bool, after: str
) -> None:
    assert Search(find, "X", case, words).apply(text) == after


def test_a_replacement_is_text_and_no_pattern() -> None:
    assert Search("a", r"\1\g<0>$&", True, True).apply("a b") == r"\1\g<0>$& b"


def test_one_text_is_previewed_before_it_is_saved_and_fills_blanks_only(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "5.1", evidence="Written already")
    preview = Page(post(officer, draft, "one-text", one_text(draft)))
    assert "One text added to 2 provisions" in preview.text
    assert "Not changed: 5.1." in preview.text
    assert "Before(empty)AfterPolicy, section 2." in preview.text
    assert saved(draft).evidence == ""
    data = confirmed(draft, one_text(draft), pick=["1.2", "5.10"])
    done = Page(post(officer, draft, "one-text", data))
    assert "2 provisions changed: 1.2, 5.10" in done.text
    assert saved(draft).evidence == saved(draft, "1.2").evidence == "Policy, section 2."
    assert saved(draft, "5.1").evidence == "Written already"
    assert saved(draft, "1.3").version == 0


def test_one_undo_takes_all_back_but_what_was_changed_since(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "5.10", answer="yes", evidence="Before")
    data = one_text(draft, mode="replace")
    numbers = ["1.2", "5.1", "5.10"]
    done = post(officer, draft, "one-text", confirmed(draft, data, pick=numbers))
    address = done.redirect_chain[-1][0]
    factories.answer(cast.officer, draft, "5.1", evidence="Changed since")
    # Another field than the one of the step: the undo does not touch it.
    factories.answer(cast.officer, draft, "1.2", answer="no", evidence="Policy, section 2.")
    undone = Page(officer.post(address, follow=True))
    assert "Undone in 1.2, 5.10." in undone.text
    assert "Not undone, because they have changed since: 5.1." in undone.text
    assert saved(draft).evidence == "Before"
    assert (saved(draft, "1.2").answer, saved(draft, "1.2").evidence) == ("no", "")
    assert saved(draft, "5.1").evidence == "Changed since"
    again = Page(officer.post(address, follow=True))
    assert "Nothing has been undone. Not undone" in again.text


def test_a_step_of_before_another_code_is_left_and_named(
    cast: Cast, officer: Client, full_codes: dict[str, Code]
) -> None:
    draft = factories.start(cast.officer, full_codes["2022"])
    batch = uuid4()
    factories.answer(cast.officer, draft, "1.2", batch=batch, answer="yes", evidence="Policy.")
    details = services.Details(full_codes["2024"], draft.year)
    seen = content_digest(draft)
    starting.change_details(cast.officer, draft, details, version=draft.version, confirmed=seen)
    address = f"/assessments/{draft.pk}/changes/{batch}/"
    assert "1 provision has changed since" in Page(officer.get(address)).text
    assert "Nothing has been undone" in Page(officer.post(address, follow=True)).text


def test_an_undo_is_undone_in_the_same_way(cast: Cast, officer: Client, draft: Assessment) -> None:
    done = post(officer, draft, "one-text", confirmed(draft, one_text(draft), pick=["5.10"]))
    first = done.redirect_chain[-1][0]
    second = officer.post(first).url
    assert "This has already been undone" in Page(officer.post(first, follow=True)).text
    officer.post(second)
    assert saved(draft).evidence == "Policy, section 2."
    page = Page(officer.get(f"/assessments/{draft.pk}/5.10/history/"))
    assert "Undone: One text added to 1 provision" in page.text
    assert first in page.links


def test_what_somebody_changed_meanwhile_is_not_overwritten_and_nothing_is_half_done(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    data = confirmed(draft, one_text(draft, mode="replace"), pick=["1.2", "5.10"])
    factories.answer(cast.officer, draft, "5.10", evidence="Newer")
    answer = post(officer, draft, "one-text", data)
    assert answer.status_code == 409
    page = Page(answer)
    assert "Nothing has been saved. Someone changed one" in page.text
    assert "BeforeNewerAfterPolicy, section 2." in page.text
    assert page.form["text"] == "Policy, section 2."
    assert saved(draft).evidence == "Newer"
    assert saved(draft, "1.2").evidence == ""
    assert page.form["version_5.10"] == "1"


def test_the_form_keeps_what_was_typed_while_provisions_are_listed_by_section(
    officer: Client, draft: Assessment
) -> None:
    data = one_text(draft, step="list", section="5", numbers=["1.2"], text="  kept\r\n")
    page = Page(post(officer, draft, "one-text", data))
    assert page.form["text"] == "  kept\r\n"
    assert 'value="1.2" checked' in page.html
    assert 'value="5.10"' in page.html
    assert 'value="1.3"' not in page.html
    page.assert_in_order()
    back = Page(post(officer, draft, "one-text", one_text(draft, step="edit")))
    assert 'value="5.10" checked' in back.html


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"text": " "}, "Enter the text"),
        ({"text": "x" * 20_001}, "20,000 characters or fewer"),
        ({"text": "a\r\n" * 1_001}, "1,000 lines or fewer"),
        ({"numbers": []}, "Select the provisions"),
        ({"numbers": ["9.9"]}, "Select the provisions from the list"),
        ({"mode": "x"}, "Select what should happen if there is already text"),
        ({"field": "answer"}, "Select where the text should go"),
    ],
)
def test_what_cannot_be_done_is_said_beside_the_field(
    officer: Client, draft: Assessment, values: dict[str, Any], message: str
) -> None:
    answer = post(officer, draft, "one-text", one_text(draft, **values))
    assert answer.status_code == 422
    assert message in Page(answer).text
    Page(answer).assert_in_order()


def test_a_text_that_would_have_too_many_lines_is_named_and_not_saved(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "5.10", evidence="x\n" * 1_000)
    page = Page(post(officer, draft, "one-text", one_text(draft, mode="add")))
    assert re.search(
        r"You cannot change 5\.10\. It would have 1,00\d lines\. The limit is 1,000", page.text
    )


def test_a_text_that_would_be_too_long_is_named_and_not_saved(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "5.10", evidence="x" * 19_990)
    page = Page(post(officer, draft, "one-text", one_text(draft, mode="add")))
    assert (
        "You cannot change 5.10. It would have 20,010 characters. The limit is 20,000" in page.text
    )
    forced = confirmed(draft, one_text(draft, mode="add"), pick=["5.10"])
    assert post(officer, draft, "one-text", forced).status_code == 409
    assert saved(draft).evidence == "x" * 19_990


def test_nothing_picked_is_an_error_that_keeps_the_preview(
    officer: Client, draft: Assessment
) -> None:
    answer = post(officer, draft, "one-text", confirmed(draft, one_text(draft)))
    assert answer.status_code == 422
    assert "Select at least one provision to change" in Page(answer).text
    Page(answer).assert_in_order()


def test_a_new_name_replaces_the_old_in_every_text_of_what_is_picked(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    everywhere = {
        "answer": "no",
        "evidence": "Old Policy and Old Policy",
        "commentary": "The Old Policy.",
        "action": "Rewrite the Old Policy",
        "action_owner": "Keeper of the Old Policy",
        "alternative": "Old Policyholders",
    }
    factories.answer(cast.officer, draft, "5.10", **everywhere)
    factories.answer(cast.officer, draft, "5.1", evidence="Old Policy")
    preview = Page(post(officer, draft, "find-and-replace", names()))
    assert "“Old Policy” replaced by “New Policy”" in preview.text
    assert "Found 6 times in 2 provisions" in preview.text
    data = confirmed(draft, names(), pick=["5.10"])
    address = post(officer, draft, "find-and-replace", data).redirect_chain[-1][0]
    now = saved(draft)
    assert now.evidence == "New Policy and New Policy"
    assert now.commentary == "The New Policy."
    assert now.action == "Rewrite the New Policy"
    assert now.action_owner == "Keeper of the New Policy"
    assert now.alternative == "Old Policyholders"
    assert saved(draft, "5.1").evidence == "Old Policy"
    officer.post(address)
    assert saved(draft).values() == factories.BLANK | everywhere


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"find": ""}, "Enter the words to find"),
        ({"replacement": "Old Policy"}, "Enter something other than the words to find"),
        ({"find": "Nowhere"}, "No answer has these words"),
        ({"find": "a\x00b"}, "cannot be stored"),
        (
            {"find": "old policy"},
            "different capital letters. Clear “Match capital and small letters”",
        ),
        (
            {"find": "old policy", "replacement": "Old Policy", "options": []},
            "These words are already as you typed them in “Replace with”",
        ),
    ],
)
def test_a_search_that_leads_nowhere_says_so(
    cast: Cast, officer: Client, draft: Assessment, values: dict[str, Any], message: str
) -> None:
    factories.answer(cast.officer, draft, "5.10", evidence="Old Policy")
    answer = post(officer, draft, "find-and-replace", names(**values))
    assert answer.status_code == 422
    assert message in Page(answer).text


def test_capitals_do_not_matter_unless_somebody_says_so(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "5.10", evidence="Our Complaints Policy")
    form = Page(officer.get(f"/assessments/{draft.pk}/find-and-replace/")).form
    typed = form | {"find": "complaints policy", "replacement": "policy", "step": "preview"}
    page = Page(post(officer, draft, "find-and-replace", typed))
    assert "Found 1 time in 1 provision" in page.text


def test_an_owner_stays_one_line_of_150_characters(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "5.10", action_owner="Head")
    page = Page(post(officer, draft, "find-and-replace", names("Head", "H" * 151)))
    assert "You cannot change 5.10. It would have 151 characters. The limit is 150." in page.text


@pytest.mark.parametrize("kind", ["one-text", "find-and-replace"])
def test_while_the_answers_are_locked_nothing_is_saved_and_what_was_typed_is_shown(
    cast: Cast, officer: Client, draft: Assessment, kind: str
) -> None:
    factories.answer_all(cast.officer, draft)
    data = {"one-text": one_text(draft, mode="replace"), "find-and-replace": names("Complaints")}
    sent = confirmed(draft, data[kind], pick=["5.10"])
    factories.submit(cast.officer, draft)
    answer = post(officer, draft, kind, sent)
    assert answer.status_code == 409
    typed = {"one-text": "Policy, section 2.", "find-and-replace": "New Policy"}
    assert typed[kind] in Page(answer).text
    assert saved(draft).evidence == factories.YES["evidence"]
    assert "Sent for approval on" in Page(officer.get(f"/assessments/{draft.pk}/{kind}/")).text


def test_an_undo_is_refused_while_locked_and_to_who_may_not_edit(
    cast: Cast, officer: Client, sign_in: Any, draft: Assessment
) -> None:
    factories.answer_all(cast.officer, draft)
    data = confirmed(draft, one_text(draft, mode="replace"), pick=["5.10"])
    address = post(officer, draft, "one-text", data).redirect_chain[-1][0]
    assert sign_in(cast.contributor).post(address).status_code == 403
    assert "Undo" not in Page(sign_in(cast.viewer).get(address)).text
    factories.submit(cast.officer, draft)
    refused = officer.post(address)
    assert refused.status_code == 409
    assert "Nothing has been undone. Sent for approval on" in Page(refused).text
    assert saved(draft).evidence == "Policy, section 2."


def test_with_one_text_column_there_is_no_choice_of_field(cast: Cast, sign_in: Any) -> None:
    code = factories.make_code("2022", should=["1.3"], single_text=True)
    draft = factories.start(cast.officer, code)
    officer = sign_in(cast.officer)
    assert "Where does it go" not in Page(officer.get(f"/assessments/{draft.pk}/one-text/")).text
    data = confirmed(draft, one_text(draft), pick=["5.10"])
    assert post(officer, draft, "one-text", data).status_code == 200
    assert saved(draft).evidence == "Policy, section 2."


def test_signed_out_meanwhile_the_text_and_the_choices_come_back(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    form = Page(officer.get(f"/assessments/{draft.pk}/one-text/")).form
    Session.objects.all().delete()
    sent = form | one_text(draft, text="Typed with care")
    onward = officer.post(f"/assessments/{draft.pk}/one-text/", sent)["Location"]
    assert "care" not in onward
    officer.post(
        "/accounts/login/",
        {
            "login": cast.officer.user.email,
            "password": factories.PASSWORD,
            "next": onward.partition("next=")[2],
        },
    )
    page = Page(officer.get(onward.partition("next=")[2]))
    assert "Typed with care" in page.html
    assert page.html.count('type="hidden" name="numbers"') == 3
    page.assert_in_order()
