"""Writes to a landlord and its team. Every write checks the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts import mails, sessions
from accounts.access import Member
from accounts.enums import Role
from accounts.models import FormerSlug, Landlord, Membership, MembershipRole, User
from accounts.rules import may_leave, may_manage_landlord


class SlugTaken(Exception):
    """Another landlord has, or once had, that address."""


class SlugIsFixed(Exception):
    """Something is published at the address, so it can no longer change."""


class AlreadyMember(Exception):
    """The person belongs to the landlord's team already."""


class LastAdministrator(Exception):
    """The landlord would be left without an administrator."""


@dataclass(frozen=True)
class LandlordDetails:
    """What an administrator says about the landlord; the address is renamed apart."""

    name: str
    kind: str
    homes: int
    year_end: str
    website: str
    governing_body: str
    complaints_contact: str
    mrc_title: str
    subsidiaries: str
    paper_is_public: bool = False
    embed_sites: str = ""


@dataclass(frozen=True)
class Place:
    """A person's place in the team."""

    roles: frozenset[Role]
    job_title: str = ""
    is_mrc: bool = False


def slug_is_free(slug: str, landlord: Landlord | None = None) -> bool:
    """Whether no other landlord has, or once had, the address."""
    taken = Landlord.objects.filter(slug=slug)
    formerly = FormerSlug.objects.filter(slug=slug)
    if landlord is not None:
        taken = taken.exclude(pk=landlord.pk)
        formerly = formerly.exclude(landlord=landlord)
    return not taken.exists() and not formerly.exists()


def create_landlord(details: LandlordDetails, slug: str) -> Landlord:
    """A new landlord with nobody in its team. Raises SlugTaken."""
    if not slug_is_free(slug):
        raise SlugTaken
    return Landlord.objects.create(slug=slug, **vars(details))


def update_landlord(member: Member, details: LandlordDetails, slug: str) -> Landlord:
    """Changes the landlord's details and address, both or neither.

    Raises PermissionDenied, SlugIsFixed, SlugTaken.
    """
    with transaction.atomic():
        rename_slug(member, slug)
        Landlord.objects.filter(pk=member.landlord.pk).update(**vars(details))
    return Landlord.objects.get(pk=member.landlord.pk)


def rename_slug(member: Member, slug: str) -> Landlord:
    """Changes the landlord's part of its addresses. The old one is kept and redirects.

    Raises PermissionDenied, SlugIsFixed once something is published, SlugTaken.
    """
    try:
        with transaction.atomic():
            landlord = hold_as_manager(member)
            if landlord.slug == slug:
                return landlord
            if landlord.slug_is_fixed:
                raise SlugIsFixed
            if not slug_is_free(slug, landlord):
                raise SlugTaken
            landlord.former_slugs.filter(slug=slug).delete()
            landlord.former_slugs.create(slug=landlord.slug)
            landlord.slug = slug
            landlord.save(update_fields=["slug"])
    except IntegrityError:
        raise SlugTaken from None
    return landlord


def change_place(member: Member, membership: Membership, place: Place) -> Membership:
    """Changes a person's roles, job title and whether they are the MRC (one person only is).

    Raises PermissionDenied, LastAdministrator; Membership.DoesNotExist where the person has left.
    """
    with transaction.atomic():
        hold_as_manager(member)
        membership.refresh_from_db()
        if Role.ADMINISTRATOR not in place.roles:
            _check_another_administrator(membership)
        _put(membership, place)
    return membership


def remove_person(member: Member, membership: Membership) -> None:
    """Takes a person out of the team, and signs them out everywhere.

    Their account and what they wrote stay, under their name. Raises PermissionDenied,
    LastAdministrator, Membership.DoesNotExist for someone who has left since.
    """
    with transaction.atomic():
        hold_as_manager(member)
        membership.refresh_from_db()
        _check_another_administrator(membership)
        membership.delete()
        sessions.end_all(membership.user)


def leave(member: Member, successor: Membership | None = None) -> None:
    """Takes the person themselves out of the team. They stay signed in.

    `successor`: who becomes an administrator first, where the person is one.
    Raises PermissionDenied, LastAdministrator where nobody would look after the landlord,
    Membership.DoesNotExist where one of the two has left since.
    """
    if not may_leave(member):
        raise PermissionDenied
    with transaction.atomic():
        landlord = _hold(member.landlord)
        own = landlord.memberships.get(user=member.user)
        is_administrator = own.roles.filter(role=Role.ADMINISTRATOR).exists()
        if successor is not None and is_administrator:
            heir = (
                landlord.memberships.select_related("user")
                .exclude(pk=own.pk)
                .get(pk=successor.pk, user__is_active=True)
            )
            MembershipRole.objects.get_or_create(membership=heir, role=Role.ADMINISTRATOR)
            mails.tell_handed_over(heir.user, landlord, member.user)
        _check_another_administrator(own)
        own.delete()


def is_only_administrator(member: Member) -> bool:
    """Whether the landlord would be without an administrator if the person left."""
    try:
        _check_another_administrator(member.landlord.memberships.get(user=member.user))
    except LastAdministrator:
        return True
    return False


def make_administrator(landlord: Landlord, email: str, name: str) -> tuple[User, str]:
    """The operator's way in: an administrator for a landlord, old or new, with the link at which
    they choose a password.
    """
    with transaction.atomic():
        user = User.objects.filter(email__iexact=email.strip()).first()
        user = user or User.objects.create_user(email, name)
        membership, _ = Membership.objects.get_or_create(user=user, landlord=landlord)
        MembershipRole.objects.get_or_create(membership=membership, role=Role.ADMINISTRATOR)
        return user, mails.send_password_link(user, landlord)


def hold_as_manager(
    member: Member, may: Callable[[Member], bool] = may_manage_landlord
) -> Landlord:
    """The landlord's row, held until the transaction ends, for a member who may manage it now, or
    do what `may` says: one who was removed a moment ago no longer may. Raises PermissionDenied.
    """
    if not may(member):
        raise PermissionDenied
    landlord = _hold(member.landlord)
    membership = landlord.memberships.filter(user=member.user).first()
    if membership is None or not may(Member(member.user, landlord, membership.role_set)):
        raise PermissionDenied
    return landlord


def _hold(landlord: Landlord) -> Landlord:
    """The landlord's row as it is now, held until the transaction ends: two administrators who
    remove each other at the same moment take turns.
    """
    return Landlord.objects.select_for_update().get(pk=landlord.pk)


def _check_another_administrator(membership: Membership) -> None:
    """Raises LastAdministrator where nobody else could look after the landlord."""
    administrators = Membership.objects.filter(
        landlord=membership.landlord, user__is_active=True
    ).with_role(Role.ADMINISTRATOR)
    is_one = membership.roles.filter(role=Role.ADMINISTRATOR).exists()
    if is_one and not administrators.exclude(pk=membership.pk).exists():
        raise LastAdministrator


def _put(membership: Membership, place: Place) -> None:
    if place.is_mrc:
        Membership.objects.filter(landlord=membership.landlord).exclude(pk=membership.pk).update(
            is_mrc=False
        )
    membership.job_title = place.job_title
    membership.is_mrc = place.is_mrc
    membership.save(update_fields=["job_title", "is_mrc"])
    _set_roles(membership, place.roles)


def _set_roles(membership: Membership, roles: Iterable[Role]) -> None:
    membership.roles.exclude(role__in=roles).delete()
    held = set(membership.roles.values_list("role", flat=True))
    MembershipRole.objects.bulk_create(
        MembershipRole(membership=membership, role=role) for role in roles if role not in held
    )
