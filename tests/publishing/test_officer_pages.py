"""The officer's pages: preview, publish, and how far it has come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.models import Membership
from assessments.enums import State
from publishing.making import freeze
from publishing.models import STALE_AFTER, Publication, PublishingRun
from tests import factories


@pytest.fixture
def approved(cast, code):
    return factories.make_approved(cast.officer, cast.member, code)


@pytest.fixture
def officer(cast, sign_in):
    return sign_in(cast.officer)


def address(assessment, page="publish"):
    return {
        "preview": f"/assessments/{assessment.pk}/preview/",
        "publish": f"/assessments/{assessment.pk}/publish/",
        "progress": f"/assessments/{assessment.pk}/publish/progress/",
    }[page]


def press_publish(officer, assessment):
    return officer.post(address(assessment), {"version": assessment.version})


def test_the_officer_publishes_and_is_led_to_the_public_page(officer, approved):
    page = officer.get(address(approved))
    assertContains(page, "Cabinet approved it on")
    assertContains(page, address(approved, "preview"))
    response = press_publish(officer, approved)
    assertRedirects(response, address(approved, "progress"))
    waiting = officer.get(address(approved, "progress"))
    assertContains(waiting, "Check progress</button>")
    assertNotContains(waiting, "refresh")
    assertContains(waiting, "You can leave this page")
    assertRedirects(officer.get(address(approved)), address(approved, "progress"))
    freeze.carry_out(PublishingRun.objects.get().pk)
    done = officer.get(address(approved, "progress"))
    assertContains(done, "/published/alderbrook/2025-26/v1/")
    assertNotContains(done, "refresh")
    assertRedirects(officer.get(address(approved)), address(approved, "progress"))


def test_before_publishing_the_page_names_who_gets_an_email(cast, officer, approved):
    page = officer.get(address(approved))
    assertContains(page, f"{cast.clerk.user.name} (clerk)")
    assertContains(page, f"{cast.member.user.name} (governing body member)")
    assertNotContains(page, f"{cast.viewer.user.name} (")
    Membership.objects.exclude(user=cast.officer.user).delete()
    assertContains(officer.get(address(approved)), "nobody gets an email")


def test_a_second_press_leads_to_the_same_run(officer, approved):
    press_publish(officer, approved)
    assertRedirects(press_publish(officer, approved), address(approved, "progress"))
    assert PublishingRun.objects.count() == 1


def test_a_press_after_it_is_published_leads_to_the_result(cast, officer, approved):
    factories.publish(cast.officer, approved)
    assertRedirects(press_publish(officer, approved), address(approved, "progress"))
    assert Publication.objects.count() == 1


def test_without_a_confirmed_response_it_says_what_is_lacking(cast, officer, code):
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment)
    factories.submit(cast.officer, assessment)
    assessment = factories.approve(cast.member, assessment)
    page = officer.get(address(assessment))
    assertContains(page, "response must be written and confirmed")
    assertContains(page, f"/assessments/{assessment.pk}/response/")
    refused = press_publish(officer, assessment)
    assertContains(refused, "response must be written and confirmed", status_code=422)
    assertContains(refused, "<title>Error: ", status_code=422)
    assert not PublishingRun.objects.exists()


def test_a_draft_cannot_be_published_yet(cast, officer, code):
    assessment = factories.start(cast.officer, code)
    assertContains(officer.get(address(assessment)), "governing body has to approve it")
    assert press_publish(officer, assessment).status_code == 409


def test_what_changed_since_the_page_was_opened_is_not_published(officer, approved):
    response = officer.post(address(approved), {"version": approved.version - 1})
    assertContains(response, "has changed since you opened this page", status_code=409)
    assertContains(response, f'name="version" value="{approved.version}"', status_code=409)
    for nonsense in ("", "x", "9" * 30):
        assert officer.post(address(approved), {"version": nonsense}).status_code == 409
    assert not PublishingRun.objects.exists()


def test_a_failed_run_says_why_and_can_be_tried_again(officer, approved):
    press_publish(officer, approved)
    PublishingRun.objects.update(state="failed", message=freeze.UNEXPECTED)
    page = officer.get(address(approved, "progress"))
    assertContains(page, "The self-assessment has not been published")
    assertContains(page, "We could not create or save the page")
    assertContains(page, "Try again</button>")
    press_publish(officer, approved)
    assert PublishingRun.objects.filter(state="waiting").count() == 1


def test_a_run_that_lost_its_worker_can_be_tried_again(officer, approved):
    press_publish(officer, approved)
    PublishingRun.objects.update(requested_at=timezone.now() - STALE_AFTER - timedelta(seconds=1))
    page = officer.get(address(approved, "progress"))
    assertContains(page, "is taking longer than usual")
    assertContains(page, "Try again</button>")
    assertNotContains(page, "refresh")
    press_publish(officer, approved)
    assert list(PublishingRun.objects.values_list("state", flat=True)) == ["waiting", "failed"]


def test_before_anything_was_asked_progress_leads_to_the_publish_page(officer, approved):
    assertRedirects(officer.get(address(approved, "progress")), address(approved))


@pytest.mark.parametrize("page", ["publish", "progress"])
def test_publishing_is_the_officers(cast, sign_in, approved, page):
    for who in (cast.administrator, cast.contributor, cast.member, cast.clerk, cast.viewer):
        assert sign_in(who).get(address(approved, page)).status_code == 403
        assert sign_in(who).post(address(approved, page)).status_code in (403, 405)
    assert sign_in(cast.outsider).get(address(approved, page)).status_code == 404
    assert Client().get(address(approved, page)).status_code == 302


@pytest.mark.parametrize(
    "who", ["administrator", "officer", "contributor", "member", "clerk", "viewer"]
)
def test_everybody_who_may_read_previews_the_page(cast, sign_in, approved, who):
    page = sign_in(getattr(cast, who)).get(address(approved, "preview"))
    assertContains(page, "This is a preview")
    assertContains(page, 'id="5.10"')
    assertContains(page, "Cabinet read the self-assessment and accepts it.")


def test_a_preview_works_for_an_empty_draft_and_shows_it_to_nobody_else(cast, sign_in, code):
    assessment = factories.start(cast.officer, code)
    page = sign_in(cast.viewer).get(address(assessment, "preview"))
    assertContains(page, "Not published")
    assertContains(page, "4 provisions are not yet answered")
    assert sign_in(cast.member).get(address(assessment, "preview")).status_code == 403
    assert sign_in(cast.outsider).get(address(assessment, "preview")).status_code == 404
    assert Client().get(address(assessment, "preview")).status_code == 302


def test_typed_markup_is_text_in_the_preview(cast, sign_in, code):
    assessment = factories.start(cast.officer, code)
    typed = "<script>x</script> {{ 7|add:7 }} {% now 'Y' %}"
    factories.answer(cast.officer, assessment, "5.10", answer="yes", evidence=typed)
    page = sign_in(cast.viewer).get(address(assessment, "preview"))
    assertContains(page, "&lt;script&gt;x&lt;/script&gt; {{ 7|add:7 }} {% now &#x27;Y&#x27; %}")


@pytest.mark.django_db(transaction=True)
def test_pressing_publish_publishes_once_the_request_is_over(officer, approved):
    press_publish(officer, approved)
    approved.refresh_from_db()
    assert approved.state == State.PUBLISHED
    assert Client().get("/published/alderbrook/2025-26/").status_code == 200
