"""Load and authorise in one step: outsiders get 404, members without the right get 403."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Landlord, Membership, User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


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
    """The person's place at the landlord. Raises Http404 for anyone who has none."""
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


def follows_renames(
    among: Callable[[HttpRequest], QuerySet[Landlord]],
) -> Callable[[View[P]], View[P]]:
    """For views whose address has a landlord's `slug`: where the view finds none, a slug that one
    of the landlords of `among` once had leads on to the same page under its present slug.

    A form that is sent there is sent on whole (308), a page moves for good (301).
    """

    def decorate(view: View[P]) -> View[P]:
        def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except Http404:
                moved = redirect_from_former_slug(request, among(request))
                if moved is None:
                    raise
                return moved

        return update_wrapper(cast(View[P], wrapper), view)

    return decorate


def own_landlords(request: HttpRequest) -> QuerySet[Landlord]:
    """The landlords of the signed-in person; for `follows_renames` on their own pages."""
    return Landlord.objects.visible_to(request.user)


def redirect_from_former_slug(
    request: HttpRequest, landlords: QuerySet[Landlord]
) -> HttpResponse | None:
    """To the same address below the present slug, where one of the landlords once had the slug,
    and nobody has it now.
    """
    match = request.resolver_match
    if match is None or "slug" not in match.kwargs:
        return None
    slug = match.kwargs["slug"]
    taken = Exists(Landlord.objects.filter(slug=slug))
    landlord = landlords.filter(~taken, former_slugs__slug=slug).first()
    if landlord is None:
        return None
    address = reverse(match.view_name, kwargs=match.kwargs | {"slug": landlord.slug})
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(
        f"{address}?{query}" if query else address,
        preserve_request=request.method not in ("GET", "HEAD"),
    )
