"""Clears away what has served its time; run it daily, or whenever space is short."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from publishing.office import draft_files
from selfassess.common import outbox


class Command(BaseCommand):
    help = (
        "Removes files of drafts that are over a week old, or whose self-assessment has been "
        "published or discarded. Anyone can ask for a file again. Removes emails that are over 30 "
        "days old too."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        self.stdout.write(f"Files of drafts removed: {draft_files.clear_away(now)}")
        self.stdout.write(f"Mails removed: {outbox.clear_away(now)}")
