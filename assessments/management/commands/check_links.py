"""manage.py check_links: looks at the web addresses that answers and evidence name."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Landlord
from assessments.links import checking, queries


class Command(BaseCommand):
    help = (
        "Looks at the web addresses in each landlord's answers and public evidence items, and "
        "emails complaints officers about links in what is published that do not work. Run it "
        "once a day, at night."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--landlord", default="", help="the landlord's slug (default: all)")
        parser.add_argument(
            "--pause",
            type=float,
            default=checking.PAUSE,
            help="seconds between two looks at one website (default: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        landlords = Landlord.objects.order_by("slug")
        if options["landlord"]:
            landlords = landlords.filter(slug=options["landlord"])
            if not landlords:
                raise CommandError(f"There is no landlord with the slug “{options['landlord']}”.")
        for landlord in landlords:
            self.stdout.write(f"{landlord.slug}: {self.checked(landlord, options['pause'])}")

    def checked(self, landlord: Landlord, pause: float) -> str:
        """Looks at all of one landlord's links; what came of it, in words."""
        run = checking.begin(landlord)
        if run is None:
            return "its links are being checked already."
        manner = checking.Manner(pause=pause)
        while checking.carry_out(run.pk, manner):
            pass
        broken = [row for row in queries.checked_links(landlord) if row.is_broken]
        looked = queries.summary_of(landlord).looked
        lines = [f"{looked} link{'' if looked == 1 else 's'} checked, {len(broken)} broken."]
        lines += [f"  {row.check}" for row in broken]
        return "\n".join(lines)
