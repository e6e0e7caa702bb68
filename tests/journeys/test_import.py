"""An old form comes in, in a real browser: sent, looked at, imported in part, undone."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from assessments.intake import reading, services
from assessments.models import Assessment, ImportedFile, Response
from codes.models import Code
from selfassess.common.financial_year import FinancialYear
from tests import factories
from tests.browser import Window, audit
from tests.conftest import Cast
from tests.intake.forms import rows_of, taken_away, word


@pytest.fixture(autouse=True)
def _committed(transactional_db: None) -> None:
    """The test's server reads what the test wrote, so it is written in earnest."""


YEAR = "Check which year the form is for"


def answers(draft) -> dict[str, str]:
    rows = Response.objects.filter(assessment=draft).exclude(answer="")
    return dict(rows.values_list("provision__number", "answer"))


def evidence(draft: Assessment) -> dict[str, str]:
    rows = Response.objects.filter(assessment=draft).exclude(evidence="")
    return dict(rows.values_list("provision__number", "evidence"))


@pytest.mark.parametrize("javascript", [True, False])
def test_a_form_is_sent_looked_at_imported_in_part_and_undone(
    window: Window, cast: Cast, full_codes: dict[str, Code], tmp_path: Path, javascript: bool
) -> None:
    draft = factories.start(cast.officer, full_codes["2024"])
    factories.answer(cast.officer, draft, "1.2", answer="no", evidence="Ours")
    rows = rows_of("2024", 12)
    rows[3][2] = "Yes / No"
    path = tmp_path / "Last year.docx"
    path.write_bytes(word(rows))
    page = window(cast.officer, javascript=javascript)
    page.goto(f"/assessments/{draft.pk}/")
    page.get_by_role("link", name="Upload a completed form").click()
    audit(page)
    page.get_by_role("button", name="Upload and check").click()
    expect(page.get_by_role("alert")).to_contain_text("Select a file or paste the text of the form")
    audit(page)
    page.locator("#id_file").set_input_files(path)
    page.get_by_role("button", name="Upload and check").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(YEAR)
    audit(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Select which year this form is for")
    audit(page)
    page.get_by_label(draft.year.label).check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the import")
    expect(page.get_by_text("12 of 72 provisions found")).to_be_visible()
    expect(page.get_by_text("1 “Yes / No” read as Partly")).to_be_visible()
    audit(page)
    unfold(page)
    second = rows[1][0]
    page.get_by_role("group", name=f"What to do with {second}", exact=True).get_by_label(
        f"Leave {second} as it is"
    ).check()
    page.locator("summary", has_text=f"Edit the text for {rows[2][0]}").click()
    page.locator(f"[id='id_p{rows[2][0]}-evidence']").fill("Complaints policy of 2025")
    page.get_by_role("button", name="Import these answers").last.click()
    expect(page.get_by_role("alert")).to_contain_text(f"You edited the text for {rows[2][0]}")
    audit(page)
    page.get_by_role("group", name=f"What to do with {rows[2][0]}", exact=True).get_by_label(
        "Import the edited text"
    ).check()
    page.get_by_role("button", name="Import these answers").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Changes made in one step")
    expect(page.get_by_text("Imported from Last year.docx").first).to_be_visible()
    audit(page)
    now = answers(draft)
    assert now["1.2"] == "no"
    assert second not in now
    assert now[rows[3][0]] == "partly"
    assert len(now) == 11
    edited = Response.objects.get(assessment=draft, provision__number=rows[2][0])
    assert edited.evidence == "Complaints policy of 2025"
    page.get_by_role("button", name="Undo this whole step").click()
    expect(page.get_by_role("alert")).to_contain_text("Undone in")
    assert answers(draft) == {"1.2": "no"}
    assert ImportedFile.objects.get().state == "undone"


def test_the_pages_of_reading_pass_the_audit(
    window: Window, cast: Cast, full_codes: dict[str, Code]
) -> None:
    draft = factories.start(cast.officer, full_codes["2024"])
    file = services.keep(cast.officer, draft, b"No form at all", "notes.txt")
    page = window(cast.officer, width=360)
    page.goto(file.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("We are reading the form")
    audit(page)
    reading.read(file.pk)
    # The page looks again by itself.
    expect(page.get_by_role("heading", level=1)).to_have_text("We could not read the form")
    audit(page)
    page.goto(f"/assessments/{draft.pk}/import/")
    audit(page)


def unfold(page: Page) -> None:
    """Opens what needs no look, to see each of its provisions."""
    folded = page.locator("main form details:not([open])", has=page.locator("section"))
    for _ in range(folded.count()):
        folded.first.locator("> summary").click()


def send(page: Page, draft: Assessment, path: Path) -> None:
    """From the page of importing to the preview."""
    page.goto(f"/assessments/{draft.pk}/import/")
    page.locator("#id_file").set_input_files(path)
    page.get_by_role("button", name="Upload and check").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the import")


def choose(page: Page, number: str, label: str) -> None:
    group = page.get_by_role("group", name=f"What to do with {number}", exact=True)
    group.get_by_label(label).check()


def typed_into(workbook: bytes, path: Path, texts: dict[str, str]) -> Path:
    """The workbook with each text in the evidence of its provision, as Excel saves it."""
    book = load_workbook(io.BytesIO(workbook))
    sheet = book["Self-assessment"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Evidence")
    for cells in sheet.iter_rows(min_row=2):
        if cells[0].value in texts:
            cells[column - 1].value = texts[cells[0].value]
    book.save(path)
    return path


@pytest.mark.parametrize("javascript", [True, False])
def test_two_people_fill_in_the_same_workbook(
    window: Window, cast: Cast, full_codes: dict[str, Code], tmp_path: Path, javascript: bool
) -> None:
    draft = factories.start(cast.officer, full_codes["2024"])
    factories.answer(cast.officer, draft, "1.2", answer="yes", evidence="Policy, clause 2.")
    workbook = taken_away(draft, "self-assessment.xlsx")
    nells = {"1.2": "Policy, clause 2, and Nell’s leaflet.", "1.3": "Nell’s list."}
    bos = {"1.2": "Policy, clause 2, and Bo’s poster.", "1.4": "Bo’s letter."}
    page = window(cast.officer, javascript=javascript)
    send(page, draft, typed_into(workbook, tmp_path / "Nell.xlsx", nells))
    expect(page.get_by_text("2 provisions have changed in the file")).to_be_visible()
    expect(page.get_by_text("Nothing has changed here since then")).to_be_visible()
    audit(page)
    choose(page, "1.2", "Replace what is here now")
    page.get_by_role("button", name="Import these answers").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Changes made in one step")
    assert evidence(draft) == nells
    send(page, draft, typed_into(workbook, tmp_path / "Bo.xlsx", bos))
    expect(page.get_by_role("heading", name="Check these first")).to_be_visible()
    expect(page.get_by_text("Evidence: changed here and in the file")).to_be_visible()
    expect(page.get_by_text("changed 1.2 after the file was downloaded")).to_be_visible()
    audit(page)
    choose(page, "1.2", "Import the edited text")
    page.locator("summary", has_text="Edit the text for 1.2").click()
    page.locator("[id='id_p1.2-evidence']").fill("Clause 2, leaflet and poster.")
    page.get_by_role("button", name="Import these answers").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Changes made in one step")
    audit(page)
    both = nells | bos | {"1.2": "Clause 2, leaflet and poster."}
    assert evidence(draft) == both
    page.get_by_role("button", name="Undo this whole step").click()
    expect(page.get_by_role("alert")).to_contain_text("Undone in")
    assert evidence(draft) == nells


def test_last_years_form_is_a_draft_to_confirm_after_four_keys(
    window: Window, cast: Cast, full_codes: dict[str, Code], tmp_path: Path
) -> None:
    this = FinancialYear.containing(timezone.localdate())
    last = FinancialYear(this.start - 1)
    path = tmp_path / f"Self-assessment {last}.docx"
    path.write_bytes(word(rows_of("2024")))
    page = window(cast.officer, width=360)
    page.goto("/landlords/alderbrook/")
    audit(page)
    page.locator("#id_file").set_input_files(path)
    page.get_by_role("button", name="Upload and start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(YEAR)
    expect(page.get_by_label(last.label)).to_be_checked()
    audit(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Carry forward answers from {last}")
    audit(page)
    page.get_by_role("button", name="Carry forward 72 answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Confirm answers from {last}")
    audit(page)
    draft = Assessment.objects.get(state="draft")
    assert draft.responses.filter(to_confirm=True).count() == 72
    page.goto(f"/assessments/{draft.pk}/history/")
    page.locator("summary").first.click()
    expect(page.get_by_role("link", name="5.10 (history)")).to_be_visible()
    audit(page)
    page.goto(f"/assessments/{draft.pk}/import/{ImportedFile.objects.earliest('pk').pk}/year/")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"You have already recorded {last}")
    audit(page)


def test_a_form_of_the_2022_code_goes_through_its_own_year_into_the_draft(
    window: Window, cast: Cast, full_codes: dict[str, Code], tmp_path: Path
) -> None:
    draft = factories.start(cast.officer, full_codes["2024"])
    path = tmp_path / "Old form.docx"
    path.write_bytes(word(rows_of("2022")))
    page = window(cast.officer)
    page.goto(f"/assessments/{draft.pk}/import/")
    page.locator("#id_file").set_input_files(path)
    page.get_by_role("button", name="Upload and check").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(YEAR)
    expect(page.get_by_label("2023-24")).to_be_checked()
    page.get_by_label("Web address where it was published").fill("no address")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a web address")
    audit(page)
    page.get_by_label("Web address where it was published").fill("https://a.example/2023.pdf")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Carry forward answers from 2023-24")
    page.locator("main form button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm answers from 2023-24")
    audit(page)
    page.goto(f"/assessments/{draft.pk}/1.2/")
    expect(page.get_by_text("Answer for 2023-24")).to_be_visible()
    audit(page)
