"""The page of one provision: filling it in, what is refused, who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import Assessment, Response
from codes.models import Code, Correspondence, CorrespondenceSource
from tests import factories
from tests.assessments.pages import Page, due, typed
from tests.conftest import Cast
from tests.factories import YES

SignIn = Callable[..., Client]


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def officer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.officer)


def url(assessment: Assessment, number: str = "5.10") -> str:
    return f"/assessments/{assessment.pk}/{number}/"


def saved(assessment: Assessment, number: str = "5.10") -> Response:
    return Response.objects.get(assessment=assessment, provision__number=number)


def test_the_page_shows_the_requirement_and_its_place(officer: Client, draft: Assessment) -> None:
    page = Page(officer.get(url(draft, "5.1")))
    assert "Landlords must do what 5.1 says." in page.text
    assert "3 of 4" in page.text
    assert "Must" in page.text
    assert url(draft, "1.3") in page.links
    assert url(draft, "5.10") in page.links
    assert "<title>5.1: Alderbrook Council, 2025-26 – selfassess</title>" in page.html
    page.assert_in_order()


def test_a_saved_answer_comes_back_and_says_so(officer: Client, draft: Assessment) -> None:
    answer = officer.post(url(draft), typed(answer="yes", evidence="Policy 2.1"), follow=True)
    page = Page(answer)
    assert answer.redirect_chain == [(url(draft), 302)]
    assert "5.10 saved" in page.text
    assert "Still missing" not in page.text
    assert page.form["answer"] == "yes"
    assert page.form["evidence"] == "Policy 2.1"
    assert page.form["version"] == "1"
    assert "Last saved by Olu Ficer" in page.text


def test_a_draft_may_be_saved_with_gaps_which_are_then_named(
    officer: Client, draft: Assessment
) -> None:
    page = Page(officer.post(url(draft), typed(answer="partly", action="Write it"), follow=True))
    assert "5.10 saved. Still missing in 5.10: Enter the evidence" in page.text
    assert "Enter the job title of the action’s owner" in page.text
    for field in ("evidence", "action_owner", "action_due"):
        assert f"#id_{field}" in page.links
    page.assert_in_order()


@pytest.mark.parametrize(
    ("go", "number", "leads_to"),
    [
        ("next", "1.2", "1.3/"),
        ("next", "5.10", ""),
        ("unanswered", "1.2", "5.10/"),
        ("unanswered", "5.10", "1.2/"),
        ("stay", "1.2", "1.2/"),
        ("nowhere", "1.2", "1.3/"),
    ],
)
def test_each_button_leads_on(
    cast: Cast, officer: Client, draft: Assessment, go: str, number: str, leads_to: str
) -> None:
    for answered in ("1.3", "5.1"):
        factories.answer(cast.officer, draft, answered, **YES)
    answer = officer.post(url(draft, number), typed(evidence="x", go=go))
    assert answer.url == f"/assessments/{draft.pk}/{leads_to}"


def test_with_everything_answered_nothing_offers_the_next_unanswered(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer_all(cast.officer, draft)
    assert "next unanswered" not in Page(officer.get(url(draft))).text
    answer = officer.post(url(draft), typed(answer="no", go="unanswered", version=1))
    assert answer.url == f"/assessments/{draft.pk}/"


AS_TYPED = [
    "plain",
    "  leading and trailing  ",
    "\n\nfirst lines empty",
    "last lines empty\n\n\n",
    "\ttab\tand\ttab\t",
    "- bullet\n- bullet\n\na. point\nb. point",
    "<script>alert(1)</script> <b>&amp;</b> </textarea>",
    "{{ landlord }} {% url 'home' %} {# no #}",
    "emoji 👩🏽‍🚒, Welsh ŵŷ, right-to-left \u202e, zero\u200bwidth",
    "%s %(x)s \\n 'single' \"double\" `back`",
]


@pytest.mark.parametrize("text", AS_TYPED, ids=ascii)
def test_text_comes_back_exactly_as_typed(officer: Client, draft: Assessment, text: str) -> None:
    sent = text.replace("\n", "\r\n")
    officer.post(url(draft), typed(evidence=sent, commentary=sent, action=sent, alternative=sent))
    assert saved(draft).evidence == text
    page = Page(officer.get(url(draft)))
    for field in ("evidence", "commentary", "action", "alternative"):
        assert page.form[field] == sent
    assert "<script>alert" not in page.html


def test_saving_a_page_unchanged_changes_nothing(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    for text in AS_TYPED:
        factories.answer(cast.officer, draft, "5.10", answer="yes", evidence=text)
        before = saved(draft)
        officer.post(url(draft), Page(officer.get(url(draft))).form)
        assert saved(draft).version == before.version


def test_exactly_20_000_characters_fit_however_they_are_sent(
    officer: Client, draft: Assessment
) -> None:
    text = (("👍é" * 14 + "\n") * 690)[:20_000]
    assert len(text) == 20_000
    officer.post(url(draft), typed(evidence=text.replace("\n", "\r\n")))
    assert saved(draft).evidence == text


LONG_DATE = date(2031, 3, 31)
REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("too long", {"evidence": "x" * 20_001}, "evidence", "20,000 characters or fewer"),
    ("too long commentary", {"commentary": "é" * 20_001}, "commentary", "It has 20,001"),
    (
        "too many lines",
        {"evidence": "a\r\n" * 9_999},
        "evidence",
        "1,000 lines or fewer. It has 9,999",
    ),
    ("null byte", {"evidence": "a\x00b"}, "evidence", "cannot be stored"),
    ("null byte in the owner", {"action_owner": "a\x00b"}, "action_owner", "cannot be stored"),
    ("owner too long", {"action_owner": "x" * 151}, "action_owner", "150 characters or fewer"),
    ("unknown answer", {"answer": "maybe"}, "answer", "Select Yes, No, Partly"),
    ("an answer by its label", {"answer": "Yes"}, "answer", "Select Yes, No, Partly"),
    ("31 February", due(31, 2, 2031), "action_due", "must be a real date"),
    ("words", due("next", "week", "please"), "action_due", "must be a real date"),
    ("a year of two numbers", due(1, 4, 31), "action_due", "year of 4 numbers"),
    ("no month", due(1, "", 2031), "action_due", "must include a month"),
    ("a day too many", due(32, 1, 2031), "action_due", "must be a real date"),
    ("a negative day", due(-1, 1, 2031), "action_due", "must be a real date"),
    ("superscript", due("²", 1, 2031), "action_due", "must be a real date"),
    ("the past", due(1, 4, 2020), "action_due", "must be today or in the future"),
    ("the year 0", due(1, 4, "0000"), "action_due", "must be a real date"),
]


@pytest.mark.parametrize(
    ("values", "field", "says"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_bad_input_is_refused_beside_its_field_and_nothing_typed_is_lost(
    officer: Client, draft: Assessment, values: dict[str, Any], field: str, says: str
) -> None:
    sent = typed(**{"answer": "no", "alternative": "kept <b>", "commentary": "  kept\r\n"} | values)
    answer = officer.post(url(draft), sent)
    page = Page(answer)
    assert answer.status_code == 422
    assert f"#id_{field}" in page.links
    assert says in page.text
    assert "<title>Error: 5.10" in page.html
    page.assert_in_order()
    for name in ("alternative", "evidence", "commentary", "action_due_0", "action_due_2"):
        # HTML itself has no null character: a browser shows a replacement in its place.
        assert page.form[name].replace("\ufffd", "\x00") == sent[name]
    assert saved(draft).version == 0


def test_today_and_later_will_do_for_an_action(officer: Client, draft: Assessment) -> None:
    today = timezone.localdate()
    officer.post(url(draft), typed(answer="no", **due(today.day, today.month, today.year)))
    assert saved(draft).action_due == today


def test_a_date_that_has_passed_since_may_stay(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    past = timezone.localdate() - timedelta(days=40)
    factories.answer(cast.officer, draft, "5.10", answer="no", action="Write", action_due=past)
    form = Page(officer.get(url(draft))).form | {"action_owner": "Head of Repairs"}
    assert officer.post(url(draft), form).status_code == 302
    assert saved(draft).action_due == past
    earlier = past - timedelta(days=1)
    changed = {"version": "2"} | due(earlier.day, earlier.month, earlier.year)
    assert officer.post(url(draft), form | changed).status_code == 422


def test_what_is_typed_into_fields_that_are_not_asked_for_is_kept(
    officer: Client, draft: Assessment
) -> None:
    officer.post(url(draft), typed(answer="yes", action="For later", alternative="Perhaps"))
    assert (saved(draft).action, saved(draft).alternative) == ("For later", "Perhaps")


def test_the_single_column_form_has_one_field_stored_as_evidence(
    cast: Cast, officer: Client
) -> None:
    code = factories.make_code("2022", ("1.4",), should=("1.4",), single_text=True)
    code.columns[3] = "Evidence, commentary and any explanations"
    code.save()
    draft = factories.start(cast.officer, code)
    page = Page(officer.get(url(draft, "1.4")))
    assert "Evidence, commentary and any explanations" in page.text
    assert "commentary" not in page.form
    assert "Should" in page.text
    officer.post(url(draft, "1.4"), typed(answer="no", evidence="Because …", commentary="stray"))
    assert saved(draft, "1.4").evidence == "Because …"
    assert saved(draft, "1.4").commentary == ""


# Last year's answer


def publish(cast: Cast, code: Code, year: int, **answers: dict[str, Any]) -> Assessment:
    """A published assessment; how it came to be so is another test's matter."""
    earlier = factories.start(cast.officer, code, year=year)
    factories.answer_all(cast.officer, earlier, answers)
    Assessment.objects.filter(pk=earlier.pk).update(state="published")
    return earlier


def test_last_years_answer_stands_beside_the_form(
    cast: Cast, code: Code, officer: Client, draft: Assessment
) -> None:
    no = {"answer": "no", "evidence": "", "action": "Write it", "action_owner": "Head of Homes"}
    publish(cast, code, 2024, **{"5.10": no})
    page = Page(officer.get(url(draft)))
    assert "Answer for 2024-25" in page.text
    assert "Write it" in page.text
    assert "Head of Homes" in page.text
    page.assert_in_order()


def test_without_an_earlier_year_nothing_is_said_of_one(
    cast: Cast, code: Code, officer: Client, draft: Assessment
) -> None:
    factories.answer_all(cast.officer, factories.start(cast.officer, code, year=2024))
    publish(cast, code, 2026)
    assert "Answer for" not in Page(officer.get(url(draft))).text


def test_an_answer_under_another_code_comes_with_its_number_and_wording(
    cast: Cast, code: Code, officer: Client, draft: Assessment
) -> None:
    old = factories.make_code("2022", ("4.9", "4.10"), single_text=True)
    link = Correspondence.objects.create(
        from_code=old, to_provision=code.provisions.get(number="5.10"), change="reworded"
    )
    for place, number in enumerate(("4.10", "4.9")):
        CorrespondenceSource.objects.create(
            correspondence=link, provision=old.provisions.get(number=number), position=place
        )
    publish(cast, old, 2023, **{"4.10": {"evidence": "In clause 7."}})
    page = Page(officer.get(url(draft)))
    assert "In clause 7." in page.text
    assert "It answered 4.10 of the Complaint Handling Code 2022" in page.text
    assert "Landlords must do what 4.10 says." in page.text
    assert "Answer for" not in Page(officer.get(url(draft, "1.2"))).text


# Who may


@pytest.mark.parametrize("who", ["administrator", "contributor", "clerk", "viewer"])
def test_others_of_the_landlord_read_without_a_form(
    cast: Cast, sign_in: SignIn, draft: Assessment, who: str
) -> None:
    factories.answer(cast.officer, draft, "5.10", answer="yes", evidence="Policy {{ x }}")
    client = sign_in(getattr(cast, who))
    page = Page(client.get(url(draft)))
    assert "Policy {{ x }}" in page.text
    assert "Complaints officers can change them." in page.text
    assert "evidence" not in page.form
    page.assert_in_order()
    assert client.post(url(draft), typed(answer="no")).status_code == 403
    assert saved(draft).answer == "yes"


def test_a_governing_body_member_reads_from_submission_on(
    cast: Cast, sign_in: SignIn, draft: Assessment
) -> None:
    client = sign_in(cast.member)
    assert client.get(url(draft)).status_code == 403
    assert client.post(url(draft), typed()).status_code == 403
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    assert client.get(url(draft)).status_code == 200
    assert client.post(url(draft), typed()).status_code == 403


def test_outsiders_and_visitors_find_nothing(
    cast: Cast, sign_in: SignIn, draft: Assessment, client: Client
) -> None:
    outsider = sign_in(cast.outsider)
    assert outsider.get(url(draft)).status_code == 404
    assert outsider.post(url(draft), typed(answer="yes")).status_code == 404
    assert client.get(url(draft)).url.startswith("/accounts/login/")
    assert saved(draft).version == 0


@pytest.mark.parametrize("number", ["5.11", "4.9", "05.1", "5.100", "5"])
def test_a_provision_of_another_code_is_not_found(
    officer: Client, draft: Assessment, number: str
) -> None:
    factories.make_code("2022", ("4.9",))
    assert officer.get(url(draft, number)).status_code == 404
    assert officer.post(url(draft, number), typed(answer="yes")).status_code == 404


def test_after_submission_the_officer_reads_why_it_is_locked(
    cast: Cast, officer: Client, draft: Assessment
) -> None:
    factories.answer_all(cast.officer, draft)
    factories.submit(cast.officer, draft)
    page = Page(officer.get(url(draft)))
    assert "by Olu Ficer. The answers are locked" in page.text
    assert "<textarea" not in page.html


# Budgets


def test_a_provision_takes_the_same_few_queries_for_1_and_72_answers(
    cast: Cast, sign_in: SignIn, full_codes: dict[str, Code], django_assert_max_num_queries: Any
) -> None:
    publish(cast, full_codes["2022"], 2024)
    draft = factories.start(cast.officer, full_codes["2024"])
    factories.answer(cast.officer, draft, "5.10", **YES)
    client = sign_in(cast.officer)
    with django_assert_max_num_queries(16) as few:
        assert "Answer for 2024-25" in Page(client.get(url(draft))).text
    factories.answer_all(cast.officer, draft)
    with django_assert_max_num_queries(16) as many:
        client.get(url(draft))
    assert len(few) == len(many)
