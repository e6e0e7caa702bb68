"""A small Code file and correspondence, which tests change to say one thing wrong."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

REAL = settings.BASE_DIR / "fixtures" / "codes"
# A whole Code of another family.
OTHER = settings.BASE_DIR / "tests" / "codes" / "other"

CODE = """
edition = "2026"
title = "Complaint Handling Code 2026"
publisher = "Housing Ombudsman"
in_force_from = 2026-04-01

[family]
slug = "housing-ombudsman"
title = "Housing Ombudsman Complaint Handling Code"
submitted = true

[family.contact]
advice = "You can ask the Housing Ombudsman for advice."
website = "https://www.ombudsman.example"
telephone = "01632 960 000"

[form]
title = "Annex: Self-assessment form"
columns = ["Provision", "Requirement", "Comply", "Evidence", "Commentary"]
rules = ["Completed in full."]

[[section]]
number = "5"
title = "The process"

[[section.provision]]
number = "5.10"
level = "must"
stage = "Stage 1"
text = "Landlords must answer within:\\n\\n- five days\\n- or ten"

[[section.provision]]
number = "5.1"
level = "must"
text = "Landlords must have one process."
"""

CORRESPONDENCE = """
from = "2026"
to = "2027"
dropped = ["5.1"]

[[provision]]
to = "5.10"
from = ["5.10"]
change = "strengthened"

[[provision]]
to = "5.1"
from = []
change = "new"
"""


def later(code: str = CODE) -> str:
    """The small Code as the next edition."""
    return code.replace("2026", "2027")


def write(folder: Path, **files: str) -> Path:
    """A folder with the files: write(tmp_path, code_2026=…) makes 2026.toml."""
    for name, text in files.items():
        stem = name.removeprefix("code_").replace("_", "-")
        (folder / f"{stem}.toml").write_text(text, "utf-8")
    return folder
