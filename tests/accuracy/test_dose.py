"""A short dose of `script/bench accuracy`: each layout once, in one format after the other.

The whole bench says how well every layout is read in every format; here is what may not get worse.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from tests.accuracy.cases import EDITIONS, Recipe, recipes
from tests.accuracy.formats import AIMS, FORMATS
from tests.accuracy.layouts import LAYOUTS
from tests.accuracy.scoring import Score, score

# Layouts that are read wrong today, by family. None is the aim.
NOT_YET = {
    "office": set[str](),
    "text": {
        "labels without colons",
        "numbered paragraphs, bold labels",
        "a labelled page a section",
    },
    "PDF": set[str](),
}
_TEXTS = ("pasted, browser", "pasted, Word", "pasted, Excel", "text, tabs")
_OFFICE = ("Word", "web", "Excel", "pasted HTML")
_PDFS = (
    ("official", "PDF"),
    ("card a provision", "PDF, no lines"),
    ("no headings", "PDF, no lines"),
)
FAMILY = {item.name: item.family for item in FORMATS}
QUICK = {
    (recipe.layout, recipe.format): recipe for recipe in recipes(quick=True) if not recipe.damage
}


def office() -> Iterable[Recipe]:
    """Each layout in one of the formats that keep their cells, by turns."""
    for index, layout in enumerate(LAYOUTS):
        own = [QUICK[layout.name, name] for name in _OFFICE if (layout.name, name) in QUICK]
        if layout.name not in NOT_YET["office"]:
            yield own[index % len(own)]


def texts() -> list[Recipe]:
    """Every third layout as it is pasted without script, by turns."""
    names = [layout.name for layout in LAYOUTS if (layout.name, _TEXTS[0]) in QUICK]
    chosen = [name for name in names if name not in NOT_YET["text"]][::3]
    return [QUICK[name, _TEXTS[index % len(_TEXTS)]] for index, name in enumerate(chosen)]


def short_of_aims(recipe: Recipe) -> list[str]:
    """Cells that show what is wrong, where the format's aims are not met; else none."""
    found = score(recipe.case())
    right, silent = AIMS[FAMILY[recipe.format]]
    is_right = found.share >= right
    is_told = 1000 * found.counts["silent"] <= silent * found.cells
    return [] if found.cells and is_right and is_told else [*found.examples[:5], str(found.counts)]


@pytest.mark.parametrize("recipe", list(office()), ids=lambda recipe: recipe.key)
def test_a_layout_is_read_right_and_nothing_is_silently_wrong(recipe):
    assert short_of_aims(recipe) == []


@pytest.mark.parametrize("recipe", texts(), ids=lambda recipe: recipe.key)
def test_pasted_text_is_read_and_nothing_is_silently_wrong(recipe):
    assert short_of_aims(recipe) == []


@pytest.mark.parametrize(
    ("layout", "printed"), [pair for pair in _PDFS if pair[0] not in NOT_YET["PDF"]]
)
def test_a_pdf_is_read_right(layout, printed):
    assert short_of_aims(QUICK[layout, printed]) == []


@pytest.mark.parametrize("damage", ["words damaged", "no numbers", "wrong numbers", "noise rows"])
def test_a_damaged_form_is_placed_right_or_left_open_in_words(damage):
    edition = EDITIONS[len(damage) % 2]
    found = score(Recipe("one table", "web", damage, edition, seed=1, quick=True).case())
    assert found.counts["silent"] == 0, "\n".join(found.examples[:5])
    assert found.share >= AIMS["web"][0], "\n".join(found.examples[:5])


def test_the_layouts_that_are_out_exist():
    assert set.union(*NOT_YET.values()) <= {layout.name for layout in LAYOUTS}


def test_a_cell_is_told_apart_by_what_became_of_it():
    """The yardstick itself: a form held against another's content."""
    recipe = QUICK["official", "CSV"]
    right = score(recipe.case())
    wrong = _against(recipe, seed=2)
    assert right.counts == {"right": right.cells, "silent": 0}
    assert wrong.counts["wrong"] > 0
    assert wrong.counts["silent"] > 0


def _against(recipe: Recipe, seed: int) -> Score:
    other = replace(recipe, seed=seed).form()
    return score(replace(recipe.case(), expected=other.expected))
