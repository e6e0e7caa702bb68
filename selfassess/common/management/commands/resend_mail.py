"""Picks up mail that no task is left to send; run it before the worker starts."""

from typing import Any

from django.core.management.base import BaseCommand

from selfassess.common import outbox


class Command(BaseCommand):
    help = "Has the worker send unsent mail that is due, for example after it was killed."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Emails to be sent again: {outbox.sweep()}")
