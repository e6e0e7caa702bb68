"""Load and authorise in one step: outsiders get 404, members without the right get 403."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.enums import Role
from accounts.models import Landlord, Membership, User


@dataclass(frozen=True)
class Member:
    """A signed-in person at one landlord, with the roles held there."""

    user: User
    landlord: Landlord
    roles: frozenset[Role]

    def has(self, *roles: Role) -> bool:
        """Whether the person holds at least one of the roles."""
        return not self.roles.isdisjoint(roles)


def member_of(user: Any, landlord: Landlord) -> Member:
    """The person's place at the landlord. Raises Http404 for anybody who has none."""
    if not user.is_authenticated:
        raise Http404
    membership = (
        Membership.objects.filter(user=user, landlord=landlord).prefetch_related("roles").first()
    )
    if membership is None:
        raise Http404
    return Member(cast(User, user), landlord, membership.role_set)


def landlord_for(
    request: HttpRequest, slug: str, may: Callable[[Member], bool] | None = None
) -> Member:
    """The landlord at the address, as the signed-in person may see it.

    Raises Http404 for outsiders, PermissionDenied where `may` says no.
    """
    landlord = get_object_or_404(Landlord.objects.visible_to(request.user), slug=slug)
    member = member_of(request.user, landlord)
    if may is not None and not may(member):
        raise PermissionDenied
    return member
