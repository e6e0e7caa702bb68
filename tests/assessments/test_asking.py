"""Colleagues are asked, write, and are accepted: what each of them sees, and what is kept of it."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from accounts.access import Member
from accounts.enums import MailKind, Role
from assessments import services, workflow
from assessments.asking import services as asking
from assessments.enums import ContributionState, Event
from assessments.models import Assessment, Contribution, HistoryEntry, Response, TypedDraft
from assessments.personal_data import personal_data
from assessments.queries import worked_on_by
from codes.models import Code
from tests import factories
from tests.assessments.browsing import SignIn, day
from tests.assessments.pages import Page
from tests.assessments.steps import take
from tests.conftest import Cast
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)
MARKER = "Planted words of a colleague"
ASKED, READY, SENT_BACK = (
    ContributionState.ASKED,
    ContributionState.READY,
    ContributionState.SENT_BACK,
)


@pytest.fixture
def draft(cast: Cast, code: Code) -> Assessment:
    return factories.start(cast.officer, code)


@pytest.fixture
def officer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.officer)


@pytest.fixture
def writer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.contributor)


def in_(days: int) -> dict[str, str]:
    return day(timezone.localdate() + timedelta(days=days), "due")


def form_with(page: Page, name: str) -> dict[str, str]:
    """The page's form that has the field."""
    return next(form for form in page.forms if name in form)


def asked_for(client: Client, one: Contribution) -> dict[str, str]:
    return form_with(Page(client.get(f"/asked/{one.pk}/")), "evidence")


def response(draft: Assessment, number: str) -> Response:
    return draft.responses.get(provision__number=number)


def to(person: Member) -> list[Any]:
    return [one for one in mail.outbox if one.to == [person.user.email]]


def test_asked_written_sent_accepted(
    cast: Cast, draft: Assessment, officer: Client, writer: Client
) -> None:
    """The whole way by the pages, with one email each way."""
    address = f"/assessments/{draft.pk}/colleagues/ask/"
    assert form_with(Page(officer.get(f"{address}?number=5.10")), "numbers")["numbers"] == "5.10"
    membership = cast.landlord.memberships.get(user=cast.contributor.user)
    sent = {"people": [membership.pk], "numbers": ["5.10", "1.2"], "note": "The clause."} | in_(7)
    answer = officer.post(address, sent, follow=True)
    assert "You have asked Con Tribe about 2 provisions" in Page(answer).text
    [asked] = to(cast.contributor)
    assert len(mail.outbox) == 1
    assert "Olu Ficer asks you to write about 2 provisions" in asked.body
    assert "Olu Ficer says:\n\nThe clause." in asked.body
    assert "http://127.0.0.1:8000/asked/\n" in asked.body

    mine = Page(writer.get("/asked/"))
    assert "Olu Ficer asks you to do this by" in mine.text
    assert mine.html.count("To do") == 2
    rows = {row.response.provision.number: row for row in Contribution.objects.all()}
    one, other = rows["5.10"], rows["1.2"]
    assert "5.10" in asked.body
    page = Page(writer.get(f"/asked/{one.pk}/"))
    assert "Landlords must do what 5.10 says." in page.text
    assert "The clause." in page.text
    page.assert_in_order()

    texts = {"answer": "yes", "evidence": MARKER, "commentary": "Since May"}
    typed = asked_for(writer, one) | texts
    answer = writer.post(f"/asked/{one.pk}/ready/", typed)
    assert answer["Location"] == f"/asked/{other.pk}/"
    assert not to(cast.officer)
    empty = writer.post(f"/asked/{other.pk}/ready/", asked_for(writer, other))
    assert "Enter what you have to say before you send it" in Page(empty).text
    typed = asked_for(writer, other) | {"reply": "Ask Repairs"}
    answer = writer.post(f"/asked/{other.pk}/not-mine/", typed, follow=True)
    assert "That was the last one" in Page(answer).text
    [told] = to(cast.officer)
    assert "Ready for you to read: 5.10." in told.body
    assert "someone else should be asked about: 1.2." in told.body
    assert MARKER not in told.body

    page = Page(officer.get(f"/assessments/{draft.pk}/colleagues/"))
    assert "2 asked, 1 ready, 1 not theirs" in page.text
    assert "Ask instead: Ask Repairs" in page.text
    assert "Read and accept" in Page(officer.get(f"/assessments/{draft.pk}/5.10/")).text
    page = Page(officer.get(f"/asked/{one.pk}/accept/"))
    assert MARKER in page.text
    page.assert_in_order()
    # The form chooses what is there to be accepted: nothing stands in the answer yet.
    answer = officer.post(f"/asked/{one.pk}/accept/", form_with(page, "base"))
    assert answer["Location"] == f"/assessments/{draft.pk}/colleagues/"
    saved = response(draft, "5.10")
    assert (saved.answer, saved.evidence, saved.commentary) == ("yes", MARKER, "Since May")
    one.refresh_from_db()
    assert one.state == ContributionState.ACCEPTED
    assert "Accepted" in Page(writer.get("/asked/")).text
    assert "Your text has been accepted" in Page(writer.get(f"/asked/{one.pk}/")).text
    events = list(draft.history.order_by("pk").values_list("event", "provision__number"))
    assert events[1:] == [
        ("asked", "1.2"),
        ("asked", "5.10"),
        ("contribution_ready", "5.10"),
        ("contribution_not_mine", "1.2"),
        ("response_saved", "5.10"),
        ("contribution_accepted", "5.10"),
    ]
    assert cast.contributor.user.pk in worked_on_by(draft)


def test_what_a_search_found_is_asked_about(
    cast: Cast, draft: Assessment, officer: Client, writer: Client
) -> None:
    search = f"/assessments/{draft.pk}/provisions/?q=5."
    found = Page(officer.get(search))
    assert "Ask colleagues about these 2 provisions" in found.text
    link = next(link for link in found.links if "/colleagues/ask/?" in link)
    page = Page(officer.get(link))
    assert page.html.count("checked") == 2
    assert re.search(r'value="5\.1" checked', page.html)
    assert re.search(r'value="5\.10" checked', page.html)
    # Who cannot ask is offered nothing.
    assert "Ask colleagues" not in Page(writer.get(search)).text


def test_text_by_text_below_or_instead_and_only_what_is_new_is_asked(
    cast: Cast, draft: Assessment, officer: Client
) -> None:
    factories.answer(
        cast.officer, draft, "5.10", answer="no", evidence="Ours", commentary="Our view"
    )
    [one] = factories.ask(cast.officer, draft, cast.contributor, "5.10")
    factories.contribute(
        cast.contributor, one, answer="yes", evidence="Theirs", commentary="Their view"
    )
    address = f"/asked/{one.pk}/accept/"
    form = form_with(Page(officer.get(address)), "base")
    assert form["put_answer"] == "replace"
    assert form["put_evidence"] == form["put_commentary"] == "add"
    nothing = dict.fromkeys(("put_answer", "put_evidence", "put_commentary"), "keep")
    refused = officer.post(address, form | nothing)
    assert refused.status_code == 422
    assert "Select at least one text to put in" in Page(refused).text
    long = "x" * 20_000
    Contribution.objects.filter(pk=one.pk).update(evidence=long)
    refused = officer.post(address, form)
    assert "Evidence has 20,006 characters" in Page(refused).text
    Contribution.objects.filter(pk=one.pk).update(evidence="Theirs")
    chosen = {"put_answer": "keep", "put_evidence": "add", "put_commentary": "replace"}
    assert officer.post(address, form | chosen).status_code == 302
    saved = response(draft, "5.10")
    assert (saved.answer, saved.evidence) == ("no", "Ours\n\nTheirs")
    assert saved.commentary == "Their view"
    # What stands there already is not asked again.
    [again] = factories.ask(cast.officer, draft, cast.contributor, "5.10")
    factories.contribute(cast.contributor, again, evidence="Theirs", commentary="More")
    page = Page(officer.get(f"/asked/{again.pk}/accept/"))
    assert "The answer already says this" in page.text
    assert "put_evidence" not in form_with(page, "base")


def test_who_accepts_what_has_changed_sees_both_and_nothing_is_lost(
    cast: Cast, draft: Assessment, officer: Client
) -> None:
    [one] = factories.ask(cast.officer, draft, cast.contributor, "5.10")
    factories.contribute(cast.contributor, one, evidence="First wording")
    address = f"/asked/{one.pk}/accept/"
    stale = form_with(Page(officer.get(address)), "base")
    factories.answer(cast.officer, draft, "5.10", answer="yes", evidence="Saved in between")
    contested = officer.post(address, stale)
    assert contested.status_code == 409
    page = Page(contested)
    assert "Nothing has been accepted" in page.text
    assert "Saved in between" in page.text
    assert "First wording" in page.text
    assert response(draft, "5.10").evidence == "Saved in between"
    # The colleague writes on while the officer reads.
    stale = form_with(page, "base")
    factories.contribute(cast.contributor, one, None, evidence="Second wording")
    contested = officer.post(address, stale)
    assert "Second wording" in Page(contested).text
    assert officer.post(address, form_with(Page(contested), "base")).status_code == 302
    assert response(draft, "5.10").evidence == "Saved in between\n\nSecond wording"
    # A button pressed twice.
    twice = officer.post(address, stale)
    assert "Someone has settled this" in Page(twice).text
    assert draft.history.filter(event=Event.CONTRIBUTION_ACCEPTED).count() == 1


def test_sent_back_with_a_note_written_again_and_every_wording_is_kept(
    cast: Cast, draft: Assessment, officer: Client, writer: Client
) -> None:
    [one] = factories.ask(cast.officer, draft, cast.contributor, "5.10")
    factories.contribute(cast.contributor, one, evidence="First wording")
    page = Page(officer.get(f"/asked/{one.pk}/accept/"))
    back = form_with(page, "remark")
    refused = officer.post(f"/asked/{one.pk}/send-back/", back)
    assert "Enter what needs to change" in Page(refused).text
    open_window = asked_for(writer, one) | {"evidence": "Typed into an old page"}
    mail.outbox.clear()
    officer.post(f"/asked/{one.pk}/send-back/", back | {"remark": "Which clause?"})
    [told] = to(cast.contributor)
    assert "What needs to change:\n\nWhich clause?" in told.body
    assert "Which clause?" in Page(writer.get(f"/asked/{one.pk}/")).text
    assert "To change" in Page(writer.get("/asked/")).text
    # What was typed while it was sent back is not saved unseen, and not lost.
    contested = writer.post(f"/asked/{one.pk}/", open_window)
    assert contested.status_code == 409
    form = form_with(Page(contested), "evidence")
    assert form["evidence"] == "Typed into an old page"
    writer.post(f"/asked/{one.pk}/", form | {"drop": "1"})
    page = Page(writer.get(f"/asked/{one.pk}/"))
    assert form_with(page, "evidence")["evidence"] == "First wording"
    assert "Typed into an old page" in page.text
    assert not TypedDraft.objects.exists()
    typed = asked_for(writer, one) | {"evidence": "Policy, 4.2"}
    writer.post(f"/asked/{one.pk}/ready/", typed)
    assert len(to(cast.officer)) == 1
    assert "First wording" in Page(officer.get(f"/asked/{one.pk}/accept/")).text
    assert not HistoryEntry.objects.filter(note__contains="Which clause?").exists()


def test_the_officer_is_told_once_however_often_it_is_sent(
    cast: Cast, draft: Assessment, writer: Client
) -> None:
    one, other = factories.ask(cast.officer, draft, cast.contributor, "5.1", "5.10")
    mail.outbox.clear()
    factories.contribute(cast.contributor, one, evidence="Done")
    typed = asked_for(writer, other) | {"evidence": "Done"}
    writer.post(f"/asked/{other.pk}/ready/", typed)
    assert writer.post(f"/asked/{other.pk}/ready/", typed).status_code == 409
    writer.post(f"/asked/{other.pk}/ready/", asked_for(writer, other) | {"evidence": "Better"})
    assert len(to(cast.officer)) == len(mail.outbox) == 1


def test_who_wants_no_such_email_gets_none(cast: Cast, draft: Assessment) -> None:
    for person, kind in ((cast.contributor, MailKind.ASKED), (cast.officer, MailKind.CONTRIBUTED)):
        person.user.unwanted_mail = [kind.value]
        person.user.save()
    [one] = factories.ask(cast.officer, draft, cast.contributor, "5.10")
    factories.contribute(cast.contributor, one, evidence="Done")
    assert mail.outbox == []


def test_nothing_is_asked_written_or_accepted_once_it_is_submitted(
    cast: Cast, draft: Assessment, officer: Client, writer: Client
) -> None:
    factories.answer_all(cast.officer, draft)
    one, ready = factories.ask(cast.officer, draft, cast.contributor, "5.1", "5.10")
    factories.contribute(cast.contributor, ready, evidence="Ready")
    typed = asked_for(writer, one) | {"evidence": "Typed too late"}
    accept = form_with(Page(officer.get(f"/asked/{ready.pk}/accept/")), "base")
    membership = cast.landlord.memberships.get(user=cast.viewer.user)
    ask = {"people": [membership.pk], "numbers": ["5.10"], "note": "Asked too late"} | in_(7)
    reassign = {"rows": [one.pk], "to": "take_over"}
    factories.submit(cast.officer, draft)
    late = writer.post(f"/asked/{one.pk}/ready/", typed)
    assert late.status_code == 409
    assert "Typed too late" in Page(late).text
    assert "locked" in Page(late).text
    late = officer.post(f"/assessments/{draft.pk}/colleagues/ask/", ask)
    assert late.status_code == 409
    assert "Asked too late" in Page(late).text
    assert officer.post(f"/asked/{ready.pk}/accept/", accept).status_code == 409
    back = {"version": str(ready.version), "remark": "Back"}
    assert officer.post(f"/asked/{ready.pk}/send-back/", back).status_code == 409
    where = f"/assessments/{draft.pk}/colleagues/{one.pk}/"
    assert officer.post(where, reassign).status_code == 409
    assert sorted(Contribution.objects.values_list("state", flat=True)) == ["asked", "ready"]
    with pytest.raises(services.Locked):
        factories.ask(cast.officer, draft, cast.viewer, "5.10")
    assert "The answers are locked" in Page(writer.get("/asked/")).text
    # The text is still the colleague's when it is returned.
    assessment = Assessment.objects.get(pk=draft.pk)
    note = workflow.Step(note="See 5.1.")
    workflow.carry_out(Event.RETURN, assessment, cast.clerk, note, version=assessment.version)
    mine = Page(writer.get(f"/asked/{one.pk}/"))
    assert "Send to Olu Ficer" in mine.text
    assert "Typed too late" in Page(writer.get(f"/asked/{one.pk}/draft/")).form["evidence"]


def test_people_with_other_roles_may_be_asked_but_not_those_who_only_decide(
    cast: Cast, draft: Assessment, officer: Client, sign_in: SignIn
) -> None:
    page = Page(officer.get(f"/assessments/{draft.pk}/colleagues/ask/"))
    assert "Vi Ewer" in page.text
    assert "Clerk. If you accept their text, they cannot approve" in page.text
    assert "Mem Burr" not in page.text
    with pytest.raises(PermissionDenied):
        factories.ask(cast.officer, draft, cast.member, "5.10")
    with pytest.raises(PermissionDenied):
        factories.ask(cast.contributor, draft, cast.viewer, "5.10")
    [one] = factories.ask(cast.officer, draft, cast.viewer, "5.10")
    viewer = sign_in(cast.viewer)
    assert viewer.get(f"/asked/{one.pk}/").status_code == 200
    # Being asked gives what was asked for, and nothing else.
    assert viewer.post(f"/assessments/{draft.pk}/5.10/", {"version": "0"}).status_code == 403
    # Who only decides from now on has nothing to do with drafts.
    membership = cast.landlord.memberships.get(user=cast.viewer.user)
    membership.roles.update(role=Role.GOVERNING_BODY_MEMBER)
    assert viewer.get(f"/asked/{one.pk}/").status_code == 404
    assert "Nobody has asked you" in Page(viewer.get("/asked/")).text


def test_whose_text_was_accepted_cannot_approve(cast: Cast, draft: Assessment) -> None:
    factories.answer_all(cast.officer, draft)
    [one] = factories.ask(cast.officer, draft, cast.clerk, "5.10")
    factories.contribute(cast.clerk, one, evidence="The clerk’s own")
    assert cast.clerk.user.pk not in worked_on_by(draft)
    one.refresh_from_db()
    one = asking.loaded().get(pk=one.pk)
    current = response(draft, "5.10")
    values = current.values() | {"evidence": one.evidence}
    asking.accept(cast.officer, one, values, version=one.version, response_version=current.version)
    factories.submit(cast.officer, draft)
    with pytest.raises(workflow.Refused, match="someone else needs to approve"):
        factories.approve(cast.clerk, draft)
    approved = factories.approve(cast.member, draft)

    # Nor a correction, as long as that says what they wrote.
    factories.confirm_response(cast.member, approved)
    approved.refresh_from_db()
    factories.publish(cast.officer, approved)
    corrected = factories.correct(cast.officer, Assessment.objects.get(pk=draft.pk))
    factories.submit(cast.officer, corrected)
    with pytest.raises(workflow.Refused, match="someone else needs to approve"):
        factories.approve(cast.clerk, corrected)
    take(Event.TAKE_BACK, corrected, cast.officer)
    factories.answer(cast.officer, corrected, "5.10", answer="yes", evidence="The officer’s own")
    factories.submit(cast.officer, corrected)
    factories.approve(cast.clerk, corrected)


def test_reassigned_and_taken_over_without_losing_a_word(
    cast: Cast, draft: Assessment, officer: Client, writer: Client, sign_in: SignIn
) -> None:
    rows = factories.ask(cast.officer, draft, cast.contributor, "1.2", "1.3", "5.1")
    factories.contribute(cast.contributor, rows[0], None, evidence=MARKER)
    factories.ask(cast.officer, draft, cast.viewer, "1.3")
    mail.outbox.clear()
    cast.landlord.memberships.get(user=cast.contributor.user).delete()
    assert writer.get(f"/asked/{rows[0].pk}/").status_code == 404
    colleagues = f"/assessments/{draft.pk}/colleagues/"
    assert "Con Tribe Has left the team" in Page(officer.get(colleagues)).text
    viewer = cast.landlord.memberships.get(user=cast.viewer.user)
    address = f"{colleagues}{rows[0].pk}/"
    assert (
        "Enter the date"
        in Page(officer.post(address, {"rows": [rows[0].pk], "to": viewer.pk})).text
    )
    sent = {"rows": [rows[0].pk, rows[1].pk], "to": viewer.pk} | in_(5)
    answer = officer.post(address, sent, follow=True)
    assert "You have asked Vi Ewer instead of Con Tribe" in Page(answer).text
    [told] = to(cast.viewer)
    assert "about 1 provision" in told.body
    heir = sign_in(cast.viewer)
    assert asked_for(heir, rows[0])["evidence"] == MARKER
    # Already asked: one is enough, and the other is closed.
    rows[1].refresh_from_db()
    assert rows[1].state == ContributionState.TAKEN_OVER
    answer = officer.post(f"{colleagues}{rows[2].pk}/", {"rows": [rows[2].pk], "to": "take_over"})
    assert answer.status_code == 302
    assert not Contribution.objects.open().filter(person=cast.contributor.user).exists()
    factories.contribute(cast.viewer, rows[0], evidence=f"{MARKER}, and more")
    one = asking.loaded().get(pk=rows[0].pk)
    current = response(draft, "1.2")
    asking.accept(
        cast.officer,
        one,
        current.values() | {"evidence": one.evidence},
        version=one.version,
        response_version=current.version,
    )
    assert {cast.contributor.user.pk, cast.viewer.user.pk} <= worked_on_by(draft)


def test_all_that_is_ready_is_accepted_at_once_but_for_what_has_changed(
    cast: Cast, draft: Assessment, officer: Client
) -> None:
    factories.answer(cast.officer, draft, "1.3", answer="no", evidence="Ours")
    rows = factories.ask(cast.officer, draft, cast.contributor)
    for row in rows:
        factories.contribute(cast.contributor, row, answer="yes", evidence=f"Text {row.pk}")
    [other] = factories.ask(cast.officer, draft, cast.viewer, "5.1")
    factories.contribute(cast.viewer, other, evidence="Another’s")
    where = f"/assessments/{draft.pk}/colleagues/accept/"
    colleagues = Page(officer.get(f"/assessments/{draft.pk}/colleagues/"))
    assert "Read all 5 that are ready" in colleagues.text
    page = Page(officer.get(where))
    page.assert_in_order()
    assert "Changes from No to Yes" in page.text
    form = form_with(page, "rows")
    ticked = [str(row.pk) for row in (rows[0], rows[2], other, rows[3])]
    assert page.html.count("checked") == 4
    assert "Select at least one text" in Page(officer.post(where, form | {"rows": []})).text
    factories.contribute(cast.contributor, rows[3], answer="yes", evidence="Written since")
    answer = Page(officer.post(where, form | {"rows": ticked}, follow=True))
    assert "You have accepted 3 texts" in answer.text
    assert "Read them again: 5.10" in answer.text
    assert response(draft, "1.2").evidence == f"Text {rows[0].pk}"
    # Of two texts for one provision the second goes below the first.
    assert response(draft, "5.1").evidence == f"Text {rows[2].pk}\n\nAnother’s"
    assert response(draft, "1.3").answer == "no"
    assert response(draft, "5.10").evidence == ""
    again = form_with(answer, "rows") | {"rows": [str(rows[3].pk)]}
    assert officer.post(where, again)["Location"] == f"/assessments/{draft.pk}/colleagues/"
    assert response(draft, "5.10").evidence == "Written since"
    owned = {"action": "Rewrite it", "action_owner": "Head", "action_due": timezone.localdate()}
    factories.answer(cast.officer, draft, "1.3", answer="no", evidence="Ours", **owned)
    check = Page(officer.get(f"/assessments/{draft.pk}/submit/"))
    assert "What colleagues were asked about 1.3 has not been accepted" in check.text


def test_last_years_text_is_put_in_without_script_and_nothing_is_sent(
    cast: Cast, code: Code, writer: Client
) -> None:
    last = factories.record_elsewhere(cast.officer, code, 2024)
    factories.answer(cast.officer, last, "5.10", answer="yes", evidence="Last year’s policy")
    draft = factories.start(cast.officer, code)
    [one] = factories.ask(cast.officer, draft, cast.contributor, "5.10")
    page = Page(writer.get(f"/asked/{one.pk}/"))
    assert "Answer for 2024-25" in page.text
    assert "Last year’s policy" in page.text
    typed = form_with(page, "evidence") | {"evidence": "This year’s", "use": "evidence"}
    used = Page(writer.post(f"/asked/{one.pk}/ready/", typed))
    form = form_with(used, "evidence")
    assert form["evidence"] == "This year’s\r\n\r\nLast year’s policy"
    one.refresh_from_db()
    assert (one.state, one.evidence) == (ASKED, "")
    assert writer.post(f"/asked/{one.pk}/ready/", form).status_code == 302


@pytest.mark.parametrize("step", ["", "ready/"])
def test_a_session_that_ended_keeps_the_text_and_waits_with_what_others_would_see(
    cast: Cast, draft: Assessment, writer: Client, step: str
) -> None:
    [one] = factories.ask(cast.officer, draft, cast.contributor, "5.10")
    mail.outbox.clear()
    typed = asked_for(writer, one) | {"evidence": "Typed before the session was over"}
    Session.objects.all().delete()
    onward = writer.post(f"/asked/{one.pk}/{step}", typed)["Location"].partition("next=")[2]
    credentials = {"login": cast.contributor.user.email, "password": factories.PASSWORD}
    answer = writer.post("/accounts/login/", credentials | {"next": onward})
    one.refresh_from_db()
    if not step:
        assert one.evidence == "Typed before the session was over"
        return
    assert (one.state, one.evidence) == (ASKED, "")
    assert answer["Location"] == onward
    waiting = Page(writer.get(onward))
    assert waiting.form["evidence"] == "Typed before the session was over"
    assert writer.post(f"/asked/{one.pk}/{step}", waiting.form).status_code == 302
    one.refresh_from_db()
    assert one.state == READY
    assert len(to(cast.officer)) == 1


def test_of_two_last_ones_sent_at_the_same_moment_the_officer_is_told_once(
    cast: Cast, draft: Assessment
) -> None:
    rows = factories.ask(cast.officer, draft, cast.contributor, "5.1", "5.10")
    mail.outbox.clear()
    at_once(
        *(partial(factories.contribute, cast.contributor, row, evidence="Done") for row in rows),
        refusals=(),
    )
    assert [row.state for row in Contribution.objects.all()] == [READY, READY]
    assert len(to(cast.officer)) == len(mail.outbox) == 1


def test_accepted_by_two_officers_at_the_same_moment_it_goes_in_once(
    cast: Cast, draft: Assessment
) -> None:
    other = factories.add_member(cast.landlord, Role.COMPLAINTS_OFFICER, name="Of Ficer")
    [one] = factories.ask(cast.officer, draft, cast.contributor, "5.10")
    one = factories.contribute(cast.contributor, one, evidence="Theirs")
    values = one.response.values() | {"evidence": "Theirs"}
    accept = partial(asking.accept, version=one.version, response_version=one.response.version)
    found = at_once(
        *(partial(accept, who, one, values) for who in (cast.officer, other)),
        refusals=(services.Conflict,),
    )
    assert sorted(type(each).__name__ for each in found) == ["Conflict", "Response"]
    assert draft.history.filter(event=Event.RESPONSE_SAVED).count() == 1


def test_a_deleted_account_leaves_its_name_and_its_words(
    cast: Cast, draft: Assessment, officer: Client
) -> None:
    [one] = factories.ask(cast.officer, draft, cast.contributor, "5.10")
    factories.contribute(cast.contributor, one, evidence=MARKER)
    told = personal_data(cast.contributor.user)
    assert told["asked_for"][0]["provision"] == "5.10"
    assert told["written_for_others"][0]["texts"] == {"evidence": MARKER}
    cast.contributor.user.delete()
    page = Page(officer.get(f"/asked/{one.pk}/accept/"))
    assert "what Con Tribe wrote" in page.text
    assert MARKER in page.text
    assert (
        "Con Tribe Has left the team"
        in Page(officer.get(f"/assessments/{draft.pk}/colleagues/")).text
    )


def test_a_colleague_in_two_windows_and_after_a_lost_session(
    cast: Cast, draft: Assessment, writer: Client
) -> None:
    [one] = factories.ask(cast.officer, draft, cast.contributor, "5.10")
    first, second = asked_for(writer, one), asked_for(writer, one)
    assert writer.post(f"/asked/{one.pk}/", first | {"evidence": "From one"}).status_code == 302
    contested = writer.post(f"/asked/{one.pk}/", second | {"evidence": "From the other"})
    assert contested.status_code == 409
    page = Page(contested)
    assert "From one" in page.text
    form = form_with(page, "evidence")
    assert form["evidence"] == "From the other"
    assert writer.post(f"/asked/{one.pk}/", form).status_code == 302
    one.refresh_from_db()
    assert (one.evidence, one.state) == ("From the other", ASKED)
    assert [row.evidence for row in one.versions.all()] == ["From the other", "From one"]
    # Kept while it is typed, and offered when they come back.
    kept = writer.post(
        f"/asked/{one.pk}/draft/",
        asked_for(writer, one) | {"evidence": "Half a sen"},
        headers={"Accept": "application/json"},
    )
    assert kept.json()["kept"] is True
    assert "You have unsaved changes" in Page(writer.get(f"/asked/{one.pk}/")).text
    assert personal_data(cast.contributor.user)["unsaved_texts"][0]["provision"] == "5.10"
    going_on = Page(writer.get(f"/asked/{one.pk}/draft/"))
    assert form_with(going_on, "evidence")["evidence"] == "Half a sen"


def test_the_same_queries_for_one_and_for_sixty(
    cast: Cast, full_codes: dict[str, Code], officer: Client, writer: Client
) -> None:
    few = factories.start(cast.officer, full_codes["2022"], 2023)
    many = factories.start(cast.officer, full_codes["2024"], 2025)
    factories.ask(cast.officer, few, cast.contributor, "1.2")
    numbers = many.responses.values_list("provision__number", flat=True)[:60]
    first = Contribution.objects.get()

    def asked(assessment: Assessment) -> list[tuple[Client, str]]:
        here = f"/assessments/{assessment.pk}/"
        one = Contribution.objects.of(assessment).first()
        return [
            (officer, f"{here}colleagues/"),
            (officer, here),
            (officer, f"{here}colleagues/{one and one.pk}/"),
        ]

    def count(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    own = count(writer, "/asked/"), count(writer, f"/asked/{first.pk}/")
    factories.ask(cast.officer, many, cast.contributor, *numbers)
    assert (count(writer, "/asked/"), count(writer, f"/asked/{first.pk}/")) == own
    for (client, one), (_, sixty) in zip(asked(few), asked(many), strict=True):
        with assertNumQueries(count(client, one)):
            client.get(sixty)
