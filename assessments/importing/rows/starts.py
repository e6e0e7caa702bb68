"""Where each provision begins, in a form without the table.

A provision's number may stand anywhere: in a heading, behind a label, before the wording, in a
sentence of another's comments. So every place that could be a beginning is found first. Then the
form says by itself which are: it writes its beginnings all alike, and goes through the provisions
once. A place that looks otherwise counts only for a provision that has no other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assessments.importing.headings import column_role
from assessments.importing.numbers import looks_like_number, split_number
from assessments.importing.rows import thresholds
from assessments.importing.rows.lines import TextLine
from assessments.importing.rows.prefixes import prefixes
from assessments.importing.texts import flat, fold
from assessments.importing.wording import Wording

Shape = tuple[object, ...]


@dataclass(frozen=True)
class Start:
    """Where a provision begins. `line` is the first of its lines, `last` the one read here."""

    line: int
    last: int
    number: str
    rest: str
    shape: Shape

    @property
    def name(self) -> str:
        """What tells provisions apart: the number, else the wording."""
        return flat(self.number) or fold(self.rest)


def find_starts(lines: Sequence[TextLine], wording: Wording) -> list[Start]:
    """The places where provisions begin, in the file's order."""
    finder = _Finder(lines, wording)
    found = [start for index in range(len(lines)) if (start := finder.start(index))]
    numbered = [start for start in found if start.number]
    worded = [start for start in found if not start.number]
    chosen = numbered if 2 * _count(numbered) >= _count(worded) else worded
    return _alike(chosen)


def _count(starts: Sequence[Start]) -> int:
    return len({start.name for start in starts})


def _alike(starts: Sequence[Start]) -> list[Start]:
    """The starts that look as most do, and others for provisions that have none of these."""
    shapes: dict[Shape, set[str]] = defaultdict(set)
    for start in starts:
        shapes[start.shape].add(start.name)
    if not shapes:
        return []
    main = max(shapes, key=lambda shape: len(shapes[shape]))
    return [start for start in starts if start.shape == main or start.name not in shapes[main]]


class _Finder:
    def __init__(self, lines: Sequence[TextLine], wording: Wording) -> None:
        self._lines = lines
        self._wording = wording

    def start(self, index: int) -> Start | None:
        """The start in one line; None where no provision begins there."""
        line = self._lines[index]
        if line.label:
            return self._beside_label(index, line)
        text = line.text.strip()
        if not text:
            return None
        return (
            self._number_alone(index, line, text)
            or self._number_and_text(index, line, text)
            or self._behind_label(index, line)
            or self._wording_alone(index, line, text)
        )

    def _beside_label(self, index: int, line: TextLine) -> Start | None:
        """The cell beside a label, or beside the number itself."""
        text = line.text.strip()
        if looks_like_number(line.label):
            known = self._is_known(text)
            return Start(index, index, line.label, text, ("cell", "")) if known else None
        role = column_role(line.label)
        return self._labelled(index, role, text, ("cell", fold(line.label)))

    def _behind_label(self, index: int, line: TextLine) -> Start | None:
        """ "Code requirement: 4.1 Landlords must …"."""
        for label, rest in prefixes(line):
            start = self._labelled(index, column_role(label), rest, ("label", fold(label)))
            if start is not None and rest:
                return start
        return None

    def _labelled(self, index: int, role: str | None, text: str, shape: Shape) -> Start | None:
        if role not in ("number", "requirement"):
            return None
        if looks_like_number(text):
            return Start(index, index, text, "", shape)
        number, rest = split_number(text)
        if number and (role == "number" or self._is_known(rest)):
            return Start(index, index, number, rest, shape)
        return Start(index, index, "", text, shape) if self._is_wording(text) else None

    def _number_alone(self, index: int, line: TextLine, text: str) -> Start | None:
        if not looks_like_number(text):
            return None
        above = self._label_above(index)
        titled = text[:1].isupper() and not text.endswith(".")
        if not (above < index or line.heading or line.lead or titled or self._begins(index)):
            return None
        bold = bool(line.lead) and not line.heading
        return Start(above, index, text, "", ("alone", line.heading, line.rank, bold))

    def _label_above(self, index: int) -> int:
        """The line with the number's own label above it; the same line where there is none."""
        for above in range(index - 1, max(index - 3, -1), -1):
            text = self._lines[above].text.strip()
            if text:
                named = column_role(text) == "number" and not looks_like_number(text)
                return above if named and not self._lines[above].label else index
        return index

    def _number_and_text(self, index: int, line: TextLine, text: str) -> Start | None:
        number, rest = split_number(text)
        if not number:
            return None
        title = len(text) < thresholds.LONGEST_TITLE and (line.heading or line.lead == text)
        if not (self._is_known(rest) or title):
            return None
        bold = bool(split_number(f"{line.lead} x")[0]) and not line.heading
        return Start(index, index, number, rest, ("number", line.heading, line.rank, bold))

    def _wording_alone(self, index: int, line: TextLine, text: str) -> Start | None:
        marked = line.heading or line.lead == text
        if not marked or not self._is_wording(text):
            return None
        return Start(index, index, "", text, ("wording", line.heading, line.rank))

    def _begins(self, index: int) -> bool:
        """Whether a response begins below a number: with a label, or with the Code's wording."""
        below = [line for line in self._lines[index + 1 : index + 4] if line.text.strip()]
        if not below or split_number(below[0].text)[0]:
            # The line is a sentence's last word: "clause", and on the next line "4.2."
            return False
        roles = {column_role(label) for label, _ in prefixes(below[0])}
        together = " ".join(line.text for line in below)[:90]
        return (
            bool(roles & {"requirement", "answer"})
            or self._wording.beginning(together) >= thresholds.BEGINS_BELOW
            or self._wording.is_wording(below[0].text)
        )

    def _is_known(self, text: str) -> bool:
        return self._wording.beginning(text) >= thresholds.STARTS_LIKE or self._wording.is_wording(
            text
        )

    def _is_wording(self, text: str) -> bool:
        return len(fold(text)) >= thresholds.TELLING and self._is_known(text)
