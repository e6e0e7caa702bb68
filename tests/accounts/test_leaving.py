"""Leaving, handing over, and never being without an administrator."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts import services
from accounts.access import Member, member_of
from accounts.enums import Role
from accounts.models import Membership, User
from tests import factories

LEAVE = "/landlords/alderbrook/leave/"


def membership_of(member: Member) -> Membership:
    return member.landlord.memberships.get(user=member.user)


def in_team(member: Member) -> bool:
    return member.landlord.memberships.filter(user=member.user).exists()


def sign_in_by_form(member: Member) -> Client:
    client = Client()
    data = {"login": member.user.email, "password": factories.PASSWORD}
    assert client.post("/accounts/login/", data).status_code == 302
    return client


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_everybody_may_leave_and_stays_signed_in(cast, role):
    member = cast.by_role(role)
    client = sign_in_by_form(member)
    assert "Leave the team of Alderbrook Council?" in client.get(LEAVE).content.decode()
    assert in_team(member)
    page = client.post(LEAVE, follow=True)
    assert "You have left the team of Alderbrook Council" in page.content.decode()
    assert not in_team(member)
    assert client.get(LEAVE).status_code == 404
    assert client.get("/account/").status_code == 200


def test_the_only_administrator_names_a_successor_of_the_team(cast, sign_in):
    client = sign_in(cast.administrator)
    assert client.post(LEAVE).status_code == 422
    outsider = membership_of(cast.outsider).pk
    for wrong in ("", "x", str(outsider), str(membership_of(cast.administrator).pk)):
        assert client.post(LEAVE, {"successor": wrong}).status_code == 422
    with pytest.raises(services.LastAdministrator):
        services.leave(cast.administrator)
    with pytest.raises(Membership.DoesNotExist):
        services.leave(cast.administrator, membership_of(cast.outsider))
    assert in_team(cast.administrator)


def test_handing_over_makes_the_other_an_administrator_and_tells_them(
    cast, sign_in, django_capture_on_commit_callbacks
):
    data = {"successor": membership_of(cast.clerk).pk}
    with django_capture_on_commit_callbacks(execute=True):
        assert sign_in(cast.administrator).post(LEAVE, data).url == "/"
    assert not in_team(cast.administrator)
    assert member_of(cast.clerk.user, cast.landlord).roles == {Role.CLERK, Role.ADMINISTRATOR}
    assert mail.outbox[0].to == [cast.clerk.user.email]


def test_with_another_administrator_nobody_has_to_take_over(cast, sign_in):
    factories.add_member(cast.landlord, Role.ADMINISTRATOR)
    client = sign_in(cast.administrator)
    assert "Who takes over" not in client.get(LEAVE).content.decode()
    client.post(LEAVE)
    assert not in_team(cast.administrator)


def test_who_cannot_sign_in_cannot_take_over(cast, sign_in):
    User.objects.filter(pk=cast.clerk.user.pk).update(is_active=False)
    client = sign_in(cast.administrator)
    assert "Clark Minute" not in client.get(LEAVE).content.decode()
    with pytest.raises(Membership.DoesNotExist):
        services.leave(cast.administrator, membership_of(cast.clerk))


def test_a_member_who_leaves_makes_nobody_an_administrator(cast):
    services.leave(cast.viewer, membership_of(cast.clerk))
    assert member_of(cast.clerk.user, cast.landlord).roles == {Role.CLERK}


def test_removing_somebody_ends_their_sessions_everywhere(cast, sign_in):
    first, second = sign_in_by_form(cast.viewer), sign_in_by_form(cast.viewer)
    other = sign_in_by_form(cast.clerk)
    sign_in(cast.administrator).post(
        f"/landlords/alderbrook/team/{membership_of(cast.viewer).pk}/remove/"
    )
    for client in (first, second):
        assert client.get("/account/").url.startswith("/accounts/login/")
    assert other.get("/account/").status_code == 200
    assert User.objects.filter(pk=cast.viewer.user.pk).exists()


def test_what_they_did_stays_under_their_name(cast, sign_in, code):
    assessment = factories.start(cast.officer, code)
    factories.answer(cast.officer, assessment, "5.10", **factories.YES)
    services.remove_person(cast.administrator, membership_of(cast.officer))
    html = sign_in(cast.viewer).get(f"/assessments/{assessment.pk}/history/").content.decode()
    assert "Olu Ficer" in html


def test_a_removed_administrator_can_change_nothing_from_a_page_left_open(cast):
    second = factories.add_member(cast.landlord, Role.ADMINISTRATOR)
    services.remove_person(second, membership_of(cast.administrator))
    with pytest.raises(PermissionDenied):
        services.remove_person(cast.administrator, membership_of(cast.viewer))
    with pytest.raises(PermissionDenied):
        services.change_place(
            cast.administrator, membership_of(cast.viewer), services.Place(frozenset(Role))
        )
    with pytest.raises(PermissionDenied):
        services.rename_slug(cast.administrator, "another-address")


def test_changing_somebody_who_has_just_gone_says_so(cast, sign_in):
    membership = membership_of(cast.viewer)
    place = services.Place(frozenset({Role.CLERK}))
    services.remove_person(cast.administrator, membership_of(cast.viewer))
    for act in (
        lambda: services.change_place(cast.administrator, membership, place),
        lambda: services.remove_person(cast.administrator, membership),
    ):
        with pytest.raises(Membership.DoesNotExist):
            act()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["remove", "leave"])
def test_two_administrators_at_the_same_moment_leave_one(cast, how):
    second = factories.add_member(cast.landlord, Role.ADMINISTRATOR, name="Second Admin")
    pairs = [(cast.administrator, second), (second, cast.administrator)]
    together = Barrier(2)

    def act(pair: tuple[Member, Member]) -> str:
        actor, other = pair
        together.wait(5)
        try:
            if how == "remove":
                services.remove_person(actor, membership_of(other))
            else:
                services.leave(actor)
            return "done"
        except (services.LastAdministrator, PermissionDenied, Membership.DoesNotExist):
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(act, pairs))
    assert outcomes == ["done", "refused"]
    left = Membership.objects.filter(landlord=cast.landlord).with_role(Role.ADMINISTRATOR)
    assert left.count() == 1


def test_an_operator_rescues_a_landlord_whose_only_administrator_has_gone(
    cast, django_capture_on_commit_callbacks
):
    User.objects.filter(pk=cast.administrator.user.pk).update(is_active=False)
    with django_capture_on_commit_callbacks(execute=True):
        call_command(
            "create_landlord", slug="alderbrook", administrator=cast.clerk.user.email, verbosity=0
        )
    rescuer = member_of(cast.clerk.user, cast.landlord)
    assert rescuer.roles == {Role.CLERK, Role.ADMINISTRATOR}
    assert mail.outbox[0].to == [cast.clerk.user.email]
    services.remove_person(rescuer, membership_of(cast.administrator))
    assert not in_team(cast.administrator)
