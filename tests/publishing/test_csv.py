import csv
import io

import pytest

from assessments.open_data import protect, unprotect
from publishing.render.csv import COLUMNS, render_csv
from tests.publishing import forms as documents


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_every_provision_has_a_row_in_the_forms_order(edition):
    document = documents.filled(edition)
    rows = _rows(render_csv(document))
    assert [row["provision"] for row in rows] == [p.number for p in document.provisions]
    assert [row["position"] for row in rows] == [str(n) for n in range(1, 73)]
    for row, provision in zip(rows, document.provisions, strict=True):
        assert unprotect(row["requirement"]) == provision.requirement
        assert (row["level"], row["stage"]) == (provision.level, provision.stage)
        assert (row["answer"], row["evidence"]) == (provision.answer, provision.evidence)


def test_the_file_is_utf_8_with_a_mark_and_lines_end_as_rfc_4180_has_it():
    data = render_csv(documents.make())
    assert data.startswith(b"\xef\xbb\xbflandlord,year,")
    head, _, _ = data.decode("utf-8-sig").partition("\r\n")
    assert head.split(",") == [column.name for column in COLUMNS]
    assert data.endswith(b"\r\n")


def test_every_column_is_documented():
    assert all(column.meaning.endswith(".") for column in COLUMNS)


def test_no_value_can_be_taken_for_a_formula():
    for row in _rows(render_csv(documents.hostile())):
        assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in row.values())


def test_every_text_comes_back_exactly():
    document = documents.hostile()
    rows = _rows(render_csv(document))
    assert unprotect(rows[0]["landlord"]) == document.landlord.name
    for row, provision in zip(rows, document.provisions, strict=True):
        for name in ("evidence", "commentary", "action", "action_owner", "alternative"):
            assert unprotect(row[name]) == getattr(provision, name)


@pytest.mark.parametrize(
    "text", ["", "'", "''", "=", "'=1", "a'b", "-", "＝1", "\r=1", "\n-1", " =1"]
)
def test_protection_can_be_undone(text):
    assert unprotect(protect(text)) == text


def test_dates_are_written_as_iso_has_them():
    rows = _rows(render_csv(documents.filled()))
    assert rows[3]["action_due"] == "2026-09-30"
    assert rows[0]["published_on"] == "2026-05-20"
    assert rows[0]["action_due"] == ""


def test_a_draft_has_no_version():
    row = _rows(render_csv(documents.make(version=None, published_on=None)))[0]
    assert (row["version"], row["published_on"]) == ("", "")


def test_the_same_document_gives_the_same_bytes():
    assert render_csv(documents.filled()) == render_csv(documents.filled())
