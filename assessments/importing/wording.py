"""How well a text fits each provision's wording."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from rapidfuzz import fuzz, process

from assessments.importing.texts import fold
from codes.data import CodeData, ProvisionData

# Shorter texts say too little for a part of a provision to be told from another's.
_PART = 28
# From here on a text is a whole provision's wording, and no part of another's.
_CLOSE = 85.0
# A part that is less alike is none, and what one scores counts so much.
_ALIKE = 80.0
_LESS = 0.92
# A whole text that scores so much is a provision's wording; the lower score is for a text whose
# number has named the provision, and for two texts that may be one.
_WORDING, _NAMED = 75.0, 60.0
# Two texts are one where they score so much more together than apart.
_TOGETHER = 3.0
# Shorter texts are no wording, no beginning of one, and no beginning of a named one.
_SHORTEST, _SHORTEST_BEGINNING, _SHORTEST_NAMED = 12, 10, 8
# A beginning may be longer by a word or two than what it is held against.
_LONGER = 1.05


class Wording:
    """The Code's texts, folded once. Scores run from 0 to 100."""

    def __init__(self, code: CodeData) -> None:
        self.code = code
        self.provisions: tuple[ProvisionData, ...] = tuple(code.provisions())
        self.numbers = frozenset(item.number for item in self.provisions)
        self._folded = [fold(item.text) for item in self.provisions]
        self._words = _telling_words(self._folded)
        # Whether the Code tells "must" from "should".
        self.has_levels = len({item.level for item in self.provisions}) > 1
        self._exact = dict(
            zip((item.number for item in self.provisions), self._folded, strict=True)
        )
        self._longest = max(len(text) for text in self._folded)
        self.scores = lru_cache(maxsize=20_000)(self._scores)

    def _scores(self, text: str) -> dict[str, float]:
        """Every provision's score for a text; a shortened or a lengthened wording counts less."""
        folded = fold(text)[: 3 * self._longest]
        scores = [fuzz.ratio(folded, own) for own in self._folded]
        if len(folded) >= _PART and max(scores) < _CLOSE:
            parts = self._parts(folded)
            scores = [max(score, parts.get(index, 0.0)) for index, score in enumerate(scores)]
        return {item.number: score for item, score in zip(self.provisions, scores, strict=True)}

    def _parts(self, folded: str) -> dict[int, float]:
        """What a text scores as the beginning of a provision, and as another part of it."""
        found = {
            index: _LESS * fuzz.ratio(folded, own[: len(folded)], score_cutoff=_ALIKE)
            for index, own in enumerate(self._folded)
            if len(own) >= _PART
        }
        for index in self._likely(folded):
            if index in found:
                part = fuzz.partial_ratio(folded, self._folded[index], score_cutoff=_ALIKE)
                found[index] = max(found[index], _LESS * part)
        return found

    def is_exactly(self, number: str, folded: str) -> bool:
        """Whether a folded text is a provision's very wording."""
        return self._exact[number] == folded

    def _likely(self, folded: str) -> list[int]:
        """The few provisions that share most telling words with a text."""
        words = set(folded.split())
        shared = [len(words & own) for own in self._words]
        order = sorted(range(len(shared)), key=lambda index: -shared[index])
        return [index for index in order[:8] if shared[index]]

    def best(self, text: str) -> float:
        """The best score of any provision; 0 for a text too short to be one."""
        return max(self.scores(text).values()) if len(text) >= _SHORTEST else 0.0

    def is_wording(self, text: str) -> bool:
        return self.best(text) >= _WORDING

    @lru_cache(maxsize=20_000)  # noqa: B019 (there is one a Code)
    def beginning(self, text: str) -> float:
        """How well the text is the beginning of some provision; 0 where it is longer than any."""
        folded = fold(text)
        if not _SHORTEST_BEGINNING <= len(folded) <= self._longest * _LONGER:
            return 0.0
        heads = [own[: len(folded)] for own in self._folded if len(own) * _LONGER >= len(folded)]
        found = process.extractOne(folded, heads, scorer=fuzz.ratio)
        return float(found[1]) if found else 0.0

    def begins(self, number: str, text: str) -> bool:
        """Whether a text is one provision's wording, or the beginning of it."""
        folded = fold(text)
        for item, own in zip(self.provisions, self._folded, strict=True):
            if item.number == number and len(folded) >= _SHORTEST_NAMED:
                begins = fuzz.ratio(folded, own[: len(folded)]) >= _ALIKE
                return begins or fuzz.ratio(folded, own) >= _NAMED
        return False

    def extends(self, text: str, fragment: str) -> bool:
        """Whether a fragment goes on where the text stops, in some provision's wording."""
        if not fold(text) or not fold(fragment):
            return False
        if fold(text) in self._folded and not self._goes_on(fold(text), fold(fragment)):
            return False
        together = f"{text} {fragment}"
        if self.beginning(together) >= _CLOSE:
            return True
        # Altered wording: still closer to a provision together than apart.
        apart = max(self.best(text), self.best(fragment), _NAMED)
        return self.best(together) >= apart + _TOGETHER

    def _goes_on(self, whole: str, fragment: str) -> bool:
        """Whether a longer provision begins with a whole one and goes on with the fragment."""
        return any(
            own.startswith(f"{whole} {fragment}"[: len(own)])
            for own in self._folded
            if len(own) > len(whole)
        )


@lru_cache(maxsize=8)
def wording_of(code: CodeData) -> Wording:
    """A Code's wording, with what was found out about texts so far: it is always the same."""
    return Wording(code)


def _telling_words(texts: list[str]) -> list[set[str]]:
    """Each text's words, without those that stand in many of the texts."""
    counts = Counter(word for text in texts for word in set(text.split()))
    often = len(texts) / 4
    return [{word for word in text.split() if counts[word] <= often} for text in texts]
