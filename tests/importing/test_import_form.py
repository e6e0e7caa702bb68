"""manage.py import_form, reading only: no database is touched."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from tests.importing.layouts import LAYOUTS


@pytest.fixture
def form(tmp_path):
    layout = LAYOUTS[0]
    path = tmp_path / "form.docx"
    path.write_bytes(layout.make(layout.form("2024").without("5.2")))
    return path


def test_one_json_object_says_it_all(form, capsys):
    call_command("import_form", str(form), json=True)
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"edition", "responses", "missing", "problems"}
    assert found["edition"] == "2024"
    assert found["missing"] == ["5.2"]
    assert "5.2" not in found["responses"]
    expected = LAYOUTS[0].form("2024").without("5.2").expected()
    assert found["responses"] == expected
    assert all(set(item) == {"provision", "where", "message"} for item in found["problems"])


def test_words_say_what_a_person_should_look_at(form, capsys):
    call_command("import_form", str(form))
    out = capsys.readouterr().out
    assert "Found 71 of 72 provisions of the 2024 Code." in out
    assert "Missing: 5.2." in out


def test_the_edition_can_be_named(form, capsys):
    call_command("import_form", str(form), edition="2022", json=True)
    assert json.loads(capsys.readouterr().out)["edition"] == "2022"


@pytest.mark.parametrize(
    ("content", "options", "reason"),
    [
        (b"MZ program", {}, "is a program"),
        (b"1.2\tA complaint\tYes\tx\n", {"edition": "1999"}, "Known editions: 2022, 2024"),
        (None, {}, "No such file"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_a_reason(tmp_path, content, options, reason):
    path = tmp_path / "form.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=reason) as caught:
        call_command("import_form", str(path), json=True, **options)
    assert caught.value.returncode == 2
