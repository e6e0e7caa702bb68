"""Withdrawing a publication: its addresses answer 410 and say why; nothing else is touched."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django.asserts import assertContains, assertNotContains

from accounts.enums import Role
from accounts.models import Membership
from assessments.enums import Event, State
from publishing.correcting import services as corrections
from publishing.models import Publication, Withdrawal
from selfassess.common.models import OutgoingMail
from tests import factories
from tests.assessments.pages import Page
from tests.racing import at_once

LIST = "/published/alderbrook/"
YEAR = f"{LIST}2025-26/"
V1, V2 = YEAR + "v1/", YEAR + "v2/"
FILES = ("", "self-assessment.pdf", "self-assessment.docx", "self-assessment.json")
WHY = "It named a <b>resident</b>."
SHOWN = "It named a &lt;b&gt;resident&lt;/b&gt;."


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def publication(cast, code):
    return publish(cast, code)


def publish(cast, code, year=2025):
    return factories.publish(
        cast.officer, factories.make_approved(cast.officer, cast.member, code, year)
    )


def withdraw(cast, publication, reason=WHY):
    return corrections.withdraw(cast.administrator, publication, reason)


def test_the_administrator_withdraws_and_every_address_says_so(cast, sign_in, visitor, publication):
    address = reverse("publishing:withdraw", args=[publication.assessment_id])
    administrator = sign_in(cast.administrator)
    form = Page(administrator.get(address)).form
    answer = administrator.post(address, form | {"reason": WHY})
    assert answer.url == publication.assessment.get_absolute_url()
    today = date_format(timezone.localdate(), "j F Y")
    for base in (YEAR, V1):
        for name in FILES:
            gone = visitor.get(base + name)
            assertContains(gone, SHOWN, status_code=410)
            assertContains(gone, f"withdrew it on {today}", status_code=410)
            assert gone.headers["Content-Type"].startswith("text/html")
            assert not gone.cookies
            assert "Cookie" not in gone.headers.get("Vary", "")
    assert visitor.get(f"{LIST}latest/").status_code == 410
    assertContains(visitor.get(LIST), f"Withdrawn on {today}: {SHOWN}")
    assertNotContains(visitor.get(LIST), f'href="{YEAR}"')
    assertNotContains(visitor.get("/published/"), "Alderbrook")


def test_who_holds_a_copy_hears_of_it_soon(cast, visitor, publication):
    held = {base + name: visitor.get(base + name) for base in (YEAR, V1) for name in FILES}
    withdraw(cast, publication)
    for address, copy in held.items():
        assert copy.headers["Cache-Control"] in ("public, max-age=300", "public, no-cache")
        again = visitor.get(address, headers={"If-None-Match": copy.headers["ETag"]})
        assert again.status_code == 410
        assert again.headers["Cache-Control"] == "public, max-age=300"
        assert visitor.head(address).status_code == 410


def test_the_newest_withdrawn_gives_way_to_the_one_before(cast, code, visitor, publication):
    before = visitor.get(V1).headers["ETag"]
    second = publish(cast, code)
    withdraw(cast, second)
    assertContains(visitor.get(V2), "Read version 1 for 2025-26", status_code=410)
    for address in (YEAR, V1):
        page = visitor.get(address, headers={"If-None-Match": before})
        assertContains(page, "Version 2, published on")
        assertContains(page, SHOWN)
        assertNotContains(page, "It was replaced on")
    data = visitor.get(YEAR + "self-assessment.json")
    assert b"".join(data) == bytes(publication.document)
    assert visitor.get(f"{LIST}latest/").headers["Location"] == YEAR


def test_an_older_one_withdrawn_leaves_the_newest_as_it_is(cast, code, visitor, publication):
    publish(cast, code)
    withdraw(cast, publication)
    assert visitor.get(V1).status_code == 410
    assertContains(visitor.get(YEAR), "Withdrawn on")
    assertNotContains(visitor.get(YEAR), "was withdrawn on")


def test_latest_leads_to_the_newest_year_that_can_be_read(cast, code, visitor, publication):
    withdraw(cast, publish(cast, code, 2026))
    assert visitor.get(f"{LIST}latest/").headers["Location"] == YEAR
    assertNotContains(visitor.get(YEAR), "A later self-assessment has been published")
    assertContains(visitor.get("/published/"), "2025-26")
    assertNotContains(visitor.get("/published/"), "earlier")


def test_two_queries_are_enough(cast, code, visitor, publication, django_assert_max_num_queries):
    withdraw(cast, publish(cast, code))
    withdraw(cast, publish(cast, code, 2024))
    visitor.get(V1)  # A server's first visit reads the document too.
    for address in (LIST, YEAR, V1, V2, V2 + FILES[1], f"{LIST}2024-25/", f"{LIST}latest/"):
        with django_assert_max_num_queries(2, info=address):
            visitor.get(address)


def test_what_was_frozen_is_untouched_and_the_history_tells(cast, sign_in, publication):
    frozen = Publication.objects.values().get(pk=publication.pk)
    withdraw(cast, publication)
    assert Publication.objects.values().get(pk=publication.pk) == frozen
    assessment = publication.assessment
    assessment.refresh_from_db()
    assert assessment.state == State.PUBLISHED
    entry = assessment.history.get(event=Event.WITHDRAW)
    assert (entry.actor_name, entry.note) == ("Ada Min", WHY)
    page = Page(sign_in(cast.viewer).get(assessment.get_absolute_url()))
    assert "This was published and has been withdrawn." in page.text
    assert "by Ada Min" in page.text


def test_officers_clerks_governing_body_and_other_administrators_are_told(cast, publication):
    other = factories.add_member(cast.landlord, "administrator")
    OutgoingMail.objects.all().delete()
    withdraw(cast, publication)
    people = (cast.officer, cast.clerk, cast.member, other)
    assert told_of_withdrawal() == {person.user.email for person in people}


def test_who_approved_it_is_told_whatever_they_are_by_now(cast, publication):
    roles = Membership.objects.get(user=cast.member.user).roles
    roles.update(role=Role.VIEWER)
    withdraw(cast, publication)
    assert cast.member.user.email in told_of_withdrawal()
    assert cast.viewer.user.email not in told_of_withdrawal()


def test_the_page_names_who_gets_an_email_and_who_approved_it_whatever_they_are(
    cast, sign_in, publication
):
    Membership.objects.get(user=cast.member.user).roles.update(role=Role.VIEWER)
    address = reverse("publishing:withdraw", args=[publication.assessment_id])
    told = Page(sign_in(cast.administrator).get(address)).text
    assert f"{cast.officer.user.name} (complaints officer)" in told
    assert cast.member.user.name in told
    assert cast.viewer.user.name not in told


def test_who_approved_it_and_left_is_not_told(cast, publication):
    Membership.objects.get(user=cast.member.user).delete()
    withdraw(cast, publication)
    assert cast.member.user.email not in told_of_withdrawal()


def told_of_withdrawal():
    mails = OutgoingMail.objects.filter(subject__startswith="Withdrawn")
    return {mail.to for mail in mails}


@pytest.mark.parametrize("reason", ["", "\u200b", "x" * 301])
def test_a_withdrawal_needs_a_reason(cast, sign_in, visitor, publication, reason):
    address = reverse("publishing:withdraw", args=[publication.assessment_id])
    answer = sign_in(cast.administrator).post(address, {"reason": reason})
    assert answer.status_code == 422
    assert "#id_reason" in Page(answer).links
    assert visitor.get(YEAR).status_code == 200


def test_the_second_of_two_hears_of_the_first(cast, sign_in, publication):
    withdraw(cast, publication)
    address = reverse("publishing:withdraw", args=[publication.assessment_id])
    answer = sign_in(cast.administrator).post(address, {"reason": "My own words."})
    assertContains(answer, "Ada Min withdrew this version", status_code=409)
    assertContains(answer, "My own words.", status_code=409)
    with pytest.raises(corrections.AlreadyWithdrawn):
        withdraw(cast, Publication.objects.get(pk=publication.pk), "Again.")
    assert Withdrawal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_withdrawals_at_once_one_counts(cast, publication):
    again = Publication.objects.select_related("assessment__landlord").get(pk=publication.pk)
    outcomes = at_once(
        *[partial(withdraw, cast, again)] * 3, refusals=(corrections.AlreadyWithdrawn,)
    )
    assert sum(isinstance(outcome, Withdrawal) for outcome in outcomes) == 1
    assert publication.assessment.history.filter(event=Event.WITHDRAW).count() == 1


def test_only_the_landlords_administrators_withdraw(cast, publication):
    others = (cast.officer, cast.contributor, cast.member, cast.clerk, cast.viewer, cast.outsider)
    elsewhere = factories.add_member(cast.outsider.landlord, "administrator")
    for person in (*others, elsewhere):
        with pytest.raises(PermissionDenied):
            corrections.withdraw(person, publication, WHY)
    assert not Withdrawal.objects.exists()


def test_a_withdrawal_stays(cast, publication):
    withdrawal = withdraw(cast, publication)
    for change in (
        withdrawal.save,
        withdrawal.delete,
        Withdrawal.objects.all().delete,
        lambda: Withdrawal.objects.update(reason="Other."),
    ):
        with pytest.raises(TypeError):
            change()


def test_after_a_withdrawal_a_correction_can_be_published(cast, sign_in, visitor, publication):
    withdraw(cast, publication)
    original = publication.assessment
    original.refresh_from_db()
    draft = corrections.correct(cast.officer, publication, "Without the name.")
    factories.submit(cast.officer, draft)
    factories.confirm_response(cast.member, factories.approve(cast.member, draft), "Read again.")
    draft = type(draft).objects.select_related("landlord", "code", "body_response").get(pk=draft.pk)
    factories.publish(cast.officer, draft)
    assertContains(visitor.get(YEAR), "Corrects version 1: Without the name.")
    assertContains(visitor.get(V1), "Read version 2 for 2025-26", status_code=410)


def test_the_teams_own_list_says_so_too(cast, code, sign_in, publication):
    withdraw(cast, publish(cast, code))
    page = Page(sign_in(cast.officer).get("/landlords/alderbrook/"))
    assert "Withdrawn: the public can no longer read it" in page.text
    assert "Replaced by a newer version" in page.text
    assert page.text.count("Correct a mistake") == 1
