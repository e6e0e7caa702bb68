"""Two real forms in five formats, where SELFASSESS_SAMPLES names their folder."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from assessments.importing.result import ImportResult
from tests.importing.reading import read_form

SAMPLES = os.environ.get("SELFASSESS_SAMPLES", "")
FORMATS = ("docx", "pdf", "xlsx", "html", "txt")
BLANK_2022 = ["1.3", "1.6", "1.7", "1.8", "1.9", "1.4", "1.5", "4.3", "5.8"]
# The table in the samples' README: answered, missing, blank, No, Partly, Not applicable.
TABLE = {
    "2022": (72, (), BLANK_2022, ["2.2", "4.16", "4.17"], [], ["5.17", "5.20", "5.18", "5.19"]),
    "2024": (71, ("5.2",), [], ["1.6"], ["2.2", "2.5", "6.12", "7.4", "9.7", "9.8"], []),
}


@cache
def _read(edition: str, suffix: str) -> ImportResult:
    path = Path(SAMPLES) / f"havering-{edition}.{suffix}"
    return read_form(path.read_bytes(), path.name)


if SAMPLES:

    @pytest.mark.parametrize("suffix", FORMATS)
    @pytest.mark.parametrize("edition", ["2022", "2024"])
    def test_a_sample_gives_what_its_readme_says(edition, suffix):
        result = _read(edition, suffix)
        count, missing, blank, no, partly, not_applicable = TABLE[edition]
        found = {
            answer: [item.number for item in result.responses if item.answer == answer]
            for answer in ("", "no", "partly", "not_applicable")
        }
        assert result.edition == edition
        assert len(result.responses) == count
        assert result.missing == missing
        assert found == {
            "": blank, "no": no, "partly": partly, "not_applicable": not_applicable
        }  # fmt: skip

    @pytest.mark.parametrize("suffix", FORMATS[1:])
    @pytest.mark.parametrize("edition", ["2022", "2024"])
    def test_all_formats_of_a_sample_agree(edition, suffix):
        assert (
            _read(edition, suffix).as_json()["responses"]
            == (_read(edition, "docx").as_json()["responses"])
        )


def test_samples_are_named_by_a_folder():
    assert not SAMPLES or Path(SAMPLES).is_dir()
