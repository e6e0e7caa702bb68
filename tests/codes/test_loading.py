"""manage.py load_codes: what it writes, what it leaves alone and what it refuses."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.core.serializers import serialize

from codes.models import (
    Code,
    Correspondence,
    CorrespondenceSource,
    Family,
    Provision,
    Section,
)
from tests import factories
from tests.codes.files import CODE, CORRESPONDENCE, OTHER, later, write

pytestmark = pytest.mark.django_db


def load(folder: Path | None = None, *args: str) -> str:
    out = StringIO()
    call_command("load_codes", *([str(folder)] if folder else []), *args, stdout=out)
    return out.getvalue()


def everything() -> list[str]:
    return [
        serialize("json", model.objects.order_by("pk"))
        for model in (Family, Code, Section, Provision, Correspondence, CorrespondenceSource)
    ]


def test_the_real_codes_load_and_a_second_time_changes_nothing():
    assert load() == "2022.toml: created\n2024.toml: created\n2022-to-2024.toml: created\n"
    assert [code.provisions.count() for code in Code.objects.all()] == [72, 72]
    before = everything()
    assert load() == "2022.toml: unchanged\n2024.toml: unchanged\n2022-to-2024.toml: unchanged\n"
    assert everything() == before


def test_a_new_edition_and_its_correspondence_are_two_files(tmp_path):
    assert load(write(tmp_path, code_2026=CODE)) == "2026.toml: created\n"
    write(tmp_path, code_2027=later(), code_2026_to_2027=CORRESPONDENCE)
    assert load(tmp_path).splitlines() == [
        "2026.toml: unchanged",
        "2027.toml: created",
        "2026-to-2027.toml: created",
    ]


def test_check_says_what_would_change_and_writes_nothing(tmp_path):
    write(tmp_path, code_2026=CODE)
    assert load(tmp_path, "--check") == "2026.toml: would be created\n"
    assert not Code.objects.exists()
    load(tmp_path)
    assert load(tmp_path, "--check") == "2026.toml: unchanged\n"
    write(tmp_path, code_2026=CODE.replace("one process", "a process"))
    assert load(tmp_path, "--check") == "2026.toml: would be updated\n"
    assert Provision.objects.get(number="5.1").text == "Landlords must have one process."


@pytest.mark.parametrize("args", [(), ("--check",)])
def test_a_wrong_file_ends_with_its_name_and_loads_nothing(tmp_path, args):
    write(tmp_path, code_2026=CODE, code_2027=later().replace('"5.10"', "5.10"))
    with pytest.raises(CommandError, match=r"2027\.toml, provision 5\.10: 'number' must be text"):
        load(tmp_path, *args)
    assert not Code.objects.exists()


def test_an_unused_codes_wording_and_provisions_may_change(tmp_path):
    load(write(tmp_path, code_2026=CODE))
    changed = CODE.replace("one process", "a process").replace('number = "5.10"', 'number = "5.11"')
    assert load(write(tmp_path, code_2026=changed)) == "2026.toml: updated\n"
    assert list(Provision.objects.values_list("number", "text")) == [
        ("5.11", "Landlords must answer within:\n\n- five days\n- or ten"),
        ("5.1", "Landlords must have a process."),
    ]


def test_a_section_that_goes_is_taken_out(tmp_path):
    load(write(tmp_path, code_2026=CODE))
    renumbered = CODE.replace('number = "5"\n', 'number = "6"\n')
    assert load(write(tmp_path, code_2026=renumbered)) == "2026.toml: updated\n"
    assert list(Section.objects.values_list("number", flat=True)) == ["6"]
    assert Provision.objects.count() == 2


def test_a_changed_correspondence_is_made_anew(tmp_path):
    folder = write(tmp_path, code_2026=CODE, code_2027=later(), code_2026_to_2027=CORRESPONDENCE)
    load(folder)
    write(folder, code_2026_to_2027=CORRESPONDENCE.replace('"strengthened"', '"reworded"'))
    assert "2026-to-2027.toml: updated" in load(folder)
    assert "2026-to-2027.toml: unchanged" in load(folder)
    assert Correspondence.objects.get(to_provision__number="5.10").change == "reworded"


@pytest.fixture
def used(tmp_path, cast) -> Path:
    """A Code that an assessment uses: 5.1 is answered, 5.10 is not."""
    load(write(tmp_path, code_2026=CODE))
    assessment = factories.start(cast.officer, Code.objects.get(), year=2026)
    factories.answer(cast.officer, assessment, "5.1", **factories.YES)
    return tmp_path


ANSWERED = 'number = "5.1"\nlevel = "must"'


@pytest.mark.parametrize(
    "changed",
    [
        CODE.replace("one process", "a process"),
        CODE.replace(ANSWERED, f'{ANSWERED}\nstage = "Stage 2"'),
        CODE.replace(ANSWERED, 'number = "5.1"\nlevel = "should"').replace(
            "rules =", 'must_heading = "Musts"\nshould_heading = "Shoulds"\nrules ='
        ),
        CODE.replace(
            f"[[section.provision]]\n{ANSWERED}",
            f'[[section]]\nnumber = "6"\ntitle = "More"\n\n[[section.provision]]\n{ANSWERED}',
        ),
    ],
    ids=["text", "stage", "level", "section"],
)
def test_what_was_answered_is_never_reworded(used, changed):
    before = everything()
    with pytest.raises(CommandError) as caught:
        load(write(used, code_2026=changed))
    assert str(caught.value).startswith("2026.toml, provision 5.1: its text, level, stage or sect")
    assert "publish the new wording as a new edition in its own file" in str(caught.value)
    assert everything() == before


def test_check_refuses_what_loading_would(used):
    with pytest.raises(CommandError, match=r"2026\.toml, provision 5\.1: its text"):
        load(write(used, code_2026=CODE.replace("one process", "a process")), "--check")


def test_what_nobody_has_answered_may_be_reworded(used):
    assert load(write(used, code_2026=CODE.replace("or ten", "or six"))) == "2026.toml: updated\n"
    assert Provision.objects.get(number="5.10").text.endswith("- or six")


def test_titles_dates_and_order_may_always_change(used):
    named = CODE.replace(ANSWERED, f'{ANSWERED}\nshort_title = "One process"')
    head, first, second = named.split("[[section.provision]]")
    head = head.replace("2026-04-01", "2026-05-01").replace("The process", "Process")
    changed = "[[section.provision]]".join([head, f"{second}\n", first])
    assert load(write(used, code_2026=changed)) == "2026.toml: updated\n"
    assert list(Provision.objects.values_list("number", flat=True)) == ["5.1", "5.10"]
    assert Code.objects.get().in_force_from.month == 5
    assert Section.objects.get().title == "Process"
    assert Provision.objects.get(number="5.1").numbered_title == "5.1 One process"
    assert Provision.objects.get(number="5.10").numbered_title == "5.10"


def test_a_code_in_use_keeps_its_provisions(used):
    added = f'{CODE}\n[[section.provision]]\nnumber = "5.2"\nlevel = "must"\ntext = "More."\n'
    with pytest.raises(CommandError, match=r"2026\.toml, provision 5\.2: it cannot be added to"):
        load(write(used, code_2026=added))
    removed, _, _ = CODE.rpartition("[[section.provision]]")
    with pytest.raises(CommandError, match=r"2026\.toml, provision 5\.1: it cannot be added to or"):
        load(write(used, code_2026=removed))


def test_a_code_in_use_keeps_its_number_of_columns(used):
    with pytest.raises(CommandError, match="the number of columns cannot change"):
        load(write(used, code_2026=CODE.replace(', "Commentary"', "")))


def test_a_code_of_another_family_is_loaded_beside_the_housing_ombudsmans():
    load()
    assert load(OTHER) == "councils-2024.toml: created\n"
    assert load(OTHER) == "councils-2024.toml: unchanged\n"
    assert load().count("unchanged") == 3
    families = {family.slug: family for family in Family.objects.all()}
    assert [code.edition for code in families["councils"].codes.all()] == ["councils-2024"]
    assert [code.edition for code in families["housing-ombudsman"].codes.all()] == ["2024", "2022"]
    assert families["councils"].telephone == "01632 960 777"
    assert not families["councils"].is_submitted


def test_an_ombudsmans_new_telephone_number_is_a_change_of_its_codes(used):
    moved = CODE.replace("01632 960 000", "01632 960 111")
    assert load(write(used, code_2026=moved)) == "2026.toml: updated\n"
    assert Family.objects.get().telephone == "01632 960 111"
    assert load(used) == "2026.toml: unchanged\n"


def test_a_code_in_use_stays_in_its_family(used):
    before = everything()
    with pytest.raises(CommandError, match="the family cannot change from 'housing-ombudsman' to"):
        load(write(used, code_2026=CODE.replace('"housing-ombudsman"', '"councils"')))
    assert everything() == before
