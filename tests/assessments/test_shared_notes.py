"""Shared notes on a provision: between officers and contributors, until the assessment ends."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from accounts.access import Member
from accounts.enums import Role
from assessments import services, starting
from assessments.enums import Event, State
from assessments.models import Assessment, SharedNote, TypedDraft
from assessments.notes import services as notes
from assessments.services import Locked
from codes.models import Code
from selfassess.common.financial_year import FinancialYear
from tests import factories
from tests.assessments.browsing import SignIn
from tests.assessments.pages import Page
from tests.assessments.steps import in_state, reloaded, response, take, url
from tests.conftest import Cast

NOTE = "Zanzibar: Repairs has the log, ask Jo"
_SHARE = {"shared_version": "0", "share": "1"}


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def officer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.officer)


@pytest.fixture
def contributor(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.contributor)


def share(member: Member, assessment: Assessment, text: str = NOTE, number: str = "5.10") -> None:
    notes.share(member, response(assessment, number), text)


def sent(page: Page, text: str, **more: str) -> dict[str, str]:
    """The page's form with a note typed into its box."""
    return page.form | {"shared_note": text} | more


def test_a_contributor_shares_a_note_and_the_officer_answers_it(
    officer: Client, contributor: Client, draft: Assessment
) -> None:
    address = url(draft, "5.10")
    page = Page(contributor.get(address))
    assert "Shared notes (0)" in page.text
    answer = contributor.post(f"{address}notes/", sent(page, NOTE))
    assert answer["Location"] == f"{address}#shared-notes"
    seen = Page(officer.get(address))
    assert "Shared notes (1)" in seen.text
    assert f"{NOTE} Con Tribe, " in seen.text
    seen.assert_in_order()
    officer.post(address, sent(seen, "Jo <b>sent</b> it", share="1"))
    both = Page(contributor.get(address))
    assert "Shared notes (2)" in both.text
    assert both.text.index(NOTE) < both.text.index("Jo <b>sent</b> it")
    overview = Page(contributor.get(url(draft)))
    assert "Shared notes 5.10 (2)" in overview.text
    listed = Page(officer.get(f"{url(draft)}provisions/?show=noted"))
    assert "1 of 4 provisions" in listed.text
    assert "2 shared notes" in listed.text


def test_a_contributor_finds_them_with_what_they_are_asked_for(
    cast: Cast, contributor: Client, sign_in: SignIn, draft: Assessment
) -> None:
    share(cast.officer, draft)
    [one] = factories.ask(cast.officer, draft, cast.contributor, "5.10")
    page = Page(contributor.get(f"/asked/{one.pk}/"))
    assert "Shared notes (1)" in page.text
    assert NOTE in page.text
    assert f"{url(draft, '5.10')}notes/" in page.links
    page.assert_in_order()
    # To be asked gives a viewer nothing else to read.
    [other] = factories.ask(cast.officer, draft, cast.viewer, "5.10")
    shown = sign_in(cast.viewer).get(f"/asked/{other.pk}/")
    assert shown.status_code == 200
    assert "hared note" not in Page(shown).text


def test_nobody_else_sees_that_there_are_notes(
    cast: Cast, sign_in: SignIn, code: Code, officer: Client
) -> None:
    draft = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, draft)
    share(cast.contributor, draft)
    submitted = factories.submit(cast.officer, draft)
    pages = ("", "provisions/?show=noted", "5.10/", "section/5/", "read/", "history/")
    pages += ("5.10/history/", "provisions/?q=Zanzibar")
    for role in set(Role) - {Role.COMPLAINTS_OFFICER, Role.CONTRIBUTOR}:
        client = sign_in(cast.by_role(role))
        for page in pages:
            shown = client.get(f"{url(submitted)}{page}")
            assert shown.status_code == 200
            text = Page(shown).text
            assert "Zanzibar" not in text.replace("“Zanzibar”", "")
            assert "hared note" not in text, (role, page)
        assert client.get(f"{url(submitted, '5.10')}notes/").status_code == 403
    assert sign_in(cast.outsider).get(f"{url(submitted, '5.10')}notes/").status_code == 404
    assert NOTE in Page(officer.get(url(submitted, "5.10"))).text


def test_the_search_of_provisions_does_not_look_in_notes(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    share(cast.officer, draft)
    found = Page(officer.get(f"{url(draft)}provisions/?q=Zanzibar"))
    assert "No provisions match your search" in found.text


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_notes_are_written_while_the_answers_can_be(cast: Cast, code: Code, state: State) -> None:
    assessment = in_state(state, cast, code)
    share(cast.contributor, assessment)
    assert SharedNote.objects.get().text == NOTE


def test_once_it_is_sent_notes_are_read_and_not_written(
    cast: Cast, code: Code, contributor: Client, officer: Client
) -> None:
    draft = in_state(State.DRAFT, cast, code)
    share(cast.officer, draft, "Before")
    page = Page(contributor.get(url(draft, "5.10")))
    beside = Page(officer.get(url(draft, "5.10")))
    submitted = factories.submit(cast.officer, draft)
    with pytest.raises(Locked):
        share(cast.contributor, submitted)
    late = contributor.post(f"{url(draft, '5.10')}notes/", sent(page, NOTE))
    assert late.status_code == 409
    assert NOTE in Page(late).text
    late = officer.post(url(draft, "5.10"), sent(beside, "Too late", evidence="E", share="1"))
    assert late.status_code == 409
    assert "Too late" in Page(late).text
    assert "Evidence E" in Page(late).text
    shown = Page(contributor.get(url(draft, "5.10")))
    assert "Before" in shown.text
    assert f"The answers were locked before you shared it. {''}" in shown.text
    assert NOTE in shown.text
    assert "shared_note" not in shown.html
    assert [note.text for note in SharedNote.objects.all()] == ["Before"]


@pytest.mark.parametrize("state", [State.APPROVED, State.PUBLISHED, State.RECORDED])
def test_there_is_no_box_where_nothing_can_be_discussed(
    cast: Cast, code: Code, officer: Client, state: State
) -> None:
    assessment = in_state(state, cast, code)
    assert "shared_note" not in Page(officer.get(url(assessment, "5.10"))).html


@pytest.mark.parametrize("end", [Event.PUBLISH, Event.DISCARD])
def test_notes_end_with_the_assessment_and_stay_in_its_history(
    cast: Cast, code: Code, sign_in: SignIn, end: Event
) -> None:
    assessment = in_state(State.DRAFT, cast, code)
    share(cast.contributor, assessment)
    if end == Event.PUBLISH:
        submitted = factories.submit(cast.officer, assessment)
        assessment = factories.approve(cast.member, submitted)
        factories.confirm_response(cast.clerk, reloaded(assessment))
    ended = take(end, reloaded(assessment), cast.officer)
    assert not SharedNote.objects.exists()
    for member in (cast.officer, cast.contributor):
        client = sign_in(member)
        assert NOTE not in Page(client.get(url(ended, "5.10"))).text
        for page in ("history/", "5.10/history/"):
            told = Page(client.get(f"{url(ended)}{page}")).text
            assert "Shared a note" in told
            assert NOTE in told
    for member in (cast.clerk, cast.viewer, cast.administrator):
        told = Page(sign_in(member).get(f"{url(ended)}history/")).text
        assert "Zanzibar" not in told
        assert "hared a note" not in told


def test_one_takes_back_ones_own_note_after_a_question(
    cast: Cast, officer: Client, contributor: Client, draft: Assessment
) -> None:
    share(cast.contributor, draft)
    note = SharedNote.objects.get()
    address = f"{url(draft, '5.10')}notes/{note.pk}/take-back/"
    assert address in Page(contributor.get(url(draft, "5.10"))).links
    assert address not in Page(officer.get(url(draft, "5.10"))).links
    assert officer.post(address, {"take_back": "sure"}).status_code == 403
    question = Page(contributor.get(address))
    assert "Take back your note on 5.10?" in question.text
    contributor.post(address, question.form | {"take_back": "back"})
    assert SharedNote.objects.exists()
    contributor.post(address, question.form | {"take_back": "sure"})
    assert not SharedNote.objects.exists()
    assert NOTE in Page(officer.get(f"{url(draft, '5.10')}history/")).text
    assert contributor.get(address).status_code == 404


def test_a_note_of_another_provision_or_landlord_is_not_there(
    cast: Cast, contributor: Client, draft: Assessment, sign_in: SignIn
) -> None:
    share(cast.contributor, draft)
    note = SharedNote.objects.get()
    assert contributor.get(f"{url(draft, '5.1')}notes/{note.pk}/take-back/").status_code == 404
    elsewhere = f"{url(draft, '5.10')}notes/{note.pk}/take-back/"
    assert sign_in(cast.outsider).post(elsewhere, {"take_back": "sure"}).status_code == 404
    assert contributor.get(f"{url(draft, '9.9')}notes/").status_code == 404


def test_what_was_typed_in_the_answer_is_kept_when_a_note_is_shared(
    officer: Client, draft: Assessment
) -> None:
    """Without script nothing else has it: both stand in one form."""
    page = Page(officer.get(url(draft, "5.10")))
    answer = officer.post(
        url(draft, "5.10"), sent(page, NOTE, answer="no", evidence="Typed\r\n", share="1")
    )
    assert answer["Location"] == f"{url(draft, '5.10')}draft/#shared-notes"
    again = Page(officer.get(answer["Location"]))
    assert again.form["evidence"] == "Typed\r\n"
    assert again.form["answer"] == "no"
    assert NOTE in again.text
    assert response(draft, "5.10").version == 0
    officer.post(url(draft, "5.10"), again.form | {"go": "stay"})
    assert response(draft, "5.10").evidence == "Typed\n"
    assert not TypedDraft.objects.exists()


@pytest.mark.parametrize(
    ("where", "button"),
    [("", {"go": "next"}), ("draft/", {}), ("", {"copy": "1.2"}), ("", {"use": "evidence"})],
)
def test_a_note_that_is_not_shared_is_kept_when_the_answers_form_is_sent(
    officer: Client, draft: Assessment, where: str, button: dict[str, str]
) -> None:
    page = Page(officer.get(url(draft, "5.10")))
    typed = sent(page, " Half a note\r\n", evidence="E", **button)
    typed.pop("go", None) if not button.get("go") else None
    answer = officer.post(f"{url(draft, '5.10')}{where}", typed, follow=True)
    assert "We have kept your note on 5.10 for you. You have not shared it yet" in Page(answer).text
    back = Page(officer.get(url(draft, "5.10")))
    assert back.form["shared_note"] == " Half a note\r\n"
    assert not SharedNote.objects.exists()


def test_two_windows_lose_no_note(officer: Client, draft: Assessment) -> None:
    page = Page(officer.get(url(draft, "5.10")))
    officer.post(
        f"{url(draft, '5.10')}notes/draft/", {"note": "One", "version": "0", "window": "a"}
    )
    officer.post(url(draft, "5.10"), sent(page, "Two", go="stay"))
    assert Page(officer.get(url(draft, "5.10"))).form["shared_note"] == "One\r\n\r\nTwo"


def test_what_is_typed_is_kept_for_a_script_and_ends_when_it_is_shared(
    contributor: Client, draft: Assessment
) -> None:
    address = f"{url(draft, '5.10')}notes/"
    script = {"HTTP_ACCEPT": "application/json"}
    typed = {"note": NOTE, "version": "0", "draft": "0", "window": "abc"}
    kept = contributor.post(f"{address}draft/", typed, **script).json()
    assert kept["kept"]
    assert Page(contributor.get(url(draft, "5.10"))).form["shared_note"] == NOTE
    assert Page(contributor.get(url(draft))).text.count("Your unsaved changes 5.10") == 1
    shared = {"shared_note": NOTE, "shared_version": "0", "shared_window": "abc"}
    contributor.post(address, shared | {"shared_draft": "0"})
    assert SharedNote.objects.get().text == NOTE
    assert not TypedDraft.objects.exists()
    contributor.post(f"{address}draft/", typed | {"note": ""}, **script)
    assert not TypedDraft.objects.exists()


def test_a_blank_or_long_note_is_refused_with_what_was_typed(
    officer: Client, contributor: Client, draft: Assessment
) -> None:
    for client, address in (
        (officer, url(draft, "5.10")),
        (contributor, f"{url(draft, '5.10')}notes/"),
    ):
        for text, message in ((" \r\n", "Enter a shared note"), ("x" * 2001, "2,000 characters")):
            page = Page(client.get(url(draft, "5.10")))
            refused = client.post(address, sent(page, text, evidence="E", share="1"))
            assert refused.status_code == 422
            shown = Page(refused)
            assert message in shown.text
            assert shown.form["shared_note"].strip() == text.strip()
            assert shown.form.get("evidence", "E") == "E"
            shown.assert_in_order()
    assert not SharedNote.objects.exists()


def test_a_button_pressed_twice_shares_one_note(contributor: Client, draft: Assessment) -> None:
    page = Page(contributor.get(url(draft, "5.10")))
    for _ in range(2):
        contributor.post(f"{url(draft, '5.10')}notes/", sent(page, NOTE))
    assert SharedNote.objects.count() == 1


def test_changing_the_code_takes_notes_along(
    cast: Cast, officer: Client, full_codes: dict[str, Code]
) -> None:
    draft = factories.start(cast.officer, full_codes["2022"])
    share(cast.contributor, draft, NOTE, "1.2")
    share(cast.contributor, draft, "On what is gone in 2024", "4.3")
    details = services.Details(full_codes["2024"], FinancialYear(2025))
    starting.change_details(cast.officer, draft, details, version=draft.version)
    assert [note.text for note in SharedNote.objects.all()] == [NOTE]
    assert f"{NOTE} Con Tribe, " in Page(officer.get(url(draft, "1.2"))).text
    assert "On what is gone in 2024" in Page(officer.get(f"{url(draft)}history/")).text


def test_a_persons_data_has_their_notes_and_their_name_stays_when_they_go(
    cast: Cast, contributor: Client, officer: Client, draft: Assessment
) -> None:
    share(cast.contributor, draft)
    share(cast.officer, draft, "Of the officer")
    data = json.loads(contributor.get("/account/data/").content)
    assert [note["text"] for note in data["shared_notes"]] == [NOTE]
    assert "Of the officer" not in str(data)
    cast.contributor.user.delete()
    assert f"{NOTE} Con Tribe, " in Page(officer.get(url(draft, "5.10"))).text


def test_the_pages_cost_no_query_for_each_note(
    cast: Cast, officer: Client, full_codes: dict[str, Code], django_assert_max_num_queries: Any
) -> None:
    draft = factories.start(cast.officer, full_codes["2024"])
    for row in draft.responses.all():
        SharedNote.objects.create(response=row, author=cast.officer.user, author_name="O", text="x")
    for _ in range(30):
        share_row = response(draft, "5.1")
        SharedNote.objects.create(
            response=share_row, author=cast.officer.user, author_name="O", text="x"
        )
    with django_assert_max_num_queries(17):
        officer.get(url(draft))
    with django_assert_max_num_queries(14):
        officer.get(url(draft, "5.1"))
