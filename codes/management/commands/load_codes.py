"""manage.py load_codes: the Codes from their files into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from codes.loading import Refused, load
from codes.reading import read_folder
from codes.tables import CodeFileError


class Command(BaseCommand):
    help = (
        "Loads the Codes, and how their provisions match, from TOML files. Running it again "
        "changes nothing. It does not reword a provision that an assessment has answered."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=settings.BASE_DIR / "fixtures" / "codes",
            help="the folder with the files (default: fixtures/codes)",
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="check the files and say what loading them would change, without saving "
            "anything. Ends with an error if a file is not right or would be refused.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        check: bool = options["check"]
        try:
            outcomes = load(read_folder(options["folder"]), write=not check)
        except (CodeFileError, Refused) as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] > 0:
            for outcome in outcomes:
                would = "would be " if check and outcome.result != "unchanged" else ""
                self.stdout.write(f"{outcome.file}: {would}{outcome.result}")
