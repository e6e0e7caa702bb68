"""A release is told by what it is made of: nobody has to remember to count it up."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from selfassess.common.release import libraries, release, release_of


@pytest.fixture
def program(tmp_path: Path) -> Path:
    for name in (
        "publishing/render/pdf.py",
        "publishing/render/assets/pdf.css",
        "templates/a.html",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("as it was")
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        "publishing/render/pdf.py",
        "publishing/render/assets/pdf.css",
        "templates/a.html",
        "codes/x.py",
    ],
)
def test_each_file_that_makes_something_counts(program: Path, name: str) -> None:
    before = release_of(program, [])
    (program / name).parent.mkdir(exist_ok=True)
    (program / name).write_text("otherwise")
    assert release_of(program, []) != before


def test_a_library_counts_and_what_python_leaves_behind_does_not(program: Path) -> None:
    before = release_of(program, ["weasyprint 70.0"])
    (program / "publishing" / "__pycache__").mkdir()
    (program / "publishing" / "__pycache__" / "x.pyc").write_text("made of it")
    assert release_of(program, ["weasyprint 70.0"]) == before
    assert release_of(program, ["weasyprint 70.1"]) != before


def test_this_one_is_told_with_its_libraries() -> None:
    assert release() == release_of(settings.BASE_DIR, libraries())
    assert any(name.startswith("weasyprint ") for name in libraries())
