"""Every layout of a form gives back what was written into it."""

from __future__ import annotations

import os

import pytest

from tests.importing.layouts import LAYOUTS, Layout
from tests.importing.reading import differences, read_form, wrong_answers

QUICK = [layout for layout in LAYOUTS if not layout.slow]
# Programs of their own print these; each takes seconds.
PRINTED = [layout for layout in LAYOUTS if layout.slow]
# A PDF takes long to make and to read: only these are of the whole Code, and of one edition. Of the
# last, so much is misread that a part would say nothing.
MISREAD = "PDF, Chromium, no lines, numbers in the middle"
WHOLE_PDFS = ("PDF, WeasyPrint, grid", "PDF, LibreOffice", MISREAD)
# Of the others two sections, which go over several pages.
SECTIONS = ("5", "7")
# With which other answers and texts; script/proof tries more.
SEEDS = range(2, 2 + int(os.environ.get("CONTENTS", "1")))


def _check(layout: Layout, edition: str, seed: int = 1) -> None:
    form = layout.form(edition, seed)
    is_whole = not layout.file.endswith(".pdf") or (layout.name in WHOLE_PDFS and edition == "2024")
    others = [item.number for item in form.responses if item.section not in SECTIONS]
    left_out = () if is_whole else tuple(others)
    form = form.without(*left_out)
    result = read_form(layout.make(form), layout.file)
    expected = form.expected()
    wrong = differences(expected, result)
    cells = sum(len(parts) for parts in expected.values())
    assert result.edition == edition
    assert sorted(result.missing) == sorted(left_out)
    assert wrong_answers(expected, result) == []
    assert len(wrong) <= (1 - layout.right) * cells, "\n".join(wrong[:5])


@pytest.mark.parametrize("edition", ["2022", "2024"])
@pytest.mark.parametrize("layout", QUICK, ids=lambda layout: layout.name)
def test_every_cell_comes_back(layout, edition):
    _check(layout, edition)


@pytest.mark.parametrize(
    "layout", [item for item in QUICK if ".pdf" not in item.file], ids=lambda layout: layout.name
)
@pytest.mark.parametrize("seed", SEEDS)
def test_other_contents_come_back_as_well(layout, seed):
    _check(layout, "2024", seed)


@pytest.mark.parametrize(
    ("layout", "edition"),
    [
        pytest.param(layout, edition, id=f"{layout.name}-{edition}")
        for layout in PRINTED
        for edition in ("2022", "2024")
        if (layout.name, edition) != (MISREAD, "2022")
    ],
)
def test_pdfs_of_other_programs_come_back(layout, edition):
    _check(layout, edition)


def test_a_provision_left_out_is_missing():
    layout = LAYOUTS[0]
    form = layout.form("2024").without("5.2", "6.16")
    result = read_form(layout.make(form), layout.file)
    assert result.missing == ("5.2", "6.16")
    assert differences(form.expected(), result) == []


@pytest.mark.parametrize(
    "layout", [LAYOUTS[0], LAYOUTS[5], LAYOUTS[10]], ids=lambda layout: layout.name
)
@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_one_section_alone_is_read(layout, edition):
    form = layout.form(edition)
    others = [item.number for item in form.responses if item.section != "5"]
    result = read_form(layout.make(form.without(*others)), layout.file)
    assert result.edition == edition
    assert differences(form.without(*others).expected(), result) == []
    assert set(result.missing) == set(others)
