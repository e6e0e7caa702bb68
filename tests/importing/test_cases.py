"""Small forms of kinds that are easily read wrong: each cell is right, or blank and named."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assessments.importing.result import ImportResult
from assessments.importing.texts import flat
from tests.importing.reading import read_form

CASES = Path(__file__).parent / "cases"
PARTS = ("answer", "evidence", "commentary")
# Where nobody could tell from the file alone: such a cell may be blank, if it is named.
CANNOT_BE_TOLD = {"01-paste-paragraphs-in-cells", "02a-two-years-columns", "23-joint-paste"}
# What is not read right yet, and why.
NOT_YET: dict[str, str] = {}


def _cases() -> list[object]:
    found = sorted(path for path in CASES.iterdir() if ".expected." not in path.name)
    return [
        pytest.param(
            path,
            id=path.stem,
            marks=[pytest.mark.xfail(strict=True, reason=NOT_YET[path.stem])]
            if path.stem in NOT_YET
            else [],
        )
        for path in found
    ]


@pytest.mark.parametrize("path", _cases())
def test_each_cell_is_right_or_blank_and_named(path):
    expected = json.loads((CASES / f"{path.stem}.expected.json").read_text(encoding="utf-8"))
    result = read_form(path.read_bytes(), path.name)
    assert result.edition == expected["edition"]
    responses = expected["responses"]
    assert _wrong(responses, result, may_ask=path.stem in CANNOT_BE_TOLD) == []
    assert {found.number for found in result.responses} <= set(responses)


def _wrong(
    responses: dict[str, dict[str, str]], result: ImportResult, *, may_ask: bool
) -> list[str]:
    """The cells that hold anything else than what is written, in words."""
    named = {problem.provision for problem in result.problems}
    for problem in result.problems:
        named.update(re.findall(r"\d+\.\d+", problem.message))
    found = result.by_number()
    wrong = []
    for number, cells in responses.items():
        for part in PARTS:
            wanted = flat(cells[part])
            got = flat(str(getattr(found[number], part))) if number in found else ""
            if got != wanted and not (may_ask and not got and number in named):
                wrong.append(f"{number} {part}: {wanted!r} became {got!r}")
            elif number not in found and not (may_ask and number in named):
                wrong.append(f"{number} was not found")
    return wrong
