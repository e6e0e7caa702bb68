"""What was carried over and nobody confirmed is no answer, in any output; each marks it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import docx
import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from assessments.carrying.services import carry_forward
from assessments.models import Assessment
from codes.models import Code
from publishing.document import changes, from_json, to_json
from tests import factories
from tests.assessments.pages import Page
from tests.conftest import Cast
from tests.intake.forms import taken_away
from tests.publishing.office import convert

NO = {"answer": "no", "action": "Rewrite it.", "action_owner": "Head", "action_due": "2027-03-31"}
MARK = "Yes (to be confirmed)"


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    """Of last year's answers (1.2 Yes, 1.3 Yes, 5.1 No, 5.10 Yes) the first alone is confirmed."""
    last = factories.make_approved(cast.officer, cast.member, code, 2024, {"5.1": NO})
    factories.publish(cast.officer, last)
    started = factories.start(cast.officer, code)
    carry_forward(cast.officer, started, source=last.pk)
    factories.answer(cast.officer, started, "1.2", **factories.YES)
    return Assessment.objects.select_related("landlord", "code", "body_response").get(pk=started.pk)


@pytest.fixture
def page(sign_in: Any, cast: Cast, draft: Assessment) -> Any:
    """What the officer reads at an address of the draft."""
    client: Client = sign_in(cast.officer)
    return lambda path: Page(client.get(f"/assessments/{draft.pk}/{path}"))


def words_of(data: bytes) -> str:
    """All that a PDF says."""
    return " ".join(
        " ".join(part.extract_text() for part in PdfReader(io.BytesIO(data)).pages).split()
    )


def word_lines(data: bytes) -> list[str]:
    """Each paragraph and each table row of a Word file."""
    document = docx.Document(io.BytesIO(data))
    rows = [row for table in document.tables for row in table.rows]
    return [part.text for part in document.paragraphs] + [
        " | ".join(cell.text for cell in row.cells) for row in rows
    ]


SENTENCES = (
    "Alderbrook Council meets 1 of the 4 that it must meet.",
    "3 provisions are not yet answered: 1.3, 5.1 and 5.10.",
    "3 provisions have been carried forward from an earlier year and not confirmed, so they count "
    "as not yet answered: 1.3, 5.1 and 5.10.",
)
OPEN = "3 provisions are not yet answered this time."


def test_every_output_says_the_same_and_none_counts_it(draft: Assessment, page: Any) -> None:
    said = {
        "preview": page("preview/").text,
        "paper page": page("committee-paper/").text,
        "PDF": words_of(taken_away(draft, "self-assessment.pdf")),
        "Word": "\n".join(word_lines(taken_away(draft, "self-assessment.docx"))),
        "paper as PDF": words_of(taken_away(draft, "committee-paper.pdf")),
        "paper as Word": "\n".join(word_lines(taken_away(draft, "committee-paper.docx"))),
    }
    for name, text in said.items():
        for sentence in SENTENCES:
            assert sentence in text, name
        assert "No provision was answered No or Partly." in text, name
        assert OPEN in text, name
        if name not in ("preview", "paper page"):
            assert MARK in text, name
            assert "No (to be confirmed)" in text, name


def test_the_paper_says_of_the_same_provisions_as_the_check_that_they_are_not_complete(
    draft: Assessment, page: Any
) -> None:
    assert "still missing, in 3 provisions" in page("check/").text
    paper = page("committee-paper/").text
    assert "3 provisions are not complete yet." in paper
    assert "Confirm, edit or clear this answer, carried forward from 2024-25" in paper


def test_preview_read_page_and_comparison_mark_it(draft: Assessment, page: Any) -> None:
    for path in ("preview/", "read/"):
        text = page(path).text
        assert text.count("Yes To be confirmed") == 2, path
        assert text.count("No To be confirmed") == 1, path


def test_the_read_page_counts_it_apart_and_lists_nothing_of_it_as_not_met(page: Any) -> None:
    text = page("read/").text
    assert "Yes 1 provision To be confirmed 3 provisions" in text
    assert "Not answered All" in text
    assert "Total 10003 4" in text
    assert "No provision is answered No or Partly." in text


def test_the_comparison_takes_it_for_open(sign_in: Any, cast: Cast, draft: Assessment) -> None:
    text = Page(sign_in(cast.officer).get(f"/landlords/alderbrook/compare/?to={draft.pk}")).text
    assert OPEN in text
    assert "5.1: No in 2024-25, No (to be confirmed) in 2025-26" in text
    assert "5.1: No in both" not in text


def test_the_overview_lists_it_among_what_is_not_answered(page: Any) -> None:
    assert "3 of 4 provisions" in page("provisions/?show=unanswered").text
    assert "0 of 4 provisions" in page("provisions/?show=no").text


def test_the_workbook_counts_it_as_not_answered_also_once_it_is_computed_anew(
    draft: Assessment, tmp_path: Any
) -> None:
    data = taken_away(draft, "self-assessment.xlsx")
    anew = convert(data, "xlsx", "xlsx:Calc MS Excel 2007 XML", tmp_path).read_bytes()
    for made in (data, anew):
        book = load_workbook(io.BytesIO(made), data_only=True)
        answers = {row[0]: row[5] for row in book["Self-assessment"].iter_rows(2, values_only=True)}
        assert answers == {
            "1.2": "Yes",
            "1.3": MARK,
            "5.1": "No (to be confirmed)",
            "5.10": MARK,
        }
        total = list(book["Summary"].values)[-2]
        assert total[0] == "All provisions"
        assert total[3:9] == (1, 0, 0, 0, 3, 4)


def test_the_data_files_hold_no_answer_and_say_what_waits(draft: Assessment) -> None:
    data = taken_away(draft, "self-assessment.csv").decode("utf-8-sig")
    rows = {row["provision"]: row for row in csv.DictReader(io.StringIO(data))}
    assert (rows["1.2"]["answer"], rows["1.2"]["to_confirm"]) == ("yes", "")
    assert (rows["5.1"]["answer"], rows["5.1"]["to_confirm"]) == ("", "No (to be confirmed)")
    content = json.loads(taken_away(draft, "self-assessment.json"))
    found = {row["number"]: row for part in content["sections"] for row in part["provisions"]}
    assert "to_confirm" not in found["1.2"]
    assert found["5.1"]["answer"] == ""
    assert found["5.1"]["to_confirm"] == {"answer": "no", "year": "2024-25"}
    document = changes.build(draft)
    assert from_json(to_json(document)) == document


def test_once_all_is_confirmed_nothing_speaks_of_it_any_more(
    cast: Cast, draft: Assessment, page: Any
) -> None:
    for row in draft.responses.filter(to_confirm=True).select_related("provision"):
        factories.answer(cast.officer, draft, row.provision.number, **row.values())
    for name in ("self-assessment.csv", "self-assessment.json"):
        assert b"confirm" not in taken_away(draft, name)
    assert "to be confirmed" not in page("preview/").text.casefold()
