"""An assessment as a whole: counts, the list's filter and search, the check, the history."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import Assessment
from codes.models import Code
from tests import factories
from tests.assessments.pages import Page, typed
from tests.conftest import Cast
from tests.factories import YES

SignIn = Callable[..., Client]


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    """1.2 Yes, 1.3 Partly without evidence, 5.1 No with an action, 5.10 unanswered."""
    meeting = timezone.localdate() + timedelta(days=30)
    draft = factories.start(cast.officer, code, meeting_date=meeting)
    factories.answer(cast.officer, draft, "1.2", **YES)
    factories.answer(cast.officer, draft, "1.3", answer="partly", alternative="We ring Straße up")
    factories.answer(
        cast.officer,
        draft,
        "5.1",
        answer="no",
        action="Write it",
        action_owner="Head of Repairs",
        action_due=date(2031, 3, 31),
    )
    return draft


@pytest.fixture
def officer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.officer)


def rows(page: Page) -> list[str]:
    """The numbers of the provisions that are listed."""
    return re.findall(r'task-list__link" href="/assessments/\d+/([\d.]+)/"', page.html)


def green(page: Page) -> list[str]:
    """What the page's main buttons say: links and buttons of neither the second rank nor any."""
    main = page.html.partition("<main")[2]
    return [text.strip() for text in re.findall(r'class="govuk-button"[^>]*>([^<]+)<', main)]


# Overview


def test_the_overview_counts_sections_and_says_what_is_left(
    officer: Client, draft: Assessment
) -> None:
    page = Page(officer.get(f"/assessments/{draft.pk}/"))
    assert "3 of 4 answered, 2 incomplete" in page.text
    assert "in 30 days" in page.text
    assert "Section 1 2 of 2, 1 incomplete In progress" in page.text
    assert "Section 5 1 of 2, 1 incomplete In progress" in page.text
    assert green(page) == ["Continue with 1.3"]
    assert f"/assessments/{draft.pk}/section/5/" in page.links
    assert f"/assessments/{draft.pk}/provisions/" in page.links
    page.assert_in_order()


def test_what_is_ones_own_is_on_the_overview_and_nobody_elses(
    cast: Cast, sign_in: SignIn, officer: Client, draft: Assessment
) -> None:
    officer.post(f"/assessments/{draft.pk}/5.10/flag/", {"note": "Ask Repairs"})
    officer.post(f"/assessments/{draft.pk}/5.1/draft/", typed(version=1, evidence="Half a"))
    page = Page(officer.get(f"/assessments/{draft.pk}/"))
    assert "Your unsaved changes 5.1 " in page.text
    assert "Your flags 5.10 (Ask Repairs)" in page.text
    for show, number in (("unsaved", "5.1"), ("flagged", "5.10")):
        listed = Page(officer.get(f"/assessments/{draft.pk}/provisions/", {"show": show}))
        assert rows(listed) == [number]
    other = Page(sign_in(cast.viewer).get(f"/assessments/{draft.pk}/"))
    assert "unsaved" not in other.text
    assert "Ask Repairs" not in other.text


# Provisions


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"show": "all"}, ["1.2", "1.3", "5.1", "5.10"]),
        ({"show": "unanswered"}, ["5.10"]),
        ({"show": "no"}, ["5.1"]),
        ({"show": "partly"}, ["1.3"]),
        ({"show": "missing"}, ["1.3", "5.10"]),
        ({"show": "nonsense"}, ["1.2", "1.3", "5.1", "5.10"]),
        ({"q": "5.1"}, ["5.1"]),
        ({"q": "5.10"}, ["5.10"]),
        ({"q": " STRASSE  ring "}, ["1.3"]),
        ({"q": "head of repairs"}, ["5.1"]),
        ({"q": "repair"}, ["5.1"]),
        ({"q": "policies"}, ["1.2"]),
        ({"q": "landlord must", "show": "no"}, ["5.1"]),
        ({"q": "5"}, ["5.1", "5.10"]),
        ({"q": "policy", "show": "no"}, []),
        ({"q": "<b>\x00%"}, []),
    ],
)
def test_the_list_filters_and_searches(
    officer: Client, draft: Assessment, query: dict[str, str], found: list[str]
) -> None:
    page = Page(officer.get(f"/assessments/{draft.pk}/provisions/", query))
    assert rows(page) == found
    if not found:
        assert "No provisions match your search." in page.text
    assert page.form["q"].replace("\ufffd", "\x00") == query.get("q", "").strip()
    page.assert_in_order()


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("evidence", "Evidence"),
        ("commentary", "Commentary / explanation"),
        ("action", "Action"),
        ("alternative", "Alternative approach"),
    ],
)
def test_a_word_is_found_in_every_form_and_shown_where_it_stands(
    cast: Cast, officer: Client, draft: Assessment, field: str, label: str
) -> None:
    text = "<b>Staff</b> acknowledged\n40 complaints. " + "Then comes much more. " * 90
    factories.answer(cast.officer, draft, "5.10", answer="no", **{field: text})
    for word in ("acknowledge", "acknowledging", "Acknowledgement", "complaint"):
        page = Page(officer.get(f"/assessments/{draft.pk}/provisions/", {"q": word}))
        assert rows(page)[-1] == "5.10"
    assert f"<strong>{label}:</strong> &lt;b&gt;Staff&lt;/b&gt; acknowledged 40 " in page.html
    assert "<mark>complaints</mark>" in page.html
    assert page.text.count("Then comes much more.") < 10


def test_words_of_the_requirement_are_found_and_shown(officer: Client, draft: Assessment) -> None:
    page = Page(officer.get(f"/assessments/{draft.pk}/provisions/", {"q": "landlord says"}))
    assert rows(page) == ["1.2", "1.3", "5.1", "5.10"]
    assert "<mark>Landlords</mark> must do what 5.10 <mark>says</mark>" in page.html


def test_a_filtered_page_says_in_its_title_how_many_it_found(
    officer: Client, draft: Assessment
) -> None:
    address = f"/assessments/{draft.pk}/provisions/"
    found = officer.get(address, {"show": "no", "q": "writes <it>"}).content.decode()
    assert "<title>1 of 4 provisions for “writes &lt;it&gt;”: Alderbrook Council, " in found
    whole = officer.get(address).content.decode()
    assert "<title>Provisions: Alderbrook Council, " in whole


def test_must_and_should_are_told_apart_where_the_code_does(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    assert "Must" not in Page(officer.get(f"/assessments/{draft.pk}/provisions/")).text
    other = factories.make_code("2022", ("1.2", "1.4"), should=("1.4",))
    with_shoulds = factories.start(cast.officer, other, year=2026)
    listed = Page(officer.get(f"/assessments/{with_shoulds.pk}/provisions/")).text
    assert "Must. Select an answer" in listed
    assert "Should. Select an answer" in listed


@pytest.mark.parametrize("who", ["administrator", "contributor", "clerk", "viewer"])
def test_others_read_the_overview_and_are_offered_nothing_to_do(
    cast: Cast, sign_in: SignIn, draft: Assessment, who: str
) -> None:
    page = Page(sign_in(getattr(cast, who)).get(f"/assessments/{draft.pk}/"))
    assert "3 of 4 answered" in page.text
    assert green(page) == ["Read the answers so far"]
    assert "the complaints officer (Olu Ficer) is filling this in" in page.text.replace(
        "The", "the"
    )
    for action in ("submit", "discard", "details"):
        assert f"/assessments/{draft.pk}/{action}/" not in page.links


@pytest.mark.parametrize("path", ["", "provisions/", "check/", "history/", "5.10/history/"])
def test_drafts_are_closed_to_members_and_everything_to_outsiders(
    cast: Cast, sign_in: SignIn, draft: Assessment, client: Client, path: str
) -> None:
    url = f"/assessments/{draft.pk}/{path}"
    assert sign_in(cast.member).get(url).status_code == 403
    assert sign_in(cast.outsider).get(url).status_code == 404
    assert client.get(url).status_code == 302
    assert sign_in(cast.viewer).get(url).status_code == 200
    refused = 403 if path == "5.10/history/" else 405
    assert sign_in(cast.viewer).post(url).status_code == refused


def test_the_overview_takes_the_same_few_queries_for_1_and_72_answers(
    cast: Cast, officer: Client, full_codes: dict[str, Code], django_assert_max_num_queries: Any
) -> None:
    draft = factories.start(cast.officer, full_codes["2024"])
    factories.answer(cast.officer, draft, "5.10", **YES)
    for path in ("", "provisions/", "provisions/?q=complaint", "check/", "history/"):
        with django_assert_max_num_queries(17):
            officer.get(f"/assessments/{draft.pk}/{path}")
    with django_assert_max_num_queries(17) as few:
        officer.get(f"/assessments/{draft.pk}/")
    factories.answer_all(cast.officer, draft)
    with django_assert_max_num_queries(17) as many:
        assert "72 of 72 answered" in Page(officer.get(f"/assessments/{draft.pk}/")).text
    # With blank responses it also asks whether last year can be carried forward.
    assert len(many) <= len(few)


# Check


def test_the_check_lists_each_gap_with_a_link_to_its_field(
    officer: Client, draft: Assessment
) -> None:
    page = Page(officer.get(f"/assessments/{draft.pk}/check/"))
    base = f"/assessments/{draft.pk}"
    gaps = [link for link in page.links if "#id_" in link]
    assert gaps == [f"{base}/1.3/#id_evidence", f"{base}/5.10/#id_answer"]
    assert "2 things are still missing, in 2 provisions" in page.text
    assert f"{base}/submit/" not in page.links
    for gap in gaps:
        address, _, field = gap.partition("#")
        assert field in Page(officer.get(address)).ids
    page.assert_in_order()


@pytest.mark.parametrize("who", ["officer", "viewer"])
def test_every_gaps_link_lands_on_its_field(
    cast: Cast, sign_in: SignIn, draft: Assessment, who: str
) -> None:
    client = sign_in(getattr(cast, who))
    factories.answer(cast.officer, draft, "1.2", answer="no", action="Write")
    factories.answer(cast.officer, draft, "1.3", answer="not_applicable")
    factories.answer(cast.officer, draft, "5.1", answer="partly")
    check = Page(client.get(f"/assessments/{draft.pk}/check/"))
    gaps = [link for link in check.links if "#id_" in link]
    assert len(gaps) == 6
    for gap in gaps:
        address, _, field = gap.partition("#")
        page = Page(client.get(address))
        assert field in page.ids
        page.assert_in_order()


def test_where_nothing_is_missing_the_officer_may_submit(
    cast: Cast, officer: Client, sign_in: SignIn, draft: Assessment
) -> None:
    factories.answer_all(cast.officer, draft)
    url = f"/assessments/{draft.pk}/check/"
    page = Page(officer.get(url))
    assert "Nothing is missing" in page.text
    assert f"/assessments/{draft.pk}/submit/" in page.links
    assert f"/assessments/{draft.pk}/submit/" not in Page(sign_in(cast.viewer).get(url)).links


# History


def test_the_history_says_who_changed_what_from_what_to_what(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer(cast.officer, draft, "1.2", answer="no", evidence="<b>{{ x }}</b>\n  two")
    page = Page(officer.get(f"/assessments/{draft.pk}/1.2/history/"))
    assert page.text.count("Saved an answer") == 2
    assert "Olu Ficer" in page.text
    assert "Complaints Policy, section 2." in page.text
    assert "&lt;b&gt;{{ x }}&lt;/b&gt;\n  two" in page.html
    assert "BeforeYesAfterNo" in page.text
    assert "Write it" not in page.text
    page.assert_in_order()
    whole = Page(officer.get(f"/assessments/{draft.pk}/history/"))
    assert "Started the assessment" in whole.text
    assert "31 March 2031" in whole.text
    assert f"/assessments/{draft.pk}/5.1/history/" in whole.links
    whole.assert_in_order()


def test_notes_of_the_review_are_in_the_history(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    page = Page(officer.get(f"/assessments/{draft.pk}/history/"))
    assert "Sent for approval" in page.text


def test_a_long_history_comes_in_pages_of_50(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    for n in range(60):
        factories.answer(cast.officer, draft, "5.10", answer="yes", evidence=f"Version {n}.")
    url = f"/assessments/{draft.pk}/history/"
    first, second = Page(officer.get(url)), Page(officer.get(url, {"page": "2"}))
    assert first.text.count("Olu Ficer, ") == 50
    assert second.text.count("Olu Ficer, ") == 14
    assert "?page=2" in first.links
    assert "?page=1" in second.links
    assert Page(officer.get(url, {"page": "x"})).text == first.text
    second.assert_in_order()


def test_a_provision_without_history_says_so(officer: Client, draft: Assessment) -> None:
    page = Page(officer.get(f"/assessments/{draft.pk}/5.10/history/"))
    assert "Nothing has been saved here yet." in page.text
    assert officer.get(f"/assessments/{draft.pk}/9.9/history/").status_code == 404
