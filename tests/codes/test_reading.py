"""What a Code file may hold, and what each mistake in one is answered with."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from codes.data import CodeData
from codes.enums import Change, Level
from codes.reading import read_folder
from codes.tables import CodeFileError
from tests.codes.files import CODE, CORRESPONDENCE, REAL, later, write


@pytest.fixture(scope="module")
def real() -> dict[str, CodeData]:
    return {code.edition: code for code in read_folder(REAL).codes}


@pytest.mark.parametrize(
    ("edition", "levels", "sections"),
    [
        ("2022", {Level.MUST: 45, Level.SHOULD: 27}, [8, 8, 3, 19, 20, 6, 5, 3]),
        ("2024", {Level.MUST: 72}, [5, 5, 7, 3, 15, 20, 4, 5, 8]),
    ],
)
def test_the_real_codes_are_whole(real, edition, levels, sections):
    code = real[edition]
    assert Counter(provision.level for provision in code.provisions()) == levels
    assert [len(section.provisions) for section in code.sections] == sections


@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_each_real_provision_has_a_short_title_of_its_own(real, edition):
    titles = {item.number: item.short_title for item in real[edition].provisions()}
    assert all(titles.values())
    assert len(set(titles.values())) == 72
    assert max(len(title) for title in titles.values()) <= 70


def test_the_forms_order_is_kept(real):
    section = real["2022"].sections[0]
    assert [provision.number for provision in section.provisions] == [
        *("1.2", "1.3", "1.6", "1.7", "1.8", "1.9", "1.4", "1.5")
    ]


def test_five_point_ten_is_not_five_point_one(real):
    texts = {provision.number: provision.text for provision in real["2024"].provisions()}
    assert texts["5.10"] != texts["5.1"]


def test_every_2024_provision_says_where_it_comes_from(real):
    [link] = read_folder(REAL).correspondences
    assert [origin.to for origin in link.origins] == real["2024"].numbers()
    origins = {origin.to: origin for origin in link.origins}
    assert origins["2.2"].sources == ("1.8", "4.14")
    assert origins["2.3"].change == Change.NEW


def _message(folder: Path) -> str:
    with pytest.raises(CodeFileError) as caught:
        read_folder(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'number = "5.10"',
            "number = 5.10",
            "2026.toml, provision 5.10: 'number' must be text. Put it in quotes: \"5.10\".",
        ),
        ('number = "5"', "number = 5", "section 5: 'number' must be text. Put it in quotes: \"5\""),
        ('number = "5.1"\n', 'number = "5.10"\n', "provision 5.10 appears twice"),
        ('number = "5.1"\n', 'number = "5,1"\n', "provision 5,1: '5,1' is not a number such as"),
        ('number = "5.1"\n', "", "2026.toml, a provision without 'number': 'number' is missing"),
        (
            'level = "must"\ntext = "Landlords must have',
            'level = "may"\ntext = "Landlords must have',
            "provision 5.1: 'level' is 'may'. Write \"must\" or \"should\".",
        ),
        (
            'level = "must"\ntext = "Landlords must have',
            'level = "should"\ntext = "Landlords must have',
            "provision 5.1 is a \"should\", so [form] needs 'must_heading' and 'should_heading'.",
        ),
        ('"Landlords must have one process."', '"  "', "provision 5.1: 'text' is empty"),
        ('"Landlords must have one process."', "true", "provision 5.1: 'text' must be text."),
        (
            "must have one",
            "must\\u0000have one",
            "provision 5.1: 'text' contains a control character",
        ),
        ('title = "The process"\n', "", "section 5: 'title' is missing"),
        ('stage = "Stage 1"', f'stage = "{"x" * 41}"', "5.10: 'stage' has 41 characters; 40"),
        ('stage = "Stage 1"', 'stagee = "1"', "provision 5.10: 'stagee' is not known here"),
        ("publisher", "publishers", "'publisher' is missing"),
        ("2026-04-01", '"2026-04-01"', "'in_force_from' must be a date such as 2024-04-01"),
        ("2026-04-01", "2026-04-01T09:00:00", "'in_force_from' must be a date"),
        (
            "2026-04-01",
            "2026-04-01\nsuperseded_on = 2026-04-01",
            "'superseded_on' must be after 'in_force_from'",
        ),
        (
            '"Evidence", "Commentary"]',
            '"Evidence", "Commentary", "More"]',
            "[form]: 'columns' has 6 headings; a form has 4 or 5.",
        ),
        ('rules = ["Completed in full."]', 'rules = "all"', "[form]: 'rules' must be a list"),
        ("[form]", "[forms]", "there is no [form]. Add one, as in the other Codes"),
        ("[family.contact]", "[family.contacts]", "[family]: there is no [contact]"),
        ('"housing-ombudsman"', '"Housing"', "[family]: 'Housing' cannot be a family's slug."),
        ('"housing-ombudsman"', '"embed"', "[family]: 'embed' cannot be a family's slug."),
        ('"housing-ombudsman"', '"set"', "'set' cannot be a family's slug."),
        ('"housing-ombudsman"', '"latest"', "'latest' cannot be a family's slug."),
        ('"housing-ombudsman"', '"annual-report"', "'annual-report' cannot be a family's slug."),
        ('"housing-ombudsman"', '"v1"', "'v1' cannot be a family's slug."),
        ('"housing-ombudsman"', '"2025-26"', "'2025-26' cannot be a family's slug."),
        ('"housing-ombudsman"', f'"{"o" * 41}"', "'slug' has 41 characters; 40 are allowed"),
        ("submitted = true", 'submitted = "yes"', "[family]: 'submitted' must be true or false"),
        (
            '"https://www.ombudsman.example"',
            '"www.ombudsman.example"',
            "[family], [contact]: 'website' is 'www.ombudsman.example'. Write it like",
        ),
        ('website = "https://www.ombudsman.example"', "", "[contact]: 'website' is missing"),
        ('"01632 960 000"', '"ring us"', "[contact]: 'telephone' is 'ring us'. Write it like"),
        (
            'advice = "You can ask the Housing Ombudsman for advice."',
            "",
            "[family], [contact]: 'advice' is missing",
        ),
        ('edition = "2026"', 'edition = "2026/1"', "'2026/1' cannot be an edition"),
        ('edition = "2026"', 'edition = "2025"', "Name the file 2025.toml."),
        ("[[section]]", "[[section", "2026.toml: is not TOML"),
        (
            'text = "Landlords must have one process."',
            f'text = "One process."\nshort_title = "{"o" * 81}"',
            "provision 5.1: 'short_title' has 81 characters; 80 are allowed",
        ),
    ],
)
def test_a_mistake_in_a_code_is_named(tmp_path, old, new, message):
    assert old in CODE
    found = _message(write(tmp_path, code_2026=CODE.replace(old, new, 1)))
    assert found.startswith("2026.toml")
    assert message in found


def test_two_provisions_do_not_share_a_short_title(tmp_path):
    code = CODE.replace('level = "must"', 'level = "must"\nshort_title = "One process"')
    assert code.count("short_title") == 2
    assert "two provisions have the short title 'One process'" in _message(
        write(tmp_path, code_2026=code)
    )


def test_a_code_without_a_family_is_refused(tmp_path):
    text = CODE.replace("[family", "[familiar")
    message = _message(write(tmp_path, code_2026=text))
    assert message == "2026.toml: there is no [family]. Add one, as in the other Codes."


def test_the_files_of_a_family_say_the_same_of_it(tmp_path):
    other = later().replace("www.ombudsman.example", "ombudsman.example")
    message = _message(write(tmp_path, code_2026=CODE, code_2027=other))
    assert message.startswith("2027.toml: 'contact' of the family 'housing-ombudsman' is not what")
    assert "2026.toml says. Write the same in both." in message


def test_two_codes_do_not_share_a_title(tmp_path):
    other = later().replace('title = "Complaint Handling Code 2027"', 'title = "The Code"')
    folder = write(tmp_path, code_2026=CODE.replace("Complaint Handling Code 2026", "The Code"))
    assert _message(write(folder, code_2027=other)) == (
        "2027.toml: 'title' is that of 2026.toml too. Add the year, or whose Code it is."
    )


def test_a_family_may_have_neither_telephone_nor_post(tmp_path):
    text = CODE.replace('telephone = "01632 960 000"\n', "")
    contact = read_folder(write(tmp_path, code_2026=text)).codes[0].family.contact
    assert (contact.telephone, contact.post) == ("", "")


def test_codes_of_two_families_do_not_correspond(tmp_path):
    other = later().replace('"housing-ombudsman"', '"councils"')
    folder = write(tmp_path, code_2026=CODE, code_2027=other, code_2026_to_2027=CORRESPONDENCE)
    message = _message(folder)
    assert message.startswith("2026-to-2027.toml: 2026 and 2027 are from different families")


def test_a_code_without_sections_is_refused(tmp_path):
    top = CODE.split("[[section]]")[0]
    assert "there is no [[section]]" in _message(write(tmp_path, code_2026=top))


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    (tmp_path / "2026.toml").write_bytes(CODE.replace("process", "proc\xe9s").encode("latin-1"))
    assert "2026.toml: is not UTF-8 text" in _message(tmp_path)


def test_a_folder_without_codes_is_refused(tmp_path):
    assert "There is no Code file" in _message(tmp_path)
    assert "is not a folder" in _message(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('from = "2026"', 'from = "2025"', "Name the file 2025-to-2027.toml"),
        ('to = "5.1"', 'to = "5.10"', "provision 5.10 appears twice"),
        ('to = "5.1"', 'to = "5.2"', "provision of 2027 5.1 is missing"),
        ('from = ["5.10"]', 'from = ["5.11"]', "provision 5.10: 2026 has no provision 5.11"),
        ('from = ["5.10"]', 'from = ["5.10", "5.10"]', "provision 5.10: 'from' names 5.10 twice"),
        ('"strengthened"', '"better"', "provision 5.10: 'change' is 'better'. Write one of"),
        ('"strengthened"', '"new"', "5.10: 'change' must be \"new\" if 'from' is empty, and"),
        ('change = "new"', 'change = "reworded"', "provision 5.1: 'change' must be \"new\""),
        ('dropped = ["5.1"]', "dropped = []", "of 2026 that have no place in 2027: 5.1."),
        ('dropped = ["5.1"]', 'dropped = ["5.1", "5.10"]', "that have no place in 2027: 5.1."),
    ],
)
def test_a_mistake_in_a_correspondence_is_named(tmp_path, old, new, message):
    assert old in CORRESPONDENCE
    text = CORRESPONDENCE.replace(old, new, 1)
    folder = write(tmp_path, code_2026=CODE, code_2027=later(), code_2026_to_2027=text)
    found = _message(folder)
    assert found.startswith("2026-to-2027.toml")
    assert message.lower() in found.lower()


def test_a_provision_too_many_in_a_correspondence_is_named(tmp_path):
    text = f'{CORRESPONDENCE}\n[[provision]]\nto = "6.1"\nfrom = []\nchange = "new"\n'
    folder = write(tmp_path, code_2026=CODE, code_2027=later(), code_2026_to_2027=text)
    assert "there is no provision of 2027 6.1" in _message(folder)


def test_a_correspondence_needs_both_codes(tmp_path):
    folder = write(tmp_path, code_2026=CODE, code_2026_to_2027=CORRESPONDENCE)
    assert "edition '2027' is not known. Add 2027.toml first." in _message(folder)


def test_a_correspondence_runs_forwards_in_time(tmp_path):
    older = later().replace("in_force_from = 2027", "in_force_from = 2020")
    folder = write(tmp_path, code_2026=CODE, code_2027=older, code_2026_to_2027=CORRESPONDENCE)
    assert "'from' must be the earlier Code" in _message(folder)
