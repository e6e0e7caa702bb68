"""Inviting, accepting, and what a link is worth afterwards."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import invitations, services
from accounts.access import member_of
from accounts.enums import Role
from accounts.models import Invitation, Membership, User
from selfassess.common.models import OutgoingMail
from tests import factories

TEAM = "/landlords/alderbrook/team/"
NEW = {"email": "Nell@Example.org", "name": "Nell New", "roles": ["viewer", "clerk"]}
WORDS = {"name": "Nell New", "password1": "three random words", "password2": "three random words"}
TOKEN = "a-token"
ADDRESS = f"/invitations/{TOKEN}/"


@pytest.fixture
def invited(cast) -> Invitation:
    return factories.invite(
        cast.administrator, "nell@example.org", Role.CLERK, Role.VIEWER, token=TOKEN, name="Nell"
    )


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_an_invitation_goes_to_the_address_and_makes_no_account_yet(
    cast, sign_in, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = sign_in(cast.administrator).post(f"{TEAM}invite/", NEW, follow=True)
    assert "We have sent an invitation to nell@example.org." in text_of(response)
    assert "Invited but not joined yet" in text_of(response)
    assert not User.objects.filter(email="nell@example.org").exists()
    (message,) = mail.outbox
    assert message.to == ["nell@example.org"]
    assert message.subject == "Join Alderbrook Council’s team"
    assert "Ada Min" in message.body
    assert "as clerk and viewer" in message.body
    # What opens the invitation is in the mail alone: neither in its row nor in the invitation's.
    token = re.search(r"/invitations/(\S+)/", message.body)[1]
    assert len(token) >= 43
    assert token not in Invitation.objects.get().token_digest
    assert token not in OutgoingMail.objects.get().body
    client = Client()
    client.post(f"/invitations/{token}/", WORDS)
    assert client.get("/").url == "/landlords/alderbrook/"


def test_bad_input_is_refused_beside_its_field_and_nothing_typed_is_lost(cast, sign_in):
    data = {"name": "N\x00l", "email": "nobody", "job_title": "x" * 151, "roles": ["king"]}
    response = sign_in(cast.administrator).post(f"{TEAM}invite/", data)
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in html
    assert "Full name contains a character that cannot be stored" in html
    assert "Enter an email address in the correct format" in html
    assert "Job title must be 150 characters or fewer. It has 151." in html
    assert 'value="nobody"' in html
    assert not Invitation.objects.exists()


def test_nobody_is_invited_twice_or_into_the_team_that_they_are_in(cast, sign_in, invited):
    client = sign_in(cast.administrator)
    again = client.post(f"{TEAM}invite/", NEW)
    assert again.status_code == 422
    assert "This person has already been invited" in text_of(again)
    member = client.post(f"{TEAM}invite/", NEW | {"email": cast.viewer.user.email.upper()})
    assert "This person is already in the team" in text_of(member)
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_administrators_invite_send_again_and_withdraw(cast, invited, role):
    member = cast.by_role(role)
    invitee = invitations.Invitee("x@example.org", "", services.Place(frozenset({role})))
    for act in (
        lambda: invitations.invite(member, invitee),
        lambda: invitations.send_again(member, invited),
        lambda: invitations.revoke(member, invited),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_another_landlords_invitation_is_not_found(cast, sign_in, invited):
    other = factories.add_member(cast.outsider.landlord, Role.ADMINISTRATOR)
    page = f"/landlords/elsewhere/team/invitations/{invited.pk}/"
    assert sign_in(other).post(page, {"go": "withdraw"}).status_code == 404
    with pytest.raises(invitations.NotWaiting):
        invitations.revoke(other, invited)


def test_opening_the_link_accepts_nothing(cast, invited, client):
    page = client.get(ADDRESS)
    assert "Clerk, Viewer" in text_of(page)
    assert "nell@example.org" in text_of(page)
    assert client.head(ADDRESS).status_code == 200
    invited.refresh_from_db()
    assert invited.accepted_at is None


def test_the_page_is_kept_nowhere_and_names_its_address_to_nobody(invited, client):
    for response in (client.get(ADDRESS), client.get("/invitations/unknown/")):
        assert response["Referrer-Policy"] == "strict-origin"
        assert "no-store" in response["Cache-Control"]


def test_a_new_person_sets_name_and_password_and_is_signed_in(cast, invited, client):
    weak = client.post(ADDRESS, {"name": "", "password1": "short", "password2": "other"})
    assert weak.status_code == 422
    assert "Enter your full name" in text_of(weak)
    assert "too short" in text_of(weak)
    like_address = {"password1": "nell@example.org", "password2": "nell@example.org"}
    assert "too similar" in text_of(client.post(ADDRESS, WORDS | like_address))
    assert not User.objects.filter(email="nell@example.org").exists()
    joined = client.post(ADDRESS, WORDS)
    assert joined.url == "/landlords/alderbrook/"
    user = User.objects.get(email="nell@example.org")
    assert (user.name, user.check_password("three random words")) == ("Nell New", True)
    assert member_of(user, cast.landlord).roles == {Role.CLERK, Role.VIEWER}
    assert client.get(joined.url).status_code == 200


def test_it_works_once(cast, invited, client):
    Client().post(ADDRESS, WORDS)
    used = client.post(ADDRESS, WORDS | {"name": "Somebody Else"})
    assert used.status_code == 410
    assert "This invitation has been used" in text_of(used)
    assert "Ask Ada Min" in text_of(used)
    assert User.objects.get(email="nell@example.org").name == "Nell New"


def test_who_accepted_is_led_in_by_the_old_link(cast, invited, client):
    client.post(ADDRESS, WORDS)
    assert client.get(ADDRESS).url == "/landlords/alderbrook/"


def test_it_works_for_14_days(cast, invited, client):
    assert invited.expires_at - invited.created_at >= timedelta(days=13, hours=23)
    Invitation.objects.update(expires_at=timezone.now())
    late = client.post(ADDRESS, WORDS)
    assert late.status_code == 410
    assert "This invitation has expired" in text_of(late)
    assert cast.administrator.user.email in text_of(late)
    assert not User.objects.filter(email="nell@example.org").exists()
    invitations.send_again(cast.administrator, invited)
    invited.refresh_from_db()
    assert not invited.is_late


def test_sent_again_the_link_before_is_dead(
    cast, invited, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        invitations.send_again(cast.administrator, invited)
    assert client.post(ADDRESS, WORDS).status_code == 404
    new = re.search(r"/invitations/\S+", mail.outbox[-1].body)[0]
    assert client.post(new, WORDS).url == "/landlords/alderbrook/"


def test_withdrawn_it_says_so_and_the_person_can_be_invited_anew(cast, sign_in, invited, client):
    page = f"{TEAM}invitations/{invited.pk}/"
    administrator = sign_in(cast.administrator)
    administrator.post(page, {"go": "withdraw"})
    gone = client.post(ADDRESS, WORDS)
    assert gone.status_code == 410
    assert "This invitation has been withdrawn" in text_of(gone)
    assert "Withdrawn on" in text_of(administrator.get(page))
    assert "has already been accepted or withdrawn" in text_of(
        administrator.post(page, {"go": "again"}, follow=True)
    )
    assert administrator.post(f"{TEAM}invite/", NEW).status_code == 302


def test_another_address_cannot_use_it(cast, sign_in, invited):
    client = sign_in(cast.outsider)
    for response in (client.get(ADDRESS), client.post(ADDRESS, WORDS)):
        assert response.status_code == 403
        assert "is for someone else" in text_of(response)
        assert cast.outsider.user.email in text_of(response)
    with pytest.raises(invitations.NotWaiting):
        invitations.accept(invited, cast.outsider.user)
    assert not cast.landlord.memberships.filter(user=cast.outsider.user).exists()


def test_a_person_with_an_account_signs_in_first_and_keeps_it(cast, client):
    factories.invite(cast.administrator, cast.outsider.user.email, Role.CLERK, token=TOKEN)
    page = client.get(ADDRESS)
    assert "You already have an account with this email address" in text_of(page)
    client.post(ADDRESS, WORDS)
    assert not cast.landlord.memberships.filter(user=cast.outsider.user).exists()
    client.post(
        "/accounts/login/", {"login": cast.outsider.user.email, "password": factories.PASSWORD}
    )
    assert client.post(ADDRESS).url == "/landlords/alderbrook/"
    assert member_of(cast.outsider.user, cast.landlord).roles == {Role.CLERK}
    assert User.objects.get(pk=cast.outsider.user.pk).name == "Out Sider"


def test_roles_are_added_for_who_came_into_the_team_meanwhile(cast):
    invitation = factories.invite(cast.administrator, "vi@example.org", Role.CLERK, token=TOKEN)
    user = factories.make_user("Vi", email="vi@example.org")
    membership = Membership.objects.create(user=user, landlord=cast.landlord, job_title="Chief")
    membership.roles.create(role=Role.VIEWER)
    invitations.accept(invitation, user)
    assert member_of(user, cast.landlord).roles == {Role.CLERK, Role.VIEWER}
    assert cast.landlord.memberships.get(user=user).job_title == "Chief"


def test_an_inviter_who_has_gone_leaves_the_invitation_good(cast, invited, client):
    Invitation.objects.update(invited_by=None)
    assert "You have been invited to join the team that works on Alderbrook Council’s" in text_of(
        client.get(ADDRESS)
    )
    assert client.post(ADDRESS, WORDS).status_code == 302


def test_names_are_data(cast, client):
    nasty = "<script>alert(1)</script>"
    factories.invite(cast.administrator, "nell@example.org", token=TOKEN, name=nasty)
    assert nasty not in client.get(ADDRESS).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_once_one_joins(cast, invited):
    def accept(_: int) -> str:
        try:
            found = invitations.find(TOKEN)
            invitations.accept_as_new(found, "Nell New", "three random words")
            return "joined"
        except invitations.NotWaiting:
            return "too late"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(accept, range(4)))
    assert outcomes == ["joined", "too late", "too late", "too late"]
    assert cast.landlord.memberships.filter(user__email="nell@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_landlords_invitations_accepted_at_once_one_makes_the_account(cast, invited):
    """And the other waits for its person to sign in."""
    theirs = factories.add_member(cast.outsider.landlord, Role.ADMINISTRATOR, name="Ad Ministers")
    factories.invite(theirs, "nell@example.org", Role.VIEWER, token="another-token")

    def accept(token: str) -> str:
        try:
            found = invitations.find(token)
            invitations.accept_as_new(found, "Nell New", "three random words")
            return "joined"
        except invitations.NotWaiting:
            return "waits"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(accept, (TOKEN, "another-token")))
    assert outcomes == ["joined", "waits"]
    assert User.objects.filter(email="nell@example.org").count() == 1
    assert Invitation.objects.waiting().count() == 1


def test_who_tries_invitations_very_often_is_asked_to_wait(client, invited):
    weak = WORDS | {"password1": "short", "password2": "short"}
    for _ in range(20):
        assert client.post(ADDRESS, weak).status_code == 422
    answer = client.post(ADDRESS, WORDS)
    assert answer.status_code == 429
    assert "Wait 1 minute" in text_of(answer)
    assert client.get(ADDRESS).status_code == 200
