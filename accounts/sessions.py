"""Where a person is signed in: each browser's session, as django-allauth keeps them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from accounts import devices
from accounts.models import User

# How exact "last seen" is; each note of it costs writes.
NOTE_EVERY_SECONDS = 15 * 60
_NOTED = "seen_at"


@dataclass(frozen=True)
class SignedIn:
    """One browser in which the person is signed in."""

    pk: int
    device: str
    since: datetime
    last_seen_at: datetime
    is_this: bool


def note_sign_in(request: HttpRequest) -> None:
    """Notes when the session began."""
    request.session[_NOTED] = time.time()


def note_visit(request: HttpRequest) -> None:
    """Notes that the session is in use, when the last note of it is old enough."""
    noted = request.session.get(_NOTED)
    if noted is not None and time.time() - noted > NOTE_EVERY_SECONDS:
        UserSession.objects.create_from_request(request)
        request.session[_NOTED] = time.time()


def of_person(user: User, session_key: str | None) -> list[SignedIn]:
    """The person's sessions, last seen first. Those that have ended are forgotten on the way."""
    rows = UserSession.objects.purge_and_list(user)
    return [
        SignedIn(
            pk=row.pk,
            device=devices.in_words(row.user_agent),
            since=row.created_at,
            last_seen_at=row.last_seen_at,
            is_this=row.session_key == session_key,
        )
        for row in sorted(rows, key=lambda row: row.last_seen_at, reverse=True)
    ]


def end(user: User, pk: int) -> bool:
    """Ends one of the person's own sessions; whether there was such a one."""
    row = UserSession.objects.filter(user=user, pk=pk).first()
    if row is None:
        return False
    row.end()
    return True


def end_all(user: User, but: str | None = None) -> int:
    """Ends all sessions of the person, except the one with the key `but`; how many there were."""
    rows = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    for row in rows:
        row.end()
    return len(rows)
