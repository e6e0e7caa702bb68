"""Which provision a row goes to, when its number, its wording and its place disagree."""

from __future__ import annotations

import random
from collections.abc import Callable
from html import escape

import pytest

from assessments.importing.result import ImportResult
from tests.importing.content import codes
from tests.importing.reading import read_form

Rows = list[dict[str, str]]
EDITIONS = ("2022", "2024")
SAME_WORDING = {
    "2022": {"5.3", "5.15", "5.19"},
    "2024": {"6.5", "6.16", "6.6", "6.17", "6.7", "6.18"},
}


def rows_of(edition: str) -> Rows:
    return [
        {
            "true": item.number,
            "number": item.number,
            "requirement": item.text,
            "stage": item.stage,
            "answer": "Yes",
            "evidence": f"Proof {item.number}.",
        }
        for item in codes()[edition].provisions()
    ]


def page(
    rows: Rows, columns: str = "number requirement answer evidence", stages: bool = False
) -> bytes:
    html = "<h1>Self-assessment</h1><table><tr><th>Code provision</th><th>Code requirement</th>"
    html += "<th>Comply: Yes / No</th><th>Evidence</th></tr>"
    stage = ""
    for row in rows:
        if stages and row["stage"] != stage:
            stage = row["stage"]
            html += f"<tr><td colspan=4>{stage or 'Other'}</td></tr>"
        cells = "".join(f"<td>{escape(row[name])}</td>" for name in columns.split())
        html += f"<tr>{cells}</tr>"
    return f"{html}</table>".encode()


def wrong(result: ImportResult) -> list[str]:
    """Responses that stand at another provision than they were written for, and are not asked."""
    return [
        f"{item.number}: {item.evidence}"
        for item in result.responses
        if item.evidence != f"Proof {item.number}." and item.certainty != "ask"
    ]


def changed(rows: Rows, change: Callable[[dict[str, str]], None]) -> Rows:
    copies = [dict(row) for row in rows]
    for row in copies:
        change(row)
    return copies


def unnumbered(edition: str) -> Rows:
    return changed(rows_of(edition), lambda row: row.update(number=""))


def numbers(result: ImportResult) -> set[str]:
    return {item.number for item in result.responses}


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("stages", [False, True])
def test_rows_without_numbers_go_by_wording_and_order(edition, stages):
    result = read_form(page(unnumbered(edition), stages=stages), "form.html")
    assert result.edition == edition
    assert wrong(result) == []
    assert result.missing == ()


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_order_of_the_numbers_is_an_order_as_well(edition):
    rows = sorted(
        unnumbered(edition), key=lambda row: [int(part) for part in row["true"].split(".")]
    )
    result = read_form(page(rows), "form.html")
    assert wrong(result) == []
    assert result.missing == ()


@pytest.mark.parametrize("edition", EDITIONS)
def test_identical_wordings_in_no_order_are_asked(edition):
    rows = unnumbered(edition)
    random.Random(5).shuffle(rows)
    result = read_form(page(rows), "form.html")
    assert wrong(result) == []
    assert set(result.missing) == SAME_WORDING[edition]
    assert all("Choose" in problem.message for problem in result.problems)
    assert len(result.problems) == len(SAME_WORDING[edition])


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_spreadsheets_5_1_is_5_10_where_the_wording_says_so(edition):
    rows = changed(rows_of(edition), lambda row: row.update(number=str(float(row["number"]))))
    for shuffled in (False, True):
        if shuffled:
            random.Random(1).shuffle(rows)
        result = read_form(page(rows), "form.html")
        assert wrong(result) == []
        assert result.missing == ()


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_5_1_without_wording_goes_by_its_place_or_is_asked(edition):
    rows = changed(
        rows_of(edition), lambda row: row.update(number=str(float(row["number"])), requirement="")
    )
    result = read_form(page(rows), "form.html", edition)
    assert wrong(result) == []
    assert len(result.responses) >= 70


@pytest.mark.parametrize("edition", EDITIONS)
def test_misread_numbers_are_mended_by_the_wording(edition):
    rows = changed(
        rows_of(edition),
        lambda row: row.update(number=row["number"].replace(".", ". ").replace("1", "I")),
    )
    result = read_form(page(rows), "form.html")
    assert wrong(result) == []
    assert result.missing == ()


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_wrong_number_is_put_to_a_person(edition):
    rows = rows_of(edition)
    for index in (5, 20, 33, 60):
        rows[index]["number"] = rows[index + 3]["true"]
    result = read_form(page(rows), "form.html")
    asked = {item.number for item in result.responses if item.certainty == "ask"}
    assert wrong(result) == []
    assert {rows[index]["true"] for index in (5, 20, 33, 60)} <= asked | set(result.missing)
    assert len([item for item in result.problems if item.kind == "conflict"]) == 4


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_wrong_wording_is_put_to_a_person(edition):
    rows = rows_of(edition)
    for index in (5, 20, 33, 60):
        rows[index]["requirement"] = rows[index + 3]["requirement"]
    result = read_form(page(rows), "form.html")
    assert wrong(result) == []
    conflicts = [item for item in result.problems if item.kind == "conflict"]
    assert {item.provision for item in conflicts} == {rows[i]["true"] for i in (5, 20, 33, 60)}
    assert set(result.missing) == {rows[i]["true"] for i in (5, 20, 33, 60)}


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("share", [0.2, 0.5])
def test_wording_that_the_landlord_altered_is_still_known(edition, share):
    chance = random.Random(3)
    words = [word for row in rows_of(edition) for word in row["requirement"].split()]

    def alter(row: dict[str, str]) -> None:
        own = row["requirement"].split()
        row["requirement"] = " ".join(
            chance.choice(words) if chance.random() < share else word for word in own
        )

    altered = changed(rows_of(edition), alter)
    result = read_form(page(altered), "form.html")
    assert wrong(result) == []
    assert result.missing == ()
    without = read_form(page(changed(altered, lambda row: row.update(number=""))), "form.html")
    assert wrong(without) == []
    assert len(without.responses) >= 60


@pytest.mark.parametrize("edition", EDITIONS)
def test_numbers_alone_are_enough_where_the_edition_is_named(edition):
    data = page(rows_of(edition), "number answer evidence")
    data = data.replace(b"<th>Code requirement</th>", b"")
    result = read_form(data, "form.html", edition)
    assert wrong(result) == []
    assert result.missing == ()
    assert {item.certainty for item in result.responses} == {"likely"}


def test_another_codes_numbers_are_never_taken_for_granted():
    result = read_form(page(rows_of("2022")), "form.html", "2024")
    assert result.edition == "2024"
    assert wrong(result) == []
    assert result.problems


def test_the_same_provision_twice_is_reported():
    rows = rows_of("2024")
    rows.insert(8, dict(rows[7], evidence="Something else.", answer="No"))
    result = read_form(page(rows), "form.html")
    [problem] = [item for item in result.problems if item.kind == "repeated"]
    assert problem.provision == rows[7]["true"]
    assert result.by_number()[rows[7]["true"]].evidence == f"Proof {rows[7]['true']}."
    assert "The other says: “No – Something else.”" in problem.message


def test_a_row_that_belongs_nowhere_is_told_whatever_it_holds():
    rows = rows_of("2024")
    note = {**rows[0], "number": "Annex", "requirement": "", "answer": "", "evidence": "By letter."}
    rows.insert(10, note)
    [problem] = read_form(page(rows), "form.html").problems
    assert (problem.kind, problem.where) == ("unplaced", "table 1, row 12")
    assert "“Annex”" in problem.message


def test_of_two_rows_that_nothing_tells_apart_both_are_offered():
    rows = [row for row in unnumbered("2024") if row["true"] in ("1.2", "6.5", "6.16", "9.8")]
    random.Random(2).shuffle(rows)
    result = read_form(page(rows), "form.html", "2024")
    offers = {offer.number: offer.evidence for offer in result.offers}
    assert wrong(result) == []
    assert sorted(offers.values()) == ["Proof 6.16.", "Proof 6.5."]
    assert set(offers) == {"6.5", "6.16"}


def test_the_same_row_twice_is_no_news():
    rows = rows_of("2024")
    rows.insert(8, dict(rows[7]))
    assert read_form(page(rows), "form.html").problems == ()


def test_an_empty_form_has_no_answers():
    rows = changed(rows_of("2024"), lambda row: row.update(answer="Yes / No", evidence=""))
    result = read_form(page(rows), "form.html")
    assert {item.answer for item in result.responses} == {""}
    assert "blank form" in result.problems[0].message


def test_evidence_under_the_answers_heading_is_evidence():
    rows = rows_of("2024")
    rows[4].update(answer=rows[4]["evidence"] + " It stands in the wrong column.", evidence="")
    result = read_form(page(rows), "form.html")
    found = result.by_number()[rows[4]["true"]]
    assert found.answer == ""
    assert found.evidence == f"Proof {rows[4]['true']}. It stands in the wrong column."
    assert [(item.provision, item.kind) for item in result.problems] == [(rows[4]["true"], "blank")]


def test_an_unreadable_answer_is_left_blank_and_reported():
    rows = rows_of("2024")
    rows[4]["answer"] = "I TAC"
    result = read_form(page(rows), "form.html")
    assert result.by_number()[rows[4]["true"]].answer == ""
    [problem] = result.problems
    assert problem.kind == "unreadable"
    assert "I TAC" in problem.message
    assert problem.where == "table 1, row 6"


def test_labelled_lines_of_our_own_export_are_taken_apart():
    rows = rows_of("2024")
    rows[0]["evidence"] = (
        "Proof.\nAction: Rewrite the letter.\nOwner: Head of Homes\nBy: 31 March 2027"
    )
    data = page(rows).replace(b"\n", b"<br>")
    found = read_form(data, "form.html").responses[0]
    assert (found.evidence, found.action) == ("Proof.", "Rewrite the letter.")
    assert (found.action_owner, found.action_due) == ("Head of Homes", "31 March 2027")


def test_a_new_edition_needs_no_change_of_program(tmp_path):
    from assessments.importing.engine import import_source
    from assessments.importing.readers import read
    from codes.reading import read_folder
    from tests.codes.files import CODE, write

    code = read_folder(write(tmp_path, code_2026=CODE)).codes[0]
    first = next(iter(code.provisions()))
    heads = "Code provision\tCode requirement\tComply\tEvidence"
    text = f"{heads}\n{first.number}\t{first.text}\tYes\tFine"
    result = import_source(read(text.encode(), "form.txt"), [code])
    assert (result.edition, result.responses[0].evidence) == ("2026", "Fine")


@pytest.mark.parametrize("seed", range(60))
def test_mutilated_rows_never_land_on_a_wrong_provision(seed):
    chance = random.Random(seed)
    edition = chance.choice(EDITIONS)
    rows = rows_of(edition)
    if chance.random() < 0.4:
        chance.shuffle(rows)
    for row in list(rows):
        luck = chance.random()
        if luck < 0.1:
            rows.remove(row)
        elif luck < 0.15:
            rows.insert(chance.randrange(len(rows)), dict(row))
        elif luck < 0.25:
            row["number"] = ""
        elif luck < 0.3:
            row["requirement"] = ""
        elif luck < 0.35:
            row["requirement"] = row["requirement"][: chance.randrange(5, 60)]
        elif luck < 0.4:
            row["number"] = chance.choice(["\u200b", "?", "x.y", "12", row["number"] + "\u202e"])
        elif luck < 0.45:
            row["answer"] = chance.choice(["", "😀", "I TAC", "\u202eYes"])
    result = read_form(page(rows), "form.html", edition)
    assert wrong(result) == []
