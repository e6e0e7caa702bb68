"""How a link is kept: `text (address)`. Nothing is ever fetched."""

from __future__ import annotations

import re

_KEPT = re.compile(
    r"^(?:https?://|mailto:|www\.|/|\.\./|[\w.-]+\.[a-z]{2,}/|[\w%.-]+\.(?:pdf|docx?|html?|aspx)\b)",
    re.I,
)


def with_address(text: str, address: str) -> str:
    """A link's text with its address behind it, where that says more than the text."""
    address = "".join(address.split())
    text = text.rstrip()
    if not text or not _KEPT.match(address) or len(address) > 2_000:
        return text
    if address.startswith("mailto:"):
        address = address[len("mailto:") :].split("?")[0]
    if _bare(address) in _bare(text):
        return text
    return f"{text} ({address})"


def _bare(text: str) -> str:
    """For comparing: without scheme, white space and a last stroke."""
    text = re.sub(r"\s+", "", text).casefold()
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", text).rstrip("/")
