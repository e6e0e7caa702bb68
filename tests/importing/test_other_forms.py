"""Forms as other landlords lay them out: own headings, columns put together or taken apart."""

from __future__ import annotations

import io
from collections.abc import Callable
from html import escape

import openpyxl
import pytest
from openpyxl.styles import Font

from codes.data import ProvisionData
from tests.importing import landlords
from tests.importing.content import Answered, codes, make_form
from tests.importing.reading import read_form, wrong_answers

Cells = Callable[[ProvisionData], list[str]]


def table(edition: str, heads: str, cells: Cells) -> str:
    """A table with the headings (split by "|") and a row of cells a provision."""
    html = "<table>"
    if heads:
        html += "<tr>" + "".join(f"<th>{head}</th>" for head in heads.split("|")) + "</tr>"
    for item in codes()[edition].provisions():
        html += "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells(item)) + "</tr>"
    return html + "</table>"


def each(edition: str, page: str, name: str = "form.html") -> set[tuple[str, str, str]]:
    """The different contents of all responses, after checking that none is missing."""
    result = read_form(f"<h1>Form</h1>{page}".encode() if ".html" in name else page.encode(), name)
    assert (result.edition, result.missing) == (edition, ())
    return {(str(item.answer), item.evidence, item.commentary) for item in result.responses}


@pytest.mark.parametrize(
    ("heads", "cells", "found"),
    [
        (
            "Ref|Code requirement|Comply and evidence",
            lambda item: [item.number, item.text, "Yes – our policy says so"],
            ("yes", "our policy says so", ""),
        ),
        (
            "Section|Requirement|RAG|How we comply",
            lambda item: [f"{item.number} Must", item.text, "Compliant", "By letter"],
            ("yes", "By letter", ""),
        ),
        (
            "Provision|Requirement|Last year|Do we comply?|Evidence|Commentary",
            lambda item: [item.number, item.text, "No", "Partially", "Proof", "Words"],
            ("partly", "Proof", "Words"),
        ),
        (
            "Code provision|Code requirement|Compliant|Not compliant|Evidence|Commentary",
            lambda item: [item.number, item.text, "", "X", "Proof", "Words"],
            ("no", "Proof", "Words"),
        ),
        (
            "Code provision|Code requirement|RAG|Evidence|Commentary",
            lambda item: [item.number, item.text, "Amber", "Proof", "Words"],
            ("", "Proof", "Words"),
        ),
        (
            "",
            lambda item: [f"{item.number} {item.text}", "N/A", "Proof"],
            ("not_applicable", "Proof", ""),
        ),
        (
            "Code provision|Code requirement|Comply|Evidence|Commentary",
            lambda item: [item.number, item.text, "Yes", f"The policy says: {item.text[:90]}", ""],
            None,
        ),
    ],
)  # fmt: skip
def test_columns_of_a_landlords_own(heads, cells, found):
    contents = each("2024", table("2024", heads, cells))
    assert found is None or contents == {found}


def test_one_column_of_the_2022_form_is_evidence_whatever_it_is_called():
    page = table(
        "2022",
        "No.|Requirement|Compliance Y/N|Comments",
        lambda item: [item.number, item.text, "Y", "Words"],
    )
    assert each("2022", page) == {("yes", "Words", "")}


def test_owner_and_date_are_taken_to_the_action():
    page = table(
        "2024",
        "Provision|Requirement|Comply|Evidence|Commentary|Action required|Owner|Target date",
        lambda item: [
            item.number,
            item.text,
            "No",
            "Proof",
            "Words",
            "Rewrite",
            "Head",
            "May 2027",
        ],
    )
    found = read_form(page.encode(), "form.html").responses[0]
    assert (found.action, found.action_owner, found.action_due) == ("Rewrite", "Head", "May 2027")
    assert (found.evidence, found.commentary) == ("Proof", "Words")


def test_a_sentence_that_speaks_of_the_code_heads_no_column():
    said = "The code says landlords must look beyond what it requires. We do."
    labels = ("Code provision", "Code requirement", "Comply", "Evidence", "Commentary")
    page = "".join(
        "<table>"
        + "".join(
            f"<tr><td>{label}</td><td>{escape(text)}</td></tr>"
            for label, text in zip(labels, (item.number, item.text, "Yes", "", said), strict=True)
        )
        + "</table>"
        for item in codes()["2024"].provisions()
    )
    assert each("2024", page) == {("yes", "", said)}


@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_bold_labels_that_pasting_made_plain_are_labels(edition):
    heads = codes()[edition].form.columns[3:]
    lines = []
    for item in codes()[edition].provisions():
        lines += [f"{item.number} {item.text}", "Comply Yes"]
        lines += [f"{head} Evidence Pack {item.number} has it." for head in heads]
    found = "Evidence Pack {0} has it."
    result = read_form("\n\n".join(lines).encode(), "form.txt")
    assert {str(one.answer) for one in result.responses} == {"yes"}
    for one in result.responses:
        assert one.evidence == found.format(one.number)
        assert one.commentary == (found.format(one.number) if len(heads) == 2 else "")


def test_a_table_a_provision_may_have_its_number_among_the_headings():
    page = "".join(
        f"<table><tr><th>Code provision {item.number}</th><th>Comply</th><th>Evidence</th>"
        f"<th>Commentary</th></tr><tr><td>{escape(item.text)}</td><td>No</td><td>Proof</td>"
        "<td>Words</td></tr></table>"
        for item in codes()["2024"].provisions()
    )
    assert each("2024", page) == {("no", "Proof", "Words")}


def test_an_older_form_in_the_same_file_is_not_mixed_in():
    old = table(
        "2022",
        "Code section|Code requirement|Comply|Evidence, commentary and any explanations",
        lambda item: [item.number, item.text, "No", "Old"],
    )
    new = table(
        "2024",
        "Code provision|Code requirement|Comply|Evidence|Commentary",
        lambda item: [item.number, item.text, "Yes", "New", "Words"],
    )
    assert each("2024", old + new) == {("yes", "New", "Words")}


@pytest.mark.parametrize(
    ("start", "end", "between"), [("", "", "\n\n"), ("| ", " |", " | "), ("", "", "\t")]
)
def test_texts_that_programs_copy(start, end, between):
    rows = [
        start
        + between.join([item.number, item.text.replace("\n", " "), "Yes", "Proof.", "Words."])
        + end
        for item in codes()["2024"].provisions()
    ]
    separator = "\n\n" if between == "\n\n" else "\n"
    assert each("2024", separator.join(rows), "form.txt") == {("yes", "Proof.", "Words.")}


def test_a_letter_of_a_symbol_font_is_the_tick_that_it_shows():
    tick = '<span style="font-family: Wingdings">\u00fc</span>'
    page = table("2024", "Provision|Requirement|Yes|No|Evidence|Commentary", lambda item: [
        item.number, item.text, "TICK", "", "Proof", "Words",
    ]).replace("TICK", tick)  # fmt: skip
    assert each("2024", page) == {("yes", "Proof", "Words")}


def _boxed_word(item: Answered) -> str:
    yes, no = ("\u00fe", "o") if item.answer == "yes" else ("o", "\u00fe")
    box = (
        '<w:r><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr><w:t>{}</w:t></w:r>'
    )
    words = "<w:r><w:t xml:space='preserve"
    return f"{box.format(yes)}{words}'> Yes </w:t></w:r>{box.format(no)}{words}'> No</w:t></w:r>"


def test_boxes_in_words_symbol_font_are_read():
    form = make_form("2024").without(
        *(i.number for i in make_form("2024").responses if i.answer not in ("yes", "no"))
    )
    result = read_form(landlords.official(form, _boxed_word), "form.docx")
    assert wrong_answers(form.expected(), result) == []
    assert {found.answer for found in result.responses} == {"yes", "no"}


def test_a_tick_in_a_sheets_symbol_font_is_read():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Provision", "Requirement", "Yes", "No", "Evidence", "Commentary"])
    for item in codes()["2024"].provisions():
        sheet.append([item.number, item.text, "", "\u00fc", "Proof", "Words"])
        sheet.cell(sheet.max_row, 4).font = Font(name="Wingdings")
    stream = io.BytesIO()
    book.save(stream)
    result = read_form(stream.getvalue(), "form.xlsx")
    assert {found.answer for found in result.responses} == {"no"}
