"""How django-allauth behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts import sessions
from selfassess.common import outbox
from selfassess.common.letters import Frame
from selfassess.common.typed.replay import after_sign_in

_WHY = "You are getting this email because someone entered this email address when signing in."


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by a landlord's administrator or an operator, never by signing up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Your email address or password is incorrect",
        "enter_current_password": "Your current password is incorrect",
        "incorrect_password": "Your password is incorrect",
        "too_many_login_attempts": "You have tried to sign in too many times. "
        "Wait 5 minutes and try again, or choose a new password",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Puts the mail into the outbox; the worker sends it."""
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        outbox.post(email, str(message.subject), f"{message.body}\n", Frame(why=_WHY))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Below SITE_URL, as in every other mail: not at the host name that a request claims."""
        uidb36, _, token = key.partition("-")
        parts = {"uidb36": uidb36, "key": token}
        return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=parts)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What wrong passwords are counted by: the account's address alone. django-allauth's own
        adds the host that the request names, and that may be any port: five more tries with each.
        """
        return str(credentials.get("email", "")).lower()

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        sessions.note_sign_in(request)

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **details: Any
    ) -> HttpResponse:
        """Leads on, or to what becomes of the form that the person was signed out over."""
        return after_sign_in(request, super().post_login(request, user, **details))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")
