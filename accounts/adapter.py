"""How django-allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by a landlord's administrator or an operator, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
