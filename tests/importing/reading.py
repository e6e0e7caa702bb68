"""Reads a file as the command does, but in the test's own process, and compares."""

from __future__ import annotations

from typing import Any

from assessments.importing.engine import import_source
from assessments.importing.readers import read
from assessments.importing.result import ImportResult
from tests.importing.content import codes


def read_form(data: bytes, name: str, edition: str = "") -> ImportResult:
    return import_source(read(data, name), tuple(codes().values()), edition)


def differences(expected: dict[str, dict[str, str]], result: ImportResult) -> list[str]:
    """Every cell that is not as written, in words."""
    found: dict[str, Any] = result.as_json()["responses"]
    return [
        f"{number} {part}: {wanted!r} became {found.get(number, {}).get(part)!r}"
        for number, parts in expected.items()
        for part, wanted in parts.items()
        if found.get(number, {}).get(part) != wanted
    ]


def wrong_answers(expected: dict[str, dict[str, str]], result: ImportResult) -> list[str]:
    """Answers given that are not the landlord's: worse than a blank."""
    return [
        f"{found.number}: {expected[found.number]['answer']!r} became {found.answer!r}"
        for found in result.responses
        if found.answer and found.answer != expected[found.number]["answer"]
    ]
