"""What became of each cell of a form whose content is known.

A cell is one provision's answer, evidence or commentary. It is one of:

- right: as written, folded as `ImportResult.as_json` does (one line, bullets without their marks);
  or blank and told, where the file does not show where the cell ends (`Case.open_to`),
- open: blank though something was written, or its provision was not placed,
- misplaced: it holds a text that belongs to another provision or another column,
- cut: a part of what was written, or that and some other text,
- wrong: anything else, such as Yes for No.

Of those that are not right, it is silent where nothing sends a person there. What does, is:

- of any cell: the certainty "ask"; a problem that names the provision, unless it is only about its
  answer (those tell of the answer's cell alone); an offer for the provision,
- of a blank cell also: that the provision is named as missing, that a left-over text is (a part of)
  what was written, or a problem or a note about the form as a whole that tells of blank cells.

A form that is refused is open in all its cells, and told. One that breaks the reader is silent.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from assessments.importing.limits import CannotRead
from assessments.importing.result import ImportResult
from assessments.importing.texts import flat
from tests.importing.reading import read_form

PARTS = ("answer", "evidence", "commentary")
KINDS = ("right", "wrong", "misplaced", "cut", "open")
_OF_THE_ANSWER = frozenset({"blank", "unreadable", "interpreted"})
# So many words in a row are no accident, or this share of what was written.
_WORDS, _SHARE = 4, 0.3
# So many characters of a text are shown before and after the place where another differs.
_BEFORE, _AFTER = 24, 70
_BLANKS_TOLD = re.compile(r"\b(blank|empty|no (answers?|evidence|commentary))\b", re.IGNORECASE)

Expected = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Case:
    """A form as a file, and what it says.

    `open_to` are the cells that may stay blank, as long as that is told.
    """

    layout: str
    format: str
    damage: str
    edition: str
    name: str
    data: bytes
    expected: Expected
    open_to: frozenset[tuple[str, str]] = frozenset()

    @property
    def key(self) -> str:
        return f"{self.layout} | {self.format}" + (f" | {self.damage}" if self.damage else "")


@dataclass
class Score:
    """Cells by what became of them; `examples` are some of those that are not right."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        self.counts.update(other.counts)
        self.examples += other.examples

    @property
    def cells(self) -> int:
        return sum(self.counts[kind] for kind in KINDS)

    @property
    def share(self) -> float:
        return self.counts["right"] / self.cells if self.cells else 1.0


def score(case: Case) -> Score:
    """Reads the form and counts its cells."""
    try:
        result = read_form(case.data, case.name)
    except CannotRead as refusal:
        return _none(case, f"refused: {refusal}", silent=False)
    except Exception as error:  # noqa: BLE001 (a reader that breaks is what we are looking for)
        return _none(case, f"BROKE: {error!r}", silent=True)
    return _Scoring(case, result).score()


def _none(case: Case, why: str, *, silent: bool) -> Score:
    cells = sum(map(len, case.expected.values()))
    counts = Counter(open=cells, silent=cells * silent, refused=int(not silent), broke=int(silent))
    return Score(counts, [f"{case.key} [{case.edition}]: {why}"])


@dataclass
class _Scoring:
    case: Case
    result: ImportResult

    def __post_init__(self) -> None:
        self.found = self.result.as_json()["responses"]
        self.places: dict[str, tuple[str, str]] = {
            text: (number, part)
            for number, parts in self.case.expected.items()
            for part, text in parts.items()
            if part != "answer" and text
        }
        self.words = {text: text.split() for text in self.places}

    def score(self) -> Score:
        total = Score()
        if self.result.edition != self.case.edition:
            total.examples.append(f"{self.case.key}: read as the Code of {self.result.edition}")
        for number, parts in self._all().items():
            for part, wanted in parts.items():
                self._cell(total, number, part, _folded(wanted))
        return total

    def _all(self) -> Expected:
        """The cells of the form, and those that were found where the form has nothing."""
        cells = {number: dict(parts) for number, parts in self.case.expected.items()}
        for number, parts in self.found.items():
            for part, text in parts.items():
                if text:
                    cells.setdefault(number, {}).setdefault(part, "")
        return cells

    def _cell(self, total: Score, number: str, part: str, wanted: str) -> None:
        got = _folded(self.found.get(number, {}).get(part, ""))
        kind = self._kind(part, wanted, got)
        told = kind == "right" or self._told(number, part, wanted, got)
        if kind == "open" and told and (number, part) in self.case.open_to:
            kind = "right"
        total.counts[kind] += 1
        total.counts["silent"] += not told
        if kind != "right":
            said = "" if told else " SILENT"
            total.examples.append(
                f"{self.case.key} [{self.case.edition}] {number} {part} {kind}{said}: "
                f"{_around(wanted, got)} became {_around(got, wanted)}"
            )

    def _kind(self, part: str, wanted: str, got: str) -> str:
        if got == wanted:
            return "right"
        if not got:
            return "open"
        if part == "answer":
            return "wrong"
        if got in self.places:
            return "misplaced"
        if wanted and _share(wanted.split(), got.split()):
            return "cut"
        foreign = any(_share(words, got.split()) for words in self.words.values())
        return "misplaced" if foreign else "wrong"

    def _told(self, number: str, part: str, wanted: str, got: str) -> bool:
        response = self.result.by_number().get(number)
        if response is not None and response.certainty == "ask":
            return True
        if any(offer.number == number for offer in self.result.offers):
            return True
        if any(
            item.provision == number and (part == "answer" or item.kind not in _OF_THE_ANSWER)
            for item in self.result.problems
        ):
            return True
        return not got and self._blank_told(number, wanted)

    def _blank_told(self, number: str, wanted: str) -> bool:
        if number in self.result.missing:
            return True
        forms = [item.message for item in self.result.problems if not item.provision]
        if any(_BLANKS_TOLD.search(text) for text in [*forms, *self.result.notes]):
            return True
        words = wanted.split()
        return any(_share(words, _folded(item.text).split()) for item in self.result.left_over)


def _around(text: str, other: str) -> str:
    """A text, or the part of it where it begins to differ from the other."""
    same = _alike(text, other)
    start = max(0, same - _BEFORE) if same > 2 * _BEFORE else 0
    part = text[start : same + _AFTER]
    return f"“{'…' * bool(start)}{part}{'…' * (len(text) > same + _AFTER)}”"


def _alike(one: str, other: str) -> int:
    """With how many characters two texts begin that are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _folded(text: str) -> str:
    return flat(text)


def _share(wanted: list[str], got: list[str]) -> bool:
    """Whether some words in a row are in both: more than two texts have by chance."""
    if not wanted or not set(wanted) & set(got):
        return False
    longest = SequenceMatcher(None, wanted, got, autojunk=False).find_longest_match().size
    return longest >= min(len(wanted), max(_WORDS, round(_SHARE * len(wanted))))
