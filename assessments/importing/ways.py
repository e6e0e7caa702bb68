"""The ways in which a source may be read, each against each Code: the one that finds most counts.

The measure is the alignment's own: how well the rows fit the Code, each provision once, and how
many of those that were placed come with an answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assessments.importing.alignment.fit import fit
from assessments.importing.alignment.match import Match
from assessments.importing.alignment.matching import match_rows
from assessments.importing.answers import read_answer
from assessments.importing.rows.row import FormRow
from assessments.importing.rows.tables import form_rows
from assessments.importing.source import Paragraph, Source
from assessments.importing.wording import Wording
from codes.data import CodeData

# All calibrated on the generated layouts in every format and on excerpts of one section.
# A way that places this share of a Code, with answers to a quarter of it, is not looked beyond.
_ENOUGH, _ENOUGH_ANSWERED = 0.6, 0.25
# A later way has to be worth so many times as much: a table says more than lines of text.
_CLEARLY = 1.4
# What the titles say decides between Codes that fit as well, and no more.
_TITLE, _YEAR = 0.4, 0.15
_MOST_TITLES = 40

Way = Callable[[Source, Wording], list[FormRow]]


# Most forms are tables. What reads the others takes a moment to load, and is loaded for them alone.
def _labelled(source: Source, wording: Wording) -> list[FormRow]:
    from assessments.importing.rows.labelled import labelled_rows

    return labelled_rows(source, wording)


def _prose(source: Source, wording: Wording) -> list[FormRow]:
    from assessments.importing.rows.prose import prose_rows

    return prose_rows(source, wording)


WAYS: dict[str, Way] = {"tables": form_rows, "labelled": _labelled, "prose": _prose}


@dataclass(frozen=True)
class Attempt:
    """A source read in one way against one Code. `hint`: what its titles say for this Code."""

    way: str
    wording: Wording
    matches: list[Match]
    hint: float

    @cached_property
    def placed(self) -> list[Match]:
        return [match for match in self.matches if match.provision]

    @cached_property
    def fit(self) -> float:
        """How well it fits this Code rather than another."""
        return fit(self.matches) + self.hint

    @cached_property
    def answered(self) -> int:
        """How many provisions come with an answer, with two to choose from, or with its place.

        A place that a heading or a label names may be blank; then words elsewhere are no answer.
        """
        return len({match.provision for match in self.placed if _is_answered(match.row)})

    @property
    def unreadable(self) -> int:
        """How many provisions come with words where a label says that their answer should be."""
        if self.way != "labelled":
            return 0
        return len({match.provision for match in self.placed if _is_unreadable(match.row)})

    @property
    def worth(self) -> float:
        """How much it finds, to be compared with another way."""
        return fit(self.placed) + self.answered - self.unreadable

    @property
    def bar(self) -> float:
        """What a later way has to be worth more than. Words for answers are a misreading."""
        read = len({m.provision for m in self.placed if _reads(m.row)})
        return self.worth * (_CLEARLY if read >= self.unreadable else 1.0)

    @property
    def is_empty(self) -> bool:
        """Whether there is no row that belongs, or may belong, to a provision."""
        return not any(match.provision or match.open_to for match in self.matches)

    @property
    def is_enough(self) -> bool:
        """Whether no other way has to be tried. A column of answers may be blank throughout."""
        asked = sum(match.row.asked for match in self.placed)
        few = _ENOUGH_ANSWERED * len(self.placed)
        whole = _ENOUGH * len(self.wording.provisions)
        return len({m.provision for m in self.placed}) >= whole and max(self.answered, asked) > few


def _is_answered(row: FormRow) -> bool:
    doubted = any(doubt.role == "answer" for doubt in row.doubts)
    return doubted or row.asked or _reads(row)


def _reads(row: FormRow) -> bool:
    return read_answer(row.text("answer")).answer != ""


def _is_unreadable(row: FormRow) -> bool:
    return bool(row.text("answer")) and not _reads(row)


def best_attempt(source: Source, wordings: Sequence[Wording]) -> Attempt:
    """The way and the Code that find most. At least one wording has to be given."""
    best: Attempt | None = None
    for way in WAYS:
        found = max((_attempt(source, wording, way) for wording in wordings), key=_fits)
        if best is None or found.worth > best.bar or best.is_empty:
            best = found
        if best.is_enough:
            break
    assert best is not None  # noqa: S101 (there is a way)
    return best


def _fits(attempt: Attempt) -> tuple[float, object]:
    """A file may hold two whole forms: then the later Code's is the one that counts."""
    return round(attempt.fit, 1), attempt.wording.code.in_force_from


def _attempt(source: Source, wording: Wording, way: str) -> Attempt:
    rows = WAYS[way](source, wording)
    return Attempt(way, wording, match_rows(rows, wording), _hint(source, wording.code))


def _hint(source: Source, code: CodeData) -> float:
    blocks = source.blocks[:_MOST_TITLES]
    titles = " ".join(block.text for block in blocks if isinstance(block, Paragraph)).casefold()
    appendix = code.form.title.split(":")[0].casefold()
    named = code.title.casefold() in titles or appendix in titles
    return _TITLE * named + _YEAR * bool(re.search(rf"\b{re.escape(code.edition)}\b", titles))
