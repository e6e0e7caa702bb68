"""What pages say of a landlord's web addresses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.models import Landlord
from assessments.completeness import Links
from assessments.links.places import (
    Place,
    addresses_of,
    names_address,
    places_of,
)
from assessments.models import Assessment, Citation, EvidenceItem, LinkCheck, LinkRun, Response
from selfassess.common.mistyped import remarks
from selfassess.common.reach import Outcome


@dataclass(frozen=True)
class CheckedLink:
    """One address: what came of looking at it (None before the first look), and where it stands."""

    address: str
    check: LinkCheck | None
    places: list[Place]

    @property
    def is_broken(self) -> bool:
        return self.check is not None and self.check.is_broken


@dataclass(frozen=True)
class LinkSummary:
    """The last time that a landlord's links were looked at, and how many are broken."""

    run: LinkRun | None
    broken: int
    looked: int

    @property
    def is_under_way(self) -> bool:
        return self.run is not None and self.run.is_active and not self.run.is_stale


def summary_of(landlord: Landlord) -> LinkSummary:
    """Two queries, however many links there are."""
    run = LinkRun.objects.filter(landlord=landlord).first()
    checks = LinkCheck.objects.filter(landlord=landlord)
    broken = sum(check.is_broken for check in checks.exclude(failing_since=None))
    looked = checks.filter(checked_at__gte=run.requested_at).count() if run else 0
    return LinkSummary(run, broken, looked)


def checked_links(landlord: Landlord) -> list[CheckedLink]:
    """Every address that is looked at: broken ones first, then in order of their names."""
    checks = {check.address: check for check in LinkCheck.objects.filter(landlord=landlord)}
    rows = [
        CheckedLink(address, checks.get(address), places)
        for address, places in places_of(landlord).items()
    ]
    return sorted(rows, key=lambda row: (not row.is_broken, row.address))


def check_of(item: EvidenceItem) -> LinkCheck | None:
    """What came of looking at the item's address."""
    if not item.address:
        return None
    return LinkCheck.objects.filter(landlord=item.landlord_id, address=item.address).first()


def remarks_on(item: EvidenceItem) -> list[str]:
    """Why the item's address looks mistyped, beside those of the landlord's other items."""
    others = EvidenceItem.objects.of(item.landlord).exclude(pk=item.pk).exclude(address="")
    known = {*others.values_list("address", flat=True), item.landlord.website} - {""}
    return [remark.message for remark in remarks(item.address, known)]


def links_of(assessment: Assessment, asked: Sequence[Response], *, are_all: bool = False) -> Links:
    """What the rule engine has to know of addresses to judge the answers `asked` about: four
    queries at most, however many there are, and none where they name no address and no item.

    `are_all`: they are all of the assessment's, so that the others need not be loaded.
    """
    if not any(names_address(response) for response in asked):
        return _of_items(assessment) if any(response.cites for response in asked) else Links()
    others = asked if are_all else assessment.responses.select_related("provision")
    used: dict[str, set[str]] = {}
    for response in others:
        if names_address(response):
            for address in addresses_of(response):
                used.setdefault(address, set()).add(response.provision.number)
    items = EvidenceItem.objects.of(assessment.landlord).current().exclude(address="")
    for address in (*items.values_list("address", flat=True), assessment.landlord.website):
        if address:
            used.setdefault(address, set()).add("elsewhere")
    places = {address: frozenset(where) for address, where in used.items()}
    return replace(_of_items(assessment), used=places)


def _of_items(assessment: Assessment) -> Links:
    """What is broken, and which answers cite it as an item."""
    broken = broken_of(assessment)
    return Links(broken=broken, cited=_cited(assessment, broken) if broken else {})


def broken_of(assessment: Assessment) -> dict[str, str]:
    """What is wrong with addresses that do not work, to stand after a colon."""
    checks = LinkCheck.objects.filter(landlord=assessment.landlord_id).exclude(failing_since=None)
    return {check.address: why(check) for check in checks if check.is_broken}


def why(check: LinkCheck) -> str:
    """As the rest of a sentence: "page not found, when we looked on 3 November 2026"."""
    words = str(Outcome(check.outcome).label)
    day = date_format(localtime(check.checked_at).date())
    return f"{words[:1].lower()}{words[1:]}, when we looked on {day}"


def _cited(assessment: Assessment, broken: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    rows = Citation.objects.of(assessment).filter(item__address__in=broken)
    found: dict[str, list[tuple[str, str]]] = {}
    for number, title, address in rows.values_list(
        "response__provision__number", "item__title", "item__address"
    ):
        found.setdefault(number, []).append((title, address))
    return found
