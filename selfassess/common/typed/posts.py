"""A posted form as data: whose it is, what of it was typed, and keeping it over a sign-in."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils import timezone

from selfassess.common.typed import names

TYPIST = "typist"
KEPT = "kept"
RECEIPT = "receipt"
# What a view of ours answers to a form that it could read.
_ANSWERED = frozenset({200, 302, 409, 422})
# The name that a page's script gives to what it sends, and how long our answer is told.
_RECEIPT = re.compile(r"[0-9a-f]{1,32}")
_TOLD_FOR = timedelta(hours=1)
_SIGNER = signing.Signer(salt="selfassess.typist")
_SESSION_KEY = "kept_posts"
# What one visitor's session holds at most, and for how long.
MOST_KEPT = 3
MOST_CHARACTERS = 400_000
KEPT_FOR = timedelta(hours=24)

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - a field's name
# What every form of ours has besides its fields.
EXTRAS = frozenset({_TOKEN, TYPIST, KEPT, RECEIPT})
_DATE_PART = re.compile(r"(\w+)_([012])")
_PARTS = ("day", "month", "year")
_LINE = 60


class Shown(StrEnum):
    """How a field stands on the page that gives a form back."""

    HIDDEN = "hidden"
    CHOICE = "choice"
    LINE = "line"
    TEXT = "text"


@dataclass(frozen=True)
class TypedField:
    """One input of a form that was sent."""

    name: str
    value: str
    shown: Shown

    @property
    def label(self) -> str:
        """Its name in words: the form's own labels are not at hand here."""
        name, of = names.split(self.name)
        part = _DATE_PART.fullmatch(name)
        words = f"{_in_words(part[1])} ({_PARTS[int(part[2])]})" if part else _in_words(name)
        return f"{words}, {of}" if of else words

    @property
    def in_words(self) -> str:
        """A choice's value as text."""
        return _in_words(self.value)


@dataclass(frozen=True)
class KeptPost:
    """A form that waits in its sender's session for them to sign in again."""

    key: str
    path: str
    data: list[list[str]]
    at: datetime

    @property
    def fields(self) -> list[TypedField]:
        return [_field(name, value) for name, value in self.data]


def typist_token(user_pk: int) -> str:
    """What a form holds to say for whom it was made."""
    return _SIGNER.sign(str(user_pk))


def typist_of(request: HttpRequest) -> str:
    """Whose form was sent: the user's id as text, empty where it does not say or is not signed."""
    if request.method != "POST":
        return ""
    try:
        return _SIGNER.unsign(request.POST.get(TYPIST, ""))
    except signing.BadSignature:
        return ""


def is_somebody_elses(request: HttpRequest) -> bool:
    """Whether the form was made for another person than who is signed in now."""
    typist = typist_of(request)
    return bool(typist) and request.user.is_authenticated and typist != str(request.user.pk)


def fields_of(post: QueryDict) -> list[TypedField]:
    """What was sent, without the token against forgery."""
    return [_field(name, value) for name, value in sent_fields(post)]


def keep_post(request: HttpRequest) -> str:
    """Keeps the form in the visitor's session, for its typist alone; the key to ask for it.

    Empty where it is too much to keep.
    """
    data = [[name, value] for name, value in sent_fields(request.POST)]
    if sum(len(name) + len(value) for name, value in data) > MOST_CHARACTERS:
        return ""
    key = secrets.token_urlsafe(12)
    kept = {
        "path": request.get_full_path(),
        "typist": typist_of(request),
        "data": data,
        "at": timezone.now().isoformat(),
    }
    newest = sorted(_fresh(request).items(), key=lambda item: item[1]["at"])[1 - MOST_KEPT :]
    request.session[_SESSION_KEY] = {**dict(newest), key: kept}
    return key


def kept_posts(request: HttpRequest) -> list[KeptPost]:
    """The forms that wait for who is signed in now, the newest first."""
    mine = str(request.user.pk)
    found = [
        KeptPost(key, kept["path"], kept["data"], datetime.fromisoformat(kept["at"]))
        for key, kept in _fresh(request).items()
        if kept["typist"] == mine
    ]
    return sorted(found, key=lambda kept: kept.at, reverse=True)


def kept_post(request: HttpRequest, key: str) -> KeptPost | None:
    """The form of that key, where it waits for who is signed in now."""
    return next((post for post in kept_posts(request) if post.key == key), None)


def change_post(request: HttpRequest, key: str, fields: list[tuple[str, str]]) -> None:
    """Puts what its sender has changed in a kept form in the place of what was sent first."""
    kept = request.session.get(_SESSION_KEY, {})
    data = [list(pair) for pair in fields]
    if key in kept and sum(len(name) + len(value) for name, value in data) <= MOST_CHARACTERS:
        request.session[_SESSION_KEY] = {**kept, key: {**kept[key], "data": data}}


def drop_post(request: HttpRequest, key: str) -> None:
    """Forgets a kept form: it was sent again, or is not wanted any more."""
    kept = request.session.get(_SESSION_KEY, {})
    if key in kept:
        request.session[_SESSION_KEY] = {k: post for k, post in kept.items() if k != key}


def acknowledge(request: HttpRequest, response: HttpResponseBase) -> None:
    """Has a posted form forgotten that our view has answered: what was typed in it is saved now,
    kept as a draft, or stands on the page that answers.

    Both the copy in the session and, by a cookie that the next page's script reads, the one that
    the browser kept in case the form would not arrive.
    """
    kept, receipt = request.POST.get(KEPT, ""), request.POST.get(RECEIPT, "")
    if response.status_code not in _ANSWERED or not (kept or receipt):
        return
    if not request.user.is_authenticated:
        return
    # Its own page drops it only once its sender is sure.
    if request.resolver_match is None or request.resolver_match.url_name != "kept":
        drop_post(request, kept)
    if _RECEIPT.fullmatch(receipt):
        response.set_cookie(
            f"received-{receipt}",
            "1",
            max_age=_TOLD_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


def _fresh(request: HttpRequest) -> dict[str, Any]:
    oldest = (timezone.now() - KEPT_FOR).isoformat()
    kept: dict[str, Any] = request.session.get(_SESSION_KEY, {})
    return {key: post for key, post in kept.items() if post["at"] > oldest}


def sent_fields(post: QueryDict) -> list[tuple[str, str]]:
    """What was sent, by name and value, without passwords and the token against forgery."""
    return [
        (name, str(value))
        for name, values in post.lists()
        for value in values
        if name not in (_TOKEN, KEPT) and "password" not in name
    ]


def _field(name: str, value: str) -> TypedField:
    if name in EXTRAS or names.is_carried(name) or not value:
        return TypedField(name, value, Shown.HIDDEN)
    if names.is_chosen(name):
        return TypedField(name, value, Shown.CHOICE)
    is_line = len(value) <= _LINE and "\n" not in value and "\r" not in value
    return TypedField(name, value, Shown.LINE if is_line else Shown.TEXT)


def _in_words(name: str) -> str:
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]
