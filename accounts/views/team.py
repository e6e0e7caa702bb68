"""The landlord's team: who belongs to it and in which roles."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import rules, services
from accounts.access import Member, follows_renames, landlord_for, own_landlords
from accounts.enums import ROLE_SUMMARIES, Role
from accounts.first_visit import first_roles
from accounts.forms import PlaceForm
from accounts.models import Membership

LAST_ADMINISTRATOR = "{name} is the only administrator. Make someone else an administrator first"


@require_safe
@follows_renames(own_landlords)
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Everyone in the landlord's team, with their roles."""
    member = landlord_for(request, slug, rules.may_read_landlord)
    memberships = member.landlord.memberships.select_related("user").prefetch_related("roles")
    people = [
        {
            "membership": membership,
            "roles": [role.label for role in Role if role in membership.role_set],
        }
        for membership in memberships
    ]
    may_manage = rules.may_manage_landlord(member)
    context = {
        "landlord": member.landlord,
        "people": people,
        "may_manage": may_manage,
        "invitations": member.landlord.invitations.waiting() if may_manage else [],
        "first_roles": first_roles(member),
        "role_summaries": [(role.label, text) for role, text in ROLE_SUMMARIES.items()],
    }
    return render(request, "accounts/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@follows_renames(own_landlords)
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Changes a person's job title and roles, or marks them as the MRC."""
    member = landlord_for(request, slug, rules.may_manage_landlord)
    membership = _membership(member, pk)
    form = PlaceForm(request.POST or None, membership=membership)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_place(member, membership, form.place())
        except services.LastAdministrator:
            form.add_error("roles", LAST_ADMINISTRATOR.format(name=membership.user.name))
        except Membership.DoesNotExist:
            return _gone(request, member, membership)
        else:
            messages.success(request, f"You have saved {membership.user.name}’s roles")
            return redirect("landlord_team", member.landlord.slug)
    return _page(request, "accounts/team_change.html", member, form, membership)


@require_http_methods(["GET", "HEAD", "POST"])
@follows_renames(own_landlords)
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Asks, then takes a person out of the team."""
    member = landlord_for(request, slug, rules.may_manage_landlord)
    membership = _membership(member, pk)
    if membership.user_id == member.user.pk:
        return redirect("landlord_leave", member.landlord.slug)
    error = ""
    if request.method == "POST":
        try:
            services.remove_person(member, membership)
        except services.LastAdministrator:
            error = LAST_ADMINISTRATOR.format(name=membership.user.name)
        except Membership.DoesNotExist:
            return _gone(request, member, membership)
        else:
            messages.success(request, f"{membership.user.name} is no longer in the team.")
            return redirect("landlord_team", member.landlord.slug)
    context = {
        "landlord": member.landlord,
        "membership": membership,
        "error": error,
        "has_errors": bool(error),
    }
    return render(request, "accounts/team_remove.html", context, status=422 if error else 200)


def _membership(member: Member, pk: int) -> Membership:
    """The membership of the member's own landlord. Raises Http404 for any other."""
    return get_object_or_404(member.landlord.memberships.select_related("user", "landlord"), pk=pk)


def _gone(request: HttpRequest, member: Member, membership: Membership) -> HttpResponse:
    """Someone else has removed the person from the team while the page was open."""
    messages.info(request, f"{membership.user.name} is no longer in the team.")
    return redirect("landlord_team", member.landlord.slug)


def _page(
    request: HttpRequest,
    template: str,
    member: Member,
    form: PlaceForm,
    membership: Membership | None = None,
) -> HttpResponse:
    context = {"landlord": member.landlord, "form": form, "membership": membership}
    return render(request, template, context, status=422 if form.errors else 200)
