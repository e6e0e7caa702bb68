"""The mails about accounts and teams. None of them can be turned off."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Invitation, Landlord, User
from selfassess.common import outbox
from selfassess.common.letters import Frame, link


def set_password_link(user: User) -> str:
    """The address at which the person chooses a password; good once, for PASSWORD_RESET_TIMEOUT."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )
    return f"{settings.SITE_URL}{path}"


def send_password_link(user: User, landlord: Landlord) -> str:
    """Posts the mail with which an operator's new administrator chooses a password; its link."""
    address = set_password_link(user)
    days = settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)
    again = settings.SITE_URL + reverse("account_reset_password")
    outbox.post(
        user.email,
        f"Choose a password for {landlord.name}’s self-assessments",
        f"Hello {user.name},\n\n"
        f"You now look after the team of {landlord.name}, which works on its Complaint Handling "
        "Code self-assessment. Choose a password to start.\n\n"
        f"{link('Choose a password', address)}\n\n"
        f"This link works once, for {days} days. After that, you can ask for a new one.\n\n"
        f"{link('Get a new link', again)}\n\n"
        f"You sign in with this email address: {user.email}\n",
        Frame(
            landlord.name,
            f"You are getting this email because you are now an administrator of {landlord.name}.",
        ),
        landlord_id=landlord.pk,
    )
    return address


def send_invitation(invitation: Invitation, token: str, asks: str = "") -> str:
    """Posts the invitation; the address in it. `asks`: paragraphs about what the person is asked
    to do first.
    """
    landlord, inviter = invitation.landlord, invitation.invited_by
    address = settings.SITE_URL + reverse("invitation", args=[token])
    who = f"{inviter.name} ({inviter.email})" if inviter else "An administrator"
    until = date_format(timezone.localtime(invitation.expires_at), "j F Y")
    outbox.post(
        invitation.email,
        f"Join {landlord.name}’s team",
        f"Hello{f' {invitation.name}' if invitation.name else ''},\n\n"
        f"{who} has invited you to join the team of {landlord.name} that works on its Complaint "
        f"Handling Code self-assessment, as {' and '.join(invitation.role_labels).lower()}.\n\n"
        f"{asks}{link('Accept the invitation', address)}\n\n"
        f"The link works once, until {until}, and only for {invitation.email}.\n\n"
        "If you were not expecting this email, you can ignore it.\n",
        Frame(
            landlord.name,
            f"You are getting this email because {landlord.name} invited you to its team.",
        ),
        landlord_id=landlord.pk,
    )
    return address


def tell_handed_over(user: User, landlord: Landlord, before: User) -> None:
    """Posts the mail to the person who takes over as administrator."""
    team = settings.SITE_URL + reverse("landlord_team", args=[landlord.slug])
    outbox.post(
        user.email,
        f"You are now an administrator of {landlord.name}",
        f"Hello {user.name},\n\n"
        f"{before.name} has handed the team of {landlord.name} over to you, and left it. You can "
        "now invite people, change their roles and look after the organisation’s details.\n\n"
        f"{link('Manage the team', team)}\n",
        Frame(
            landlord.name,
            f"You are getting this email because you are in the team of {landlord.name}.",
        ),
        landlord_id=landlord.pk,
    )
