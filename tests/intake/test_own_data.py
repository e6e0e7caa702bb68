"""Our own CSV and JSON, sent in: as they were downloaded, saved by a spreadsheet, or not ours."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from assessments.importing.limits import CannotRead
from assessments.importing.result import Found, ImportResult
from assessments.importing.sandbox import read_file
from publishing.document.versions import VERSIONS
from publishing.render.csv import render_csv
from tests.publishing import forms as documents

GOLDEN = Path(__file__).resolve().parent.parent / "publishing" / "golden"


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    """The rows of our CSV, its headings first."""
    data = render_csv(documents.filled("2024"))
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def written(rows: list[list[str]], mark: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark).writerows(rows)
    return out.getvalue().encode(encoding, "replace")


def told(result: ImportResult) -> dict[str, Found]:
    return result.by_number()


def test_what_a_spreadsheet_makes_of_numbers_and_dates_is_still_read(rows):
    number, due = rows[0].index("provision"), rows[0].index("action_due")
    saved = [row.copy() for row in rows]
    for row in saved[1:]:
        row[number] = row[number].removesuffix("0")
        row[due] = "/".join(reversed(row[due].split("-")))
    before = told(read_file(written(rows), "data.csv"))
    result = read_file(written(saved, ";", "cp1252"), "data.csv")
    assert result.missing == ()
    assert told(result)["5.10"].evidence == before["5.10"].evidence
    assert told(result)["5.1"].certainty == "sure"
    assert "30/09/2026" in {found.action_due for found in result.responses}


def test_columns_that_were_taken_out_or_moved_do_no_harm(rows):
    kept = [index for index, name in enumerate(rows[0]) if name not in ("position", "action")]
    moved = [[row[index] for index in reversed(kept)] for row in rows]
    before, after = (told(read_file(written(each), "x.csv")) for each in (rows, moved))
    assert {n: f.commentary for n, f in after.items()} == {
        n: f.commentary for n, f in before.items()
    }
    assert {found.action for found in after.values()} == {""}


def test_an_answer_typed_into_the_file_is_read_and_one_that_is_none_is_told(rows):
    answer = rows[0].index("answer")
    typed = [row.copy() for row in rows]
    typed[1][answer], typed[2][answer] = "Not applicable", "perhaps"
    result = read_file(written(typed), "x.csv")
    assert [found.answer for found in result.responses[:2]] == ["not_applicable", ""]
    assert "could not read the answer “perhaps”" in next(
        item.message for item in result.problems if item.kind == "unreadable"
    )


def test_a_row_that_is_there_twice_counts_once_and_is_told(rows):
    twice = [*rows, [*rows[1][:-1], "Another alternative"]]
    result = read_file(written(twice), "x.csv")
    assert [item.kind for item in result.problems if item.kind != "blank"] == ["repeated"]
    assert result.responses[0].alternative != "Another alternative"


def test_read_as_a_form_of_the_other_code_it_is_matched_by_its_wording(rows):
    result = read_file(written(rows), "x.csv", "2022")
    assert result.edition == "2022"
    assert told(result)["1.2"].evidence == told(read_file(written(rows), "x.csv"))["1.2"].evidence


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_every_version_of_our_json_that_was_ever_published_is_read(path):
    content = json.loads(path.read_text())
    assert content["schema"] in VERSIONS
    result = read_file(path.read_bytes(), path.name)
    published = {
        item["number"]: (item["answer"], item["evidence"], item["action_due"] or "")
        for section in content["sections"]
        for item in section["provisions"]
    }
    found = {f.number: (f.answer, f.evidence, f.action_due) for f in result.responses}
    assert (result.edition, found) == (content["code"]["edition"], published)


def test_no_version_of_our_json_is_without_one_that_was_published():
    versions = {json.loads(path.read_text())["schema"] for path in GOLDEN.glob("*.json")}
    assert versions == set(VERSIONS)


OURS = {"schema": 2, "code": {"edition": "2024"}, "sections": []}
ONE = {"number": "1.2", "answer": ["yes"]}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{}", "not a self-assessment from this service"),
        ("[1, 2]", "not a self-assessment from this service"),
        ('{"sections": {"a": 1}}', "not a self-assessment from this service"),
        (json.dumps(OURS | {"schema": True}), "not a self-assessment from this service"),
        (json.dumps(OURS | {"schema": 3}), "cannot read this version"),
        (json.dumps(OURS | {"code": []}), "not a self-assessment from this service"),
        (json.dumps(OURS | {"sections": [{"provisions": [ONE]}]}), "not a self-assessment"),
        ('{"schema": 2, ', "file is damaged"),
        ("no json", "file is damaged"),
        ("[" * 100_000, "We could not read this file"),
    ],
)
def test_json_that_is_not_ours_is_refused_with_what_to_do(content, reason):
    with pytest.raises(CannotRead, match=reason):
        read_file(content.encode(), "data.json")
