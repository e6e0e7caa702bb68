"""Nothing that someone wrote is dropped without a word: what no response holds is listed."""

from __future__ import annotations

import pytest

from assessments.importing.left_over import with_left_over
from assessments.importing.report import left_over as report
from assessments.importing.result import Found, ImportResult, LeftOver
from assessments.importing.source import Cell, Paragraph, Row, Source, Table
from assessments.importing.wording import Wording
from tests.importing.content import codes
from tests.importing.reading import read_form

WORDING = Wording(codes()["2024"])
REQUIREMENT = {item.number: item.text for item in WORDING.provisions}
HEADINGS = ("Code provision", "Requirement", "Comply", "Evidence", "Commentary", "Last year")


def found(number: str, evidence: str = "", commentary: str = "", row: int = 2) -> Found:
    return Found(number, "yes", evidence, commentary, "Yes", f"table 1, row {row}", "sure")


def table(*rows: tuple[str, ...]) -> Table:
    return Table(
        tuple(
            Row(tuple(Cell(text) for text in row), f"table 1, row {index}")
            for index, row in enumerate((HEADINGS, *rows), start=1)
        )
    )


def left_over(source: Source, *responses: Found) -> tuple[LeftOver, ...]:
    return accounted(source, *responses).left_over


def accounted(source: Source, *responses: Found) -> ImportResult:
    return with_left_over(ImportResult("2024", responses, (), ()), source, WORDING)


def test_of_a_form_that_was_read_whole_nothing_is_left():
    rows = table(
        ("1.2", REQUIREMENT["1.2"], "Yes", "• Policy, clause 2\n• Leaflet", "We follow it.", ""),
        ("1.3", REQUIREMENT["1.3"], "Yes", "Policy,\nclause 3", "", ""),
    )
    responses = (
        found("1.2", "- Policy, clause 2\n- Leaflet", "We follow it."),
        found("1.3", "Policy, clause 3", row=3),
    )
    assert left_over(Source((rows,)), *responses) == ()


def test_a_cell_that_reached_nothing_is_listed_beside_its_provision_with_its_column():
    rows = table(("1.2", REQUIREMENT["1.2"], "Yes", "Policy.", "We follow it.", "Partly met"))
    [rest] = left_over(Source((rows,)), found("1.2", "Policy."))[:1]
    assert rest == LeftOver("We follow it.", "table 1, row 2", "1.2", "Commentary")


def test_of_a_cell_that_was_cut_the_rest_is_listed_and_named():
    text = "Complaints policy, clause 2. The board saw it in May and asked for a leaflet."
    rows = table(("1.2", REQUIREMENT["1.2"], "Yes", text, "", ""))
    result = accounted(Source((rows,)), found("1.2", "Complaints policy, clause 2."))
    [rest] = result.left_over
    assert rest.text == "The board saw it in May and asked for a leaflet."
    [problem] = result.problems
    assert (problem.provision, problem.kind) == ("1.2", "cut")
    assert "The board saw it in May" in problem.message


def test_the_same_words_twice_account_for_each_other_once_alone():
    text = "See the complaints policy, clause 4.2."
    rows = table(
        ("1.2", REQUIREMENT["1.2"], "Yes", text, "", ""),
        ("1.3", REQUIREMENT["1.3"], "Yes", text, "", ""),
    )
    [rest] = left_over(Source((rows,)), found("1.2", text), found("1.3", row=3))
    assert (rest.text, rest.near) == (text, "1.3")


def test_a_text_outside_the_table_stands_after_its_provision():
    lines = (
        Paragraph("Self-assessment form"),
        Paragraph(f"1.2 {REQUIREMENT['1.2']}"),
        Paragraph("Our policy says so on its first page."),
        Paragraph("Ask the repairs desk for the leaflet."),
        Paragraph("Page 3 of 40"),
    )
    evidence = "Our policy says so on its first page."
    [rest] = left_over(Source(lines), Found("1.2", "yes", evidence, "", "Yes", "line 2", "sure"))
    assert (rest.text, rest.near) == ("Ask the repairs desk for the leaflet.", "1.2")


@pytest.mark.parametrize("text", ["Yes", "Evidence:", "12", "Page 4", "Section 5", "☐ Yes ☐ No"])
def test_labels_answers_and_numbers_of_pages_are_no_text(text):
    assert left_over(Source((Paragraph(text),)), found("1.2")) == ()


def test_a_page_title_that_comes_back_is_listed_once():
    lines = [Paragraph("Alderbrook Homes, complaints handling"), Paragraph("")] * 30
    assert len(left_over(Source(tuple(lines)), found("1.2"))) == 1


def test_what_is_kept_is_bounded():
    lines = tuple(Paragraph(f"Sentence number {index} of a long report.") for index in range(9_000))
    assert 0 < len(left_over(Source(lines), found("1.2"))) <= 400


def test_what_a_page_keeps_around_the_form_is_listed_by_its_first_words():
    cells = ("4.1", REQUIREMENT["4.1"], "Yes", "Policy.", "None.", "")
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (HEADINGS, cells)
    )
    html = f"""<nav><ul><li>Home</li><li>Housing</li></ul></nav><h1>Form</h1>
        <div class="cookie-banner">We use cookies. {"Read more. " * 20}</div><table>{rows}</table>
        <script>track()</script><footer>Ask us on 01632 960000</footer>"""
    result = read_form(html.encode(), "form.html")
    assert result.by_number()["4.1"].evidence == "Policy."
    around = [rest for rest in report(result) if rest.title.startswith("Menu")]
    [texts] = [[item.text for item in rest.texts] for rest in around]
    assert [text[:15] for text in texts] == ["Home Housing", "We use cookies.", "Ask us on 01632"]
    assert len(texts[1]) < 120


def test_a_row_without_a_number_does_not_join_a_whole_one():
    rows = [(n, REQUIREMENT[n], "Yes", f"Policy {n}.", "", "") for n in ("4.1", "4.2", "4.3")]
    rows.insert(2, ("", "Note", "", "We write by letter.", "", ""))
    html = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (HEADINGS, *rows)
    )
    result = read_form(f"<h1>Form</h1><table>{html}</table>".encode(), "form.html")
    assert [found.evidence for found in result.responses] == [
        "Policy 4.1.", "Policy 4.2.", "Policy 4.3."
    ]  # fmt: skip
    assert ["Note" in problem.message for problem in result.problems if not problem.provision]
    assert "We write by letter." in {item.text for item in result.left_over}
