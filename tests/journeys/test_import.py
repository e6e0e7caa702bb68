"""An old form comes in, in a real browser: sent, looked at, imported in part, undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from assessments.intake import services
from assessments.models import ImportedFile, Response
from codes.models import Code
from tests import factories
from tests.browser import Window, audit
from tests.conftest import Cast
from tests.intake.forms import rows_of, word


@pytest.fixture(autouse=True)
def _committed(transactional_db: None) -> None:
    """The test's server reads what the test wrote, so it is written in earnest."""


def answers(draft) -> dict[str, str]:
    rows = Response.objects.filter(assessment=draft).exclude(answer="")
    return dict(rows.values_list("provision__number", "answer"))


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
    page.get_by_role("link", name="Import a completed form").click()
    audit(page)
    page.get_by_role("button", name="Read the form").click()
    expect(page.get_by_role("alert")).to_contain_text("Select a file, or paste the form’s text")
    audit(page)
    page.locator("#id_file").set_input_files(path)
    page.get_by_role("button", name="Read the form").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the import")
    expect(page.get_by_text("12 of 72 provisions found")).to_be_visible()
    expect(page.get_by_text("1 “Yes / No” read as Partly")).to_be_visible()
    audit(page)
    second = rows[1][0]
    page.get_by_role("group", name=f"What to do with {second}", exact=True).get_by_label(
        f"Leave {second} as it is"
    ).check()
    page.locator("summary", has_text=f"Edit what was found for {rows[2][0]}").click()
    page.locator(f"[id='id_p{rows[2][0]}-evidence']").fill("Complaints policy of 2025")
    page.get_by_role("button", name="Import what is chosen").last.click()
    expect(page.get_by_role("alert")).to_contain_text(f"You edited what was found for {rows[2][0]}")
    audit(page)
    page.get_by_role("group", name=f"What to do with {rows[2][0]}", exact=True).get_by_label(
        "Import it as edited"
    ).check()
    page.get_by_role("button", name="Import what is chosen").last.click()
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
    page.get_by_role("button", name="Undo all of it").click()
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
    expect(page.get_by_role("heading", level=1)).to_have_text("The form is being read")
    audit(page)
    services.read(file.pk)
    # The page looks again by itself.
    expect(page.get_by_role("heading", level=1)).to_have_text("The form could not be read")
    audit(page)
    page.goto(f"/assessments/{draft.pk}/import/")
    audit(page)
