import random
import time
from itertools import pairwise

import pytest
from django.template import engines

from selfassess.common.worddiff import Kind, Piece, keeps_half, word_diff

SAME, REMOVED, ADDED = Kind.SAME, Kind.REMOVED, Kind.ADDED


def sides(pieces: list[Piece]) -> tuple[str, str]:
    before = "".join(piece.text for piece in pieces if piece.kind is not ADDED)
    after = "".join(piece.text for piece in pieces if piece.kind is not REMOVED)
    return before, after


def test_whole_words_are_marked_and_the_rest_stays():
    assert word_diff("We answer within 10 days.", "We answer complaints within ten days.") == [
        Piece(SAME, "We answer "),
        Piece(ADDED, "complaints "),
        Piece(SAME, "within "),
        Piece(REMOVED, "10 "),
        Piece(ADDED, "ten "),
        Piece(SAME, "days."),
    ]


def test_a_text_that_only_grew_removes_nothing():
    assert word_diff("One two", "One two three") == [
        Piece(SAME, "One two"),
        Piece(ADDED, " three"),
    ]


def test_equal_texts_are_one_piece_and_empty_ones_none():
    assert word_diff("The same\n\n text ", "The same\n\n text ") == [
        Piece(SAME, "The same\n\n text ")
    ]
    assert word_diff("", "") == []
    assert word_diff("", "All new") == [Piece(ADDED, "All new")]
    assert word_diff("All gone", "") == [Piece(REMOVED, "All gone")]


def test_white_space_counts_too():
    assert sides(word_diff("a b\n\nc", "  a\tb\nc ")) == ("a b\n\nc", "  a\tb\nc ")


def test_both_texts_can_be_read_out_of_the_pieces_whatever_they_are():
    chance = random.Random(5)
    alphabet = ["a", "b", "the", " ", "  ", "\n", "\n\n", ".", "‘x’", "é", "\u200b", "<i>"]
    for _ in range(500):
        before, after = (
            "".join(chance.choices(alphabet, k=chance.randrange(40))) for _ in range(2)
        )
        pieces = word_diff(before, after)
        assert sides(pieces) == (before, after)
        assert all(one.kind != two.kind for one, two in pairwise(pieces))


@pytest.mark.parametrize("different", [1, 2, 26, 99, 101, 400, 4000])
def test_the_longest_texts_are_compared_in_a_moment(different):
    chance = random.Random(different)
    texts = [
        " ".join(str(chance.randrange(different)) for _ in range(10_000))[:20_000] for _ in range(2)
    ]
    began = time.process_time()
    pieces = word_diff(*texts)
    assert time.process_time() - began < 5
    assert sides(pieces) == tuple(texts)


def test_a_page_shows_it_escaped_and_says_added_and_removed_in_words_too():
    template = engines["django"].from_string("{% word_diff before after %}")
    html = template.render({"before": "a <b>", "after": "a <i>"})
    assert html.strip() == (
        '<div class="app-exact">a '
        '<del><span class="govuk-visually-hidden">[removed:</span>&lt;b&gt;'
        '<span class="govuk-visually-hidden">]</span></del>'
        '<ins><span class="govuk-visually-hidden">[added:</span>&lt;i&gt;'
        '<span class="govuk-visually-hidden">]</span></ins></div>'
    )


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("one two three four", "one two", True),
        ("one two three four", "one", False),
        ("one", "one and many words more than there were", True),
        ("", "all new", False),
        ("all gone", "", False),
        ("", "", False),
    ],
)
def test_differences_can_be_read_while_half_of_the_words_stay(before, after, told):
    assert keeps_half(word_diff(before, after)) is told
