"""Clears away files that were made of drafts; run it daily, or whenever space is short."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from publishing import draft_files


class Command(BaseCommand):
    help = (
        "Removes files made of drafts: those over a week old, and those of assessments that were "
        "published or discarded since. Whoever needs one asks for it again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        removed = draft_files.clear_away(timezone.now())
        self.stdout.write(f"Files of drafts removed: {removed}")
