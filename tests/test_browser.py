"""The page audit finds what it is there to find; a page that it passes has been looked at."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import audit

SOUND = """<!doctype html><html lang="en"><head><title>Details – selfassess</title>
<style>.wide { width: 100% }</style></head>
<body><main><h1>Details</h1><p>Text</p></main></body></html>"""


def show(page: Page, html: str) -> None:
    """Opens the HTML as a page of the test's server, without its content security policy."""
    page.route(
        "**/page/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")
    )
    page.goto("/page/")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_sound_page_passes(window, javascript):
    page = window(javascript=javascript)
    show(page, SOUND)
    audit(page)


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("<p>Text</p>", '<img src="data:," width="9">', "image-alt: "),
        ("<p>Text</p>", "<h3>Text</h3>", "heading-order: "),
        ("<p>Text</p>", '<p id="a">1</p><p id="a">2</p>', 'id "a" is there 2 times'),
        ("<p>Text</p>", '<a href="#gone">Go</a>', 'link "Go" leads nowhere: #gone'),
        ("width: 100%", "width: 400px } p { width: 500px", "wider than 320 pixels: <p>Text</p>"),
        ("Details –", "–", "the title says nothing"),
        ("<title>", "<title>Error: ", "says Error"),
        (
            "<p>Text</p>",
            '<div class="govuk-error-summary"><a href="#x">Name</a></div><p id="x">Text</p>',
            'error "Name": #x takes no focus',
        ),
        (
            "<p>Text</p>",
            '<div class="govuk-error-summary"><a href="#x">Enter</a></div><input id="x" title="x">',
            "does not say Error",
        ),
        ("<p>Text</p>", '<script>throw new Error("no")</script>', "exception: no"),
        ("<p>Text</p>", "<script>console.error('oh')</script>", "console: oh"),
        ("<p>Text</p>", "<video autoplay></video>", "it plays by itself"),
        ("<style>", '<link rel="stylesheet" href="/static/gone.css"><style>', "404 for http"),
    ],
)
def test_each_fault_is_found(page, old, new, finding):
    show(page, SOUND.replace(old, new))
    with pytest.raises(AssertionError) as caught:
        audit(page)
    assert finding in str(caught.value)


def test_a_page_that_differs_from_one_that_passed_is_looked_at_anew(page):
    field = '<label for="a">Name</label><input id="a" autocomplete="name">'
    sound = SOUND.replace("<p>Text</p>", f'<p style="color: #000">Text</p>{field}')
    for other in (sound, sound.replace("Text", "Other words"), sound.replace("Name", "Post")):
        show(page, other)
        audit(page)
    for old, new, finding in (
        ("color: #000", "color: #ccc", "color-contrast: "),
        ("width: 100%", "width: 100% } p { opacity: 0.1", "color-contrast: "),
        ('for="a"', 'for="b"', "label: "),
        ("Name", " ", "label: "),
        ("<h1>Details</h1>", "<p>Details</p>", "page-has-heading-one: "),
        ("</main>", "<h2>A</h2><h4>B</h4></main>", "heading-order: "),
        ("</main>", "<nav></nav><nav></nav></main>", "landmark-unique: "),
        ('"name"', '"nick"', "autocomplete-valid: "),
    ):
        show(page, sound.replace(old, new))
        with pytest.raises(AssertionError, match=finding):
            audit(page)


def test_a_fault_is_found_without_javascript_too(window):
    page = window(javascript=False)
    show(page, SOUND.replace("<p>Text</p>", "<h3>Text</h3>"))
    with pytest.raises(AssertionError, match="heading-order"):
        audit(page)


def test_what_breaks_the_content_security_policy_is_found(page):
    page.goto("/codes/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    with pytest.raises(AssertionError, match="Content Security Policy"):
        audit(page)
