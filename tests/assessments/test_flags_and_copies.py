"""One's own flags, which no output holds, and text taken over from elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client, override_settings

from assessments.models import Assessment, Flag, Response
from codes.models import Code
from tests import factories
from tests.assessments.pages import Page, due, typed
from tests.conftest import Cast

NOTE = "Zanzibar: ask Repairs first"


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def officer(cast: Cast, sign_in: Any) -> Client:
    return sign_in(cast.officer)


def url(assessment: Assessment, page: str = "5.10/") -> str:
    return f"/assessments/{assessment.pk}/{page}"


def saved(assessment: Assessment, number: str = "5.10") -> Response:
    return assessment.responses.get(provision__number=number)


def test_a_flag_is_shown_to_its_person_on_the_provision_and_in_the_overview(
    officer: Client, draft: Assessment
) -> None:
    shown = Page(officer.post(url(draft, "5.10/flag/"), {"note": NOTE}, follow=True))
    assert NOTE in shown.text
    shown.assert_in_order()
    flagged = Page(officer.get(url(draft, "provisions/?show=flagged")))
    assert "1 of 4 provisions" in flagged.text
    assert NOTE in flagged.text
    assert Page(officer.get(url(draft, "5.10/flag/"))).form["note"] == NOTE
    officer.post(url(draft, "5.10/flag/"), {"note": "Other"})
    assert Flag.objects.get().note == "Other"
    officer.post(url(draft, "5.10/flag/"), {"remove": "sure"})
    assert not Flag.objects.exists()


def test_a_flag_needs_no_note_and_refuses_one_that_cannot_be_kept(
    officer: Client, draft: Assessment
) -> None:
    long = officer.post(url(draft, "5.10/flag/"), {"note": "x" * 2001})
    assert long.status_code == 422
    assert "2,000 characters or fewer" in Page(long).text
    assert not Flag.objects.exists()
    officer.post(url(draft, "5.10/flag/"), {"note": ""})
    assert "Your flags 5.10" in Page(officer.get(f"/assessments/{draft.pk}/")).text


def test_nobody_else_sees_a_flag(
    cast: Cast, officer: Client, sign_in: Any, draft: Assessment
) -> None:
    officer.post(url(draft, "5.10/flag/"), {"note": NOTE})
    for who in (cast.administrator, cast.contributor, cast.viewer, cast.clerk):
        client = sign_in(who)
        for page in (
            "",
            "provisions/?show=flagged",
            "5.10/",
            "5.10/flag/",
            "section/5/",
            "history/",
        ):
            html = client.get(url(draft, page)).content.decode()
            assert NOTE not in html
            assert "Flagged by me</strong>" not in html
            assert "Your flags" not in html


def test_who_may_read_may_flag_for_themselves(cast: Cast, sign_in: Any, draft: Assessment) -> None:
    assert sign_in(cast.contributor).post(url(draft, "5.10/flag/")).status_code == 302
    assert sign_in(cast.member).post(url(draft, "5.10/flag/")).status_code == 403
    assert sign_in(cast.outsider).post(url(draft, "5.10/flag/")).status_code == 404
    assert Flag.objects.get().user == cast.contributor.user


def test_no_output_holds_a_flag_or_its_note(
    cast: Cast, code: Code, officer: Client, client: Client, tmp_path: Any
) -> None:
    assessment = factories.make_approved(cast.officer, cast.member, code)
    for number in ("1.2", "5.10"):
        officer.post(url(assessment, f"{number}/flag/"), {"note": NOTE})
    for page in ("read/", "check/", "history/", "response/", "preview/", "section/5/"):
        answer = officer.get(url(assessment, page))
        assert answer.status_code == 200, page
        assert b"Zanzibar" not in answer.content, page
    with override_settings(MEDIA_ROOT=tmp_path):
        storages._storages.clear()
        publication = factories.publish(cast.officer, assessment)
        base = "/published/alderbrook/2025-26/"
        for page in ("", "self-assessment.pdf", "self-assessment.json"):
            answer = client.get(f"{base}{page}")
            assert answer.status_code == 200, page
            assert b"Zanzibar" not in _bytes(answer), page
        assert "Zanzibar" not in str(vars(publication))
    storages._storages.clear()


def _bytes(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_overview_and_a_provision_cost_no_query_for_each_flag(
    cast: Cast, officer: Client, full_codes: dict[str, Code], django_assert_max_num_queries: Any
) -> None:
    draft = factories.start(cast.officer, full_codes["2024"])
    for response in draft.responses.all():
        Flag.objects.create(user=cast.officer.user, response=response, note="x")
    with django_assert_max_num_queries(17):
        officer.get(url(draft, ""))
    with django_assert_max_num_queries(14):
        officer.get(url(draft, "5.1/"))


def test_an_address_fills_empty_fields_with_another_provisions_text_and_saves_nothing(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "1.2", answer="no", evidence="E", commentary="C")
    factories.answer(cast.officer, draft, "5.10", evidence="Mine")
    page = Page(officer.get(url(draft, "5.10/?copy=1.2")))
    assert page.form["evidence"] == "Mine"
    assert page.form["commentary"] == "C"
    assert "answer" not in page.form
    assert "Copied from 1.2, and not saved yet: Commentary" in page.text
    assert "Not changed: Evidence." in page.text
    assert "Text of 1.2" in page.text
    page.assert_in_order()
    assert saved(draft).commentary == ""


def test_what_was_typed_stays_when_text_is_taken_over(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "1.2", action="A", action_owner="Head of A")
    sent = typed(answer="no", evidence=" typed\r\n", copy="chosen", copy_from="1.2", version=0)
    page = Page(officer.post(url(draft), sent | due("x", "", 2031)))
    assert page.form["evidence"] == " typed\r\n"
    assert page.form["answer"] == "no"
    assert page.form["action"] == "A"
    assert page.form["action_owner"] == "Head of A"
    assert page.form["action_due_0"] == "x"
    assert page.form["action_due_2"] == "2031"
    assert saved(draft).version == 0


def test_taking_over_does_not_hide_that_somebody_saved_meanwhile(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "1.2", commentary="C")
    factories.answer(cast.officer, draft, "5.10", evidence="Theirs")
    sent = typed(evidence="Mine", copy="chosen", copy_from="1.2", version=0)
    page = Page(officer.post(url(draft), sent))
    assert page.form["version"] == "0"
    assert officer.post(url(draft), page.form | {"go": "stay"}).status_code == 409
    assert saved(draft).evidence == "Theirs"


@pytest.mark.parametrize("wanted", ["9.9", "5.10", "previous", "<b>"])
def test_where_there_is_no_text_to_take_over_the_page_says_so(
    officer: Client, draft: Assessment, wanted: str
) -> None:
    page = Page(officer.get(url(draft), {"copy": wanted}))
    assert "There is no text to copy." in page.text
    page.assert_in_order()


def test_last_years_text_comes_over_also_from_an_earlier_code(
    cast: Cast, officer: Client, full_codes: dict[str, Code]
) -> None:
    last = factories.make_approved(cast.officer, cast.member, full_codes["2022"], 2023)
    factories.publish(cast.officer, last)
    draft = factories.start(cast.officer, full_codes["2024"])
    page = Page(officer.get(url(draft, "1.2/"), {"copy": "previous"}))
    assert page.form["evidence"] == "Complaints Policy, section 2."
    assert "Copied from the answer for 2023-24, and not saved yet" in page.text
    assert "answer" not in page.form


def test_who_may_not_edit_or_meets_a_lock_takes_nothing_over(
    cast: Cast, officer: Client, sign_in: Any, draft: Assessment
) -> None:
    assert sign_in(cast.viewer).get(url(draft), {"copy": "1.2"}).status_code == 200
    assert sign_in(cast.viewer).post(url(draft), typed(copy="1.2")).status_code == 403
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    locked = officer.post(url(draft), typed(copy="1.2", evidence="Typed late"))
    assert locked.status_code == 409
    assert "Typed late" in Page(locked).text


def test_the_owners_box_says_how_long_it_may_be(officer: Client, draft: Assessment) -> None:
    page = Page(officer.get(url(draft)))
    assert "You can enter up to 150 characters" in page.text
    assert "id_action_owner-info" in page.ids
    assert page.html.count('spellcheck="true"') >= 4
    assert 'lang="en-GB"' in page.html
