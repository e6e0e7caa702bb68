"""Who runs this service, and how people reach them: told on every page and in every email."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Support:
    """The contact for help, from the settings; each part is empty where it is not set."""

    owner: str
    email: str
    phone: str
    # Within how many working days someone answers.
    reply_days: int

    @property
    def name(self) -> str:
        """Who to contact, in words that stand in a sentence."""
        return self.owner or "the team that runs this service"

    @property
    def is_reachable(self) -> bool:
        """Whether there is an address or a number to give."""
        return bool(self.email or self.phone)

    @property
    def phone_digits(self) -> str:
        """The number as a link dials it."""
        return "".join(char for char in self.phone if char.isdigit() or char == "+")

    @property
    def contact(self) -> str:
        """Whom to contact and how, as plain text to stand after "contact": in emails and messages.

        "Northshire Digital (help@northshire.example or 01632 960 001)"
        """
        ways = " or ".join(way for way in (self.email, self.phone) if way)
        return f"{self.name} ({ways})" if ways else self.name


def support() -> Support:
    """The contact as it is set now."""
    return Support(
        settings.SERVICE_OWNER,
        settings.SUPPORT_EMAIL,
        settings.SUPPORT_PHONE,
        settings.SUPPORT_REPLY_DAYS,
    )
