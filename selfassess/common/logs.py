"""What stays out of the log."""

from __future__ import annotations

import logging
import re

# Addresses whose last part is a secret that gives access.
_SECRET_PARTS = re.compile(r"(/(?:invitations|unsubscribe|password/reset/key)/)[^/\s?]+")


class HideTokens(logging.Filter):
    """Puts "…" for the secret part of an address that a line of the log names."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(hidden(arg) if isinstance(arg, str) else arg for arg in record.args)
        return True


def hidden(text: str) -> str:
    """The text with the secret part of each such address replaced."""
    return _SECRET_PARTS.sub(r"\1…", text)
