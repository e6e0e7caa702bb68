"""Who is mailed about a step, when, and what the mail says and leaves out."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from accounts.access import Member
from accounts.enums import Role
from assessments import workflow
from assessments.enums import Event
from assessments.models import Assessment
from codes.models import Code
from selfassess.common.models import OutgoingMail
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "Evidence that stays inside."


@pytest.fixture
def submitted(cast: Cast, code: Code) -> Assessment:
    """In review, with nothing mailed yet as far as the test sees."""
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment, but={"5.1": {"evidence": SECRET}})
    assessment = factories.submit(cast.officer, assessment)
    mail.outbox.clear()
    return assessment


def take(action: Event, assessment: Assessment, member: Member, **step: Any) -> Assessment:
    assessment.refresh_from_db()
    return workflow.carry_out(
        action, assessment, member, workflow.Step(**step), version=assessment.version
    )


def mailed() -> list[str]:
    """The names of whom the mails greet, which are those to whom they went."""
    return sorted(m.body.split(",")[0].removeprefix("Hello ") for m in mail.outbox)


def sent(message: Any) -> EmailMessage:
    """A message as the mail server would get it, read back."""
    parsed = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_a_submission_goes_to_those_who_decide(cast: Cast, code: Code) -> None:
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment)
    factories.submit(cast.officer, assessment)
    assert mailed() == ["Clark Minute", "Mem Burr"]
    assert {m.to[0] for m in mail.outbox} == {cast.clerk.user.email, cast.member.user.email}
    text = mail.outbox[0].body
    assert mail.outbox[0].subject == "Ready for review: Alderbrook Council self-assessment 2025-26"
    assert "Olu Ficer has sent the self-assessment for 2025-26 for approval." in text
    assert f"http://127.0.0.1:8000/assessments/{assessment.pk}/" in text


def test_a_return_goes_to_the_officer_and_the_clerk_with_the_note(
    cast: Cast, submitted: Assessment
) -> None:
    take(Event.RETURN, submitted, cast.member, note="5.1 needs a clause.\n- which one?")
    assert mailed() == ["Clark Minute", "Olu Ficer"]
    assert "5.1 needs a clause.\n- which one?" in mail.outbox[0].body


def test_a_return_asks_those_to_change_it_who_can_and_tells_the_others(
    cast: Cast, submitted: Assessment
) -> None:
    both = factories.add_member(cast.landlord, Role.COMPLAINTS_OFFICER, Role.CLERK, name="Bo Th")
    take(Event.RETURN, submitted, cast.member, note="5.1 needs a clause.")
    asked = "for changes. Make the changes, then send it for approval again."
    spared = "You do not need to do anything. The complaints officer will make the changes"
    bodies = {m.to[0]: m.body for m in mail.outbox}
    for officer in (cast.officer, both):
        assert asked in bodies[officer.user.email]
        assert spared not in bodies[officer.user.email]
    assert "Make the changes" not in bodies[cast.clerk.user.email]
    assert spared in bodies[cast.clerk.user.email]


def test_a_submission_asks_nobody_to_approve_what_they_answered(cast: Cast, code: Code) -> None:
    both = factories.add_member(cast.landlord, Role.COMPLAINTS_OFFICER, Role.CLERK, name="Bo Th")
    assessment = factories.start(cast.officer, code)
    factories.answer_all(both, assessment)
    factories.submit(cast.officer, assessment)
    bodies = {m.to[0]: m.body for m in mail.outbox}
    assert "Please read it, then approve it or return it" in bodies[cast.clerk.user.email]
    assert "approve it or" not in bodies[both.user.email]
    assert "someone else needs to approve it. You can return it" in bodies[both.user.email]


def test_whoever_takes_the_step_gets_no_mail_even_in_two_roles(
    cast: Cast, submitted: Assessment
) -> None:
    both = factories.add_member(cast.landlord, Role.COMPLAINTS_OFFICER, Role.CLERK, name="Bo Th")
    take(Event.RETURN, submitted, both, note="Mend it.")
    assert mailed() == ["Clark Minute", "Olu Ficer"]


def test_somebody_with_two_concerned_roles_gets_one_mail(cast: Cast, submitted: Assessment) -> None:
    factories.add_member(cast.landlord, Role.COMPLAINTS_OFFICER, Role.CLERK, name="Bo Th")
    take(Event.RETURN, submitted, cast.member, note="Mend it.")
    assert mailed() == ["Bo Th", "Clark Minute", "Olu Ficer"]


def test_an_approval_and_a_publication_go_to_those_they_concern(
    cast: Cast, submitted: Assessment
) -> None:
    factories.approve(cast.member, submitted)
    assert mailed() == ["Clark Minute", "Olu Ficer"]
    mail.outbox.clear()
    factories.confirm_response(cast.clerk, submitted)
    take(Event.PUBLISH, submitted, cast.officer)
    assert mailed() == ["Ada Min", "Clark Minute", "Mem Burr"]


def test_after_a_take_back_the_member_is_not_led_to_a_page_that_is_closed_to_them(
    cast: Cast, submitted: Assessment
) -> None:
    take(Event.TAKE_BACK, submitted, cast.officer)
    bodies = {m.to[0]: m.body for m in mail.outbox}
    assert set(bodies) == {cast.member.user.email, cast.clerk.user.email}
    assert "http://127.0.0.1:8000/landlords/alderbrook/" in bodies[cast.member.user.email]
    assert f"/assessments/{submitted.pk}/" not in bodies[cast.member.user.email]
    assert f"/assessments/{submitted.pk}/" in bodies[cast.clerk.user.email]


def test_nobody_outside_and_nobody_whose_account_is_closed_is_mailed(
    cast: Cast, submitted: Assessment
) -> None:
    cast.clerk.user.is_active = False
    cast.clerk.user.save()
    take(Event.RETURN, submitted, cast.member, note="Mend it.")
    assert mailed() == ["Olu Ficer"]


def test_mails_carry_no_answers(cast: Cast, submitted: Assessment) -> None:
    take(Event.RETURN, submitted, cast.member, note="Mend it.")
    factories.submit(cast.officer, submitted)
    factories.approve(cast.clerk, submitted)
    assert mail.outbox
    assert not [m for m in mail.outbox if SECRET in m.body or "Complaints Policy" in m.body]


def test_a_step_that_is_undone_mails_nobody(cast: Cast, submitted: Assessment) -> None:
    with transaction.atomic():
        take(Event.RETURN, submitted, cast.member, note="Mend it.")
        assert mail.outbox == []
        transaction.set_rollback(True)
    assert mail.outbox == []
    with pytest.raises(workflow.Refused):
        take(Event.RETURN, submitted, cast.member, note="")
    assert mail.outbox == []
    assert not OutgoingMail.objects.filter(sent_at=None).exists()


def test_a_typed_name_adds_no_header_and_no_recipient(cast: Cast, submitted: Assessment) -> None:
    landlord = cast.landlord
    landlord.name = "Alderbrook\r\nBcc: spy@evil.example\x0b\u2028X-Evil: yes"
    landlord.save()
    cast.member.user.name = "Mem\nBcc: spy@evil.example"
    cast.member.user.save()
    take(Event.RETURN, submitted, cast.member, note="Bcc: spy@evil.example\n\n.\nMend it {who}.")
    for message in mail.outbox:
        parsed = sent(message)
        assert parsed["Bcc"] is None
        assert parsed["X-Evil"] is None
        assert len(message.recipients()) == 1
        assert "\n" not in message.subject
        assert "Mend it {who}." in message.body


def test_a_very_long_landlord_name_still_makes_a_mail(cast: Cast, submitted: Assessment) -> None:
    cast.landlord.name = "Ä" * 200
    cast.landlord.save()
    take(Event.RETURN, submitted, cast.member, note="Mend it.")
    assert sent(mail.outbox[0])["Subject"].strip().startswith("Returned for changes: ÄÄÄ")


def test_each_mail_leads_to_what_it_asks_for_and_says_so(cast: Cast, code: Code) -> None:
    assessment = factories.start(cast.officer, code)
    factories.answer_all(cast.officer, assessment)
    submitted = factories.submit(cast.officer, assessment)
    page = f"http://127.0.0.1:8000/assessments/{submitted.pk}/"
    bodies = {m.to[0]: m.body for m in mail.outbox}
    assert f"Read the self-assessment:\n{page}read/" in bodies[cast.member.user.email]
    mail.outbox.clear()
    take(Event.RETURN, submitted, cast.member, note="See 5.1.")
    bodies = {m.to[0]: m.body for m in mail.outbox}
    assert f"Make the changes:\n{page}" in bodies[cast.officer.user.email]
    assert f"Open the self-assessment:\n{page}" in bodies[cast.clerk.user.email]
    assert "What needs to change:\n\nSee 5.1." in bodies[cast.officer.user.email]
