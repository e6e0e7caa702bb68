"""Questions about what is in review: a member's on a phone, an officer's answer, without script."""

from __future__ import annotations

from playwright.sync_api import expect

from assessments.enums import Event, State
from assessments.questions import services as asking
from codes.models import Code
from tests import factories
from tests.assessments.steps import Step, in_state, response, take
from tests.browser import Window, audit
from tests.conftest import Cast


def test_a_member_reads_and_asks_on_a_phone_and_an_officer_answers(
    window: Window, cast: Cast, code: Code
) -> None:
    last = factories.make_approved(cast.officer, cast.member, code, 2024)
    factories.publish(cast.officer, last)
    submitted = in_state(State.IN_REVIEW, cast, code)
    returned = take(Event.RETURN, submitted, cast.member, Step(note="See 5.1."))
    factories.answer(cast.officer, returned, "5.1", answer="not_applicable", commentary="No homes.")
    factories.submit(cast.officer, returned)
    asking.raise_question(cast.viewer, response(submitted, "1.2"), "Who checks this?")

    phone = window(cast.member, width=360)
    phone.goto(f"/assessments/{submitted.pk}/read/")
    jumps = phone.get_by_role("navigation", name="On this page")
    audit(phone)
    for jump, heading in (
        ("What has changed since it was returned", "What has changed since"),
        ("What has changed since 2024-25", "What has changed since 2024-25"),
        ("What is not fully met", "What is not fully met"),
        ("Questions", "Questions"),
    ):
        jumps.get_by_role("link", name=jump, exact=True).click()
        expect(phone.get_by_role("heading", name=heading, exact=True)).to_be_in_viewport()
    expect(phone.get_by_text("(was Yes)", exact=True)).to_be_visible()
    expect(phone.get_by_role("link", name="Who checks this?").first).to_be_visible()
    phone.get_by_role("link", name="Ask a question about 5.10").click()
    phone.get_by_label("Your question").fill("Why did the backlog")
    expect(phone.get_by_text("Unsaved changes kept")).to_be_visible()
    phone.reload()
    box = phone.get_by_label("Your question")
    expect(box).to_have_value("Why did the backlog")
    audit(phone)
    box.fill("Why did the backlog take a year?")
    phone.get_by_role("button", name="Send question").click()
    expect(phone.get_by_role("alert")).to_contain_text("You have asked a question about 5.10")
    expect(phone).to_have_url(f"/assessments/{submitted.pk}/read/#5.10")

    officer = window(cast.officer)
    officer.goto(f"/assessments/{submitted.pk}/")
    officer.get_by_role("link", name="2 open", exact=True).click()
    audit(officer)
    officer.get_by_role("link", name="5.10: Why did the backlog take a year?").click()
    officer.get_by_label("Your answer").fill("The contractor left in May.")
    audit(officer)
    officer.get_by_role("button", name="Send answer").click()
    expect(officer.get_by_role("alert")).to_contain_text("You have sent your answer")
    expect(officer.get_by_text("The contractor left in May.")).to_be_visible()


def test_without_script_a_question_is_answered_and_closed(
    window: Window, cast: Cast, code: Code
) -> None:
    submitted = in_state(State.IN_REVIEW, cast, code)
    question = asking.raise_question(cast.member, response(submitted, "5.10"), "Why a year?")
    asking.reply(cast.officer, question, "The contractor left.", version=1)
    page = window(cast.member, javascript=False, width=360)
    page.goto(f"/assessments/{submitted.pk}/questions/{question.pk}/")
    page.get_by_role("link", name="Close the question").click()
    page.get_by_role("button", name="Close the question").click()
    expect(page.get_by_role("alert")).to_contain_text("You have closed the question")
    expect(page.get_by_role("heading", name="Closed (1)")).to_be_visible()

    officer = window(cast.officer, javascript=False)
    officer.goto(f"/assessments/{submitted.pk}/5.10/")
    officer.get_by_role("link", name="Why a year?").click()
    expect(officer.get_by_text("closed the question")).to_be_visible()
