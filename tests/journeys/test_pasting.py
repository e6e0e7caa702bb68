"""Pasting from word processors, web pages and plain text, through a browser's own clipboard."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from assessments.models import Assessment
from codes.models import Code
from selfassess.common import lighttext
from tests import factories
from tests.browser import Window, audit, unfold_menu
from tests.conftest import Cast
from tests.journeys import clipboard
from tests.journeys.clipboard import Copied

# What a program copies; the browser's own interface would leave out what it does not know.
COPY = """([html, plain]) => document.addEventListener("copy", (event) => {
  event.preventDefault();
  if (html) event.clipboardData.setData("text/html", html);
  event.clipboardData.setData("text/plain", plain);
}, { once: true })"""


@pytest.fixture
def page(window: Window, cast: Cast, code: Code) -> Page:
    draft = factories.start(cast.officer, code)
    page = window(cast.officer)
    page.goto(f"/assessments/{draft.pk}/5.10/")
    return page


def paste(page: Page, box: Locator, html: str, plain: str) -> None:
    page.evaluate(COPY, [html, plain])
    page.keyboard.press("Control+c")
    box.focus()
    page.keyboard.press("Control+v")


def test_what_programs_copy_becomes_light_text_and_can_be_undone(page: Page) -> None:
    box = page.get_by_label("Evidence", exact=True)
    for copied in clipboard.ALL:
        box.fill("")
        paste(page, box, copied.html, copied.plain)
        assert box.input_value() == copied.text, copied.name
        page.keyboard.press("Control+z")
        assert box.input_value() == "", copied.name
    # In the middle of what is there; a list begins a line.
    box.fill("We do: done")
    page.keyboard.press("Home")
    for _ in range(len("We do: ")):
        page.keyboard.press("ArrowRight")
    paste(page, box, "<ul><li>one</li></ul>", "one")
    assert box.input_value() == "We do: \n- onedone"
    page.keyboard.press("Control+z")
    assert box.input_value() == "We do: done"
    # It counts as typed: it is kept for its person.
    paste(page, box, clipboard.WORD.html, clipboard.WORD.plain)
    expect(page.locator("[data-draft-status]").first).to_contain_text("kept at")
    audit(page)


def test_a_hostile_copy_neither_runs_nor_loads_anything(page: Page) -> None:
    box = page.get_by_label("Evidence", exact=True)
    html = (
        '<p onclick="x()">Fine<script>window.hit = 1</script>'
        '<img src="https://other.example/x.png" onerror="window.hit = 1"></p>'
        '<p><a href="javascript:window.hit=1">link</a> <a href="file:///c:/x">file</a></p>'
        '<iframe src="https://other.example/"></iframe><textarea>&lt;b&gt;</textarea>'
    )
    paste(page, box, html, "Fine")
    assert box.input_value().startswith("Fine\n\nlink file")
    assert page.evaluate("window.hit") is None


def test_a_date_that_is_pasted_or_typed_whole_fills_its_three_boxes(page: Page) -> None:
    page.get_by_label("No", exact=True).check()
    boxes = [page.locator(f"[name=action_due_{place}]") for place in range(3)]

    def values() -> list[str]:
        return [box.input_value() for box in boxes]

    year = str(timezone.localdate().year + 1)
    paste(page, boxes[0], "", f" 1 April {year}\n")
    assert values() == ["1", "April", year]
    for box in boxes:
        box.fill("")
    boxes[0].fill(f"1.4.{year[2:]}")
    boxes[0].press("Tab")
    assert values() == ["1", "4", year]
    expect(boxes[1]).to_be_focused()
    # What is not a whole date goes where it was pasted.
    boxes[0].fill("")
    paste(page, boxes[0], "", "12")
    assert values() == ["12", "4", year]


@pytest.mark.parametrize("copied", clipboard.ALL, ids=lambda copied: copied.name)
def test_it_is_read_as_the_blocks_that_it_was(copied: Copied) -> None:
    blocks = lighttext.parse(copied.text)
    lists = [block for block in blocks if isinstance(block, lighttext.Listing)]
    wanted = {"Word": 2, "one cell of Word": 1, "Google Docs": 2, "LibreOffice": 2}
    if copied.name in wanted:
        assert len(lists) == wanted[copied.name]


def test_without_script_the_bullets_of_a_word_processor_are_read_too(
    window: Window, cast: Cast, code: Code
) -> None:
    draft: Assessment = factories.start(cast.officer, code)
    page = window(cast.officer, javascript=False)
    page.goto(f"/assessments/{draft.pk}/5.10/")
    page.get_by_label("Evidence", exact=True).fill(clipboard.MARKED.plain)
    unfold_menu(page, "Save and stay")
    page.get_by_role("button", name="Save and stay").click()
    expect(page.get_by_label("Evidence", exact=True)).to_have_value(clipboard.MARKED.text)
    assert draft.responses.get(provision__number="5.10").evidence == clipboard.MARKED.text
