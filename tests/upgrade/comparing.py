"""What a release wrote down of its pages, compared with the pages of today."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from tests.upgrade.installation import Installation
from tests.upgrade.visitor import Page

# Pages of people that say less than they did, by the release's commit and the address, and why a
# later release means it so. What was published is never among them.
MEANT = {
    ("b7c836b", "/assessments/9/committee-paper/"): "What nobody has confirmed is no answer there.",
    ("b7c836b", "/assessments/9/"): "Notes of flags are shortened; they are whole at provisions/.",
    ("b7c836b", "/assessments/3/history/"): "Each provision's history has what was carried to it.",
    ("b7c836b", "/assessments/4/history/"): "Each provision's history has what was carried to it.",
}
# Pages of people that are no more, and what there is now.
GONE = {
    (
        "b7c836b",
        "/assessments/9/import/4/past/",
    ): "The year is asked for before all else, at year/.",
}


def differences(fact: dict[str, Any], page: Page, installation: Installation) -> Iterator[str]:
    """What of a fact is not true any more. A page may say more than before, and never less."""
    address, kind = fact["address"], page.response.headers["Content-Type"]
    if (installation.facts["commit"][:7], address) in GONE:
        return
    if page.status != fact["status"]:
        yield f"{address} answers {page.status}, not {fact['status']}"
    if page.address != fact.get("leads_to", address):
        yield f"{address} leads to {page.address}"
    if kind != fact.get("type", kind):
        yield f"{address} is {kind}"
    digest = fact.get("sha256")
    if digest and digest not in installation.left_out and digest != sha256(page.body):
        yield f"{address} has other bytes"
    if not page.is_html or (installation.facts["commit"][:7], address) in MEANT:
        return
    for text in (installation.facts["typed"][at] for at in fact.get("shows", ())):
        if text not in page.shown:
            yield f"{address} lacks “{text}”"


def sha256(content: bytes) -> str:
    """As 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
