"""manage.py import_form: what an old self-assessment form holds, and into an assessment with it.

Without a landlord it only reads, and needs no database.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.importing.limits import MAX_BYTES, CannotRead
from assessments.importing.result import ImportResult
from assessments.importing.sandbox import read_file
from selfassess.common import scanning

if TYPE_CHECKING:
    from assessments.intake.shell import ImportOutcome

_TARGET = ("landlord", "year", "past", "address", "email", "confirmed")


class Command(BaseCommand):
    help = (
        "Reads a self-assessment form (Word, PDF, Excel, CSV, web page or text). Lists the "
        "answers found, the provisions that are missing and anything that someone should check. "
        "With --landlord and --year, fills in the blank answers of that self-assessment, and "
        "starts it if there is none. With --past, records an earlier year. Ends with 2 if it "
        "cannot read the file."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the form")
        parser.add_argument(
            "--edition",
            default="",
            help="the edition of the Code (default: the one that matches the form)",
        )
        parser.add_argument("--landlord", default="", help="the landlord's slug")
        parser.add_argument("--year", default="", help="the financial year, for example 2023-24")
        parser.add_argument(
            "--past", action="store_true", help="record an earlier year, published elsewhere"
        )
        parser.add_argument("--address", default="", help="web address where it was published")
        parser.add_argument(
            "--as",
            dest="email",
            default="",
            help="email address of the complaints officer to import as (default: the first)",
        )
        parser.add_argument(
            "--confirm-year",
            dest="confirmed",
            action="store_true",
            help="the form is for --year, even if its name or text says another year",
        )
        parser.add_argument("--dry-run", action="store_true", help="change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["landlord"]) != bool(options["year"]):
            raise CommandError("Use --landlord and --year together.")
        if options["past"] and not options["landlord"]:
            raise CommandError("Use --past with --landlord and --year.")
        if options["address"] and not options["past"]:
            raise CommandError("Use --address with --past.")
        data = self.content(options["file"])
        if options["landlord"]:
            self.scan(data, options["file"])
        result = self.read(data, options["file"], options["edition"])
        outcome = self.put(result, data, options) if options["landlord"] else None
        if options["json"]:
            answer = result.as_json() | ({"imported": outcome.as_json()} if outcome else {})
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join([*report(result), *told(outcome)]))

    def put(self, result: ImportResult, data: bytes, options: dict[str, Any]) -> ImportOutcome:
        """Imports what was read. Raises CommandError where it cannot go there."""
        # Here, for reading needs no models.
        from assessments.intake.shell import CannotImport, Target, import_form

        target = Target(**{name: options[name] for name in _TARGET})
        name = options["file"].name
        try:
            return import_form(result, data, name, target, dry_run=options["dry_run"])
        except CannotImport as error:
            raise CommandError(str(error)) from error

    def content(self, path: Path) -> bytes:
        """The file, of one that is too large only as much as shows it. Raises CommandError with
        return code 2 where it cannot be opened.
        """
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.", returncode=2) from error

    def scan(self, data: bytes, path: Path) -> None:
        """What is kept is scanned for viruses first. Raises CommandError with return code 2."""
        try:
            scanning.scan(data)
        except scanning.Infected as found:
            raise CommandError(f"{path} contains a virus: {found}.", returncode=2) from None
        except scanning.CannotScan as trouble:
            raise CommandError(f"The virus scanner fails: {trouble}", returncode=2) from None

    def read(self, data: bytes, path: Path, edition: str) -> ImportResult:
        """The form. Raises CommandError with return code 2 where it cannot be read."""
        try:
            return read_file(data, path.name, edition)
        except CannotRead as error:
            raise CommandError(f"{path}: {error}", returncode=2) from error


def report(result: ImportResult) -> list[str]:
    """The result in words, one line for each thing."""
    total = len(result.responses) + len(result.missing)
    lines = [f"Found {len(result.responses)} of {total} provisions of the {result.edition} Code."]
    if result.missing:
        lines.append(f"Missing: {', '.join(result.missing)}.")
    lines += [
        f"{problem.provision or 'Form'} ({problem.where or 'as a whole'}): {problem.message}"
        for problem in result.problems
    ]
    return [*lines, *result.notes]


def told(outcome: ImportOutcome | None) -> list[str]:
    """What was imported, in words."""
    if outcome is None:
        return []
    would = "Would import" if outcome.dry_run else "Imported"
    return [
        f"{would}: {', '.join(outcome.filled) or 'nothing'}.",
        *([f"Check these yourself: {', '.join(outcome.left)}."] if outcome.left else []),
    ]
