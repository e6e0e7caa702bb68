"""Looks at all web addresses of a landlord, one after another, and keeps what came of each.

A look at many addresses takes minutes. It goes in pieces, so that a worker does other work between
them, and picks up where it left off: what was looked at since the check was asked for is done.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from accounts.models import Landlord
from assessments.links import mails, places
from assessments.models import LinkCheck, LinkRun
from assessments.models.links import DEAD, LONGEST, TROUBLED, LinkRunState
from selfassess.common import jobs
from selfassess.common.reach import Looked, Outcome, Rules, look
from selfassess.common.storing import digest_of
from selfassess.common.support import support

# What a piece of a check may take, so that a publication that waits behind it does not wait long.
PIECE = 30.0
# Between two looks at one website.
PAUSE = 2.0
UNEXPECTED = (
    "We could not finish checking the links. Try again. If it fails again, contact "
    f"{support().contact}."
)
_STANDS = frozenset({Outcome.WORKS, Outcome.MOVED})


def usual_rules() -> Rules:
    """Who asks, for the people of a website who wonder."""
    return Rules(agent=f"selfassess link check (+{settings.SITE_URL})")


@dataclass(frozen=True)
class Manner:
    """How it is done. `pause`: seconds between two looks at one website; `piece`: how many seconds
    of looking make a piece.
    """

    rules: Rules = field(default_factory=usual_rules)
    pause: float = PAUSE
    piece: float = PIECE


def begin(landlord: Landlord) -> LinkRun | None:
    """A check that waits to be carried out; None where one is under way."""
    run, is_new = LinkRun.objects.get_or_create(landlord=landlord)
    if is_new or run.begin_anew(total=0):
        return LinkRun.objects.get(pk=run.pk)
    return None


def carry_out(pk: int, manner: Manner | None = None) -> bool:
    """Does a piece of a check that waits; whether more of it waits then.

    An error that was not foreseen is raised as well, so that it gets into the worker's log.
    """
    jobs.carry_out(LinkRun, pk, partial(_piece, manner=manner or Manner()), unexpected=UNEXPECTED)
    return LinkRun.objects.filter(pk=pk, state=LinkRunState.WAITING).exists()


def _piece(run: LinkRun, manner: Manner) -> None:
    named = places.places_of(run.landlord)
    checks = LinkCheck.objects.filter(landlord=run.landlord)
    done = set(checks.filter(checked_at__gte=run.requested_at).values_list("address", flat=True))
    LinkRun.objects.filter(pk=run.pk).update(total=len(named))
    begun = time.monotonic()
    for address in _in_turns(address for address in named if address not in done):
        if time.monotonic() - begun > manner.piece:
            _go_on_later(run)
            return
        keep(run.landlord, address, _looked(address, manner))
    checks.exclude(address__in=named).delete()
    if run.finish(LinkRunState.DONE):
        mails.tell(run.landlord, named)


def _go_on_later(run: LinkRun) -> None:
    mine = LinkRun.objects.filter(pk=run.pk, requested_at=run.requested_at)
    mine.filter(state=LinkRunState.CHECKING).update(state=LinkRunState.WAITING)


def _in_turns(addresses: Iterable[str]) -> list[str]:
    """Those of different websites in turns, so that no website has to be waited for."""
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(_host(address), []).append(address)
    return [address for row in zip_longest(*hosts.values()) for address in row if address]


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _looked(address: str, manner: Manner) -> Looked:
    """Looks once nobody else does at the same website, in any process, or has within the pause."""
    if not manner.pause:
        return look(address, manner.rules)
    key = f"look:{digest_of(_host(address).encode())}"
    longest = manner.rules.seconds + manner.pause
    given_up = time.monotonic() + longest
    while not cache.add(key, True, timeout=longest) and time.monotonic() < given_up:
        time.sleep(manner.pause / 4)
    try:
        return look(address, manner.rules)
    finally:
        cache.set(key, True, timeout=manner.pause)


def keep(landlord: Landlord, address: str, looked: Looked) -> LinkCheck:
    """Keeps what came of a look."""
    now = timezone.now()
    check = LinkCheck.objects.filter(landlord=landlord, address=address).first()
    check = check or LinkCheck(landlord=landlord, address=address)
    is_failing = looked.outcome in DEAD | TROUBLED
    check.outcome = looked.outcome
    check.moved_to = looked.moved_to if len(looked.moved_to) <= LONGEST else ""
    check.checked_at = now
    check.failing_since = (check.failing_since or now) if is_failing else None
    if looked.outcome in _STANDS:
        check.told_at = None
    check.save()
    return check
