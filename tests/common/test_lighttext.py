import re
from html import unescape

import pytest

from selfassess.common.lighttext import (
    Listing,
    Paragraph,
    Span,
    contact_html,
    normalise,
    parse,
    plain,
    spans,
    to_html,
)


def test_paragraphs_are_parted_by_an_empty_line_and_keep_their_line_breaks():
    assert parse("One\ntwo\n\n  \nthree") == (
        Paragraph(((Span("One"),), (Span("two"),))),
        Paragraph(((Span("three"),),)),
    )


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\r\n \t\n", "\x00\x07"])
def test_a_text_without_visible_lines_has_no_blocks(text):
    assert parse(text) == ()
    assert to_html(text) == ""


def test_only_line_ends_are_normalised():
    assert normalise("a\r\nb\rc\n\n  d \t") == "a\nb\nc\n\n  d \t"


@pytest.mark.parametrize("mark", ["-", "•", "*", "–"])
def test_bullets(mark):
    assert parse(f"{mark} one\n{mark} two") == (
        Listing("bullet", ((Span("one"),), (Span("two"),)), ("", "")),
    )


@pytest.mark.parametrize(
    "line", ["-5 degrees", "5 - 3", "-", "a.m. and p.m.", "Ab. c", "aa. x", "1. one", "e.g. this"]
)
def test_what_only_looks_like_a_list_is_a_paragraph(line):
    (block,) = parse(line)
    assert isinstance(block, Paragraph)


def test_a_list_ends_the_paragraph_before_it_and_begins_one_after_it():
    kinds = [type(block) for block in parse("Intro:\n- one\n- two\nAfter\na. first\n- bullet")]
    assert kinds == [Paragraph, Listing, Paragraph, Listing, Listing]


def test_lettered_points_keep_the_letters_that_were_typed():
    html = to_html("c. three\nd) four\nf. six")
    assert 'type="a" start="3"' in html
    assert html.count("<li>") == 2
    assert '<li value="6">six</li>' in html


def test_lettered_points_go_on_after_an_empty_line():
    assert 'start="2"' in to_html("a. one\n\nb. two")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("See https://a.example/x?y=1&z=2#c.", "https://a.example/x?y=1&z=2#c"),
        ("(https://a.example/x_(y))", "https://a.example/x_(y)"),
        ("“http://a.example”, he said", "http://a.example"),
        ("HTTPS://A.example!", "HTTPS://A.example"),
    ],
)
def test_web_addresses_become_links_without_the_sentence_around_them(line, found):
    assert [span.url for span in spans(line) if span.url] == [found]
    assert "".join(span.text for span in spans(line)) == line


def test_an_address_without_its_scheme_is_a_link_too():
    assert spans("www.a.example/policy.") == (
        Span("www.a.example/policy", "https://www.a.example/policy"),
        Span("."),
    )


@pytest.mark.parametrize(
    "line",
    ["javascript:alert(1)", "ftp://a.example", "http://", "www.", "awww.cute", "data:text/html,x"],
)
def test_nothing_else_becomes_a_link(line):
    assert spans(line) == (Span(line),)


def test_everything_typed_is_escaped():
    html = to_html('<script>alert("1")</script>\n- {{ x }} & <b>\n\nhttps://a.example/"><img>')
    assert "<script>" not in html
    assert "<b>" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    assert "{{ x }} &amp; &lt;b&gt;" in html
    assert '<a class="govuk-link" href="https://a.example/"' in html


def test_characters_that_no_document_can_hold_are_left_out_of_what_is_shown():
    assert plain("a\x00b\x0bc\x85d\ufffee") == "abcde"


def test_plain_is_one_line_without_marks():
    assert plain("One\ntwo\n\n- three\n-  four\na. five") == "One two three four five"


def test_long_texts_without_structure_are_read_at_once():
    assert len(spans("http://a.example/" + ")" * 20_000)) == 2
    assert parse("- " * 10_000)


@pytest.mark.parametrize(
    ("line", "links"),
    [
        ("Email complaints@landlord.example.", {"mailto:complaints@landlord.example"}),
        ("Telephone: 01632 960000, option 2", {"tel:01632960000"}),
        ("(01632) 960 000 or 0300 123-4567", {"tel:01632960000", "tel:03001234567"}),
        ("by telephone (01632 960000)", {"tel:01632960000"}),
        ("+44 (0)1632 960000", {"tel:+441632960000"}),
        ("https://landlord.example/0163296000", {"https://landlord.example/0163296000"}),
        ("Since 01/04/2027, in room 012345, of 2025-26", set()),
        ("Account 01632960000123, @landlord", set()),
        ('"><script>a@b.example', {"mailto:a@b.example"}),
    ],
)
def test_a_contacts_email_and_telephone_are_links(line, links):
    html = str(contact_html(line))
    assert set(re.findall(r'href="([^"]*)"', html)) == links
    assert unescape(re.sub(r"<[^>]+>", "", html)) == line


def test_text_that_is_no_contact_keeps_its_numbers_as_they_are():
    assert "href" not in to_html("01632 960000 and a@b.example")
    items = contact_html("- 01632 960000\n- by post")
    assert '<li><a class="govuk-link" href="tel:01632960000"' in items
