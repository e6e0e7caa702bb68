"""A whole form is pasted for the import, through a browser's own clipboard."""

from __future__ import annotations

import html

import pytest
from playwright.sync_api import Page, expect

from assessments.importing.result import Found, from_data
from assessments.intake.reading import content_of
from assessments.models import Assessment, ImportedFile
from codes.models import Code
from tests import factories
from tests.browser import Window, audit
from tests.conftest import Cast
from tests.intake.forms import HEADINGS, rows_of
from tests.journeys.test_pasting import paste


@pytest.fixture(autouse=True)
def _committed(transactional_db: None) -> None:
    """The test's server reads what the test wrote, so it is written in earnest."""


@pytest.fixture
def draft(cast: Cast, full_codes: dict[str, Code]) -> Assessment:
    return factories.start(cast.officer, full_codes["2024"])


EVIDENCE = ["Policy, clause {}.", "- the leaflet", "- the page for residents", "Both since May."]
COMMENTARY = ["We follow it for {}.", "The board looked at it in June."]


def as_page(numbers: list[str] | None = None) -> str:
    """The form of 2024 with paragraphs and bullets in its cells, as a browser copies a table."""
    rows = [row for row in rows_of("2024") if numbers is None or row[0] in numbers]
    lines = []
    for number, text, *_ in rows:
        first, one, two, last = (html.escape(part.format(number)) for part in EVIDENCE)
        comments = "".join(f"<p>{part.format(number)}</p>" for part in COMMENTARY)
        lines.append(
            f"<tr><td>{number}</td><td>{html.escape(text)}</td><td>Yes</td>"
            f"<td><p>{first}</p><ul><li>{one[2:]}</li><li>{two[2:]}</li></ul><p>{last}</p></td>"
            f"<td>{comments}</td></tr>"
        )
    head = "".join(f"<th>{heading}</th>" for heading in HEADINGS)
    return f"<meta charset='utf-8'><table><tr>{head}</tr>{''.join(lines)}</table>"


def as_text() -> str:
    """The same as plain text: no tab after a cell that holds blocks."""
    lines = ["\t".join(HEADINGS)]
    for number, text, *_ in rows_of("2024"):
        cells = [part.format(number).removeprefix("- ") for part in [*EVIDENCE, *COMMENTARY]]
        lines.append(f"{number}\t{text}\tYes\t\n" + "\n\n".join(cells))
    return "\n".join(lines)


def sent(page: Page) -> ImportedFile:
    page.get_by_role("button", name="Upload and check").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Import a form")
    return ImportedFile.objects.get()


def found_in(file: ImportedFile) -> dict[str, Found]:
    return from_data(file.result).by_number()


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


def test_cells_with_paragraphs_and_bullets_come_in_as_they_were(
    window: Window, cast: Cast, draft: Assessment
) -> None:
    page = window(cast.officer)
    page.goto(f"/assessments/{draft.pk}/import/")
    audit(page)
    box, status = page.get_by_label("Pasted text"), page.locator("[data-pasted]")
    paste(page, box, as_page(), as_text())
    expect(status).to_contain_text("You pasted a table with 73 rows")
    assert box.input_value() == as_text()
    audit(page)
    # A change of the text counts; taken back, the table does again.
    box.press("End")
    page.keyboard.type("!")
    expect(status).to_contain_text("You have changed the text")
    assert page.locator("#id_pasted").input_value() == ""
    audit(page)
    page.keyboard.press("Backspace")
    expect(status).to_contain_text("You pasted a table with 73 rows")
    file = sent(page)
    assert (file.name, file.state) == ("pasted.html", "ready")
    assert content_of(file).decode().replace("\r\n", "\n") == as_page()
    found = found_in(file)
    assert len(found) == 72
    for number, item in found.items():
        assert item.answer == "yes"
        assert lines(item.evidence) == [part.format(number) for part in EVIDENCE]
        assert lines(item.commentary) == [part.format(number) for part in COMMENTARY]
    assert from_data(file.result).left_over == ()


def test_a_form_pasted_section_by_section_counts_as_one(
    window: Window, cast: Cast, draft: Assessment
) -> None:
    page = window(cast.officer, width=360)
    page.goto(f"/assessments/{draft.pk}/import/")
    box, status = page.get_by_label("Pasted text"), page.locator("[data-pasted]")
    for number in ("1.2", "1.3"):
        paste(page, box, as_page([number]), f"{number} …\n")
    expect(status).to_contain_text("You pasted 2 tables with 4 rows")
    audit(page)
    assert set(found_in(sent(page))) == {"1.2", "1.3"}


@pytest.mark.parametrize("change", ["!", "Delete"])
def test_what_was_changed_after_pasting_is_read_as_it_is_in_the_box(
    window: Window, cast: Cast, draft: Assessment, change: str
) -> None:
    page = window(cast.officer)
    page.goto(f"/assessments/{draft.pk}/import/")
    box = page.get_by_label("Pasted text")
    paste(page, box, as_page(), "Something else")
    page.keyboard.press(change)
    if change == "Delete":
        page.keyboard.press("Backspace")
    assert sent(page).name == "pasted.txt"


def test_a_hostile_page_is_kept_as_a_file_and_neither_shown_nor_run(
    window: Window, cast: Cast, draft: Assessment
) -> None:
    page = window(cast.officer)
    page.goto(f"/assessments/{draft.pk}/import/")
    harm = (
        "<img src='https://other.example/x.png' onerror='window.hit = 1'><script>hit = 1</script>"
    )
    paste(page, page.get_by_label("Pasted text"), as_page(["1.2"]) + harm, "1.2 …")
    expect(page.locator("[data-pasted]")).to_contain_text("a table with 2 rows")
    file = sent(page)
    assert page.evaluate("window.hit") is None
    assert found_in(file)["1.2"].commentary.startswith("We follow it for 1.2.")
    audit(page)
