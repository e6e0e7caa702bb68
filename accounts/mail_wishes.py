"""Which mails a person wants, and how to say "no more" without signing in."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts.enums import MailKind
from accounts.models import Landlord, User
from selfassess.common.letters import Frame

_SALT = "accounts.unsubscribe"


class NotOurs(Exception):
    """The address to unsubscribe at was not made here, or its person is gone."""


def wants(user: User, kind: MailKind) -> bool:
    """Whether the person gets mails of the kind."""
    return kind.value not in user.unwanted_mail


def set_wanted(user: User, wanted: Iterable[MailKind]) -> None:
    """Turns on the kinds given and all others off."""
    kept = set(wanted)
    _save(user, [kind.value for kind in MailKind if kind not in kept])


def turn_off(user: User, kinds: Iterable[MailKind]) -> None:
    """Turns off the kinds given; the others stay as they are."""
    with transaction.atomic():
        current = User.objects.select_for_update().get(pk=user.pk)
        off = {*current.unwanted_mail, *(kind.value for kind in kinds)}
        _save(user, [kind.value for kind in MailKind if kind.value in off])


def unsubscribe_address(user: User, kind: MailKind) -> str:
    """Where one click turns the kind off, signed in or not. It opens nothing else, and stays good
    as long as the person has an account: old mails are unsubscribed from too (RFC 8058).
    """
    token = signing.dumps([user.pk, kind.value], salt=_SALT)
    return settings.SITE_URL + reverse("unsubscribe", args=[token])


def read_token(token: str) -> tuple[User, MailKind]:
    """Whose mail of which kind the address is about. Raises NotOurs."""
    try:
        pk, kind = signing.loads(token, salt=_SALT)
        return User.objects.get(pk=pk), MailKind(kind)
    except (signing.BadSignature, ValueError, User.DoesNotExist):
        raise NotOurs from None


def frame(user: User, landlord: Landlord, kind: MailKind) -> Frame:
    """The frame of a mail of that kind: the landlord's name, why it comes, how to stop it."""
    return Frame(
        sender=landlord.name,
        why=f"You are getting this email because you are in the team of {landlord.name}.",
        unsubscribe=unsubscribe_address(user, kind),
    )


def _save(user: User, unwanted: list[str]) -> None:
    User.objects.filter(pk=user.pk).update(unwanted_mail=unwanted)
    user.unwanted_mail = unwanted
