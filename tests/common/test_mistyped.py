"""Mistyped web addresses are pointed out, and right ones never."""

from __future__ import annotations

import time

import pytest

from selfassess.common.mistyped import addresses_in, near_miss, remarks

KNOWN = [
    "https://www.alderbrook.gov.uk/complaints/policy",
    "https://www.alderbrook.gov.uk/reports/complaints-2024.pdf",
    "https://docs.alderbrook.gov.uk/",
    "https://x.uk/a",
]


@pytest.mark.parametrize(
    ("text", "typed", "why"),
    [
        ("See htps://www.a.gov.uk/x.", "htps://www.a.gov.uk/x", "begins with “htps://”"),
        ("htttps://www.a.gov.uk", "htttps://www.a.gov.uk", "should begin with https://"),
        ("ttp://www.a.gov.uk", "ttp://www.a.gov.uk", "should begin with https://"),
        ("http:/www.a.gov.uk", "http:/www.a.gov.uk", "begins with “http:/”"),
        ("https:www.a.gov.uk", "https:www.a.gov.uk", "begins with “https:”"),
        ("https//www.a.gov.uk", "https//www.a.gov.uk", "begins with “https//”"),
        ("https/www.a.gov.uk", "https/www.a.gov.uk", "begins with “https/”"),
        ("https;//a.gov.uk/x", "https;//a.gov.uk/x", "begins with “https;//”"),
        ("https:\\\\a.gov.uk/x", "https:\\\\a.gov.uk/x", "should begin with https://"),
        ("https:///a.gov.uk/x", "https:///a.gov.uk/x", "should begin with https://"),
        ("https://https://a.gov.uk", "https://https://a.gov.uk", "begins with http twice"),
        ("https://http//a.gov.uk", "https://http//a.gov.uk", "begins with http twice"),
        ("https:// www.a.gov.uk/x", "https:// www.a.gov.uk/x", "has a space in it"),
        ("https: //www.a.gov.uk/x", "https: //www.a.gov.uk/x", "has a space in it"),
        ("https://www. a.gov.uk/x", "https://www. a.gov.uk/x", "has a space in it"),
        ("www .a.gov.uk is ours", "www .a.gov.uk", "has a space in it"),
        ("https://www.a. gov.uk/x here", "https://www.a. gov.uk/x", "has a space in it"),
        ("https://www.a .gov.uk/x here", "https://www.a .gov.uk/x", "has a space in it"),
        (
            "at https://www.a.gov.uk/docs/Complaints Policy 2025.pdf, page 4",
            "https://www.a.gov.uk/docs/Complaints Policy 2025.pdf",
            "type %20",
        ),
        ("https://www..a.gov.uk", "https://www..a.gov.uk", "two dots together"),
        ("www.a..gov.uk/x", "www.a..gov.uk/x", "two dots together"),
        ("https://.a.gov.uk/x", "https://.a.gov.uk/x", "begins with a dot"),
        ("https://www,a.gov.uk/x", "https://www,a.gov.uk/x", "comma where a dot"),
        ("www,a.gov.uk/x", "www,a.gov.uk/x", "comma where a dot"),
        ("https://alderbrook/policy", "https://alderbrook/policy", "no dot in the name"),
        ("https://wwwalderbrook.gov.uk", "https://wwwalderbrook.gov.uk", "no dot after “www”"),
        ("https://ww.alderbrook.gov.uk", "https://ww.alderbrook.gov.uk", "begin with “www.”"),
        ("https://www.alderbrook.govuk/x", "https://www.alderbrook.govuk/x", "missing in “govuk”"),
        ("see alderbrook.gov.uk/policy", "alderbrook.gov.uk/policy", "is not a link"),
    ],
)
def test_a_slip_is_pointed_out_with_what_is_wrong(text, typed, why):
    (found,) = remarks(text)
    assert found.typed == typed
    assert why in found.message
    assert found.message.startswith("Check the web address “")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Complaints policy, 4.2. See also 5.1/5.2 and/or the website.",
        "https://www.alderbrook.gov.uk/complaints. The policy says so.",
        "https://www.alderbrook.gov.uk. Organisation and com. plaints",
        "See https://www.alderbrook.gov.uk/a, https://www.alderbrook.gov.uk/b and policy.pdf",
        "https://www.alderbrook.gov.uk/a.pdf and our other file b.pdf",
        "(www.alderbrook.gov.uk/complaints-policy/)",
        "https://alderbrook.sharepoint.com/:b:/s/Housing/EaBc?e=1..2",
        "https://www.alderbrook.gov.uk/a/../b?next=https://www.example.org/",
        "https://www2.alderbrook.gov.uk https://wwf.org.uk/x https://web.alderbrook.gov.uk",
        "https://web.archive.org/web/2024/https://www.alderbrook.gov.uk/",
        "http://localhost/x https://[2a00::1]/ https://10.0.0.1/",
        "ftp://files.alderbrook.gov.uk/x mailto:a@b.org complaints@alderbrook.gov.uk",
        "\\\\server\\share\\policy.docx and C:/files/policy.docx and H:/www.x.y",
        "to.do/x Mr.Smith/x e.g./i.e. policy.docx/annex",
        "Steps: 1.do this 2.then.that; hops://",
    ],
)
def test_what_is_right_or_no_address_is_left_alone(text):
    assert remarks(text) == []


@pytest.mark.parametrize(
    ("typed", "nearly"),
    [
        ("https://www.alderbrok.gov.uk/complaints/policy", "alderbrook.gov.uk"),
        ("https://www.aldrebrook.gov.uk/", "alderbrook.gov.uk"),
        ("https://alderbrook.gov.uk.com/", ""),
        ("https://www.alderbrook.gov.ku/", "alderbrook.gov.uk"),
        ("https://www.alderbrook.gov.uk/complaints/polcy", "alderbrook.gov.uk/complaints/policy"),
        ("https://www.alderbrook.gov.uk/complaints/policies", ""),
        ("https://www.alderbrook.gov.uk/reports/complaints-2025.pdf", ""),
        ("https://www.alderbrook.gov.uk/complaints/policy/", ""),
        ("http://alderbrook.gov.uk/complaints/policy", ""),
        ("https://www.oakbrook.gov.uk/complaints/policy", ""),
        ("https://y.uk/a", "x.uk"),
        ("https://yz.uk/a", ""),
        ("https://www.alderbrook.gov.uk/complaints/policy", ""),
        ("https://www.alderbrook.gov.uk/b", ""),
    ],
)
def test_an_address_that_is_nearly_one_used_elsewhere(typed, nearly):
    assert near_miss(typed, KNOWN) == nearly
    found = [remark.why for remark in remarks(f"See {typed}.", KNOWN)]
    assert found == ([f"it is nearly {nearly}, which you use elsewhere"] if nearly else [])


def test_each_slip_is_told_once_and_a_long_one_is_cut():
    long = "htps://www.a.gov.uk/" + "x" * 200
    first, second = remarks(f"{long}\n{long}\n- www..a.uk")
    assert first.message.count("x") < 80
    assert "…”: it begins" in first.message
    assert second.typed == "www..a.uk"


def test_links_are_those_that_are_published_as_links():
    text = "- www.a.uk/x.\nSee (https://b.uk/y) and https://b.uk/y, htps://c.uk"
    assert addresses_in(text) == ["https://www.a.uk/x", "https://b.uk/y"]


@pytest.mark.parametrize(
    "text",
    [
        *("www. " * 4000, "https://a/" + "b " * 9000, "a." * 10_000 + "/"),
        *("www." * 8000, "www.a.example/" * 2000),
    ],
)
def test_no_text_takes_long(text):
    begun = time.process_time()
    remarks(text, KNOWN)
    assert time.process_time() - begun < 1
