"""A year that begins with the last, in a real browser: from the 2022 Code to that of 2024, and on
to the governing body.
"""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments import services
from assessments.enums import State
from assessments.models import Assessment
from codes.models import Code
from selfassess.common.financial_year import FinancialYear
from tests import factories
from tests.browser import Window, audit, unfold_menu
from tests.conftest import Cast

WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])


def press(page: Page, name: str) -> None:
    unfold_menu(page, name)
    page.get_by_role("button", name=name, exact=True).click()


def says(page: Page, *texts: str) -> None:
    for text in texts:
        expect(page.locator("main")).to_contain_text(text)


def last_year(cast: Cast, code: Code) -> Assessment:
    """The year before this one under the 2022 Code: all Yes, but 1.2 has an action long due."""
    this = FinancialYear.containing(timezone.localdate()).start
    recorded = factories.record_elsewhere(cast.officer, code, this - 1)
    action = {
        "answer": "no",
        "evidence": "",
        "action": "Rewrite the policy’s definition",
        "action_owner": "Head of Housing",
        "action_due": FinancialYear(this - 1).last_day,
    }
    factories.answer_all(cast.officer, recorded, {"1.2": action})
    return recorded


def start(officer: Page) -> None:
    """From the landlord's page through the preview to the draft."""
    officer.goto("/landlords/alderbrook/assessments/start/")
    officer.locator("input[name=code][value='2024']").check()
    audit(officer)
    press(officer, "Start self-assessment")
    says(
        officer,
        "Nothing has been carried forward yet",
        "copied as a starting point",
        "not in the Complaint Handling Code 2024",
    )
    for details in officer.locator("main details summary").all():
        details.click()
    audit(officer)
    officer.locator("main form button").click()
    says(officer, "carried forward. You now need to confirm them", "Confirm answers from")
    says(officer, "has passed", "How the requirement has changed")
    audit(officer)


def decide_on_the_action(officer: Page, address: str) -> None:
    """1.2's day has passed: not done, with a new date."""
    officer.goto(f"{address}1.2/")
    says(officer, "Is the action done?", "give a new date", "How the requirement has changed")
    audit(officer)
    press(officer, "Save and stay")
    says(officer, "must be today or in the future", "There is a problem")
    audit(officer)
    officer.locator("#id_action_due_2, [name=action_due_2]").first.fill(
        str(timezone.localdate().year + 1)
    )
    press(officer, "Save and stay")
    says(officer, "1.2 saved", "This began with the answer for")
    audit(officer)


def confirm_a_section(officer: Page, address: str, draft: Assessment) -> None:
    """Nothing ticked, one ticked, and then all that can be."""
    officer.goto(f"{address}confirm/6/")
    press(officer, "Confirm the answers I ticked")
    says(officer, "There is a problem", "Tick the answers that are still true")
    audit(officer)
    officer.get_by_role("checkbox").first.check()
    press(officer, "Confirm the answers I ticked")
    says(officer, "1 answer confirmed in section 6")
    officer.goto(f"{address}confirm/6/")
    officer.get_by_role("button", name="Confirm all").click()
    says(officer, "confirmed in section 6")
    audit(officer)
    left = draft.responses.filter(to_confirm=True, provision__section__number="6")
    assert not left.exclude(answer="").exists()


def decide_on_others(officer: Page, address: str, draft: Assessment) -> None:
    """One is still true, one is cleared, one is left open to be answered."""
    same = draft.responses.filter(to_confirm=True).exclude(answer="")
    numbers = list(same.values_list("provision__number", flat=True)[:2])
    officer.goto(f"{address}{numbers[0]}/")
    audit(officer)
    press(officer, "Confirm this answer")
    says(officer, f"{numbers[0]} saved")
    officer.goto(f"{address}{numbers[1]}/")
    press(officer, "Clear this answer")
    says(officer, "This removes what was carried forward")
    audit(officer)
    press(officer, f"Clear the answer to {numbers[1]}")
    says(officer, f"You have cleared {numbers[1]}")
    audit(officer)
    open_one = draft.responses.filter(to_confirm=True, answer="").first()
    officer.goto(f"{address}{open_one.provision.number}/")
    says(officer, "as a starting point. The requirement has changed")
    audit(officer)
    officer.goto(f"{address}section/{open_one.provision.section.number}/")
    says(officer, "To confirm")
    audit(officer)


@WITH_AND_WITHOUT
def test_a_year_goes_from_the_2022_code_to_that_of_2024(
    window: Window, cast: Cast, full_codes: dict[str, Code], javascript: bool
) -> None:
    last_year(cast, full_codes["2022"])
    officer = window(cast.officer, javascript=javascript)
    start(officer)
    draft = Assessment.objects.get(state=State.DRAFT)
    address = f"/assessments/{draft.pk}/"
    decide_on_the_action(officer, address)
    confirm_a_section(officer, address, draft)
    decide_on_others(officer, address, draft)
    officer.goto(f"{address}provisions/?show=to_confirm")
    audit(officer)
    officer.goto(f"{address}check/")
    says(officer, "Confirm, edit or clear this answer, carried forward from")
    for row in draft.responses.select_related("provision", "assessment"):
        values = row.values() if row.answer else row.values() | factories.YES
        services.save_response(cast.officer, row, values, version=row.version)
    officer.goto(address)
    says(officer, "72 of 72 answered", "nothing missing")
    factories.submit(cast.officer, draft)
    officer.goto(f"{address}1.2/")
    says(officer, "The answers are locked")
    audit(officer)
