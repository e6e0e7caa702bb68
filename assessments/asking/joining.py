"""Who joins a team finds what was asked of their address before."""

from __future__ import annotations

from django.urls import reverse

from accounts import invitations
from accounts.models import Landlord, User
from assessments.asking.services import take_up
from assessments.models import Contribution


def register() -> None:
    invitations.welcome(invitations.Newcomers(take_up, _first_page))


def _first_page(landlord: Landlord, user: User) -> str:
    theirs = Contribution.objects.with_colleague().filter(
        person=user, response__assessment__landlord=landlord
    )
    return reverse("assessments:asked") if theirs.exists() else ""
