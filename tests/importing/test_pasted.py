"""Tables pasted as plain text: what can be told is right, and what cannot is blank and named."""

from __future__ import annotations

import pytest

from assessments.importing.limits import CannotRead
from tests.importing import pasted
from tests.importing.content import make_form
from tests.importing.landlords import spaced
from tests.importing.reading import differences, read_form

CELLS = [pasted.in_paragraphs, pasted.in_paragraphs_where_several]


@pytest.mark.parametrize("edition", ["2022", "2024"])
@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.__name__)
def test_cells_with_paragraphs_are_right_or_blank_and_named(cell, edition):
    form = make_form(edition)
    expected = _without_addresses(form)
    result = read_form(pasted.page(form, cell).encode(), "form.txt")
    assert (result.edition, result.missing) == (edition, ())
    named = {problem.provision for problem in result.problems if problem.kind == "undivided"}
    for found in result.responses:
        wanted = expected[found.number]
        assert found.answer == wanted["answer"]
        blank = not found.evidence and not found.commentary
        if found.number in named:
            assert blank, f"{found.number} holds a text that may be another's"
    told = {number: parts for number, parts in expected.items() if number not in named}
    assert differences(told, result) == []
    # With one column for texts, every end of a cell shows; the last row may end in a title.
    assert edition == "2024" or len(named) <= 1


def _without_addresses(form):
    """A browser's plain text has no addresses."""
    return {
        item.number: {
            "answer": item.answer,
            "evidence": " ".join(piece.text for piece in item.evidence),
            "commentary": " ".join(piece.text for piece in item.commentary),
        }
        for item in form.responses
    }


def test_a_text_that_cannot_be_divided_is_shown():
    form = make_form("2024")
    [second] = [item for item in form.responses if item.number == "4.2"]
    table = [
        list(form.code.form.columns),
        [second.number, second.requirement, "No", second.evidence[:1] * 2, ""],
        ["4.1", form.responses[10].requirement, "Yes", "Proof.", "Words."],
    ]
    result = read_form(pasted.copied(table).encode(), "form.txt")
    [problem] = [item for item in result.problems if item.kind == "undivided"]
    assert problem.provision == "4.2"
    assert second.evidence[0].text[:40] in problem.message


def test_rows_that_a_page_cut_keep_their_tabs():
    form = make_form("2022", rich=False, full=True)
    lines = []
    for item in form.responses:
        words = item.requirement.replace("\n", " ").split()
        text = " ".join(piece.text for piece in item.evidence)
        lines.append(f"{item.number}\t{' '.join(words[:9])}\t{item.written}\t{text}")
        lines.append(f"\t{' '.join(words[9:])}\t\t")
    head = "\t".join(form.code.form.columns)
    result = read_form("\n".join([head, *lines]).encode(), "form.txt")
    assert (result.missing, differences(_without_addresses(form), result)) == ((), [])


def test_a_mark_that_has_a_cell_of_its_own_begins_no_text_of_the_landlords():
    form = make_form("2022", rich=False, full=True)
    lines = []
    for item in form.responses:
        first, *points = item.requirement.split("\n")
        text = " ".join(piece.text for piece in item.evidence)
        lines.append(f"{item.number}\t{first}\t{item.written}\t{text}")
        lines += [f"•\t{point.removeprefix('- ')}\t" for point in points]
    head = "\t".join(form.code.form.columns)
    result = read_form("\n".join([head, *lines]).encode(), "form.txt")
    assert (result.missing, differences(_without_addresses(form), result)) == ((), [])


def test_columns_without_headings_are_refused_with_what_to_do():
    form = make_form("2024", rich=False, full=True)
    heads = form.code.form.columns
    text = spaced(form).decode()
    lines = [line for line in text.split("\n") if not line.startswith(heads[0][:4])]
    with pytest.raises(CannotRead, match="Upload the PDF"):
        read_form("\n".join(lines).encode(), "form.txt")


def test_columns_before_the_number_stay_in_their_row():
    form = make_form("2022")
    heads = ("How we evidence this", "Are we compliant?", "Ref", "What the Code says")
    rows = [[item.evidence, item.written, item.number, item.requirement] for item in form.responses]
    result = read_form(pasted.copied([heads, *rows]).encode(), "form.txt")
    assert (result.missing, differences(_without_addresses(form), result)) == ((), [])


def test_a_section_in_a_row_of_its_own_ends_the_one_above():
    form = make_form("2022")
    rows: list[list[pasted.Content]] = []
    for item in form.responses:
        if not rows or rows[-1][0] != f"Section {item.section}a":
            rows.append([f"Section {item.section}a", "Our own words", "", ""])
        rows.append([item.number, item.requirement, item.written, item.evidence])
    result = read_form(pasted.copied([form.code.form.columns, *rows]).encode(), "form.txt")
    assert (result.missing, differences(_without_addresses(form), result)) == ((), [])
