"""House rules that a machine can hold: which way imports point, sizes, what templates may say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
APPS = ("selfassess", "accounts", "codes", "assessments", "publishing")
SOURCES = [
    path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))
# Slow to load, and needed by few requests: imported in the function that uses them.
HEAVY = {"PIL", "docx", "fontTools", "openpyxl", "pdfplumber", "pikepdf", "weasyprint"}


def test_imports_point_one_way():
    command = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout


def test_heavy_libraries_are_imported_where_they_are_used():
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} imports {name}"
        for path in SOURCES
        for node in ast.parse(path.read_text("utf-8")).body
        for name in _imported(node)
        if name in HEAVY
    ]
    assert found == []


def _imported(node: ast.stmt) -> list[str]:
    """The top packages that a statement of a module imports."""
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module.split(".")[0]]
    return []


def test_files_and_functions_stay_short():
    found = []
    for path in SOURCES:
        source = path.read_text("utf-8")
        if source.count("\n") >= 400:
            found.append(f"{path.relative_to(ROOT)} has 400 lines or more")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 50:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} is too long")
    for path in TEMPLATES:
        if path.read_text("utf-8").count("\n") >= 150:
            found.append(f"{path.relative_to(ROOT)} has 150 lines or more")
    assert found == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("an inline style", r"\sstyle=|<style"),
        ("an inline event handler", r"\son[a-z]+="),
        ("an inline script", r"<script(?![^>]*\ssrc=)"),
        ("text that is not escaped", r"\|\s*safe\b|autoescape off|\|\s*safeseq\b"),
        ("another host's file", r"(?:src|<link[^>]*href)=[\"']https?:"),
        (
            "a time of day in a form of its own (use the filter moment)",
            r"date:\"([^\"]*[GHgh]:i|DATETIME_)",
        ),
    ],
)
def test_no_template_holds(what, pattern):
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert found == [], f"{what} stands in {found}"
