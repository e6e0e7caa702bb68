"""Whether what follows a wording in running text is one provision's answer and texts, and no more.

Nothing in such a text says where a cell ends. What stands behind a wording is taken for its texts
only where no line of it belongs elsewhere: the Code's own words, a provision's number, another
answer, a heading or a label.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from assessments.importing.answers import is_answer
from assessments.importing.headings import column_role, is_title, section_of, tick_role
from assessments.importing.numbers import looks_like_number, split_number
from assessments.importing.rows import thresholds as t
from assessments.importing.rows.lines import TextLine
from assessments.importing.texts import fold
from assessments.importing.wording import Wording

_LABELS = frozenset({"number", "requirement", "answer", "evidence", "commentary"})
_BOXES = frozenset("☐☑☒✓✔✗✘")


class Whole:
    """Judges the responses of one form."""

    def __init__(self, wording: Wording, above: Iterable[str]) -> None:
        """`above`: the lines before the first provision, which may come again."""
        self._wording = wording
        self._above = {folded for line in above if (folded := fold(line))}

    @cached_property
    def _code(self) -> str:
        code = self._wording.code
        titles = (fold(section.title) for section in code.sections)
        return " | ".join([*(fold(item.text) for item in self._wording.provisions), *titles])

    def without_headings(self, body: list[str]) -> list[str]:
        """A response's lines without the headings of what comes next, as they stand at the top."""
        end = len(body)
        while end and (not body[end - 1].strip() or fold(body[end - 1]) in self._above):
            end -= 1
        return body[:end]

    def is_doubtful(self, lines: Sequence[str]) -> bool:
        """Whether some of the lines of a response, behind its answer, may be another's."""
        filled = [line for line in lines if line.strip()]
        if not filled:
            return False
        return _is_cut(filled) or _is_label(filled[0]) or any(map(self._is_foreign, filled))

    def _is_foreign(self, line: str) -> bool:
        folded = fold(line)
        if folded in self._above or is_answer(line):
            return True
        if not _BOXES.isdisjoint(line) or is_title(line) or self._is_number(line):
            return True
        return self._is_heading(line, folded) or self._is_wording(folded)

    def _is_number(self, line: str) -> bool:
        number, rest = split_number(line)
        alone = looks_like_number(line) or (bool(number) and is_answer(rest))
        return alone and any(
            number in self._wording.numbers for number in (number, line.split()[-1])
        )

    def _is_heading(self, line: str, folded: str) -> bool:
        """Whether a line is a section's heading, or has names of columns."""
        if section_of(line) and folded.split(" ", 2)[-1] in self._code:
            return True
        names = [fold(name) for name in self._wording.code.form.columns]
        return folded in names or sum(f" {name} " in f" {folded} " for name in names) > 1

    def _is_wording(self, folded: str) -> bool:
        """Whether a line is a part of the Code's text, or begins or ends with one."""
        words = folded.split()
        if len(folded) >= t.SHORTEST_PART and folded in self._code:
            return True
        parts = (words[: t.PART_WORDS], words[-t.PART_WORDS :])
        return len(words) >= t.PART_WORDS and any(" ".join(part) in self._code for part in parts)


def _is_label(line: str) -> bool:
    short = len(line.split()) <= t.LABEL_WORDS and not line.endswith(".")
    return short and (column_role(line) in _LABELS or tick_role(line) is not None)


def _is_cut(lines: Sequence[str]) -> bool:
    """Whether a text begins amid a sentence, or with an answer, behind the one that was taken."""
    words = lines[0].split()
    if words[0][:1].islower():
        return True
    openings = (count for count in (1, 2, 3) if is_answer(" ".join(words[:count])))
    return any(is_answer(word) or word[:1].isupper() for n in openings for word in words[n : n + 1])


def are_out_of_order(lines: Sequence[TextLine], starts: Iterable[tuple[int, str]]) -> bool:
    """Whether numbers stand apart from their wordings: then texts do from their answers, too.

    `starts`: for each provision the line in which it begins, and its number, empty without one.
    """
    found = list(starts)
    begun = {line for line, _ in found}
    alone = sum(
        looks_like_number(line.text) and index not in begun for index, line in enumerate(lines)
    )
    bare = sum(not number for _, number in found)
    return alone >= t.FEW_RESPONSES and bare > t.OUT_OF_ORDER * len(found)
