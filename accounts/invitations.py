"""Inviting people into a landlord's team by mail, and accepting. Every write checks the rule.

An invitation is used once, for 14 days, by the person at the address that it was sent to.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import mails
from accounts.access import Member
from accounts.enums import Role
from accounts.models import Invitation, Landlord, Membership, MembershipRole, User
from accounts.rules import may_invite_contributors
from accounts.services import AlreadyMember, Place, hold_as_manager

VALID_FOR = timedelta(days=14)


class AlreadyInvited(Exception):
    """An invitation to that address is waiting already."""


class NotWaiting(Exception):
    """The invitation is accepted, withdrawn or late, or another address's: it cannot be used."""


@dataclass(frozen=True)
class Invitee:
    """Whom an administrator invites, to which place."""

    email: str
    name: str
    place: Place


def find(token: str) -> Invitation | None:
    """The invitation that the token opens, in whatever state; None for an unknown or old token."""
    found = Invitation.objects.select_related("landlord", "invited_by")
    return found.filter(token_digest=_digest(token)).first()


def is_for(invitation: Invitation, user: User) -> bool:
    """Whether the person is who was invited, by the address."""
    return invitation.email.lower() == user.email.lower()


def has_account(invitation: Invitation) -> bool:
    return User.objects.filter(email__iexact=invitation.email).exists()


def invite(member: Member, invitee: Invitee) -> Invitation:
    """Invites a person and mails them. Raises PermissionDenied, AlreadyMember, AlreadyInvited."""
    email = invitee.email.strip().lower()
    token = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            landlord = hold_as_manager(member)
            if landlord.memberships.filter(user__email__iexact=email).exists():
                raise AlreadyMember
            invitation = Invitation.objects.create(
                landlord=landlord,
                email=email,
                name=invitee.name,
                job_title=invitee.place.job_title,
                roles=sorted(role.value for role in invitee.place.roles),
                invited_by=member.user,
                token_digest=_digest(token),
                expires_at=timezone.now() + VALID_FOR,
            )
            mails.send_invitation(invitation, token)
    except IntegrityError:
        raise AlreadyInvited from None
    return invitation


def invite_contributor(member: Member, email: str, asks: str) -> Invitation:
    """Invites someone as a contributor and says in the same mail what they are asked for (`asks`,
    paragraphs). An invitation as a contributor that is waiting is sent anew with it.

    Raises PermissionDenied, AlreadyMember, AlreadyInvited (to other roles, which are the
    administrator's matter).
    """
    email, token = email.strip().lower(), secrets.token_urlsafe(32)
    with transaction.atomic():
        landlord = hold_as_manager(member, may_invite_contributors)
        if landlord.memberships.filter(user__email__iexact=email).exists():
            raise AlreadyMember
        invitation = landlord.invitations.waiting().filter(email__iexact=email).first()
        if invitation and invitation.role_set != {Role.CONTRIBUTOR}:
            raise AlreadyInvited
        invitation = invitation or Invitation(
            landlord=landlord, email=email, roles=[Role.CONTRIBUTOR.value]
        )
        invitation.invited_by = member.user
        invitation.token_digest = _digest(token)
        invitation.expires_at = timezone.now() + VALID_FOR
        invitation.save()
        mails.send_invitation(invitation, token, asks)
    return invitation


def send_again(member: Member, invitation: Invitation) -> None:
    """Mails a new link, good for another 14 days; the one before no longer works.

    Raises PermissionDenied, NotWaiting.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        hold_as_manager(member)
        changed = (
            Invitation.objects.waiting()
            .filter(pk=invitation.pk, landlord=member.landlord)
            .update(
                token_digest=_digest(token),
                expires_at=timezone.now() + VALID_FOR,
                invited_by=member.user,
            )
        )
        if not changed:
            raise NotWaiting
        mails.send_invitation(
            Invitation.objects.select_related("landlord", "invited_by").get(pk=invitation.pk), token
        )


def revoke(member: Member, invitation: Invitation) -> None:
    """Withdraws an invitation: its link says so from now on.

    Raises PermissionDenied, NotWaiting.
    """
    with transaction.atomic():
        hold_as_manager(member)
        waiting = Invitation.objects.waiting().filter(pk=invitation.pk, landlord=member.landlord)
        if not waiting.update(revoked_at=timezone.now()):
            raise NotWaiting


def accept(invitation: Invitation, user: User) -> Membership:
    """Puts the signed-in person into the team. Raises NotWaiting; also for another's address."""
    if not is_for(invitation, user):
        raise NotWaiting
    with transaction.atomic():
        _mark_used(invitation)
        return _give_place(invitation, user)


def accept_as_new(invitation: Invitation, name: str, password: str) -> User:
    """Makes the account of a new person and puts them into the team.

    Raises NotWaiting; also where an account with the address has been created since.
    """
    try:
        with transaction.atomic():
            # First, so that of two at once the second waits here and makes no account.
            _mark_used(invitation)
            if has_account(invitation):
                raise NotWaiting
            user = User.objects.create_user(invitation.email, name, password)
            _give_place(invitation, user)
    except IntegrityError:
        # Another landlord's invitation to the same person was accepted at the same moment.
        raise NotWaiting from None
    return user


def _mark_used(invitation: Invitation) -> None:
    now = timezone.now()
    usable = Invitation.objects.waiting().filter(
        pk=invitation.pk, token_digest=invitation.token_digest, expires_at__gt=now
    )
    if not usable.update(accepted_at=now):
        raise NotWaiting


@dataclass(frozen=True)
class Newcomers:
    """What another app does for people who join. `joined`: within the same transaction, to give
    them what waits for them; `first_page`: where it leads them then, "" for nowhere.
    """

    joined: Callable[[Landlord, User], None]
    first_page: Callable[[Landlord, User], str]


_welcomed_by: list[Newcomers] = []


def welcome(newcomers: Newcomers) -> None:
    """Registers it, when an app is loaded: this one knows none of those above it."""
    _welcomed_by.append(newcomers)


def first_page(landlord: Landlord, user: User) -> str:
    """Where someone who has just joined begins."""
    pages = (each.first_page(landlord, user) for each in _welcomed_by)
    return next(filter(None, pages), landlord.get_absolute_url())


def _give_place(invitation: Invitation, user: User) -> Membership:
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)
    membership, is_new = Membership.objects.get_or_create(user=user, landlord=invitation.landlord)
    if is_new:
        membership.job_title = invitation.job_title
        membership.save(update_fields=["job_title"])
    for role in invitation.role_set:
        MembershipRole.objects.get_or_create(membership=membership, role=role)
    for each in _welcomed_by:
        each.joined(invitation.landlord, user)
    return membership


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
