"""Finds words in typed texts, in whatever form they were typed, and shows where they stand.

Pure, so that it finds the same on every database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from snowballstemmer.english_stemmer import EnglishStemmer

# What is looked for of a longer question.
MOST_CHARACTERS = 200
# How much of a text is shown around the first hit, in characters.
_BEFORE, _AFTER = 60, 160
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Of a shorter beginning every other word would be one.
_SHORTEST_BEGINNING = 3
# What is longer has no other forms: it is part of an address, or no word.
_LONGEST_WORD = 40


@dataclass(frozen=True)
class Part:
    """A piece of an excerpt; `found`: whether it is one of the words that were looked for."""

    text: str
    found: bool = False


@dataclass(frozen=True)
class _Term:
    """What has to be found somewhere: words in a row, or signs that are no word, as they are."""

    words: tuple[str, ...]
    signs: str = ""

    @classmethod
    def of(cls, typed: str) -> _Term:
        words = tuple(_plain(word) for word in _WORD.findall(typed))
        return cls(words, "" if words else typed)

    def is_in(self, text: str) -> bool:
        if self.signs or len(self.words) > 1:
            return next(self.places(text), None) is not None
        return any(_is_form_of(word, self.words[0]) for word in set(_WORD.findall(text)))

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it stands in the text, from and to."""
        if self.signs:
            yield from (found.span() for found in _literally(self.signs, text))
            return
        words = list(_WORD.finditer(text))
        for at in range(len(words) - len(self.words) + 1):
            row = words[at : at + len(self.words)]
            if all(_is_form_of(w[0], sought) for w, sought in zip(row, self.words, strict=True)):
                yield row[0].start(), row[-1].end()


class Search:
    """What someone looks for: words that all have to be found, in any order and any form."""

    def __init__(self, typed: str) -> None:
        self.typed = normalize("NFC", typed)[:MOST_CHARACTERS].split()
        self._terms = [_Term.of(each) for each in self.typed]

    def is_met_by(self, number: str, texts: Iterable[str]) -> bool:
        """Whether each word is in one of the texts, or is the provision's number or its start."""
        read = [_one_line(text) for text in texts]
        return all(
            _is_number(number, typed) or any(term.is_in(text) for text in read)
            for typed, term in zip(self.typed, self._terms, strict=True)
        )

    def excerpt(self, text: str) -> tuple[Part, ...]:
        """The text around the first word that was found, all found words in it apart; empty where
        none is in it. Line ends and rows of spaces are one space.
        """
        text = _one_line(text)
        places = sorted({place for term in self._terms for place in term.places(text)})
        return tuple(part for part in _parts(text, places) if part.text) if places else ()


def _is_number(number: str, typed: str) -> bool:
    """ "5" and "5." are the beginning of "5.10"; "5.1" is not."""
    return number == typed or number.startswith(f"{typed.rstrip('.')}.")


def _parts(text: str, places: Sequence[tuple[int, int]]) -> Iterator[Part]:
    """The excerpt, cut between words, with the places that are in it apart."""
    first = places[0][0]
    start = 0 if first <= _BEFORE else text.find(" ", first - _BEFORE) + 1
    stop = len(text) if len(text) - first <= _AFTER else text.rfind(" ", 0, first + _AFTER)
    # A word without any space around it may be longer than what is shown.
    start, stop = min(start, first), max(stop, places[0][1])
    at = start
    yield Part("… " if start else "")
    for begins, ends in places:
        if begins >= at and ends <= stop:
            yield Part(text[at:begins])
            yield Part(text[begins:ends], found=True)
            at = ends
    yield Part(text[at:stop])
    yield Part(" …" if stop < len(text) else "")


def _one_line(text: str) -> str:
    return " ".join(normalize("NFC", text).split())


def _literally(signs: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(re.escape(signs), text, re.IGNORECASE)


def _plain(word: str) -> str:
    return word.replace("’", "'").casefold()


def _is_form_of(word: str, sought: str) -> bool:
    """Whether a word is the one that is sought, in another form or only begun.

    No stem begins with another letter than its word, so that few words need one.
    """
    plain = _plain(word)
    if plain[0] != sought[0]:
        return False
    if len(sought) >= _SHORTEST_BEGINNING and plain.startswith(sought):
        return True
    return plain == sought or (len(plain) <= _LONGEST_WORD and _stem(plain) == _stem(sought))


@lru_cache(maxsize=10_000)
def _stem(word: str) -> str:
    # Each for itself: a stemmer keeps the word that it is at, and requests run at the same time.
    return str(EnglishStemmer().stemWord(word))
