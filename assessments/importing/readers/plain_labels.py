"""Spaced text with labels beside texts: a small table of two columns for each provision.

A label stands where its line begins, and may go on below; the text stands to its right, where most
of the page's other lines begin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, takewhile

from assessments.importing.headings import Role, column_role
from assessments.importing.numbers import looks_like_number
from assessments.importing.readers import thresholds as t
from assessments.importing.readers.pdf_cells import Word, Words, cell_text
from assessments.importing.readers.plain_lines import SpacedLine
from assessments.importing.rows.lines import is_page_number
from assessments.importing.source import Block, Cell, Paragraph, Row, Table

_PARTS: frozenset[Role | None] = frozenset(
    {"number", "requirement", "answer", "evidence", "commentary"}
)


@dataclass
class _Pair:
    """A label and the words beside it."""

    line: SpacedLine
    label: str
    words: list[Word] = field(default_factory=list)

    @property
    def role(self) -> Role | None:
        return column_role(self.label)

    def goes_on(self, text: str) -> bool:
        """Whether a text below a label is the rest of it."""
        unfinished = self.label.endswith(("/", ":", "&", ",")) and column_role(text) in (
            None,
            self.role,
        )
        return (unfinished or text[:1].islower()) and _is_label(f"{self.label} {text}")


def label_blocks(lines: Sequence[SpacedLine]) -> list[Block]:
    """Labels and texts as tables of two cells a row; none where the text is not laid out so."""
    found = list(_pairs(lines))
    roles = Counter(item.role for item in found if isinstance(item, _Pair))
    often = [role for role in _PARTS if roles[role] >= t.FEWEST_LABELS]
    if len(often) < t.FEWEST_COLUMNS or not {"answer", "evidence"} & set(often):
        return []
    known = Words(word for line in lines for run in line.runs for word in run.words)
    return list(_blocks(found, known))


def _pairs(lines: Sequence[SpacedLine]) -> Iterator[_Pair | SpacedLine]:
    """The labels with what stands beside them, and lines that are neither."""
    own = [line for line in lines if not is_page_number(line.text)]
    known = _often(own)
    last: _Pair | None = None
    for line in own:
        label, words = _split(line, known, last)
        if label and last is not None and last.goes_on(label):
            last.label += f" {label}"
        elif label and _is_label(label):
            last = _Pair(line, label)
            yield last
        elif label:
            last = None
        if last is None:
            yield line
        else:
            last.words += words


def _is_label(text: str) -> bool:
    return column_role(text) in _PARTS and not looks_like_number(text)


def _often(lines: Sequence[SpacedLine]) -> list[tuple[str, ...]]:
    """What stands again and again where labels do, in words; the longest first."""
    texts = Counter(
        tuple(word.text for word in line.runs[0].words)
        for line in lines
        if line.left <= t.EARLY and len(line.runs) > 1
    )
    return sorted(
        (words for words, count in texts.items() if count >= t.FEWEST_LABELS), key=len, reverse=True
    )


def _split(
    line: SpacedLine, known: Sequence[tuple[str, ...]], last: _Pair | None
) -> tuple[str, list[Word]]:
    """What of a line stands where labels do, and the words beside it."""
    words = [word for run in line.runs for word in run.words]
    if line.left > t.EARLY:
        return "", words
    count = len(line.runs[0].words)
    if len(line.runs) == 1:
        count = _end([word.text for word in words], known, last)
    return " ".join(word.text for word in words[:count]), words[count:]


def _end(texts: Sequence[str], known: Sequence[tuple[str, ...]], last: _Pair | None) -> int:
    """How many words of a line are a label that has a single space between it and its text."""
    for own in known:
        if tuple(texts[: len(own)]) == own:
            used = {word for label in known for word in label if word.islower()}
            rest = takewhile(used.__contains__, texts[len(own) :])
            return len(own) + len(list(rest))
    for at, text in enumerate(texts[:-1], start=1):
        label = " ".join(texts[:at])
        if text.endswith(("/", ":")) and _is_label(label):
            return at
        if last is not None and not texts[at][:1].islower() and last.goes_on(label):
            return at if label.islower() else len(texts)
    return len(texts)


def _blocks(found: Sequence[_Pair | SpacedLine], known: Words) -> Iterator[Block]:
    for paired, items in groupby(found, key=lambda item: isinstance(item, _Pair)):
        if paired:
            yield Table(tuple(_row(item, known) for item in items if isinstance(item, _Pair)))
        else:
            for item in items:
                if isinstance(item, SpacedLine):
                    yield Paragraph(item.text, f"line {item.number}")


def _row(pair: _Pair, known: Words) -> Row:
    left = min((word.left for word in pair.words), default=0.0)
    right = max((word.right for word in pair.words), default=0.0)
    text = cell_text(pair.words, left, right, known)
    return Row((Cell(pair.label), Cell(text)), f"line {pair.line.number}")
