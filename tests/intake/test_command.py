"""manage.py import_form: reads a form, and puts it into an assessment."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from assessments.models import Assessment, HistoryEntry, ImportedFile
from tests import factories
from tests.intake.forms import comma_separated, rows_of


@pytest.fixture
def form(tmp_path: Path) -> Path:
    rows = rows_of("2024")
    del rows[5]
    path = tmp_path / "old form.csv"
    path.write_bytes(comma_separated(rows))
    return path


def run(*arguments: object) -> dict:
    out = io.StringIO()
    call_command("import_form", *map(str, arguments), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_without_a_landlord_it_reads_and_needs_no_database(form):
    environment = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    done = subprocess.run(
        [sys.executable, "manage.py", "import_form", form, "--json"],
        cwd=settings.BASE_DIR,
        env=environment | {"DJANGO_SETTINGS_MODULE": "selfassess.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["edition"], len(answer["responses"]), len(answer["missing"])) == ("2024", 71, 1)


def test_a_file_that_cannot_be_read_ends_with_2(tmp_path):
    path = tmp_path / "form.docx"
    path.write_bytes(b"MZ a program")
    with pytest.raises(CommandError, match="program") as refused:
        run(path)
    assert refused.value.returncode == 2


def test_a_dry_run_changes_nothing(form, cast, full_codes):
    answer = run(form, "--landlord", "alderbrook", "--year", "2024-25", "--dry-run")
    assert len(answer["imported"]["filled"]) == 71
    assert not Assessment.objects.exists()
    assert not ImportedFile.objects.exists()


def test_it_starts_the_years_assessment_and_twice_changes_nothing(form, cast, full_codes):
    answer = run(form, "--landlord", "alderbrook", "--year", "2024-25")
    assessment = Assessment.objects.get()
    assert assessment.state == "draft"
    assert len(answer["imported"]["filled"]) == 71
    row = assessment.responses.get(provision__number="1.2")
    assert (row.answer, row.edited_by) == ("yes", cast.officer.user)
    notes = set(assessment.history.filter(event="response_saved").values_list("note", flat=True))
    assert notes == {"Imported from old form.csv, from the shell"}
    before = HistoryEntry.objects.count()
    again = run(form, "--landlord", "alderbrook", "--year", "2024-25")
    assert (again["imported"]["filled"], HistoryEntry.objects.count()) == ([], before)


def test_a_past_year_is_recorded_with_its_address(form, cast, full_codes):
    address = "https://www.alderbrook.example/2023"
    run(form, "--landlord", "alderbrook", "--year", "2023-24", "--past", "--address", address)
    recorded = Assessment.objects.get()
    assert (recorded.state, recorded.published_url) == ("recorded", address)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "no address"])
def test_an_address_that_is_none_is_refused(form, cast, full_codes, address):
    target = ("--landlord", "alderbrook", "--year", "2023-24", "--past")
    with pytest.raises(CommandError, match="Enter a web address in the correct format"):
        run(form, *target, "--address", address)
    assert not Assessment.objects.exists()


def test_nothing_is_overwritten(form, cast, full_codes):
    draft = factories.start(cast.officer, full_codes["2024"], 2024)
    factories.answer(cast.officer, draft, "1.2", answer="no", evidence="Ours")
    answer = run(form, "--landlord", "alderbrook", "--year", "2024-25")
    row = draft.responses.get(provision__number="1.2")
    assert (row.answer, row.evidence) == ("no", "Ours")
    assert answer["imported"]["left"] == ["1.2"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--landlord", "nobody", "--year", "2024-25"], "There is no landlord with"),
        (["--landlord", "alderbrook", "--year", "2024"], "not a financial year"),
        (["--landlord", "alderbrook"], "--landlord and --year together"),
        (["--past"], "--past with"),
        (
            ["--landlord", "alderbrook", "--year", "2024-25", "--address", "a.org"],
            "--address with --past",
        ),
        (
            ["--landlord", "alderbrook", "--year", "2024-25", "--as", "x@example.org"],
            "officer with the email",
        ),
    ],
)
def test_where_it_cannot_go_is_said(form, cast, full_codes, arguments, words):
    with pytest.raises(CommandError, match=words):
        run(form, *arguments)
    assert not Assessment.objects.exists()


def test_an_assessment_of_another_code_is_left(form, cast, full_codes):
    factories.start(cast.officer, full_codes["2022"], 2024)
    with pytest.raises(CommandError, match="uses the"):
        run(form, "--landlord", "alderbrook", "--year", "2024-25")


def test_a_recorded_year_keeps_the_address_that_it_has(form, cast, full_codes):
    known = factories.record_elsewhere(cast.officer, full_codes["2024"], 2023)
    target = ("--landlord", "alderbrook", "--year", "2023-24", "--past")
    with pytest.raises(CommandError, match=r"recorded with https://www\.landlord"):
        run(form, *target, "--address", "https://elsewhere.example/form.pdf")
    assert not ImportedFile.objects.exists()
    answer = run(form, *target, "--address", known.published_url)
    assert len(answer["imported"]["filled"]) == 71


def test_of_a_file_without_end_no_more_is_read_than_shows_that(cast):
    with pytest.raises(CommandError, match="larger than 20 MB") as refused:
        run("/dev/zero")
    assert refused.value.returncode == 2


def test_an_earlier_years_form_is_not_taken_for_this_years(form, cast, full_codes):
    last = form.rename(form.with_name("Self-assessment 2024-25.csv"))
    with pytest.raises(CommandError, match="form for 2024-25, not for 2025-26") as refused:
        run(last, "--landlord", "alderbrook", "--year", "2025-26")
    assert "--year 2024-25 --past" in str(refused.value)
    dated = last.rename(form.with_name("Form of June 2024.csv"))
    with pytest.raises(CommandError, match="June 2024"):
        run(dated, "--landlord", "alderbrook", "--year", "2025-26")
    assert not Assessment.objects.exists()
    # A form may well be written after the year that it is for.
    run(dated, "--landlord", "alderbrook", "--year", "2023-24", "--past")
    answer = run(dated, "--landlord", "alderbrook", "--year", "2025-26", "--confirm-year")
    assert len(answer["imported"]["filled"]) == 71
