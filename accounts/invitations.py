"""The mails that a new member of a team gets."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from accounts.models import Landlord, User
from selfassess.common import outbox


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


def invite(user: User, landlord: Landlord) -> str:
    """Posts the mail with which a new person chooses a password; the link that is in it."""
    link = set_password_link(user)
    days = settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)
    again = settings.SITE_URL + reverse("account_reset_password")
    outbox.post(
        user.email,
        f"Choose a password for {landlord.name}’s self-assessments",
        f"Hello {user.name},\n\n"
        f"{landlord.name} has added you to the team that works on its Complaint Handling Code "
        "self-assessment. Choose a password to start:\n\n"
        f"{link}\n\n"
        f"This link works once, for {days} days. After that, ask for a new one at:\n\n"
        f"{again}\n\n"
        f"You sign in with this email address: {user.email}\n",
    )
    return link


def tell_added(user: User, landlord: Landlord) -> None:
    """Posts the mail to a person who has an account already."""
    outbox.post(
        user.email,
        f"You have been added to {landlord.name}’s team",
        f"Hello {user.name},\n\n"
        f"{landlord.name} has added you to the team that works on its Complaint Handling Code "
        "self-assessment. Sign in with the account that you have:\n\n"
        f"{settings.SITE_URL}{landlord.get_absolute_url()}\n",
    )
