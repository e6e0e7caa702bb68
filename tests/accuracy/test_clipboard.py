"""What we take for a browser's clipboard is what a browser puts there."""

from __future__ import annotations

import pytest

from tests.accuracy.cases import Recipe
from tests.accuracy.layouts import LAYOUTS
from tests.accuracy.texts import from_browser
from tests.accuracy.web import web_page

_SELECTED = """() => {
  const selection = getSelection();
  selection.selectAllChildren(document.body);
  return selection.toString();
}"""


@pytest.mark.parametrize(
    "layout",
    ["official", "merged sections", "numbered paragraphs, bold labels", "a page a section"],
)
def test_the_text_of_a_page_is_as_chromium_copies_it(browser, layout):
    form = Recipe(layout, "pasted, browser", "", "2024", 1, quick=True).form()
    document = next(item for item in LAYOUTS if item.name == layout).lay(form.form)
    page = browser.new_page()
    page.set_content(web_page(document).decode())
    lines = from_browser(document).decode().rstrip().split("\n")
    assert lines == page.evaluate(_SELECTED).rstrip().split("\n")
