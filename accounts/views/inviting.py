"""The administrator's side of invitations: to invite, send again, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts import invitations, rules, services
from accounts.access import follows_renames, landlord_for, own_landlords
from accounts.forms import InviteForm


@require_http_methods(["GET", "HEAD", "POST"])
@follows_renames(own_landlords)
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invites a person into the team, by mail."""
    member = landlord_for(request, slug, rules.may_manage_landlord)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invitations.invite(member, form.invitee())
        except services.AlreadyMember:
            form.add_error(
                "email",
                "This person is already in the team. You can change their roles on the team page",
            )
        except invitations.AlreadyInvited:
            form.add_error(
                "email",
                "This person has already been invited. Go to the team page to send it again or "
                "withdraw it",
            )
        else:
            messages.success(request, f"We have sent an invitation to {invitation.email}.")
            return redirect("landlord_team", member.landlord.slug)
    return render(
        request,
        "accounts/team_invite.html",
        {"landlord": member.landlord, "form": form},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@follows_renames(own_landlords)
def invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One invitation: what it offers, to send again or to withdraw."""
    member = landlord_for(request, slug, rules.may_manage_landlord)
    found = get_object_or_404(
        member.landlord.invitations.select_related("invited_by", "accepted_by"), pk=pk
    )
    if request.method == "POST":
        try:
            if request.POST.get("go") == "withdraw":
                invitations.revoke(member, found)
                messages.success(request, f"You have withdrawn the invitation to {found.email}")
            else:
                invitations.send_again(member, found)
                messages.success(request, f"We have sent a new invitation to {found.email}.")
        except invitations.NotWaiting:
            messages.info(
                request, f"The invitation to {found.email} has already been accepted or withdrawn"
            )
        return redirect("landlord_team", member.landlord.slug)
    context = {"landlord": member.landlord, "invitation": found}
    return render(request, "accounts/team_invitation.html", context)
