"""People without a place in the team are invited and asked in one step: one email, one list."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts import invitations
from accounts.enums import Role
from accounts.models import Invitation, User
from assessments.models import Assessment, Contribution
from codes.models import Code
from selfassess.common.models import OutgoingMail
from tests import factories
from tests.assessments.browsing import SignIn, day
from tests.assessments.pages import Page
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def officer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.officer)


def request(addresses: str, **more: str) -> dict[str, str]:
    wanted = day(timezone.localdate() + timedelta(days=7), "due")
    return (
        {"addresses": addresses, "sections": "5", "note": "Figures for this year."} | wanted | more
    )


def join(body: str, name: str = "Nell New") -> Client:
    """Accepts the invitation of the mail, as its reader does."""
    client = Client()
    found = re.search(r"http://127.0.0.1:8000(/invitations/\S+)", body)
    assert found
    words = {"name": name, "password1": "three random words", "password2": "three random words"}
    answer = client.post(found[1], words)
    assert answer["Location"] == "/asked/"
    return client


def test_ten_addresses_with_bad_and_double_ones(
    cast: Cast, draft: Assessment, officer: Client
) -> None:
    where = f"/assessments/{draft.pk}/colleagues/ask/"
    good = [f"colleague{number}@alderbrook.example" for number in range(7)]
    team = cast.contributor.user.email.upper()
    lines = [*good, f"Con Tribe <{team}>", good[0].upper(), "nobody at home"]
    bad = officer.post(where, request("\r\n".join(lines)))
    assert bad.status_code == 422
    assert "“nobody at home” is not an email address" in Page(bad).text
    assert "nobody at home" in Page(bad).forms[-1]["addresses"]
    assert not mail.outbox
    check = Page(officer.post(where, request("\r\n".join(lines[:-1]))))
    assert "We will invite 7 people to join your team" in check.text
    assert "We will ask 1 person in your team Con Tribe" in check.text
    assert f"Given more than once, and asked once: {good[0]}" in check.text
    assert not mail.outbox
    again = Page(officer.post(where, check.form | {"step": "edit"}))
    assert "Ask colleagues" in again.text
    assert good[6] in again.form["addresses"]
    answer = officer.post(where, check.form | {"step": "confirm"}, follow=True)
    assert "about 2 provisions" in Page(answer).text
    assert sorted(one.to[0] for one in mail.outbox) == sorted([*good, cast.contributor.user.email])
    assert Contribution.objects.count() == 16
    assert {tuple(one.roles) for one in Invitation.objects.all()} == {("contributor",)}
    assert Page(answer).html.count("Invited") == 7

    invited = next(one for one in mail.outbox if one.to == [good[0]])
    assert "Olu Ficer asks you to write about 2 provisions" in invited.body
    assert "Figures for this year." in invited.body
    assert "5.10" in invited.body
    newcomer = join(invited.body)
    mine = Page(newcomer.get("/asked/"))
    assert mine.html.count("To do") == 2
    one = Contribution.objects.filter(person__email=good[0]).first()
    assert one is not None
    assert (one.name, one.email) == ("Nell New", "")
    assert newcomer.get(f"/asked/{one.pk}/").status_code == 200
    others = Contribution.objects.filter(person=None).first()
    assert others is not None
    assert newcomer.get(f"/asked/{others.pk}/").status_code == 404
    assert "Nell New" in Page(officer.get(f"/assessments/{draft.pk}/colleagues/")).text


def test_who_is_asked_again_before_joining_gets_one_link_that_works(
    cast: Cast, draft: Assessment, officer: Client
) -> None:
    where = f"/assessments/{draft.pk}/colleagues/ask/"
    officer.post(where, request("nell@example.org", step="confirm"))
    officer.post(where, request("nell@example.org", step="confirm", sections="1"))
    assert Invitation.objects.count() == 1
    first, second = (one.body for one in mail.outbox)
    found = re.search(r"8000(/invitations/\S+)", first)
    assert found
    assert Client().get(found[1]).status_code == 404
    newcomer = join(second)
    assert Page(newcomer.get("/asked/")).html.count("To do") == 4


def test_somebody_with_an_account_elsewhere_joins_with_it(
    cast: Cast, draft: Assessment, officer: Client, sign_in: SignIn
) -> None:
    elsewhere = cast.outsider
    where = f"/assessments/{draft.pk}/colleagues/ask/"
    officer.post(where, request(elsewhere.user.email, step="confirm"))
    client = sign_in(elsewhere)
    assert "Nobody has asked you" in Page(client.get("/asked/")).text
    found = re.search(r"8000(/invitations/\S+)", mail.outbox[0].body)
    assert found
    assert client.post(found[1])["Location"] == "/asked/"
    assert "Alderbrook Council" in Page(client.get("/asked/")).text


def test_officers_invite_contributors_and_leave_other_roles_to_the_administrator(
    cast: Cast, draft: Assessment, officer: Client
) -> None:
    where = f"/assessments/{draft.pk}/colleagues/ask/"
    factories.invite(cast.administrator, "clerk@example.org", Role.CLERK, token="a-clerk")
    mail.outbox.clear()
    refused = officer.post(where, request("clerk@example.org\nnew@example.org", step="confirm"))
    assert refused.status_code == 422
    assert "has already been invited, with other roles" in Page(refused).text
    decides = cast.member.user.email
    refused = officer.post(where, request(decides, step="confirm"))
    assert "does not read drafts" in Page(refused).text
    refused = officer.post(where, request(cast.officer.user.email, step="confirm"))
    assert "One of these addresses is yours" in Page(refused).text
    # All or nothing: nobody is asked, invited or mailed by half.
    assert not Contribution.objects.exists()
    assert not Invitation.objects.filter(email="new@example.org").exists()
    assert not mail.outbox
    with pytest.raises(PermissionDenied):
        invitations.invite_contributor(cast.contributor, "x@example.org", "")


def test_an_invitation_that_was_withdrawn_says_so_and_a_new_one_brings_the_list(
    cast: Cast, draft: Assessment, officer: Client
) -> None:
    where = f"/assessments/{draft.pk}/colleagues/ask/"
    officer.post(where, request("nell@example.org", step="confirm"))
    invitations.revoke(cast.administrator, Invitation.objects.get())
    page = Page(officer.get(f"/assessments/{draft.pk}/colleagues/"))
    assert "The invitation cannot be used any more" in page.text
    factories.invite(cast.administrator, "nell@example.org", Role.VIEWER, token="again")
    join("http://127.0.0.1:8000/invitations/again/")
    nell = User.objects.get(email="nell@example.org")
    assert Contribution.objects.filter(person=nell).count() == 2


def test_an_address_stays_only_as_long_as_someone_may_join_with_it(
    draft: Assessment, officer: Client
) -> None:
    colleagues = f"/assessments/{draft.pk}/colleagues/"
    officer.post(f"{colleagues}ask/", request("mistyped@example.org", step="confirm"))
    history = f"/assessments/{draft.pk}/history/"
    assert "someone invited by email" in Page(officer.get(history)).text
    rows = list(Contribution.objects.values_list("pk", flat=True))
    officer.post(f"{colleagues}{rows[0]}/", {"rows": rows, "to": "take_over"})
    assert "You have taken over from mistyped@example.org" in Page(officer.get(colleagues)).text
    after = Page(officer.get(colleagues)).text
    assert "someone invited by email" in after
    assert "mistyped@example.org" not in after
    assert "Has left the team" not in after
    assert "mistyped@example.org" not in Page(officer.get(history)).text
    assert not Contribution.objects.exclude(email="").exists()


def test_mail_that_the_server_refuses_is_kept_and_shown_to_the_administrator(
    cast: Cast,
    draft: Assessment,
    officer: Client,
    sign_in: SignIn,
    settings: Any,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 2
    where = f"/assessments/{draft.pk}/colleagues/ask/"
    answer = officer.post(where, request("nell@example.org", step="confirm"))
    assert answer.status_code == 302
    kept = OutgoingMail.objects.get()
    assert kept.sent_at is None
    assert kept.trouble == "We could not reach the email server."
    assert "Figures for this year." in kept.body
    assert Contribution.objects.count() == 2
    shown = Page(sign_in(cast.administrator).get("/landlords/alderbrook/mail/"))
    assert "nell@example.org" in shown.text


def test_from_ten_colleagues_asked_to_complete(
    cast: Cast, draft: Assessment, officer: Client
) -> None:
    """What it takes: a form and a check for the officer, then one page that accepts; one email to
    each colleague, and one from each.
    """
    where = f"/assessments/{draft.pk}/colleagues/"
    ten = [f"colleague{number}@alderbrook.example" for number in range(10)]
    check = Page(officer.post(f"{where}ask/", request("\r\n".join(ten), sections="1")))
    sent = {**check.form, "sections": ["1", "5"], "step": "confirm"}
    assert officer.post(f"{where}ask/", sent).status_code == 302
    assert len(mail.outbox) == 10
    for number, invited in enumerate(list(mail.outbox)):
        colleague = join(invited.body, f"Colleague {number}")
        mine = Contribution.objects.with_colleague().filter(person__email=invited.to[0])
        page = colleague.get(f"/asked/{mine[0].pk}/")
        while "/asked/" in page.request["PATH_INFO"] and page.request["PATH_INFO"] != "/asked/":
            typed = Page(page).form | {"answer": "yes", "evidence": f"Evidence {number}"}
            address = f"{page.request['PATH_INFO']}ready/"
            page = colleague.post(address, typed, follow=True)
        assert "That was the last one" in Page(page).text
    assert len(mail.outbox) == 20
    assert {one.to[0] for one in mail.outbox[10:]} == {cast.officer.user.email}
    everything = Page(officer.get(f"{where}accept/"))
    assert everything.html.count("checked") == 40
    ready = [str(pk) for pk in Contribution.objects.values_list("pk", flat=True)]
    done = officer.post(f"{where}accept/", everything.form | {"rows": ready}, follow=True)
    assert "You have accepted 40 texts" in Page(done).text
    assert len(mail.outbox) == 20
    check_page = Page(officer.get(f"/assessments/{draft.pk}/submit/"))
    assert "Every provision is filled in" in check_page.text
    assert draft.responses.get(provision__number="5.10").evidence.count("Evidence") == 10
