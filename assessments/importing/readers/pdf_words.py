"""From letters to words, each with the address that it links to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from assessments.importing.readers.pdf_cells import Word
from assessments.importing.readers.pdf_content import Box, Letter
from assessments.importing.readers.symbols import with_boxes
from assessments.importing.readers.thresholds import (
    ELSEWHERE,
    LARGE,
    LETTERS_APART,
    SAME_LINE,
    TOUCHING,
)

# Where an address is linked to, and the address.
Link = tuple[Box, str]


def words_of(letters: Sequence[Letter], links: Sequence[Link], *, cut: bool = False) -> list[Word]:
    """The words that the letters make. Where cells are `cut` off, none goes from one to another."""
    found = []
    for item in _extracted(letters, ["clip"] if cut else []):
        word = Word(with_boxes(item["text"]), item["x0"], item["x1"], item["top"], item["bottom"])
        word.address = _address(word, links)
        word.first = item["chars"][0]["x1"] - item["chars"][0]["x0"]
        found.append(word)
    return found


def _extracted(letters: Sequence[Letter], alike: list[str]) -> list[dict[str, Any]]:
    """The words, much larger ones apart: a stamp behind the text must not run into it."""
    from pdfplumber.utils.text import extract_words

    flow = _is_overprinted(letters)
    sizes = sorted(letter["size"] for letter in letters)
    most = LARGE * sizes[len(sizes) // 2] if sizes else 0
    found: list[dict[str, Any]] = []
    for large in (False, True):
        own = [letter for letter in letters if (letter["size"] > most) == large]
        if own:
            found += extract_words(
                own,
                x_tolerance_ratio=LETTERS_APART,
                y_tolerance=SAME_LINE,
                use_text_flow=flow,
                return_chars=True,
                extra_attrs=alike,
            )
    return found


def _is_overprinted(letters: Sequence[Letter]) -> bool:
    """Whether words run into each other: one too long for its column is printed over the next.

    Then letters make words in the order in which they were drawn, not by their places.
    """
    drawn = [(index, letter) for index, letter in enumerate(letters) if letter["text"].strip()]
    drawn.sort(key=lambda item: item[1]["top"])
    lines: list[list[tuple[int, Letter]]] = []
    for item in drawn:
        if lines and item[1]["top"] - lines[-1][-1][1]["top"] <= SAME_LINE:
            lines[-1].append(item)
        else:
            lines.append([item])
    count = 0
    for line in lines:
        line.sort(key=lambda item: item[1]["x0"])
        count += sum(_run_together(*before, *after) for before, after in pairwise(line))
    # Where it is many, the program draws in an order of its own.
    return 0 < count < ELSEWHERE * len(drawn)


def _run_together(first: int, before: Letter, second: int, letter: Letter) -> bool:
    """Whether letters of one line touch that were drawn at different times."""
    touch = letter["x0"] - before["x1"] < TOUCHING * letter["size"]
    # A letter drawn twice in one place is a bold one.
    return touch and abs(second - first) > 3 and before["text"] != letter["text"]


def _address(word: Word, links: Sequence[Link]) -> str:
    x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    for (left, top, right, bottom), address in links:
        if left <= x <= right and top <= y <= bottom:
            return address
    return ""
