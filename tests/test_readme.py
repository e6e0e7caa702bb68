"""The README tells the truth: its tables are compared with what they describe."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from accounts.enums import Role
from assessments.enums import Event
from assessments.workflow import TRANSITIONS

ROOT: Path = settings.BASE_DIR
README = (ROOT / "README.md").read_text("utf-8")
# Steps that people know by another name than the program.
WORDS = {Event.SUBMIT: "send for approval"}
APPS = ("selfassess", "accounts", "codes", "assessments", "publishing")


def section(title: str) -> str:
    """The text below a heading, up to the next of its level."""
    _, _, rest = README.partition(f"\n## {title}\n")
    assert rest, f"The README has no section '{title}'"
    return re.split(r"\n## ", rest)[0]


def workflow_table() -> str:
    """The workflow table as the README shows it, made from the table that the program follows."""
    lines = ["| from | action | to | who | only if | note |", "|---|---|---|---|---|---|"]
    for row in TRANSITIONS:
        who = " or ".join(role.label.lower() for role in Role if role in row.roles)
        cells = [
            row.source.label,
            WORDS.get(row.action, row.action.value.replace("_", " ")),
            row.target.label,
            who,
            row.guard_text or "–",
            "needed" if row.needs_note else "–",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def first_cells(text: str) -> set[str]:
    """What stands in backticks in the first cell of each table row."""
    return {
        name
        for line in text.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([^`]+)`", line.split("|")[1])
    }


def test_the_workflow_table_is_the_programs():
    found = re.search(r"<!-- workflow -->\n(.*?)\n<!-- /workflow -->", README, re.S)
    assert found, "The README has no <!-- workflow --> … <!-- /workflow -->"
    wanted = workflow_table()
    assert found[1].strip() == wanted, f"Put this between the README's markers:\n\n{wanted}\n"


def test_every_role_is_told():
    told = {line.split("|")[1].strip() for line in section("Roles").splitlines() if "|" in line}
    assert {role.label.lower() for role in Role} <= told


def test_every_setting_is_told_and_no_other():
    source = (ROOT / "selfassess/settings.py").read_text("utf-8")
    source += (ROOT / "selfassess/environment.py").read_text("utf-8")
    read = set(re.findall(r'env_\w+\(\s*"([A-Z_]+)"', source))
    read |= set(re.findall(r'environ\.get\("([A-Z_]+)"', source))
    assert first_cells(section("Settings")) == read


def test_every_dependency_is_told_and_no_other():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    assert first_cells(section("Dependencies")) == {
        re.split(r"[\[<>=~!]", requirement)[0] for requirement in named
    }


def test_every_command_and_script_is_told():
    commands = [
        path.stem
        for app in APPS
        for path in (ROOT / app).rglob("management/commands/*.py")
        if path.stem != "__init__"
    ]
    assert [name for name in commands if f"manage.py {name}" not in README] == []
    scripts = [path.name for path in (ROOT / "script").iterdir() if path.is_file()]
    assert [name for name in scripts if f"script/{name}" not in README] == []


def test_every_folder_is_told():
    hidden = {path for path in ROOT.iterdir() if path.name.startswith(".")}
    folders = [path.name for path in ROOT.iterdir() if path.is_dir() and path not in hidden]
    told = section("Where things live")
    assert [name for name in folders if f"{name}/" not in told and name != "__pycache__"] == []


@pytest.mark.parametrize("name", ["README.md", "SECURITY.md", "CHANGELOG.md"])
def test_every_file_that_is_named_is_there(name):
    text = (ROOT / name).read_text("utf-8")
    named = re.findall(r"`([\w.-]+(?:/[\w.-]+)+/?)`", text)
    named += re.findall(r"\]\(([\w./-]+)\)", text)
    assert [path for path in named if not (ROOT / path).exists()] == []
