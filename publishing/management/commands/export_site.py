"""manage.py export_site"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404

from publishing.site import folders
from publishing.site.exporting import Export
from selfassess.common import storing


class Command(BaseCommand):
    help = "Writes everything public into a folder as plain files, for any web server to serve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="created if it is not there")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            result = folders.write(folder, Export().content())
        except folders.NotOurs as refusal:
            raise CommandError(
                f"{folder / str(refusal)} was not written by this command, so we left it. "
                "Move it, or choose another folder."
            ) from None
        except storing.Damaged as damage:
            raise CommandError(f"{damage} Restore it from a backup.") from None
        except (Http404, FileNotFoundError) as lost:
            raise CommandError(f"Something that is published is not in storage: {lost}") from None
        except (OSError, ValueError) as failure:
            raise CommandError(f"{folder} cannot be written: {failure}") from None
        self.stdout.write(
            f"{folder}: {result.written} written, {result.unchanged} unchanged, "
            f"{result.removed} removed"
        )
