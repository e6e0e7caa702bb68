"""Charts of answers: figures right, never colour alone, the same in SVG and PNG."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from django.conf import settings
from PIL import Image

from assessments.enums import Answer
from publishing.document import charts, summary
from publishing.render.charts_png import SCALE, to_png
from publishing.render.charts_svg import to_svg
from tests.publishing import forms
from tests.publishing.documents import make_document

SVG = "{http://www.w3.org/2000/svg}"


def test_must_and_should_have_a_chart_each_on_one_scale():
    must, should = charts.by_section(summary.rows(make_document("2022")))
    assert (must.key, should.key) == ("sections-must", "sections-should")

    def length_of_one(chart, words):
        return max(box.width for box in chart.boxes if box.stroke and box.height > 20) / words

    assert length_of_one(must, 5) == pytest.approx(length_of_one(should, 5))


def test_a_code_without_shoulds_has_one_chart():
    (chart,) = charts.by_section(summary.rows(forms.make()))
    assert chart.title == "Answers by section: ‘must’ provisions"


def test_the_description_says_all_figures():
    (chart,) = charts.by_section(summary.rows(forms.make(answers={"1.2": {"answer": "no"}})))
    assert "1. Definition of a complaint: 4 Yes, 1 No; 5 in all." in chart.description
    assert chart.description.count(" in all.") == 10


def test_years_are_compared_only_where_there_are_two():
    totals = summary.totals(forms.make())
    assert charts.by_year([("2025-26", totals)]) is None
    chart = charts.by_year([("2024-25", totals), ("2025-26", totals)])
    assert "2024-25: 72 Yes; 72 in all. 2025-26: 72 Yes; 72 in all." in chart.description


def test_no_answer_is_told_by_colour_alone():
    looks = {(style.hatch, style.fill == style.ink) for style in charts.STYLES.values()}
    assert len(looks) == len(charts.STYLES) == len(summary.COLUMNS)


def test_lines_stay_within_their_boxes():
    for chart in charts.by_section(summary.rows(make_document("2022"))):
        for line in chart.strokes:
            assert any(
                box.x - 0.01 <= min(line.x1, line.x2)
                and max(line.x1, line.x2) <= box.x + box.width + 0.01
                and box.y - 0.01 <= min(line.y1, line.y2)
                and max(line.y1, line.y2) <= box.y + box.height + 0.01
                for box in chart.boxes
            )


def test_the_svg_has_a_title_and_a_description_and_no_style():
    (chart,) = charts.by_section(summary.rows(forms.make(answers={"1.2": {"answer": "partly"}})))
    pictures = list(ElementTree.fromstring(f"<div>{to_svg(chart)}</div>"))
    # One for wide screens and paper, one for narrow screens.
    assert len(pictures) == len({picture.get("aria-labelledby") for picture in pictures}) == 2
    for root in pictures:
        assert root.get("role") == "img"
        names = root.get("aria-labelledby").split()
        found = {element.get("id"): element.text for element in root}
        assert [found[name] for name in names] == [chart.title, chart.description]
        assert not [
            element for element in root.iter() if element.get("style") or element.get("class") == ""
        ]
        words = [element.text for element in root.iter(f"{SVG}text")]
        assert words[:2] == [Answer.YES.label, Answer.PARTLY.label]


def test_on_a_narrow_screen_labels_stand_above_their_bars_and_nothing_is_cut_off():
    for chart in charts.by_section(summary.rows(make_document("2022"))):
        narrow = chart.narrow
        assert narrow.width == chart.width / 2
        assert all(box.x + box.width <= narrow.width for box in narrow.boxes)
        told = {words.text for words in narrow.words}
        assert told >= {"Yes", "Partly", "No", "Not applicable"}
        assert all(words.x + 7 * len(words.text) <= narrow.width for words in narrow.words)


def test_in_forced_colours_bars_lines_and_numbers_stand_out(browser):
    """Windows' contrast themes give all colours: each answer must still look like no other."""
    (chart,) = charts.by_section(
        summary.rows(forms.make(answers={"1.2": {"answer": "partly"}, "1.3": {"answer": "no"}}))
    )
    context = browser.new_context(forced_colors="active", color_scheme="dark")
    page = context.new_page()
    style = (settings.BASE_DIR / "selfassess/static/app/app.css").read_text()
    page.set_content(f"<style>{style}</style>{to_svg(chart)}")
    colours = page.evaluate(
        """() => [...document.querySelectorAll('.app-chart--wide :is(rect, path, text)')].map(
            (shape) => [shape.tagName, getComputedStyle(shape).fill, getComputedStyle(shape).stroke]
        )"""
    )
    context.close()
    white, black = "rgb(255, 255, 255)", "rgb(0, 0, 0)"
    assert {(fill, stroke) for kind, fill, stroke in colours if kind == "rect"} == {
        (white, white),
        (black, white),
        (black, "none"),
    }
    assert {stroke for kind, _, stroke in colours if kind == "path"} == {white}
    assert {fill for kind, fill, _ in colours if kind == "text"} == {white, black}


def test_a_label_is_escaped():
    chart = charts.draw("x", "<b>", [charts.Bar("<script> & co", (1, 0, 0, 0, 0))])
    assert "<script>" not in to_svg(chart)
    assert ElementTree.fromstring(f"<div>{to_svg(chart)}</div>") is not None


def test_the_png_is_the_same_drawing():
    (chart,) = charts.by_section(summary.rows(forms.make()))
    data = to_png(chart)
    assert data == to_png(chart)
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    assert picture.size == (int(chart.width * SCALE), int(chart.height * SCALE))
    bar = next(box for box in chart.boxes if box.height > 20)
    inside = picture.getpixel((int((bar.x + 5) * SCALE), int((bar.y + 5) * SCALE)))
    assert inside == (0x1D, 0x4F, 0x7C)
