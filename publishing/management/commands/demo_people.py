"""manage.py demo_people"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from publishing.demo import loading as demo


class Command(BaseCommand):
    help = "Lists who you can sign in as in the demonstration, one line for each person."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Everyone’s password: {demo.PASSWORD}")
        for email, landlord, roles in demo.people(timezone.localdate()):
            self.stdout.write(f"{email:30}  {landlord}: {roles}")
