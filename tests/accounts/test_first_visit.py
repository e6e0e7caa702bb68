"""An administrator who begins alone is led to the roles that the team still needs."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from accounts.models import Membership
from tests import factories
from tests.assessments.pages import Page

LIST, TEAM = "/landlords/smalldale/", "/landlords/smalldale/team/"
ANOTHER = "Another person must approve the self-assessment"


@pytest.fixture
def alone(db):
    """The administrator of a council of one."""
    landlord = factories.make_landlord(name="Smalldale Council", slug="smalldale")
    return factories.add_member(landlord, Role.ADMINISTRATOR, name="Al Lone")


def pages(client) -> list[Page]:
    return [Page(client.get(address)) for address in (LIST, TEAM)]


def test_alone_they_are_led_to_the_officers_role_which_they_can_take(alone, sign_in):
    client = sign_in(alone)
    own = f"{TEAM}{Membership.objects.get(user=alone.user).pk}/"
    for page in pages(client):
        assert "Your team has no complaints officer yet" in page.text
        assert ANOTHER in page.text
        assert own in page.links
        page.assert_in_order()
    form = Page(client.get(own)).form | {"roles": ["administrator", "complaints_officer"]}
    client.post(own, form)
    for page in pages(client):
        assert "no complaints officer" not in page.text
        assert ANOTHER in page.text
        assert f"{TEAM}invite/" in page.links


def test_who_answers_alone_cannot_approve_whatever_their_role(alone, sign_in):
    factories.add_member(alone.landlord, Role.COMPLAINTS_OFFICER, Role.CLERK)
    for page in pages(sign_in(alone)):
        assert "no complaints officer" not in page.text
        assert ANOTHER in page.text


def test_a_team_that_has_them_or_has_invited_them_is_told_nothing(alone, sign_in):
    factories.add_member(alone.landlord, Role.COMPLAINTS_OFFICER)
    factories.invite(alone, "clerk@smalldale.example", Role.CLERK, token="a-token")
    for page in pages(sign_in(alone)):
        assert "Roles that your team still needs" not in page.text


def test_only_who_can_change_roles_is_told(alone, sign_in):
    viewer = factories.add_member(alone.landlord, Role.VIEWER)
    for page in pages(sign_in(viewer)):
        assert "Roles that your team still needs" not in page.text
