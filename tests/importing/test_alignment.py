"""On forms damaged in every way at once known, no row is sure of a wrong provision.

`MORE_SEEDS=8` tries so many forms of each mix; `python -m tests.importing.calibration` prints all.
"""

from __future__ import annotations

import os

import pytest

from assessments.importing.alignment.matching import match_rows
from tests.importing.calibration import Tally, tallied, wording_of
from tests.importing.corruption import EDITIONS, MIXES, corpus, damaged, rows_of

SEEDS = range(1, 1 + int(os.environ.get("MORE_SEEDS", "1")))
# Of the mixes in which a row's place, number and wording say next to nothing together.
OPEN = {
    "no numbers, 60 % words, headings": 0.1,
    "wrong numbers, 30 % words": 0.05,
    "wrong numbers, 60 % words": 0.1,
    "shuffled rows, no numbers": 0.1,
    "shuffled rows, no numbers, 30 % words": 0.2,
    "shuffled rows, no numbers, headings": 0.1,
    "shuffled rows, half the numbers": 0.1,
    "some unworded, some unnumbered": 0.15,
}


@pytest.mark.parametrize("mix", MIXES)
def test_no_row_goes_wrong_silently_and_few_stay_open(mix):
    [tally] = tallied(corpus(SEEDS, [mix])).values()
    assert tally.sure_wrong == 0
    assert tally.silent == 0
    assert tally.open <= OPEN.get(mix, 0.02) * tally.rows
    assert tally.wrong_asked <= 0.01 * tally.rows


@pytest.mark.parametrize("edition", EDITIONS)
def test_of_a_form_as_published_every_row_is_sure(edition):
    form = damaged("as published", edition, 1)
    matches = match_rows(form.rows(), wording_of(edition))
    assert {match.certainty for match in matches} == {"sure"}
    assert [match.provision for match in matches] == [row.provision for row in form.written]


@pytest.mark.parametrize("edition", EDITIONS)
def test_one_row_too_many_or_too_few_shifts_no_other(edition):
    rows = [row for row in rows_of(edition) if row.provision != "5.2"]
    rows.insert(20, rows[19])
    written = [row.as_row(index) for index, row in enumerate(rows)]
    matches = match_rows(written, wording_of(edition))
    assert [match.provision for match in matches] == [row.provision for row in rows]


def test_two_rows_that_nothing_tells_apart_are_open_to_both():
    rows = [row for row in rows_of("2024") if row.provision in ("6.5", "6.16")]
    written = [row.as_row(index) for index, row in enumerate(reversed(rows))]
    for row in written:
        row.texts["number"] = ""
    matches = match_rows([*written, *written], wording_of("2024"))
    assert {match.provision for match in matches} <= {"6.5", "6.16", ""}
    assert {match.certainty for match in matches} == {"ask"}


def test_a_tally_counts_what_was_done():
    tally = Tally()
    form = damaged("as published", "2024", 1)
    for match in match_rows(form.rows(), wording_of("2024")):
        tally.add(match, "1.2")
    assert (tally.rows, tally.right, tally.silent, tally.sure_wrong) == (72, 1, 71, 71)


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_row_without_number_and_wording_is_open_to_what_is_missing_there(edition):
    rows = rows_of(edition)
    written = [row.as_row(index) for index, row in enumerate(rows)]
    for index in (7, 30, 31):
        written[index].texts.update(number="", requirement="")
    matches = match_rows(written, wording_of(edition))
    assert matches[7].open_to == (rows[7].provision,)
    both = (rows[30].provision, rows[31].provision)
    assert matches[30].open_to == matches[31].open_to == both
