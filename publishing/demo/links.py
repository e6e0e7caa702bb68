"""What came of looking at the demonstration's links; nothing is asked on the network."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from accounts.models import Landlord
from assessments.links.places import places_of
from assessments.models import LinkCheck, LinkRun
from assessments.models.links import LinkRunState
from selfassess.common.reach import Outcome


def remember(landlord: Landlord, dead: Collection[str], at: datetime) -> None:
    """As if all links of the landlord had been looked at then."""
    addresses = places_of(landlord)
    LinkRun.objects.create(
        landlord=landlord,
        state=LinkRunState.DONE,
        requested_at=at,
        started_at=at,
        finished_at=at,
        total=len(addresses),
    )
    LinkCheck.objects.bulk_create(
        LinkCheck(
            landlord=landlord,
            address=address,
            outcome=Outcome.NOT_FOUND if address in dead else Outcome.WORKS,
            checked_at=at,
            failing_since=at if address in dead else None,
            told_at=at if address in dead else None,
        )
        for address in addresses
    )
