"""Words are found in whatever form they were typed, and shown where they stand."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from assessments.filling.search import Search

TEXT = (
    "All complaints are acknowledged within five\nworking days by the landlord’s team. "
    "See https://www.example.org/acknowledgement-policy.pdf, Straße 5 (£20)."
)


@pytest.mark.parametrize(
    "typed",
    [
        "complaint",
        "COMPLAINTS",
        "acknowledge",
        "acknowledging",
        "Acknowledgement",
        "policies",
        "landlord",
        "landlord's",
        "landlords’",
        "strasse",
        "working-days",
        "day five",
        "ackn",
        "£20",
        "£",
        "example.org",
        "",
    ],
)
def test_a_word_is_found_in_every_form(typed: str) -> None:
    assert Search(typed).is_met_by("5.10", ["", TEXT])


@pytest.mark.parametrize("typed", ["complain5", "ac", "days-working", "know", "%", "\x00"])
def test_another_word_is_not(typed: str) -> None:
    assert not Search(typed).is_met_by("5.10", ["", TEXT])


def test_each_word_may_be_in_another_text_but_none_may_be_missing() -> None:
    texts = ["The policy says so.", "Staff were trained."]
    assert Search("train policies").is_met_by("1.2", texts)
    assert not Search("train policies yearly").is_met_by("1.2", texts)


@pytest.mark.parametrize(
    ("typed", "found"), [("5.10", True), ("5", True), ("5.", True), ("5.1", False), ("10", False)]
)
def test_a_number_is_found_whole_or_by_its_section(typed: str, found: bool) -> None:
    assert Search(typed).is_met_by("5.10", [""]) is found


def shown(typed: str, text: str) -> str:
    """The excerpt with what was found in square brackets."""
    parts = Search(typed).excerpt(text)
    return "".join(f"[{part.text}]" if part.found else part.text for part in parts)


def test_what_was_found_is_marked_in_a_short_piece_of_the_text() -> None:
    text = "Before that there is more. " * 9 + TEXT + " And so it goes on." * 99
    excerpt = shown("acknowledge five", text)
    assert " [acknowledged] within [five] working days by" in excerpt
    assert excerpt.startswith("… ")
    assert excerpt.endswith(" …")
    assert len(excerpt) < 300
    assert shown("complaint", TEXT).startswith("All [complaints] are acknowledged")
    assert shown("missing", TEXT) == ""


def test_a_word_without_end_is_shown_whole() -> None:
    word = "a" * 180
    assert shown(word, f"x {word} y") == f"x [{word}] …"


def test_two_people_search_at_the_same_time() -> None:
    """The library's stemmer holds the word that it is at: each word has one of its own."""
    words = [f"acknowledg{end}" for end in ("ed", "ing", "ement", "es")] * 50
    search = Search("acknowledge")
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda word: search.is_met_by("1.2", [word]), words))
    assert all(found)
