"""manage.py load_demo"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from codes.models import Code
from publishing.demo import loading as demo


class Command(BaseCommand):
    help = "Adds the demonstration's landlords, people and assessments, where they are missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--yes",
            action="store_true",
            help="load it even where INSECURE_HTTP is off, as on a real site",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.INSECURE_HTTP or options["yes"]):
            raise CommandError(
                "The demonstration's password is known to everyone, so it does not belong on a "
                "real site. To load it all the same: manage.py load_demo --yes"
            )
        try:
            added = demo.load(timezone.localdate())
        except Code.DoesNotExist:
            raise CommandError("Load the Codes first: manage.py load_codes") from None
        except demo.NotPublished as failure:
            raise CommandError(str(failure)) from failure
        for name in added:
            self.stdout.write(f"Added {name}")
        if not added:
            self.stdout.write("The demonstration has already been loaded. Nothing has changed.")
