"""One's own account: name, mails, where one is signed in."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import mail_wishes, sessions
from accounts.enums import MailKind, Role
from accounts.models import User
from accounts.own_forms import MailForm, NameForm
from selfassess.common.typed.replay import only_saves


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, where one belongs, and the ways to change it."""
    user = cast(User, request.user)
    memberships = user.memberships.select_related("landlord").prefetch_related("roles")
    places = [
        {
            "membership": membership,
            "roles": [role.label for role in Role if role in membership.role_set],
        }
        for membership in memberships.order_by("landlord__name")
    ]
    unwanted = [kind.label for kind in MailKind if kind.value in user.unwanted_mail]
    return render(request, "accounts/account.html", {"places": places, "unwanted": unwanted})


@require_safe
@never_cache
@login_not_required
def menu(request: HttpRequest) -> HttpResponse:
    """The account's menu for pages that may be cached: of who is signed in, or nothing (204)."""
    if not request.user.is_authenticated:
        response = HttpResponse(status=204)
    else:
        response = render(request, "components/account_menu.html")
    return response


@only_saves
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    """Changes one's name from now on; what was done under the old one keeps it."""
    user = cast(User, request.user)
    form = NameForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        User.objects.filter(pk=user.pk).update(name=form.cleaned_data["name"])
        messages.success(request, "You have changed your name")
        return redirect("account")
    status = 422 if form.errors else 200
    return render(request, "accounts/account_name.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """Chooses which mails one gets."""
    user = cast(User, request.user)
    form = MailForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        mail_wishes.set_wanted(user, form.kinds())
        messages.success(request, "You have changed which emails you get")
        return redirect("account")
    status = 422 if form.errors else 200
    return render(request, "accounts/account_mail.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; ends one of these sessions, or all others."""
    user = cast(User, request.user)
    here = request.session.session_key
    if request.method == "POST":
        chosen = request.POST.get("session", "")
        if chosen == "others":
            sessions.end_all(user, but=here)
            messages.success(request, "You have signed out of all your other devices")
        elif chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
            sessions.end(user, int(chosen))
            messages.success(request, "You have signed out of that device")
        return redirect("account_sessions")
    rows = sessions.of_person(user, here)
    context = {"sessions": rows, "others": [row for row in rows if not row.is_this]}
    return render(request, "accounts/account_sessions.html", context)
