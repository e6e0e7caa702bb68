"""What each column of a form is: its values are right, or blank and named, in any arrangement."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from html import escape

import pytest

from assessments.importing.result import ImportResult
from codes.data import ProvisionData
from tests.importing.content import codes
from tests.importing.reading import read_form

Cell = Callable[[ProvisionData], str]
Columns = Sequence[tuple[str, Cell]]
# Enough rows for a column to show what it is.
ROWS = 14


def number(item: ProvisionData) -> str:
    return item.number


def wording(item: ProvisionData) -> str:
    return item.text


def answer(item: ProvisionData) -> str:
    return ("Yes", "No", "Yes", "Partially", "Yes")[len(item.text) % 5]


def other(item: ProvisionData) -> str:
    """Another year's answer, or another Ombudsman's; sometimes the same."""
    return ("No", "Yes", "Yes", "Yes", "Partially")[len(item.text) % 5]


def evidence(item: ProvisionData) -> str:
    return f"The policy says so in paragraph {len(item.text)} of its second part."


def comment(item: ProvisionData) -> str:
    return f"The board looked at this on day {len(item.text)} and found it in order."


def old(item: ProvisionData) -> str:
    return f"In those days the register of {len(item.text)} cases was kept by hand."


ANSWERS = {"Yes": "yes", "No": "no", "Partially": "partly"}
NUMBER, WORDING = ("Code provision", number), ("Code requirement", wording)
EVIDENCE, COMMENT = ("Evidence", evidence), ("Commentary", comment)
# What stands between a form's columns and is none of them.
BESIDES: Columns = (
    ("RAG", lambda item: ("Green", "Amber", "Red")[len(item.text) % 3]),
    ("Score (0-4)", lambda item: str(len(item.text) % 5)),
    ("Lead officer", lambda item: ("Head of Homes", "J. Smith")[len(item.text) % 2]),
    ("Review date", lambda item: ("31/03/2026", "May 2026")[len(item.text) % 2]),
    ("Priority", lambda item: ("High", "Low")[len(item.text) % 2]),
    ("", lambda item: str(len(item.text))),
)


def provisions(edition: str = "2024") -> list[ProvisionData]:
    return list(codes()[edition].provisions())[:ROWS]


def row(cells: Sequence[str], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def page(columns: Columns, *, heads: str | None = None, edition: str = "2024") -> str:
    """A table of some provisions; `heads` in place of the row of headings."""
    top = row([head for head, _ in columns], "th") if heads is None else heads
    rows = [row([cell(item) for _, cell in columns]) for item in provisions(edition)]
    return f"<h1>Self-assessment</h1><table>{top}{''.join(rows)}</table>"


def read(html: str, edition: str = "2024") -> ImportResult:
    result = read_form(html.encode(), "form.html", edition)
    assert len(result.responses) == ROWS
    return result


def check(result: ImportResult, *, commented: bool = True, edition: str = "2024") -> None:
    """Every cell is as it was written."""
    found = result.by_number()
    for item in provisions(edition):
        response = found[item.number]
        assert response.answer == ANSWERS[answer(item)]
        assert response.evidence == evidence(item)
        assert response.commentary == (comment(item) if commented else "")


@pytest.mark.parametrize(
    ("this", "that"),
    [
        ("Comply", "Last year"),
        ("This year", "Last year"),
        ("Comply 2025", "Comply 2024"),
        ("2024/25", "2023/24"),
        ("Self-assessment 2025", "Self-assessment 2024"),
        ("Compliant? (23/24)", "Compliant? (22/23)"),
        ("Housing Ombudsman: comply?", "LGSCO: comply?"),
        ("Housing Ombudsman", "Local Government and Social Care Ombudsman"),
        ("Comply", "Planned for next year: comply?"),
        ("Is it compliant?", "Was compliant?"),
        ("Compliance TY", "Compliance LY"),
    ],
)
def test_this_years_and_the_housing_ombudsmans_answer_counts(this, that):
    for pair in ([(this, answer), (that, other)], [(that, other), (this, answer)]):
        check(read(page([NUMBER, WORDING, *pair, EVIDENCE, COMMENT])))


@pytest.mark.parametrize("heads", [("Comply", "Comply"), ("Comply", "Answer"), ("", "")])
def test_two_answers_that_nothing_tells_apart_are_asked(heads):
    pair = [(heads[0], answer), (heads[1], other)]
    result = read(page([NUMBER, WORDING, *pair, EVIDENCE, COMMENT]))
    found, asked = result.by_number(), {item.provision: item for item in result.problems}
    for item in provisions():
        same = answer(item) == other(item)
        assert found[item.number].answer == (ANSWERS[answer(item)] if same else "")
        assert found[item.number].evidence == evidence(item)
        assert (item.number in asked) == (not same)
        if not same:
            assert f"“{answer(item)}”, “{other(item)}”" in asked[item.number].message


def test_the_other_ombudsmans_answer_alone_is_no_answer():
    result = read(page([NUMBER, WORDING, ("LGSCO: comply", other), EVIDENCE, COMMENT]))
    assert {item.answer for item in result.responses} == {""}
    assert all("LGSCO: comply" in item.message for item in result.problems)
    assert len(result.problems) == ROWS


@pytest.mark.parametrize(
    ("this", "that"),
    [("2024/25", "2023/24"), ("This year", "Last year"), ("Housing Ombudsman", "LGSCO")],
)
@pytest.mark.parametrize("merged", [True, False])
def test_a_row_above_the_headings_says_whose_they_are(this, that, merged):
    columns = [NUMBER, WORDING, ("Comply", other), ("Evidence", old), ("Comply", answer)]
    columns += [EVIDENCE, COMMENT]
    names = row([head for head, _ in columns[2:]], "th")
    if merged:
        heads = f"<tr><th rowspan=2>{NUMBER[0]}</th><th rowspan=2>{WORDING[0]}</th>"
        heads += f"<th colspan=2>{that}</th><th colspan=3>{this}</th></tr>{names}"
    else:
        heads = row(["", "", that, "", this, "", ""]) + row([head for head, _ in columns], "th")
    check(read(page(columns, heads=heads)))


def test_last_years_evidence_is_not_joined_with_this_years():
    columns = [NUMBER, WORDING, ("Comply 2024", other), ("Comply 2025", answer)]
    columns += [("Evidence 2025", evidence), ("Evidence 2024", old), COMMENT]
    check(read(page(columns)))


def test_evidence_of_two_years_that_nothing_tells_apart_is_asked():
    columns = [NUMBER, WORDING, ("Comply", answer), ("Evidence", old), EVIDENCE, COMMENT]
    result = read(page(columns))
    assert {item.evidence for item in result.responses} == {""}
    assert {item.kind for item in result.problems} == {"columns"}
    assert len(result.problems) == ROWS


@pytest.mark.parametrize("seed", range(12))
def test_columns_come_in_any_order_with_others_between(seed):
    chance = random.Random(seed)
    edition = chance.choice(["2022", "2024"])
    columns = [NUMBER, WORDING, ("Do we comply?", answer), EVIDENCE]
    columns += [COMMENT] * (edition == "2024")
    columns += [("Last year's answer", other)] * chance.randint(0, 1)
    columns += chance.sample(BESIDES, chance.randint(0, 4))
    chance.shuffle(columns)
    check(
        read(page(columns, edition=edition), edition), commented=COMMENT in columns, edition=edition
    )


@pytest.mark.parametrize("seed", range(6))
def test_content_says_what_columns_without_headings_are(seed):
    chance = random.Random(seed)
    columns = [NUMBER, WORDING, ("", answer), EVIDENCE, COMMENT]
    for side in chance.sample(BESIDES[:5], 2):
        columns.insert(chance.randint(0, len(columns)), side)
    check(read(page(columns, heads="")))


def test_more_texts_than_places_without_headings_are_asked():
    columns = [NUMBER, WORDING, ("", answer), ("", old), EVIDENCE, COMMENT]
    result = read(page(columns, heads=""))
    assert {(item.evidence, item.commentary) for item in result.responses} == {("", "")}
    assert len([item for item in result.problems if item.kind == "columns"]) == ROWS


TICKS = ("Yes", "No", "Partly", "N/A")


def ticked(cells: Sequence[str], heads: Sequence[str] = TICKS) -> tuple[str, str]:
    """The first provision's answer, and what is said of it."""
    columns = [NUMBER, WORDING, *((head, lambda item: "") for head in heads), EVIDENCE, COMMENT]
    items = provisions()
    top = row([head for head, _ in columns], "th")
    rows = [row([i.number, i.text, *cells, evidence(i), comment(i)]) for i in items[:1]]
    rows += [row([i.number, i.text, "✓", *[""] * (len(heads) - 1), "", ""]) for i in items[1:]]
    result = read(f"<table>{top}{''.join(rows)}</table>")
    said = [item.message for item in result.problems if item.provision == items[0].number]
    return str(result.responses[0].answer), " ".join(said)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["✓", "", "", ""], "yes"),
        (["", "X", "", ""], "no"),
        (["þ", "o", "o", "o"], "yes"),
        (["¨", "ý", "¨", "¨"], "no"),
        (["✓", "✗", "✗", "✗"], "yes"),
        (["✗", "✓", "✗", "✗"], "no"),
        (["Yes we comply.", "", "", ""], "yes"),
        (["", "We do not comply.", "", ""], "no"),
        (["", "", "", "Not applicable"], "not_applicable"),
        (["", "", "In part", ""], "partly"),
        (["Through our complaints policy", "", "", ""], "yes"),
    ],
)
def test_marks_and_words_in_columns_of_answers(cells, expected):
    assert ticked(cells)[0] == expected


@pytest.mark.parametrize(
    "cells",
    [
        ["✗", "", "", ""],
        ["No", "", "", ""],
        ["", "Yes", "", ""],
        ["Once the policy is approved", "", "", ""],
        ["Through our policy", "Not for leaseholders", "", ""],
        ["4.1", "", "", ""],
    ],
)
def test_what_denies_its_own_column_is_left_blank_and_shown(cells):
    found, said = ticked(cells)
    assert found == ""
    assert all(cell in said for cell in cells)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Partly", ""], "partly"),
        (["Partial compliance", ""], "partly"),
        (["", "Partially met – the policy is due"], "partly"),
        (["Yes, in part", ""], "partly"),
        (["N/A", ""], "not_applicable"),
        (["Partly", "Not applicable"], ""),
        (["Partly", "X"], ""),
        (["Yes / No", ""], ""),
        (["Yes, partly once approved", ""], ""),
    ],
)
def test_an_answer_without_a_column_of_its_own(cells, expected):
    found, said = ticked(cells, ("Yes", "No"))
    assert found == expected
    assert expected or all(cell in said for cell in cells)


def test_words_beside_an_answer_without_a_column_are_its_evidence():
    columns = [NUMBER, WORDING, ("Yes", lambda item: "Partly – the form is being rewritten now")]
    columns += [("No", lambda item: ""), ("Evidence", lambda item: "")]
    found = read(page(columns)).responses
    assert {(item.answer, item.evidence) for item in found} == {
        ("partly", "the form is being rewritten now")
    }


def test_no_with_a_full_stop_names_the_numbers():
    columns = [("No.", number), WORDING, ("Yes", lambda item: "✓"), ("No", lambda item: "")]
    result = read(page([*columns, EVIDENCE, COMMENT]))
    assert {item.answer for item in result.responses} == {"yes"}


COLOURS = {"Yes": "Green", "No": "Red", "Partially": "Amber"}


def colour(item: ProvisionData) -> str:
    return COLOURS[answer(item)]


@pytest.mark.parametrize(
    "key",
    [
        "<p>Green = compliant, Amber = partially compliant, Red = not compliant</p>",
        "<table><tr><td>Green</td><td>Compliant</td></tr><tr><td>Amber</td><td>Partially compliant"
        "</td></tr><tr><td>Red</td><td>Not compliant</td></tr></table>",
    ],
)
def test_a_colour_is_an_answer_where_a_key_says_so(key):
    check(read(key + page([NUMBER, WORDING, ("RAG", colour), EVIDENCE, COMMENT])))


def test_a_colour_alone_is_left_blank_and_shown():
    result = read(page([NUMBER, WORDING, ("RAG", colour), EVIDENCE, COMMENT]))
    assert {item.answer for item in result.responses} == {""}
    assert all(any(name in item.message for name in COLOURS.values()) for item in result.problems)
    assert len(result.problems) == ROWS


def test_a_comment_may_quote_the_provision_word_for_word():
    columns = [NUMBER, WORDING, ("Comply", answer), EVIDENCE, ("Commentary", wording)]
    result = read(page(columns))
    assert all(item.commentary for item in result.responses)


def test_a_table_of_something_else_is_not_the_forms_last_row():
    form = page([NUMBER, WORDING, ("Comply", answer), EVIDENCE, COMMENT])
    check(read(f"{form}<table><tr><td>Contact us</td><td>01632 960001</td></tr></table>"))


def test_a_sections_title_in_the_first_column_is_no_evidence():
    title = row(["Section 4: Complaint handling staff", "", "", "", ""])
    columns = [EVIDENCE, WORDING, NUMBER, ("Comply", answer), COMMENT]
    check(read(page(columns).replace("<tr><td>", f"{title}<tr><td>")))


def test_evidence_merged_over_three_provisions_belongs_to_each():
    rows = [
        row([i.number, i.text, "Yes"]).replace(
            "</tr>", "" if at % 3 else "<td rowspan=3>Shared</td></tr>"
        )
        for at, i in enumerate(provisions()[:12])
    ]
    top = row(["Code provision", "Code requirement", "Comply", "Evidence"], "th")
    result = read_form(f"<table>{top}{''.join(rows)}</table>".encode(), "form.html", "2024")
    assert [item.evidence for item in result.responses] == ["Shared"] * 12
