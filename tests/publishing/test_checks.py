"""A format or an answer of which something was forgotten is an error at the start."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from assessments.enums import Answer
from publishing.document import charts, summary
from publishing.formats import FORMATS, PAPER, Format
from publishing.making.renderers import RENDERERS
from tests.publishing.documents import change_provisions, make_document


def test_a_format_that_nobody_makes_is_an_error(monkeypatch):
    monkeypatch.setitem(FORMATS, f"{PAPER}.odt", Format(f"{PAPER}.odt", "ODT", "application/odt"))
    with pytest.raises(SystemCheckError, match=r"committee-paper\.odt has no renderer"):
        call_command("check")


def test_a_renderer_that_nobody_offers_is_an_error(monkeypatch):
    monkeypatch.setitem(RENDERERS, "self-assessment.odt", RENDERERS["self-assessment.csv"])
    with pytest.raises(SystemCheckError, match=r"self-assessment\.odt belongs to no format"):
        call_command("check")


def test_a_kind_of_file_that_has_no_name_is_an_error(monkeypatch):
    monkeypatch.setitem(FORMATS, "report.csv", Format("report.csv", "CSV", "text/csv"))
    monkeypatch.setitem(RENDERERS, "report.csv", RENDERERS["self-assessment.csv"])
    with pytest.raises(SystemCheckError, match=r"Nothing says what report\.csv is"):
        call_command("check")


@pytest.mark.parametrize("answer", [*Answer.values, ""])
def test_an_answer_that_the_summary_does_not_count_is_an_error(monkeypatch, answer):
    columns = tuple(column for column in summary.COLUMNS if column != answer)
    monkeypatch.setattr(summary, "COLUMNS", columns)
    with pytest.raises(SystemCheckError, match=f"The answer “{answer}” appears 0 times"):
        call_command("check")


def test_an_answer_without_a_column_is_never_left_out_of_the_counts():
    document = change_provisions(make_document("2024"), lambda row: _with(row, "perhaps"))
    with pytest.raises(ValueError, match="no column for perhaps"):
        summary.rows(document)


def test_each_answer_is_told_in_sentences_and_charts_of_its_own():
    plain = make_document("2024")
    told = {
        summary.sentences(change_provisions(plain, lambda row, to=answer: _with(row, to)))
        for answer in summary.COLUMNS
    }
    assert len(told) == len(summary.COLUMNS)
    assert set(charts.STYLES) == set(summary.COLUMNS)


def _with(row, answer):
    return replace(row, answer=answer)
