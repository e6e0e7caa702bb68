"""From letters to words, each with the address that it links to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assessments.importing.readers.pdf_cells import LARGE, Word
from assessments.importing.readers.pdf_letters import Box, Letter
from assessments.importing.readers.symbols import with_boxes

# Where an address is linked to, and the address.
Link = tuple[Box, str]


def words_of(letters: Sequence[Letter], links: Sequence[Link]) -> list[Word]:
    """The words that the letters make, in the file's order."""
    found = []
    for item in _extracted(letters):
        word = Word(with_boxes(item["text"]), item["x0"], item["x1"], item["top"], item["bottom"])
        word.address = _address(word, links)
        found.append(word)
    return found


def _extracted(letters: Sequence[Letter]) -> list[dict[str, Any]]:
    """The words, much larger ones apart: a stamp behind the text must not run into it."""
    from pdfplumber.utils.text import extract_words

    sizes = sorted(letter["size"] for letter in letters)
    most = LARGE * sizes[len(sizes) // 2] if sizes else 0
    found: list[dict[str, Any]] = []
    for large in (False, True):
        own = [letter for letter in letters if (letter["size"] > most) == large]
        if own:
            found += extract_words(own, x_tolerance_ratio=0.2, y_tolerance=2)
    return found


def _address(word: Word, links: Sequence[Link]) -> str:
    x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    for (left, top, right, bottom), address in links:
        if left <= x <= right and top <= y <= bottom:
            return address
    return ""
