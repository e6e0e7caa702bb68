"""What a release wrote down of its pages, compared with the pages of today."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from tests.upgrade.installation import Installation
from tests.upgrade.visitor import Page


def differences(fact: dict[str, Any], page: Page, installation: Installation) -> Iterator[str]:
    """What of a fact is not true any more. A page may say more than before, and never less."""
    address, kind = fact["address"], page.response.headers["Content-Type"]
    if page.status != fact["status"]:
        yield f"{address} answers {page.status}, not {fact['status']}"
    if page.address != fact.get("leads_to", address):
        yield f"{address} leads to {page.address}"
    if kind != fact.get("type", kind):
        yield f"{address} is {kind}"
    digest = fact.get("sha256")
    if digest and digest not in installation.left_out and digest != sha256(page.body):
        yield f"{address} has other bytes"
    words = page.shown if page.is_html else ""
    for text in (installation.facts["typed"][at] for at in fact.get("shows", ())):
        if text not in words:
            yield f"{address} lacks “{text}”"


def sha256(content: bytes) -> str:
    """As 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
