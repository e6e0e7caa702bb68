"""Clears away what has served its time; run it daily, or whenever space is short."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from publishing.office import draft_files
from selfassess.common import outbox


class Command(BaseCommand):
    help = (
        "Removes files made of drafts, over a week old or of assessments that were published or "
        "discarded since (whoever needs one asks for it again), and the mails of over 30 days ago."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        self.stdout.write(f"Files of drafts removed: {draft_files.clear_away(now)}")
        self.stdout.write(f"Mails removed: {outbox.clear_away(now)}")
