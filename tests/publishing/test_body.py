"""The public page's body, from the document alone."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from publishing.document import Document
from publishing.presentation import DRAFT
from publishing.render.html import render_body
from tests.publishing.documents import (
    change_provisions,
    final,
    make_document,
    with_text_everywhere,
)

NEED_NOT_ADD_UP = (
    "Each percentage is rounded separately, so a row’s percentages may not add up to 100."
)
LABELS = {"yes": "Yes", "no": "No", "partly": "Partly", "not_applicable": "Not applicable"}


def body(document: Document) -> str:
    return render_body(document, final(document))


def text_of(html: str) -> str:
    """What is read, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def blocks(html: str) -> dict[str, str]:
    """The HTML of each provision, by its anchor."""
    parts = html.split('<div class="app-provision">')[1:]
    return {re.search(r'<h\d [^>]*id="([^"]+)"', part)[1]: part for part in parts}


@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_every_provision_stands_at_its_anchor_with_all_that_was_answered(edition):
    document = make_document(edition)
    found = blocks(body(document))
    assert list(found) == [row.number for row in document.provisions]
    assert len(found) == 72
    for row in document.provisions:
        text = text_of(found[row.number])
        assert f"Answer {LABELS[row.answer]}" in text
        assert f"Evidence for {row.number}." in text
        for typed in (row.commentary, row.action, row.action_owner, row.alternative):
            assert text_of(typed) in text
        if row.action_due:
            assert "31 March 2026" in text
        assert text_of(row.requirement).split(" - ")[0][:60] in text


@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_bullets_of_the_code_and_of_an_answer_are_lists(edition):
    document = make_document(edition)
    found = blocks(body(document))
    assert all(f"<li>Minutes of {number}</li>" in html for number, html in found.items())
    listed = next(row for row in document.provisions if "\n- " in row.requirement)
    first = re.search(r"\n- (.+)", listed.requirement)[1]
    assert f"<li>{first[:20]}" in unescape(found[listed.number])


def test_the_2022_form_keeps_its_tables_its_stages_and_its_one_column():
    html = body(make_document("2022"))
    headings = [text_of(match) for match in re.findall(r"<h3[^>]*>.*?</h3>", html)]
    assert "Mandatory 'must' requirements" in headings
    assert "Stage 2: Best practice 'should' requirements" in headings
    assert "Evidence, commentary and any explanations" in html
    assert "<h4" in html


def test_the_2024_form_has_two_columns():
    html = body(make_document("2024"))
    assert "Commentary / explanation" in html
    assert "Best practice" not in html


def test_headings_skip_no_level():
    for edition in ("2022", "2024"):
        levels = [int(level) for level in re.findall(r"<h(\d)", body(make_document(edition)))]
        before = [1, *levels]
        assert all(now <= then + 1 for then, now in zip(before, levels, strict=False))


def test_ids_are_unique_and_every_link_within_the_page_lands():
    html = body(make_document("2022"))
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_the_facts():
    document = make_document("2024")
    text = text_of(body(document))
    for fact in (
        "Landlord Alderbrook Borough Council",
        "Homes owned or managed 4,812",
        "Subsidiaries covered Alderbrook Homes Ltd Brook Living Ltd",
        "Code Complaint Handling Code 2024, Housing Ombudsman",
        "Year 2025-26",
        "Reason Annual self-assessment",
        "Approved By the Cabinet on 9 September 2025",
        "Minute reference CAB/25/7",
        "Member Responsible for Complaints Cllr Ann Reed Cabinet Member for Housing",
        "Published 12 September 2025, version 2",
        "https://assess.example/published/alderbrook/2025-26/v2/",
        "0300 111 3000",
        "PO Box 1484, Unit D, Preston PR2 0ET",
        "Complaints team, Civic Centre complaints@alderbrook.example",
    ):
        assert fact in text
    assert final(document).digest not in text
    answer = replace(document, body_response="Cabinet accepts this.\n\n- Progress is welcome")
    assert "<li>Progress is welcome</li>" in body(answer)


def test_what_is_not_met_is_listed_with_action_owner_and_date_and_leads_to_the_provision():
    document = make_document("2024")
    listed = body(document).split('id="not-met"')[1].split('id="section-1"')[0]
    short = [row.number for row in document.provisions if row.answer in ("no", "partly")]
    assert re.findall(r'href="#([^"]+)"', listed) == short
    text = text_of(listed)
    action = f"Action Retrain the contact centre on {short[0]}."
    assert f"{action} Owner of the action Head of Customer Services To be done by" in text
    assert "To be done by 31 March 2026" in text
    assert "Alternative approach A leaflet in each office does for" in text


def test_where_all_is_met_the_page_says_so():
    document = change_provisions(make_document("2024"), lambda row: replace(row, answer="yes"))
    assert "No provision was answered No or Partly." in text_of(body(document))


def test_counts_stand_in_the_table_and_add_up_and_percentages_need_not():
    html = body(make_document("2022"))
    rows = re.findall(
        r"<tr[^>]*>(.*?)</tr>", html.split("<tbody")[1] + html.split("<tbody")[2], re.S
    )
    for row in rows:
        *counts, total = re.findall(r'numeric">(\d+)', row)
        assert sum(map(int, counts)) == int(total)
        shares = re.findall(r"\(([\d.]+)%\)", row)
        assert len(shares) == len(counts)
        for number, share in zip(map(int, counts), map(float, shares), strict=True):
            assert share == pytest.approx(number * 100 / int(total), abs=0.051)
    assert "Not yet answered" not in html
    below = text_of(html.split("</table>")[1])
    assert below.startswith(NEED_NOT_ADD_UP)


HOSTILE = (
    """<script>alert('x')</script> {{ 7|add:7 }} {% now "Y" %} "><img src=x onerror=y> & 'q'"""
)


def test_what_was_typed_stays_text():
    html = body(with_text_everywhere(make_document("2024"), HOSTILE))
    assert "<script" not in html
    assert "<img" not in html
    assert "{{ 7|add:7 }} {% now &quot;Y&quot; %}" in html
    assert text_of(html).count(HOSTILE) >= 12


def test_a_draft_says_what_it_lacks():
    draft = replace(
        change_provisions(make_document("2024"), lambda row: replace(row, answer="")),
        approval=None,
        version=None,
        published_on=None,
        body_response="",
    )
    text = text_of(render_body(draft, DRAFT))
    assert "Approved Not approved yet" in text
    assert "Published Not published" in text
    assert "Digest" not in text
    assert "The governing body has not written its response yet." in text
    assert "Not yet answered" in text
