"""manage.py import_form: what an old self-assessment form holds. Only reads; needs no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.importing.limits import CannotRead
from assessments.importing.result import ImportResult
from assessments.importing.sandbox import read_file


class Command(BaseCommand):
    help = (
        "Reads a self-assessment form (Word, PDF, Excel, CSV, web page or text) and says what it "
        "holds, what is missing, and what a person should look at. Ends with 2 where the file "
        "cannot be read."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the form")
        parser.add_argument(
            "--edition", default="", help="the Code's edition (default: told from the content)"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        result = self.read(options["file"], options["edition"])
        if options["json"]:
            self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(report(result)))

    def read(self, path: Path, edition: str) -> ImportResult:
        """The form. Raises CommandError with return code 2 where it cannot be read."""
        try:
            return read_file(path.read_bytes(), path.name, edition)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.", returncode=2) from error
        except CannotRead as error:
            raise CommandError(f"{path}: {error}", returncode=2) from error


def report(result: ImportResult) -> list[str]:
    """The result in words, a line each."""
    total = len(result.responses) + len(result.missing)
    lines = [f"Edition {result.edition}: {len(result.responses)} of {total} provisions found."]
    if result.missing:
        lines.append(f"Missing: {', '.join(result.missing)}.")
    lines += [
        f"{problem.provision or '–'} ({problem.where or 'the whole form'}): {problem.message}"
        for problem in result.problems
    ]
    return [*lines, *result.notes]
