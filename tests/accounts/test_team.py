"""Who is in a landlord's team, and who may change that."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts import services
from accounts.access import member_of
from accounts.enums import Role
from accounts.models import Membership, User
from tests.factories import add_member, make_user

TEAM = "/landlords/alderbrook/team/"
NEW = {"name": "Nell New", "email": "nell@example.org", "roles": ["viewer", "clerk"]}


def membership_of(member) -> Membership:
    return member.landlord.memberships.get(user=member.user)


def change(client: Client, member, **data):
    return client.post(f"{TEAM}{membership_of(member).pk}/", data, follow=True)


def roles_of(member) -> frozenset[Role]:
    return member_of(member.user, member.landlord).roles


@pytest.mark.parametrize("role", list(Role))
def test_everybody_of_the_landlord_reads_the_team(cast, sign_in, role):
    html = sign_in(cast.by_role(role)).get(TEAM).content.decode()
    for name in ("Ada Min", "Olu Ficer", "Mem Burr", "Clark Minute"):
        assert name in html
    assert "Out Sider" not in html
    assert ("Invite a person" in html) == (role == Role.ADMINISTRATOR)


def test_outsiders_do_not_learn_that_there_is_a_team(cast, sign_in, client):
    client = sign_in(cast.outsider)
    pk = membership_of(cast.viewer).pk
    for address in (TEAM, f"{TEAM}invite/", f"{TEAM}{pk}/", f"{TEAM}{pk}/remove/"):
        assert client.get(address).status_code == 404
        assert client.post(address, NEW).status_code in (404, 405)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_administrators_change_the_team(cast, sign_in, role):
    client = sign_in(cast.by_role(role))
    pk = membership_of(cast.viewer).pk
    for address in (f"{TEAM}invite/", f"{TEAM}{pk}/", f"{TEAM}{pk}/remove/"):
        assert client.get(address).status_code == 403
        assert client.post(address, NEW).status_code == 403
    with pytest.raises(PermissionDenied):
        services.remove_person(cast.by_role(role), membership_of(cast.viewer))
    assert cast.landlord.memberships.count() == 6


def test_a_person_of_another_landlord_is_not_found(cast, sign_in):
    client = sign_in(cast.administrator)
    pk = membership_of(cast.outsider).pk
    assert client.post(f"{TEAM}{pk}/remove/").status_code == 404
    assert client.post(f"{TEAM}{pk}/", {"roles": ["viewer"]}).status_code == 404


def test_roles_and_job_title_are_changed(cast, sign_in):
    change(sign_in(cast.administrator), cast.viewer, roles=["clerk"], job_title="Head of law")
    assert roles_of(cast.viewer) == {Role.CLERK}
    assert membership_of(cast.viewer).job_title == "Head of law"


def test_there_is_one_mrc_and_only_in_the_governing_body(cast, sign_in):
    client = sign_in(cast.administrator)
    refused = change(client, cast.viewer, roles=["viewer"], is_mrc="on")
    assert "Only a governing body member can be" in refused.content.decode()
    second = add_member(cast.landlord, Role.GOVERNING_BODY_MEMBER, name="Second Member")
    change(client, second, roles=["governing_body_member"], is_mrc="on")
    assert [m.user for m in cast.landlord.memberships.filter(is_mrc=True)] == [second.user]
    assert not membership_of(cast.member).is_mrc


def test_the_last_administrator_stays(cast, sign_in):
    client = sign_in(cast.administrator)
    refused = change(client, cast.administrator, roles=["viewer"])
    assert refused.status_code == 422
    assert "Ada Min is the only administrator" in refused.content.decode()
    with pytest.raises(services.LastAdministrator):
        services.remove_person(cast.administrator, membership_of(cast.administrator))
    assert roles_of(cast.administrator) == {Role.ADMINISTRATOR}


def test_an_administrator_who_cannot_sign_in_does_not_count(cast, sign_in):
    second = add_member(cast.landlord, Role.ADMINISTRATOR, name="Second Admin")
    User.objects.filter(pk=second.user.pk).update(is_active=False)
    with pytest.raises(services.LastAdministrator):
        services.remove_person(cast.administrator, membership_of(cast.administrator))


def test_who_removes_themselves_is_asked_whether_to_leave(cast, sign_in):
    client = sign_in(cast.administrator)
    response = client.post(f"{TEAM}{membership_of(cast.administrator).pk}/remove/")
    assert response.url == "/landlords/alderbrook/leave/"
    assert roles_of(cast.administrator) == {Role.ADMINISTRATOR}


def test_removing_asks_first(cast, sign_in):
    client = sign_in(cast.administrator)
    address = f"{TEAM}{membership_of(cast.viewer).pk}/remove/"
    assert "Remove Vi Ewer from the team?" in client.get(address).content.decode()
    assert cast.landlord.memberships.filter(user=cast.viewer.user).exists()
    client.post(address)
    assert not cast.landlord.memberships.filter(user=cast.viewer.user).exists()
    assert User.objects.filter(pk=cast.viewer.user.pk).exists()


def test_the_team_page_asks_no_more_for_many_people(cast, sign_in, django_assert_max_num_queries):
    for _ in range(20):
        add_member(cast.landlord, Role.VIEWER)
    client = sign_in(cast.viewer)
    with django_assert_max_num_queries(8):
        client.get(TEAM)


def test_names_are_data(cast, sign_in):
    user = make_user("<script>alert(1)</script>{{ 7 }}")
    Membership.objects.create(user=user, landlord=cast.landlord)
    html = sign_in(cast.viewer).get(TEAM).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 }}" in html
