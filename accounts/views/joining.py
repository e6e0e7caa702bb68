"""The invited person's side: what an invitation offers, and accepting it. And leaving a team.

The address holds the invitation's token: the page is kept by no cache, and tells no other page or
site where the reader came from.
"""

from __future__ import annotations

from typing import Any

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import invitations, services
from accounts.access import Member, follows_renames, landlord_for, own_landlords
from accounts.models import Invitation, Membership, User
from accounts.own_forms import LeaveForm, NewAccountForm
from selfassess.common.http import limited


@login_not_required
@sensitive_post_parameters("password1", "password2")
@limited("invitation")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Shows an invitation; a form accepts it, so that a mail scanner that opens links does not."""
    response = _accept(request, token)
    # Not "no-referrer", with which a browser names no origin either, and our forms need that.
    response.headers["Referrer-Policy"] = "strict-origin"
    add_never_cache_headers(response)
    return response


def _accept(request: HttpRequest, token: str) -> HttpResponse:
    invitation = invitations.find(token)
    if invitation is None or invitation.accepted_at or invitation.revoked_at or invitation.is_late:
        return _unusable(request, invitation)
    if isinstance(request.user, User):
        if not invitations.is_for(invitation, request.user):
            return _show(request, "other_address", invitation, 403)
        return _as_known(request, invitation, request.user)
    if invitations.has_account(invitation):
        address = f"{reverse('account_login')}?{urlencode({'next': request.path})}"
        return _show(request, "sign_in", invitation, sign_in=address)
    return _as_new(request, invitation)


def _as_known(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    if request.method != "POST":
        return _show(request, "accept", invitation)
    try:
        invitations.accept(invitation, user)
    except invitations.NotWaiting:
        invitation.refresh_from_db()
        return _unusable(request, invitation)
    messages.success(request, f"You have joined the team of {invitation.landlord.name}")
    return redirect(invitations.first_page(invitation.landlord, user))


def _as_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = NewAccountForm(request.POST or None, invitation=invitation)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return _show(request, "new_account", invitation, status, form=form)
    try:
        user = invitations.accept_as_new(
            invitation, form.cleaned_data["name"], form.cleaned_data["password1"]
        )
    except invitations.NotWaiting:
        invitation.refresh_from_db()
        return _unusable(request, invitation)
    messages.success(request, f"You have joined the team of {invitation.landlord.name}")
    response: HttpResponse = perform_login(
        request, user, redirect_url=invitations.first_page(invitation.landlord, user)
    )
    return response


def _unusable(request: HttpRequest, invitation: Invitation | None) -> HttpResponse:
    """Says why the invitation cannot be used, and whom to ask."""
    if invitation is None:
        return render(request, "accounts/invitation/unknown.html", status=404)
    if invitation.accepted_at and invitation.accepted_by_id == request.user.pk:
        return redirect(invitation.landlord)
    if invitation.accepted_at:
        return _show(request, "used", invitation, 410)
    if invitation.revoked_at:
        return _show(request, "withdrawn", invitation, 410)
    if invitation.is_late:
        return _show(request, "late", invitation, 410)
    # Changed at the same moment, by a newer mail or a new account: another look tells.
    return redirect(request.path)


def _show(
    request: HttpRequest, page: str, invitation: Invitation, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"invitation": invitation, "inviter": invitation.invited_by} | more
    return render(request, f"accounts/invitation/{page}.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@follows_renames(own_landlords)
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes oneself out of a team; the only administrator hands over first."""
    member = landlord_for(request, slug)
    must_hand_over = services.is_only_administrator(member)
    others = _who_could_take_over(member) if must_hand_over else None
    form = LeaveForm(request.POST if request.method == "POST" else None, others=others)
    if request.method == "POST" and form.is_valid():
        try:
            services.leave(member, form.who_takes_over())
        except (services.LastAdministrator, Membership.DoesNotExist):
            messages.info(
                request, "The team has changed since you opened this page. Check it again"
            )
            return redirect("landlord_leave", member.landlord.slug)
        messages.success(request, f"You have left the team of {member.landlord.name}")
        return redirect("home")
    return render(
        request,
        "accounts/leave.html",
        {"landlord": member.landlord, "form": form, "nobody_else": others == []},
        status=422 if form.errors else 200,
    )


def _who_could_take_over(member: Member) -> list[Membership]:
    others = member.landlord.memberships.filter(user__is_active=True).exclude(user=member.user)
    return list(others.select_related("user"))
