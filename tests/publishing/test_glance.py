"""What a resident reads first: the answer, how to complain, and what will be fixed by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from publishing.document.glance import glance
from publishing.models import Publication
from tests import factories
from tests.publishing.documents import change_provisions, make_document

PAGE = "/published/alderbrook/2025-26/"
SHORT = {
    "5.10": {
        "answer": "partly",
        "commentary": "Letters are not yet in large print.",
        "action": "Print them large.",
        "action_owner": "Head of Customer Services",
        "action_due": "2031-02-28",
    },
    "1.3": {
        "answer": "no",
        "commentary": "We do not ask yet.",
        "action": "Ask.",
        "action_owner": "Head of Housing",
        "action_due": "2030-05-01",
    },
}


def all_answered(answer: str):
    return change_provisions(make_document("2024"), lambda row: replace(row, answer=answer))


@pytest.fixture
def publication(cast, code) -> Publication:
    titled(code)
    approved = factories.make_approved(cast.officer, cast.member, code, but=SHORT)
    return factories.publish(cast.officer, approved)


def titled(code) -> None:
    code.provisions.filter(number="5.10").update(short_title="Making reasonable adjustments")


def above_the_body(html: str) -> str:
    return html.split("<main")[1].split('<dl class="govuk-summary-list"')[0]


def test_the_answer_in_a_sentence():
    first = "Alderbrook Borough Council meets"
    of = "provisions (numbered requirements) of the Complaint Handling Code 2024"
    assert glance(all_answered("yes"), {}).answer == f"{first} all 72 {of}."
    mixed = all_answered("yes")
    answers = iter(["no", "partly", "partly", "not_applicable"])
    mixed = change_provisions(mixed, lambda row: replace(row, answer=next(answers, "yes")))
    assert glance(mixed, {}).answer == (
        f"{first} 68 of the 71 {of} that apply to it. It partly meets 2 and does not meet 1."
    )


def test_the_nearest_date_comes_first_and_one_that_has_passed_is_told():
    today = date(2026, 6, 1)
    days = iter([None, date(2026, 9, 30), date(2026, 5, 31), today])

    def shortfall(row):
        day = next(days, "met")
        return row if day == "met" else replace(row, answer="no", action="Do it", action_due=day)

    found = glance(change_provisions(all_answered("yes"), shortfall), {}).on(today)
    assert [(row.due, has_passed) for row, has_passed in found] == [
        (date(2026, 5, 31), True),
        (today, False),
        (date(2026, 9, 30), False),
        (None, False),
    ]


def test_a_resident_reads_it_above_everything_else(publication):
    html = above_the_body(Client().get(PAGE).text)
    parts = [
        "Alderbrook Council meets 2 of the 4 provisions",
        "To complain to Alderbrook Council, contact ",
        "How to complain, and when an Ombudsman can help",
        "What will be fixed, and by when",
        '#1.3"',
        "1 May 2030",
        "Head of Housing",
        '<a class="govuk-link" href="#5.10">5.10 Making reasonable adjustments</a>',
        "28 February 2031",
        "Read the reasons and the actions",
    ]
    places = [html.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    assert "Date has passed" not in html


def test_the_next_day_the_page_says_that_a_date_has_passed(publication, monkeypatch):
    before = Client().get(PAGE)
    monkeypatch.setattr(timezone, "localdate", lambda: date(2030, 5, 2))
    after = Client().get(PAGE, headers={"If-None-Match": before.headers["ETag"]})
    assertContains(after, "Date has passed", count=1)
    assertContains(after, "A date that has passed does not mean that the work is late.")
    assertContains(Client().get(f"{PAGE}embed/"), "Date has passed", count=1)


def test_the_body_gives_reason_action_owner_and_date_with_the_short_title(publication):
    listed = publication.body_html().decode().split('id="not-met"')[1].split("<h2")[0]
    for part in (
        "5.10 Making reasonable adjustments</a>",
        "Letters are not yet in large print.",
        "Print them large.",
        "Head of Customer Services",
        "28 February 2031",
    ):
        assert part in listed


def test_what_was_published_before_there_were_short_titles_has_them_too(cast, code):
    approved = factories.make_approved(cast.officer, cast.member, code, but=SHORT)
    publication = factories.publish(cast.officer, approved)
    assert "Making reasonable adjustments" not in publication.body_html().decode()
    titled(code)
    assertContains(Client().get(PAGE), "5.10 Making reasonable adjustments</a>", count=1)


def test_the_contact_is_todays_and_can_be_followed(publication):
    landlord = publication.landlord
    landlord.complaints_contact = "Complaints team\n- new@alderbrook.example\n- 01632 960 777"
    landlord.save()
    html = above_the_body(Client().get(PAGE).text)
    assert "contact <a" in html
    assert html.index("01632 960 777") < html.index("new@alderbrook.example")
    assert 'href="mailto:new@alderbrook.example"' in html
    assert 'href="tel:01632960777"' in html


def test_the_preview_shows_it_too(cast, code, sign_in):
    approved = factories.make_approved(cast.officer, cast.member, code, but=SHORT)
    page = sign_in(cast.officer).get(f"/assessments/{approved.pk}/preview/")
    assertContains(page, "What will be fixed, and by when")


def test_data_is_for_developers_and_documents_for_readers(publication):
    html = Client().get(PAGE).text
    readers, developers = html.split('id="developers"')
    assert "self-assessment.pdf" in readers
    assert "self-assessment.docx" in readers
    assert "self-assessment.json" not in readers
    assert "self-assessment.json" in developers
    assert "self-assessment.csv" in developers
    assertNotContains(Client().get(PAGE), "SHA-256")
