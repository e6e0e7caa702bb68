"""The whole job in a real browser: fill in, be stopped by gaps, submit, return, approve, respond,
publish, read.

With script the last section is typed provision by provision, and the whole form in script/proof.
Without, the first section is, and each other kind of page is used as well.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
from itertools import chain

import pytest
from django.core.files.storage import storages
from django.test import override_settings
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from accounts.access import Member
from assessments.models import Assessment, Response
from tests import factories
from tests.browser import Window, audit, unfold_menu
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("full_codes", "_files")
# Those that are typed with script; script/proof types all nine.
SECTIONS = os.environ.get("SECTIONS", "9")


@pytest.fixture
def _files(tmp_path):
    """Published files of one test go into a folder of its own."""
    with override_settings(MEDIA_ROOT=tmp_path):
        yield
    storages._storages.clear()


def press(page: Page, name: str) -> None:
    unfold_menu(page, name)
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def button(page: Page, name: str) -> None:
    """A link that looks like a button and is one for a screen reader."""
    page.get_by_role("button", name=name, exact=True).click()


def sign_in_by_form(page: Page, cast: Cast) -> None:
    page.goto("/accounts/login/")
    audit(page)
    page.get_by_label("Email").fill(cast.officer.user.email)
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    press(page, "Sign in")


def start_assessment(page: Page, *, careful: bool) -> int:
    """Starts this year's assessment against the Code in force; its id."""
    follow(page, "Start with a blank self-assessment")
    if careful:
        audit(page)
    expect(page.get_by_label("Complaint Handling Code 2024")).to_be_checked()
    press(page, "Start self-assessment")
    expect(page).to_have_url(re.compile(r"/assessments/\d+/$"))
    if careful:
        audit(page)
    return int(page.url.rstrip("/").rsplit("/", 1)[1])


def answer_sections(
    page: Page, pk: int, officer: Member, *sections: str, leaving_out: tuple[str, ...]
) -> None:
    """Goes through these sections with "Save and continue", as an officer does, and lands on what
    comes next; the other sections are there already, as if typed before."""
    assessment = Assessment.objects.get(pk=pk)
    numbers = numbers_of(assessment)
    typed = [numbers_of(assessment, section=section) for section in sections]
    for number in numbers:
        if number not in (*chain(*typed), *leaving_out):
            factories.answer(officer, assessment, number, **factories.YES)
    for section in typed:
        page.goto(f"/assessments/{pk}/{section[0]}/")
        for number in section:
            answer_one(page, number, leaving_out=leaving_out)
        if section[-1] == numbers[-1]:
            expect(page).to_have_url(re.compile(rf"/assessments/{pk}/$"))
        else:
            following = numbers[numbers.index(section[-1]) + 1]
            expect(page.get_by_role("heading", level=1)).to_contain_text(f"{following} ")


def answer_one(page: Page, number: str, *, leaving_out: tuple[str, ...]) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{number} ")
    if number not in leaving_out:
        page.get_by_label("Yes", exact=True).check()
        page.locator("#id_evidence").fill(f"Complaints Policy, clause for {number}.")
    press(page, "Save and continue")


def numbers_of(assessment: Assessment, *, section: str = "") -> list[str]:
    """The provisions' numbers in the form's order, of the whole form or of one section."""
    rows = assessment.responses.order_by("provision__position")
    if section:
        rows = rows.filter(provision__section__number=section)
    return list(rows.values_list("provision__number", flat=True))


def mend_the_gaps(page: Page, pk: int) -> None:
    """Answers 1.6 No and 5.10 Partly, and is told beside the fields what they still lack."""
    page.goto(f"/assessments/{pk}/check/")
    audit(page)
    page.get_by_role("link", name=re.compile(r"1\.6")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1.6 ")
    page.get_by_label("No", exact=True).check()
    page.locator("#id_commentary").fill("Our survey does not yet say how to complain.")
    page.locator("#id_action").fill("- Add the complaints page\n- Add it to the letter")
    page.locator("#id_action_owner").fill("Head of Customer Relations")
    page.locator("#id_action_due").fill("31")
    page.locator("#id_action_due_1").fill("2")
    page.locator("#id_action_due_2").fill("2031")
    press(page, "Save and stay")
    expect(page.get_by_role("alert")).to_contain_text("real date")
    audit(page)
    expect(page.locator("#id_action")).to_have_value(
        "- Add the complaints page\n- Add it to the letter"
    )
    page.locator("#id_action_due").fill("28")
    press(page, "Save and go to next unanswered")
    expect(page.get_by_role("heading", level=1)).to_contain_text("5.10 ")
    page.get_by_label("Partly", exact=True).check()
    page.locator("#id_evidence").fill("See https://www.alderbrook.example/adjust (page 4).")
    page.locator("#id_alternative").fill("Officers telephone first: it serves the same end.")
    press(page, "Save and stay")
    expect(page.locator("main")).to_contain_text("5.10 saved")
    audit(page)


def submit(page: Page, pk: int) -> None:
    page.goto(f"/assessments/{pk}/")
    button(page, "Check and send")
    audit(page)
    press(page, "Send for approval")
    expect(page.locator("main")).to_contain_text("In review")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_from_the_first_answer_to_the_residents_page(
    window: Window, cast: Cast, javascript: bool
) -> None:
    officer = window(javascript=javascript)
    sign_in_by_form(officer, cast)
    expect(officer).to_have_url(re.compile("/landlords/alderbrook/$"))
    audit(officer)
    pk = start_assessment(officer, careful=True)
    left_out = ("1.6", "5.10")
    sections = SECTIONS if javascript else "1"
    answer_sections(officer, pk, cast.officer, *sections, leaving_out=left_out)

    officer.goto(f"/assessments/{pk}/submit/")
    expect(officer.get_by_role("main")).to_contain_text("You cannot send this for approval yet")
    audit(officer)
    mend_the_gaps(officer, pk)
    submit(officer, pk)

    member = window(cast.member, javascript=javascript)
    member.goto(f"/assessments/{pk}/")
    audit(member)
    button(member, "Return for changes")
    press(member, "Return for changes")
    audit(member)
    member.get_by_label("What needs to change").fill("6.2: say what happens at weekends.")
    press(member, "Return for changes")
    expect(member.locator("main")).to_contain_text("Returned")

    officer.goto(f"/assessments/{pk}/")
    expect(officer.locator("main")).to_contain_text("6.2: say what happens at weekends.")
    audit(officer)
    officer.goto(f"/assessments/{pk}/6.2/")
    officer.locator("#id_evidence").fill("Complaints Policy, clause 6.2: weekends do not count.")
    press(officer, "Save and stay")
    expect(officer.locator("main")).to_contain_text("6.2 saved")
    submit(officer, pk)

    member.goto(f"/assessments/{pk}/read/")
    expect(member.locator("main")).to_contain_text("weekends do not count")
    audit(member)
    member.goto(f"/assessments/{pk}/")
    button(member, "Approve")
    audit(member)
    member.locator("#id_approved_on").fill("1")
    member.locator("#id_approved_on_1").fill("4")
    member.locator("#id_approved_on_2").fill("2026")
    press(member, "Approve")
    expect(member.locator("main")).to_contain_text("Approved")

    viewer = window(cast.viewer, javascript=javascript)
    viewer.goto(f"/assessments/{pk}/response/")
    audit(viewer)
    viewer.get_by_label("The governing body’s response").fill(
        "Cabinet accepts this.\n\nIt asks for:\n- a report in six months"
    )
    press(viewer, "Save")
    clerk = window(cast.clerk, javascript=javascript)
    clerk.goto(f"/assessments/{pk}/response/confirm/")
    audit(clerk)
    press(clerk, "Confirm this response")

    officer.goto(f"/assessments/{pk}/")
    button(officer, "Publish")
    audit(officer)
    press(officer, "Publish")
    expect(officer.get_by_role("link", name="Read the public page")).to_be_visible(timeout=30_000)
    audit(officer)

    assert Assessment.objects.get(pk=pk).state == "published"
    read_as_a_resident(window(javascript=javascript, width=360))


def read_as_a_resident(page: Page) -> None:
    """Finds the landlord, reads the page, takes the PDF and checks what page and file say."""
    page.goto("/published/")
    audit(page)
    follow(page, "Alderbrook Council")
    audit(page)
    page.goto("/published/alderbrook/latest/")
    main = page.locator("main")
    expect(main).to_contain_text("Cabinet accepts this.")
    expect(main).to_contain_text("1 April 2026")
    expect(page.locator("main li", has_text="a report in six months").first).to_be_visible()
    expect(page.locator('[id="1.6"]').locator("xpath=ancestor-or-self::*[3]")).to_contain_text(
        "28 February 2031"
    )
    link = main.get_by_role("link", name="https://www.alderbrook.example/adjust")
    expect(link.first).to_have_attribute("href", "https://www.alderbrook.example/adjust")
    audit(page)
    assert page.context.cookies() == []

    json = page.request.get(page.url + "self-assessment.json")
    digest = hashlib.sha256(json.body()).hexdigest()
    expect(main).not_to_contain_text(digest)
    pdf = page.request.get(page.url + "self-assessment.pdf")
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf.body())).pages)
    assert "weekends do not count" in " ".join(text.split())
    assert digest in "".join(text.split())
    assert "alderbrook-self-assessment-" in pdf.headers["content-disposition"]


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_two_tabs_in_conflict(window: Window, cast: Cast, full_codes, javascript: bool) -> None:
    assessment = factories.start(cast.officer, full_codes["2024"])
    address = f"/assessments/{assessment.pk}/5.10/"
    first, second = (window(cast.officer, javascript=javascript) for _ in range(2))
    for tab, text in ((first, "Typed in the first tab."), (second, "Typed in the second tab.")):
        tab.goto(address)
        tab.get_by_label("Yes", exact=True).check()
        tab.locator("#id_evidence").fill(text)
    press(first, "Save and stay")
    expect(first.locator("main")).to_contain_text("5.10 saved")
    press(second, "Save and stay")

    expect(second.locator("main")).to_contain_text("Typed in the first tab.")
    mine = second.locator("#id_evidence")
    expect(mine).to_have_value("Typed in the second tab.")
    audit(second)
    mine.fill("Typed in the first tab. Typed in the second tab.")
    for choice in second.get_by_label("What I typed").all():
        choice.check()
    press(second, "Save my choices")
    expect(second.locator("main")).to_contain_text("5.10 saved")
    expect(second.locator("#id_evidence")).to_have_value(
        "Typed in the first tab. Typed in the second tab."
    )
    saved = Response.objects.get(assessment=assessment, provision__number="5.10")
    assert saved.evidence == "Typed in the first tab. Typed in the second tab."
    assert saved.version == 2
