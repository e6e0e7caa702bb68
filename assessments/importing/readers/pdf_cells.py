"""The words of a PDF page, and lines and texts made of them again.

A PDF has no lines and no paragraphs, only words at places. Words that overlap in height are a line.
Lines of a cell are joined where only its width broke them: where the next word had no room. A
hyphen or a piece of a word at a line's end is judged by the words that the whole file has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assessments.importing.limits import MAX_CELL
from assessments.importing.readers.links import with_address
from assessments.importing.readers.symbols import with_signs
from assessments.importing.readers.thresholds import (
    BETWEEN_PARAGRAPHS,
    BETWEEN_WORDS,
    ENDED_ROOM,
    FEWEST_CUT,
    FILLED,
    HYPHENATED,
    INDENT,
    LISTED_ROOM,
    OVERLAP,
    ROOM,
    SAME_HEIGHT,
    TORN_OFF,
)
from assessments.importing.texts import tidy

_DASH = re.compile(r"^[–*-](?:\s|$)")
_ITEM = re.compile(r"^(?:[•‣●○◦▪■➢➤·\uf0b7\uf0a7\uf0d8]|\(?[a-z0-9]{1,2}[.)])(?:\s|$)")

# The ends of long words.
_ENDING = re.compile(
    r"[a-z]{0,2}(?:ments?|tions?|sions?|ings?|[ae]n(?:ces?|cy|cies|ts?)|[aei](?:bly|ble|ty|ties)"
    r"|ness|ly|als?|ally|ures?|ful|ous|ives?|ers?|ors?|ed|ies?|ints?|ates?)"
    r"|[a-z]{0,4}(?:hoods?|ships?)"
)
# Short words that begin lines of narrow columns, and are nothing torn off.
_COMMON = {
    *("a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been"),
    *("before", "both", "but", "by", "can", "do", "does", "each", "for", "from", "has", "have"),
    *("how", "if", "in", "into", "is", "it", "its", "may", "more", "must", "no", "not", "of"),
    *("off", "on", "one", "only", "or", "our", "out", "over", "so", "such", "than", "that"),
    *("the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "under"),
    *("until", "up", "use", "was", "we", "were", "what", "when", "where", "which", "who"),
    *("will", "with", "within", "would", "you", "your"),
}


# What a torn word may end in that is no ending: few letters, and no syllable of their own.
_REST = re.compile(r"[aeiou][a-z]{0,2}|[^aeiouy]+")
# What the headings of a form's columns are made of.
_HEADINGS = (
    *("alternative", "answer", "comments", "commentary", "compliance", "compliant", "comply"),
    *("evidence", "explanation", "explanations", "number", "provision", "reference"),
    *("requirement", "requirements", "section", "status"),
)


@dataclass
class Word:
    text: str
    left: float
    right: float
    top: float
    bottom: float
    address: str = ""
    taken: bool = False
    # Whether a paragraph begins with it, for sure: a line of a form's field.
    begins: bool = False
    # How wide its first letter is, where that is known.
    first: float = 0.0


@dataclass(frozen=True)
class WordLine:
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return _linked(self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right


class Words:
    """The words that stand within lines: what is cut at a line's end is not among them."""

    def __init__(self, words: Iterable[Word]) -> None:
        self._known: set[str] = set(_HEADINGS)
        # Those that begin no line: a line may begin with the rest of a torn word.
        self._whole: set[str] = set()
        self._written: set[str] = set()
        self._cut: list[tuple[str, str]] = []
        # The letters with which the next word begins, by the word before.
        self._after: dict[str, set[str]] = defaultdict(set)
        # Whether the whole file cuts words with hyphens; worked out when first asked.
        self._hyphens: bool | None = None
        before: Word | None = None
        for word in words:
            if before is not None:
                self._seen(before, word)
            height = word.bottom - word.top
            if (
                before is not None
                and abs(word.top - before.top) < SAME_HEIGHT * height
                and 0 <= word.left - before.right < BETWEEN_WORDS * height
            ):
                self._known.add(_bare(word.text))
                if "-" in word.text[1:-1]:
                    self._written.add(word.text.casefold().strip(".,;:()"))
            before = word

    def learn(self, cell: Sequence[Word]) -> None:
        """Notes what follows what in a narrow cell, where words may be torn at lines' ends."""
        words = [word for line in lines_of(cell) for word in line.words]
        for before, word in pairwise(words):
            self._after[_bare(before.text)].add(word.text[0].casefold())

    def _seen(self, before: Word, word: Word) -> None:
        """Notes a hyphen at a line's end, until all words are known."""
        if word.top > before.top + 1 and _is_cut(before.text, word.text):
            self._cut.append((before.text, word.text))

    def are_hyphenated(self, first: str, second: str) -> bool:
        """Whether a hyphen at a line's end only cuts a word, and is not part of it.

        Only where the whole file cuts words so: most of what it cuts stands whole elsewhere.
        """
        if self._hyphens is None:
            whole = sum(
                _bare(above + below) in self._known and not self._is_written(above, below)
                for above, below in self._cut
            )
            self._hyphens = whole >= max(FEWEST_CUT, HYPHENATED * len(self._cut))
        cut = (self._hyphens or first.endswith("‐")) and not second[0].isdigit()
        return cut and not self._is_written(first, second)

    def _is_written(self, first: str, second: str) -> bool:
        """Whether the word stands elsewhere with its hyphen."""
        return f"{first}{second}".casefold().strip(".,;:()") in self._written

    def are_torn(self, first: str, second: str) -> bool:
        """Whether a full line's only word goes on in the next line's first, where it may.

        A word that is known, here or in English, is none that was torn off.
        """
        if second[0] in ".,;:!?)’”" or (first[-1].isdigit() and second[0].isdigit()):
            return True
        if not (first[-1].isalpha() and second[0].islower()):
            return False
        above, below = _bare(first), _bare(second)
        if above + below in self._known:
            return True
        if below in self._whole or below in _COMMON:
            return False
        # "leaseholder" is a word, but "s" is none; "ments" is none, "letters" may be one.
        short = len(below) <= TORN_OFF + 1 and _REST.fullmatch(below)
        ending = short or _ENDING.fullmatch(below)
        return len(below) <= TORN_OFF or bool(ending and not self._is_whole(above))

    def _is_whole(self, word: str) -> bool:
        """Whether a word stands by itself: what was torn goes on in the same way each time."""
        return len(self._after[word]) > 1 or word in self._known


def _follows(before: Word, word: Word) -> bool:
    """Whether a word stands on one line with the one before, right behind it."""
    height = word.bottom - word.top
    return (
        abs(word.top - before.top) < SAME_HEIGHT * height
        and 0 <= word.left - before.right < BETWEEN_WORDS * height
    )


def _bare(word: str) -> str:
    return re.sub(r"[^a-z]+", "", word.casefold())


def lines_of(words: Iterable[Word]) -> list[WordLine]:
    """Words on one height make a line, from top to bottom and left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda item: ((item.top + item.bottom) / 2, item.left)):
        middle = (word.top + word.bottom) / 2
        if rows and rows[-1][-1].top <= middle <= rows[-1][-1].bottom and _beside(rows[-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [WordLine(tuple(sorted(row, key=lambda item: item.left))) for row in rows]


def stacked(groups: Iterable[Sequence[Word]]) -> list[list[Word]]:
    """Groups of words below each other put together, as a heading of several lines is; from the
    left.
    """
    stacks: list[list[Word]] = []
    for group in groups:
        left, right = group[0].left, group[-1].right
        for stack in stacks:
            if left < max(w.right for w in stack) and right > min(w.left for w in stack):
                stack += group
                break
        else:
            stacks.append(list(group))
    return sorted(stacks, key=lambda stack: min(word.left for word in stack))


def segments_of(line: WordLine) -> list[list[Word]]:
    """The line's words, cut where there is more than a word's space between them."""
    segments = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if word.left - before.right > BETWEEN_WORDS * (word.bottom - word.top):
            segments.append([word])
        else:
            segments[-1].append(word)
    return segments


def _beside(row: Sequence[Word], word: Word) -> bool:
    """Whether the word overlaps the row's height by half at least."""
    top, bottom = min(item.top for item in row), max(item.bottom for item in row)
    shared = min(bottom, word.bottom) - max(top, word.top)
    return shared >= OVERLAP * min(bottom - top, word.bottom - word.top)


def _linked(words: Sequence[Word]) -> str:
    """The words of a run of lines; where a link ends, its address follows."""
    parts = []
    for index, word in enumerate(words):
        parts.append(word.text)
        following = words[index + 1].address if index + 1 < len(words) else ""
        if word.address and word.address != following:
            start = index
            while start > 0 and words[start - 1].address == word.address:
                start -= 1
            own = " ".join(parts[start - index - 1 :])
            shown = with_address(own, word.address)
            parts[-1] += shown[len(own) :] if shown.startswith(own) else ""
    return " ".join(parts)


def cell_text(words: Sequence[Word], left: float, right: float, known: Words) -> str:
    """A cell's text with its paragraphs: lines that only the cell's width broke are joined.

    `left` and `right` are the cell's sides.
    """
    lines = lines_of(words)
    if not lines:
        return ""
    if len(words) == 1:
        return tidy(with_signs(_linked(words))[:MAX_CELL])
    first = min(line.left for line in lines)
    reach = max(line.right for line in lines) - first
    # Programs keep the same distance on both sides.
    end = right - max(first - left, 0.0)
    groups: list[list[Word]] = []
    for index, line in enumerate(lines):
        listed = bool(groups) and bool(_DASH.match(groups[-1][0].text + " "))
        if index and not _breaks(
            lines[index - 1], line, max(reach, FILLED * (right - left)), listed
        ):
            _append(groups[-1], lines[index - 1], line, end, known)
        else:
            groups.append([_copy(word) for word in line.words])
    texts = [_linked(group) for group in groups]
    if re.match(r"[-–] [a-z]", texts[0]) and not any(_DASH.match(text) for text in texts[1:]):
        # The rest of a sentence that a page cut at its dash.
        texts[0] = f"\u2060{texts[0]}"
    return tidy("\n".join(texts)[:MAX_CELL])


def _copy(word: Word) -> Word:
    return replace(word)


def _append(group: list[Word], above: WordLine, line: WordLine, end: float, known: Words) -> None:
    """Adds a line; an address, or a word, that was cut goes on without a space."""
    words = [_copy(word) for word in line.words]
    torn = _is_full(above, line, end) and known.are_torn(group[-1].text, words[0].text)
    if torn or _is_cut(group[-1].text, words[0].text):
        last = group[-1].text
        if known.are_hyphenated(last, words[0].text):
            last = last[:-1]
        group[-1].text = last + words.pop(0).text
    group.extend(words)


def _is_full(above: WordLine, line: WordLine, end: float) -> bool:
    """Whether a line is one word that left no room for another letter, nor fits with the next.

    Only a word that is too long for its column goes on below, and then in the next line's start.
    """
    following = line.words[0]
    needed = (above.right - above.left) + (following.right - following.left)
    room = end - above.right
    letter = following.first or (following.right - following.left) / len(following.text)
    return len(above.words) == 1 and -letter < room < ROOM * letter and needed > end - above.left


def _is_cut(last: str, following: str) -> bool:
    if re.match(r"(?:https?://|www\.)", last):
        # An address continues where it broke at one of its own marks.
        return last[-1] in "/-_=&?%." or following[0] in "/-_=&?%#."
    # A reference breaks behind its hyphen too: "HC-" and "1709".
    numbered = bool(re.search(r"[A-Z]-$", last)) and following[0].isdigit()
    return numbered or (bool(re.search(r"[a-z][-‐]$", last)) and following[0].islower())


def _breaks(above: WordLine, line: WordLine, width: float, listed: bool) -> bool:
    """Whether a new paragraph begins: a list item, or a line that had room for the next word."""
    if line.words[0].begins or _ITEM.match(line.text):
        return True
    gap = line.top - above.bottom > BETWEEN_PARAGRAPHS * (above.bottom - above.top)
    first = line.words[0]
    room = width - (above.right - above.left) - (first.right - first.left)
    ended = above.text.rstrip().endswith((".", ":", ";", "?", "!", ")"))
    if _DASH.match(line.text):
        # A dash begins an item, unless a sentence with a dash just wrapped before it.
        return ended or line.left > above.left + INDENT or (listed and room > LISTED_ROOM * width)
    return gap or (ended and room > ENDED_ROOM * width)
