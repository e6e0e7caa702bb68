"""Questions about a submitted self-assessment: asked, answered, closed, and never in the way."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts import mail_wishes
from accounts.enums import MailKind, Role
from accounts.models import Membership
from assessments import services
from assessments.enums import Event, State
from assessments.models import Assessment, Question, QuestionMessage, TypedDraft
from assessments.questions import services as asking
from assessments.services import Conflict, Locked
from assessments.workflow import Refused
from codes.models import Code
from selfassess.common.financial_year import FinancialYear
from tests import factories
from tests.assessments.browsing import DECISION, SignIn, day, send, state_of
from tests.assessments.pages import Page
from tests.assessments.steps import Step, decision, in_state, reloaded, response, take, url
from tests.conftest import Cast
from tests.racing import at_once

WHY = "Why did the backlog take a year?"
BECAUSE = "The contractor left in May. See the log."


@pytest.fixture
def submitted(cast: Cast, code: Code) -> Assessment:
    return in_state(State.IN_REVIEW, cast, code)


@pytest.fixture
def member(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.member)


@pytest.fixture
def officer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.officer)


def ask(who: Any, assessment: Assessment, text: str = WHY, number: str = "5.10") -> Question:
    return asking.raise_question(who, response(assessment, number), text)


def thread(question: Question) -> str:
    return f"/assessments/{question.assessment_id}/questions/{question.pk}/"


def test_a_member_asks_an_officer_answers_and_the_member_closes(
    member: Client, officer: Client, submitted: Assessment
) -> None:
    page = Page(member.get(f"{url(submitted, '5.10')}question/?from=read"))
    answer = member.post(f"{url(submitted, '5.10')}question/?from=read", page.form | {"text": WHY})
    assert answer["Location"] == f"{url(submitted)}read/#5.10"
    read = Page(member.get(answer["Location"]))
    assert "Questions (1 open)" in read.text
    assert f"{WHY} Unanswered Mem Burr, " in read.text
    read.assert_in_order()
    question = Question.objects.get()
    listed = Page(officer.get(f"{url(submitted)}questions/"))
    assert f"Waiting for an answer (1) 5.10: {WHY}" in listed.text
    seen = Page(officer.get(thread(question)))
    assert "Mem Burr asked, " in seen.text
    officer.post(thread(question), seen.form | {"text": BECAUSE})
    answered = Page(member.get(thread(question)))
    assert answered.text.index(WHY) < answered.text.index(BECAUSE)
    assert "Answered, not closed yet (1)" in Page(member.get(f"{url(submitted)}questions/")).text
    answered.assert_in_order()
    member.post(thread(question), answered.form | {"text": "And since?"})
    again = Page(officer.get(thread(question)))
    assert "Unanswered" in again.text
    form = Page(member.get(f"{thread(question)}close/")).form
    member.post(f"{thread(question)}close/", form)
    closed = Page(officer.get(thread(question)))
    assert "Mem Burr closed the question" in closed.text
    assert "text" not in closed.form
    assert "Questions 0 open" in Page(officer.get(url(submitted))).text
    assert reloaded(submitted).state == State.IN_REVIEW


def test_both_sides_find_open_questions_where_they_work(
    cast: Cast, member: Client, officer: Client, submitted: Assessment
) -> None:
    question = ask(cast.member, submitted)
    ask(cast.viewer, submitted, "And 5.1?", "5.1")
    for client in (member, officer):
        assert "Questions 2 open, 2 waiting for an answer" in Page(client.get(url(submitted))).text
        provision = Page(client.get(url(submitted, "5.10")))
        assert "Questions about 5.10" in provision.text
        assert thread(question) in provision.links
        assert "And 5.1?" not in provision.text
        provision.assert_in_order()
    asks = f"{url(submitted, '5.10')}question/"
    assert asks in Page(member.get(url(submitted, "5.10"))).links
    assert asks not in Page(officer.get(url(submitted, "5.10"))).links


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.RETURNED, State.APPROVED])
def test_in_these_states_people_ask_and_the_answers_stay_as_they_are(
    cast: Cast, code: Code, state: State
) -> None:
    assessment = in_state(state, cast, code)
    digest = assessment.submitted_digest
    question = ask(cast.member, assessment)
    asking.reply(cast.officer, question, BECAUSE, version=1)
    asking.close(cast.officer, question, "Settled at the briefing.", version=2)
    now = reloaded(assessment)
    assert (now.state, now.submitted_digest, now.version) == (state, digest, assessment.version)


@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED, State.DISCARDED, State.RECORDED])
def test_in_others_nobody_asks(cast: Cast, code: Code, sign_in: SignIn, state: State) -> None:
    assessment = in_state(state, cast, code)
    with pytest.raises((Locked, PermissionDenied)):
        ask(cast.viewer, assessment)
    page = Page(sign_in(cast.viewer).get(url(assessment, "5.10")))
    assert "Ask a question" not in page.text


def test_what_was_asked_is_read_and_not_answered_once_it_is_published(
    cast: Cast, code: Code, officer: Client
) -> None:
    assessment = in_state(State.APPROVED, cast, code)
    question = ask(cast.member, assessment)
    page = Page(officer.get(thread(question)))
    take(Event.PUBLISH, reloaded(assessment), cast.officer)
    late = officer.post(thread(question), page.form | {"text": BECAUSE})
    assert late.status_code == 409
    shown = Page(late)
    assert "we have not sent your text" in shown.text
    assert BECAUSE in shown.text
    shown.assert_in_order()
    assert WHY in Page(officer.get(thread(question))).text
    with pytest.raises(Locked):
        asking.close(cast.officer, question, "Too late", version=1)


def test_who_may_ask_answer_and_close(cast: Cast, submitted: Assessment) -> None:
    asks = {Role.GOVERNING_BODY_MEMBER, Role.VIEWER}
    for role in Role:
        person = cast.by_role(role)
        question = ask(cast.member, submitted, f"For {role}")
        if role in asks:
            ask(person, submitted, f"Of {role}", "1.2")
        else:
            with pytest.raises(PermissionDenied):
                ask(person, submitted, f"Of {role}", "1.2")
        if role in (Role.COMPLAINTS_OFFICER, Role.GOVERNING_BODY_MEMBER):
            asking.reply(person, question, "x", version=1)
            asking.close(person, question, "x", version=2)
        else:
            with pytest.raises(PermissionDenied):
                asking.reply(person, question, "x", version=1)
            with pytest.raises(PermissionDenied):
                asking.close(person, question, "x", version=1)
    for call in (ask, lambda who, _: asking.reply(who, question, "x", version=1)):
        with pytest.raises(PermissionDenied):
            call(cast.outsider, submitted)


def test_another_member_reads_a_question_and_does_not_close_it(
    cast: Cast, sign_in: SignIn, submitted: Assessment
) -> None:
    question = ask(cast.member, submitted)
    other = factories.add_member(cast.landlord, Role.GOVERNING_BODY_MEMBER, name="Cllr Other")
    client = sign_in(other)
    page = Page(client.get(thread(question)))
    assert WHY in page.text
    assert "Close the question" not in page.text
    assert client.get(f"{thread(question)}close/").status_code == 403
    assert client.post(f"{thread(question)}close/", {"version": "1"}).status_code == 403
    assert client.post(thread(question), {"version": "1", "text": "x"}).status_code == 403


def test_a_question_of_another_assessment_is_not_there(
    cast: Cast, code: Code, officer: Client, submitted: Assessment
) -> None:
    question = ask(cast.member, submitted)
    other = factories.start(cast.officer, code, 2027)
    address = f"{url(other)}questions/{question.pk}/"
    assert officer.get(address).status_code == 404
    assert officer.post(f"{address}close/", {"version": "1", "text": "x"}).status_code == 404


def test_an_officer_says_why_they_close_what_someone_else_asked(
    cast: Cast, officer: Client, member: Client, submitted: Assessment
) -> None:
    question = ask(cast.member, submitted)
    page = Page(officer.get(f"{thread(question)}close/"))
    refused = officer.post(f"{thread(question)}close/", page.form | {"text": " "})
    assert refused.status_code == 422
    assert "Enter why you are closing the question" in Page(refused).text
    Page(refused).assert_in_order()
    officer.post(f"{thread(question)}close/", page.form | {"text": "Answered at the briefing."})
    assert "Answered at the briefing." in Page(member.get(thread(question))).text


def test_who_comes_second_loses_no_word(
    cast: Cast, officer: Client, member: Client, submitted: Assessment
) -> None:
    question = ask(cast.member, submitted)
    page = Page(officer.get(thread(question)))
    asking.reply(cast.member, question, "One more thing", version=1)
    late = officer.post(thread(question), page.form | {"text": BECAUSE})
    assert late.status_code == 409
    shown = Page(late)
    assert "One more thing" in shown.text
    assert "Read it, then send yours again" in shown.text
    assert shown.form["text"] == BECAUSE
    shown.assert_in_order()
    assert officer.post(thread(question), shown.form).status_code == 302
    assert not TypedDraft.objects.exists()
    closing = Page(member.get(f"{thread(question)}close/")).form
    asking.close(cast.officer, question, "Settled", version=3)
    closed = member.post(f"{thread(question)}close/", closing | {"text": "Thank you"})
    assert closed.status_code == 409
    assert "You can no longer add to this question" in Page(closed).text
    assert "Thank you" in Page(closed).text
    assert [one.said for one in QuestionMessage.objects.filter(said="closed")] == ["closed"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_at_once_one_does(cast: Cast, code: Code) -> None:
    question = ask(cast.member, in_state(State.IN_REVIEW, cast, code))
    found = at_once(
        lambda: asking.close(cast.member, question, "", version=1),
        lambda: asking.close(cast.officer, question, "Settled", version=1),
        refusals=(Conflict,),
    )
    assert sum(isinstance(one, Conflict) for one in found) == 1
    assert question.messages.filter(said="closed").count() == 1


def test_what_is_typed_is_kept_until_it_is_sent(
    cast: Cast, officer: Client, member: Client, submitted: Assessment
) -> None:
    script = {"HTTP_ACCEPT": "application/json"}
    typed = {"text": "Half a quest", "version": "0", "window": "abc"}
    address = f"{url(submitted, '5.10')}question/"
    assert member.post(f"{address}draft/", typed, **script).json()["kept"]
    assert "Not sent yet Question about 5.10" in Page(member.get(url(submitted))).text
    page = Page(member.get(address))
    assert page.form["text"] == "Half a quest"
    page.assert_in_order()
    member.post(address, page.form | {"text": WHY})
    assert not TypedDraft.objects.exists()
    question = Question.objects.get()
    typed = {"text": "Half an ans", "version": "1", "window": "abc"}
    assert officer.post(f"{thread(question)}draft/", typed, **script).json()["kept"]
    assert Page(officer.get(thread(question))).form["text"] == "Half an ans"
    assert member.get(thread(question)).content.count(b"Half an ans") == 0


def test_a_blank_question_is_refused_and_a_button_pressed_twice_asks_once(
    member: Client, submitted: Assessment
) -> None:
    address = f"{url(submitted, '5.10')}question/"
    page = Page(member.get(address))
    for text, message in ((" ", "Enter your question"), ("x" * 4001, "4,000 characters")):
        refused = member.post(address, page.form | {"text": text})
        assert refused.status_code == 422
        assert message in Page(refused).text
    for _ in range(2):
        member.post(address, page.form | {"text": WHY})
    assert Question.objects.count() == 1


# Emails


def test_officers_are_emailed_once_and_so_is_who_asked(
    cast: Cast, submitted: Assessment, django_capture_on_commit_callbacks: Any
) -> None:
    second = factories.add_member(cast.landlord, Role.COMPLAINTS_OFFICER, Role.VIEWER)
    with django_capture_on_commit_callbacks(execute=True):
        question = ask(cast.member, submitted)
        ask(cast.member, submitted)
    assert sorted(one.to[0] for one in mail.outbox) == sorted(
        one.user.email for one in (cast.officer, second)
    )
    assert "Mem Burr has asked a question about 5.10" in mail.outbox[0].body
    assert thread(question) in mail.outbox[0].body
    assert "List-Unsubscribe" in mail.outbox[0].extra_headers
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        asking.reply(second, question, BECAUSE, version=1)
        with pytest.raises(Conflict):
            asking.reply(cast.officer, question, BECAUSE, version=1)
    assert [one.to for one in mail.outbox] == [[cast.member.user.email]]
    assert BECAUSE not in mail.outbox[0].body


def test_nobody_gets_an_email_they_turned_off_or_after_they_left(
    cast: Cast, submitted: Assessment, django_capture_on_commit_callbacks: Any
) -> None:
    mail_wishes.turn_off(cast.officer.user, [MailKind.QUESTION_RAISED])
    with django_capture_on_commit_callbacks(execute=True):
        question = ask(cast.member, submitted)
        Membership.objects.get(user=cast.member.user).delete()
        asking.reply(cast.officer, question, BECAUSE, version=1)
    assert mail.outbox == []


# Approving


def test_approving_with_open_questions_asks_why(
    cast: Cast, sign_in: SignIn, submitted: Assessment, django_capture_on_commit_callbacks: Any
) -> None:
    clerk, address = sign_in(cast.clerk), f"{url(submitted)}approve/"
    assert "questions are open" not in Page(clerk.get(address)).text
    ask(cast.member, submitted)
    answered = ask(cast.viewer, submitted, "And 5.1?", "5.1")
    asking.reply(cast.officer, answered, BECAUSE, version=1)
    typed = DECISION | day(timezone.localdate()) | {"note": " "}
    refused = send(clerk, address, **typed)
    assert refused.status_code == 422
    page = Page(refused)
    assert "Enter why you are approving while questions are open" in page.text
    assert "Why you are approving while 2 questions are open" in page.text
    assert page.form["approving_body"] == "Cabinet"
    page.assert_in_order()
    with django_capture_on_commit_callbacks(execute=True):
        assert send(clerk, address, **typed | {"note": "Both go to scrutiny."}).status_code == 302
    assert state_of(submitted) == State.APPROVED
    assert submitted.history.get(event=Event.APPROVE).note == "Both go to scrutiny."
    assert "Both go to scrutiny." in Page(clerk.get(f"{url(submitted)}history/")).text
    assert "Why it was approved with open questions:" in mail.outbox[0].body


def test_the_approval_holds_that_rule_itself(cast: Cast, submitted: Assessment) -> None:
    question = ask(cast.member, submitted)
    with pytest.raises(Refused):
        take(Event.APPROVE, submitted, cast.clerk, decision(submitted, note=""))
    asking.close(cast.member, question, version=1)
    take(Event.APPROVE, submitted, cast.clerk, decision(submitted, note=""))
    assert state_of(submitted) == State.APPROVED


def test_questions_outlive_a_return_and_a_change_of_the_code(
    cast: Cast, officer: Client, full_codes: dict[str, Code]
) -> None:
    draft = in_state(State.IN_REVIEW, cast, full_codes["2022"])
    question = ask(cast.viewer, draft, WHY, "4.3")
    back = take(Event.TAKE_BACK, draft, cast.officer)
    details = services.Details(full_codes["2024"], FinancialYear(2025))
    from assessments import starting
    from assessments.digest import content_digest

    starting.change_details(
        cast.officer, back, details, version=back.version, confirmed=content_digest(back)
    )
    assert WHY in Page(officer.get(thread(question))).text
    assert "of an earlier Code" in Page(officer.get(thread(question))).text
    assert Page(officer.get(f"{url(draft)}questions/")).text.count("4.3: ") == 1
    assert officer.get(f"{url(draft)}read/").status_code == 200


# Reading


def test_a_reader_jumps_to_what_changed_what_is_not_met_and_what_was_asked(
    cast: Cast, code: Code, member: Client
) -> None:
    last = factories.make_approved(cast.officer, cast.member, code, 2024)
    factories.publish(cast.officer, last)
    now = factories.start(cast.officer, code)
    no = {"answer": "no", "action": "Mend it", "action_owner": "Head", "alternative": ""}
    due = timezone.localdate() + timedelta(days=300)
    factories.answer_all(cast.officer, now, {"5.1": no | {"action_due": due}})
    submitted = factories.submit(cast.officer, now)
    ask(cast.viewer, submitted)
    page = Page(member.get(f"{url(now)}read/"))
    assert "What has changed since 2024-25 (1)" in page.text
    assert "No (was Yes)" in page.text
    assert "What is not fully met (1)" in page.text
    assert "Questions (1 open)" in page.text
    assert "What has changed since it was returned" not in page.text
    page.assert_in_order()
    returned = take(Event.RETURN, submitted, cast.member, Step(note="See 5.1."))
    factories.answer(cast.officer, returned, "5.1", answer="yes", evidence="Mended")
    factories.submit(cast.officer, returned)
    again = Page(member.get(f"{url(now)}read/"))
    assert "What has changed since it was returned (1)" in again.text
    assert "What has changed since 2024-25 (0)" in again.text
    assert "No answer is different from 2024-25." in again.text
    again.assert_in_order()


def test_pages_cost_the_same_for_1_and_200_questions(
    cast: Cast, member: Client, full_codes: dict[str, Code], django_assert_max_num_queries: Any
) -> None:
    submitted = in_state(State.IN_REVIEW, cast, full_codes["2024"])
    rows = list(submitted.responses.select_related("provision", "assessment"))
    pages = {"questions/": 9, "read/": 18, "5.10/": 13, "": 17}

    def counted() -> list[int]:
        found = []
        for page, most in pages.items():
            with django_assert_max_num_queries(most, info=page) as asked:
                assert member.get(f"{url(submitted)}{page}").status_code == 200
            found.append(len(asked))
        return found

    ask(cast.member, submitted)
    one = counted()
    for index in range(199):
        asking.raise_question(cast.member, rows[index % 72], f"Question {index}")
    assert Question.objects.count() == 200
    assert counted() == one
    assert "200 questions are open" in Page(member.get(f"{url(submitted)}questions/")).text


def test_a_persons_data_has_what_they_asked_and_said(
    cast: Cast, member: Client, submitted: Assessment
) -> None:
    question = ask(cast.member, submitted)
    asking.reply(cast.officer, question, BECAUSE, version=1)
    asking.reply(cast.member, question, "Thank you", version=2)
    data = json.loads(member.get("/account/data/").content)
    assert [one["text"] for one in data["questions"]] == [WHY, "Thank you"]
    assert BECAUSE not in str(data)
    cast.member.user.delete()
    kept = Question.objects.get()
    assert (kept.raised_by, kept.raised_by_name) == (None, "Mem Burr")
    assert [one.author_name for one in kept.messages.all()] == ["Mem Burr", "Olu Ficer", "Mem Burr"]
    with pytest.raises(TypeError):
        kept.messages.all().delete()
