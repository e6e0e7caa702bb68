"""Forms without the table: each provision by itself, its parts behind labels.

Nothing is cut before the whole form was looked at. First all places where a provision may begin
are found (`starts`), then the form's labels (`labels`), both by what the form does again and again.
A beginning that the form's first label does not follow is one that a comment quotes, and belongs
to the text above. Only then are the lines between given to their parts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from assessments.importing.answers import is_answer, read_answer
from assessments.importing.headings import Role
from assessments.importing.numbers import looks_like_number
from assessments.importing.rows import thresholds
from assessments.importing.rows.foot import take_foot
from assessments.importing.rows.labels import Labels, find_labels
from assessments.importing.rows.lines import (
    Headings,
    TextLine,
    is_page_number,
    reflow,
    text_lines,
)
from assessments.importing.rows.row import Doubt, FormRow
from assessments.importing.rows.starts import Start, find_starts
from assessments.importing.source import Source
from assessments.importing.texts import flat, fold, tidy
from assessments.importing.wording import Wording

_ANSWERED: tuple[Role, ...] = ("answer", "evidence", "commentary")
_BELOW = (
    "We left out what stands below the last provision: “{}”. If it belongs to this text, copy it "
    "there."
)
_UNCHOSEN = re.compile(r"^\W*yes\W*(?:or\W*)?no\W*:?\s*", re.IGNORECASE)
_CHOICE = ("yes no", "y n")
# Titles of a page, which close what stands above them wherever they are.
_TITLE_RANKS = 2


@dataclass
class _Record:
    """One provision's parts as they are read."""

    start: Start
    where: str
    section: str
    stage: str
    texts: dict[Role, list[str]] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    labels: set[str] = field(default_factory=set)

    def add(self, role: Role, text: str) -> None:
        self.texts.setdefault(role, []).append(text)

    def has(self, role: Role) -> bool:
        return any(text.strip() for text in self.texts.get(role, ()))


def labelled_rows(source: Source, wording: Wording) -> list[FormRow]:
    """A row for each provision whose parts stand behind labels."""
    lines = list(text_lines(source))
    starts = find_starts(lines, wording)
    labels = _labels(lines, starts, wording)
    if not labels:
        return []
    starts = _answered_starts(lines, starts, labels)
    cutter = _Cutter(lines, labels, Headings(wording.code), starts)
    records = cutter.records()
    cutter.take_foot(wrapped=source.wrapped)
    _drop_unchosen(records)
    asked = labels.has("answer")
    return [_row(record, source.wrapped, asked) for record in records if _is_answered(record)]


def _labels(lines: Sequence[TextLine], starts: Sequence[Start], wording: Wording) -> Labels:
    """The form's labels, looked for in what follows each beginning."""
    count = len({start.name for start in starts})
    return find_labels(_below(lines, starts), wording.code.form.columns, count)


def _below(lines: Sequence[TextLine], starts: Sequence[Start]) -> list[Sequence[TextLine]]:
    """The lines of each beginning, up to the next."""
    ends = [*[start.line for start in starts], len(lines)][1:]
    return [lines[start.last : end] for start, end in zip(starts, ends, strict=bool(starts))]


def _answered_starts(
    lines: Sequence[TextLine], starts: Sequence[Start], labels: Labels
) -> list[Start]:
    """The beginnings of responses: those that the form's first label follows.

    Of the others, one at its own place in the form is a provision without a response. Any other
    is quoted, and a part of the text around it.
    """
    first = [_first_role(below, labels) for below in _below(lines, starts)]
    counts = Counter(role for role in first if role)
    if not counts:
        return list(starts)
    opening = counts.most_common(1)[0][0]
    kept = {start.name for start, role in zip(starts, first, strict=True) if role == opening}
    main = Counter(start.shape for start in starts).most_common(1)[0][0]
    return [
        start
        for start, role in zip(starts, first, strict=True)
        if role == opening or (start.name not in kept and start.shape == main)
    ]


def _first_role(lines: Sequence[TextLine], labels: Labels) -> Role | None:
    """The part that the first label below a beginning stands for."""
    for line in lines:
        found = labels.cut(line)
        if found is not None and found[1] in _ANSWERED:
            return found[1]
    return None


class _Cutter:
    """Gives each line to the provision and the part that it belongs to."""

    def __init__(
        self,
        lines: Sequence[TextLine],
        labels: Labels,
        headings: Headings,
        starts: Sequence[Start],
    ) -> None:
        self._lines = lines
        self._labels = labels
        self._headings = headings
        self._starts = {start.line: start for start in starts}
        self._rank = _closing_rank(lines, starts)
        self._role: Role | None = None
        self._section = self._stage = self._label = ""
        self._records: list[_Record] = []

    def records(self) -> list[_Record]:
        """Every provision, in the file's order."""
        read = 0
        for index, line in enumerate(self._lines):
            if start := self._starts.get(index):
                self._begin(start)
                read = start.last + 1
            elif index >= read:
                self._line(line)
        return self._records

    def take_foot(self, *, wrapped: bool) -> None:
        """Leaves out of the last provision's text what stands below it, and says so."""
        texts = [record.texts for record in self._records]
        foot = take_foot(texts, self._role, wrapped=wrapped)
        if foot and self._role:
            message = _BELOW.format(flat(foot)[: thresholds.SHOWN])
            self._records[-1].doubts = (Doubt(self._role, message),)

    def _begin(self, start: Start) -> None:
        where = self._lines[start.last].where
        record = _Record(start, where, self._section, self._stage)
        record.add("number", start.number)
        record.add("requirement", start.rest)
        self._records.append(record)
        self._role = "requirement"
        self._label = ""

    def _line(self, line: TextLine) -> None:
        text = line.text.strip()
        if self._goes_on_in_cell(line, text):
            return
        found = self._labels.cut(line) if self._records else None
        if found is not None and self._takes(found[0], found[1], text):
            self._part(*found)
        elif not line.label and (self._heading(line, text) or is_page_number(text)):
            return
        elif self._role is not None:
            self._text(line, text)

    def _goes_on_in_cell(self, line: TextLine, text: str) -> bool:
        """Whether a page ended in the middle of a label, and of the text beside it."""
        if not (line.label and self._role and self._records):
            return False
        whole = f"{self._label} {line.label}"
        if not self._headings.is_column(whole):
            return False
        self._records[-1].add(self._role, text)
        self._label = whole
        return True

    def _takes(self, label: str, role: Role, text: str) -> bool:
        """Whether a label counts here: once in each provision, and not as an answer's own word."""
        record = self._records[-1]
        if self._role == "answer" and is_answer(text) and not record.has("answer"):
            # "Compliant" is an answer here, though elsewhere a label.
            return False
        return label not in record.labels or (role == self._role and not record.has(role))

    def _part(self, label: str, role: Role, rest: str) -> None:
        record = self._records[-1]
        record.labels.add(label)
        record.add(role, "" if looks_like_number(rest) and role == "number" else rest)
        self._role, self._label = role, label
        if role == "answer" and rest:
            self._after_answer(record)

    def _text(self, line: TextLine, text: str) -> None:
        record = self._records[-1]
        if line.label and fold(line.label) not in record.labels:
            record.labels.add(fold(line.label))
            text = f"{line.label}: {text}" if text else ""
        if self._role == "requirement" and is_answer(text) and not self._labels.has("answer"):
            self._role = "answer"
        elif self._role == "answer" and text and not self._labels.has("evidence"):
            self._role = "answer" if read_answer(text).answer or is_answer(text) else "evidence"
        role = self._role
        if role is None:
            return
        record.add(role, text)
        if role == "answer" and text:
            self._after_answer(record)

    def _after_answer(self, record: _Record) -> None:
        """Where no label names the evidence, it is what stands below the answer."""
        if not self._labels.has("evidence") and record.has("answer"):
            self._role = "evidence"

    def _heading(self, line: TextLine, text: str) -> bool:
        """Takes up a section's or stage's heading: what comes after belongs to no response yet."""
        section, stage = self._headings.section(text), self._headings.stage(text)
        if section:
            self._section, self._stage = section, ""
        elif stage:
            self._stage = stage
        elif not (self._headings.level(text) or 0 < line.rank < self._rank):
            return False
        self._role = None
        return True


def _closing_rank(lines: Sequence[TextLine], starts: Sequence[Start]) -> int:
    """From which rank down a heading may be a part of a response: higher ones end it."""
    ranks = Counter(lines[start.last].rank for start in starts if lines[start.last].rank)
    if 2 * ranks.total() > len(starts):
        return ranks.most_common(1)[0][0] + 1
    return _TITLE_RANKS + 1


def _is_answered(record: _Record) -> bool:
    return any(role in record.texts for role in _ANSWERED)


def _drop_unchosen(records: Sequence[_Record]) -> None:
    """Where most answers begin with "Yes / No", that is a part of the label "Comply: Yes / No"."""
    answers = [record.texts["answer"] for record in records if record.texts.get("answer")]
    begun = [parts for parts in answers if fold(parts[0]) in _CHOICE]
    if len(begun) >= thresholds.FEWEST_CHOICES and len(begun) > thresholds.MOSTLY * len(answers):
        for parts in begun:
            parts.pop(0)


def _row(record: _Record, wrapped: bool, asked: bool) -> FormRow:
    texts: dict[Role, str] = {
        role: reflow(parts) if wrapped else tidy("\n".join(parts)).strip()
        for role, parts in record.texts.items()
        if role not in ("past", "ignored")
    }
    answer = texts.get("answer", "")
    if answer and fold(answer) not in _CHOICE:
        texts["answer"] = _UNCHOSEN.sub("", answer) or answer
    return FormRow(
        texts=texts,
        where=record.where,
        kind="labelled",
        section=record.section,
        stage=record.stage,
        asked=asked,
        doubts=record.doubts,
    )
