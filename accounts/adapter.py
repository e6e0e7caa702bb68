"""How django-allauth behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from accounts import sessions
from selfassess.common import outbox
from selfassess.common.letters import Frame

_WHY = "You are getting this email because somebody gave this address when signing in."


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by a landlord's administrator or an operator, never by signing up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Enter the email address and password of your account. "
        "One of them is not right.",
        "enter_current_password": "Enter your current password. What you typed is not right.",
        "incorrect_password": "Enter your password. What you typed is not right.",
        "too_many_login_attempts": "You have tried to sign in too often. "
        "Wait 5 minutes, then try again, or choose a new password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Puts the mail into the outbox; the worker sends it."""
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        outbox.post(email, str(message.subject), f"{message.body}\n", Frame(why=_WHY))

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        sessions.note_sign_in(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")
