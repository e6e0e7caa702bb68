"""Text that keeps a page's columns apart with spaces, as `pdftotext -layout` writes it.

The headings say which columns there are; where each begins is worked out from the lines below them,
for each page, and again for each row, as such texts set rows a little to the left or right. A row
begins at its number and goes on over the end of a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assessments.importing.headings import level_of, section_of, stage_of
from assessments.importing.limits import CannotRead
from assessments.importing.numbers import looks_like_number, split_number
from assessments.importing.readers import thresholds as t
from assessments.importing.readers.pdf_cells import Word, Words, cell_text
from assessments.importing.readers.plain_borders import fitted, placed
from assessments.importing.readers.plain_fit import Band, Bases, page_bases
from assessments.importing.readers.plain_heads import Head, find_heads
from assessments.importing.readers.plain_labels import label_blocks
from assessments.importing.readers.plain_lines import SpacedLine, spaced_lines
from assessments.importing.rows.lines import is_page_number
from assessments.importing.source import Block, Cell, Paragraph, Row, Table

# Columns of which the Code's numbers and wording tell later what is theirs.
_TOLD = frozenset({"number", "requirement"})


def column_blocks(text: str) -> list[Block]:
    """The tables and lines of such a text; none where it is another or has no columns known.

    Raises CannotRead where rows have columns, and no headings say what these are.
    """
    lines = spaced_lines(text)
    apart = sum(len(line.runs) > 1 for line in lines)
    widest = max((line.right for line in lines), default=0)
    if "\t" in text or apart < t.APART * len(lines) or widest > t.WIDEST_LINE:
        return []
    heads = find_heads(lines)
    if not heads:
        blocks = label_blocks(lines)
        if not blocks and _has_rows(lines):
            raise CannotRead(_NO_HEADINGS)
        return blocks
    blocks = list(_Reading(lines, heads).blocks())
    tabled = sum(len(block.rows) for block in blocks if isinstance(block, Table))
    return blocks if tabled > len(heads) else []


_NO_HEADINGS = (
    "The columns of this text have no headings, so we cannot tell them apart. Upload the PDF or "
    "the document itself."
)


def _has_rows(lines: Sequence[SpacedLine]) -> bool:
    """Whether most lines that begin with a number have more columns beside their wording."""
    numbered = [line for line in lines if looks_like_number(line.runs[0].text)]
    wide = [line for line in numbered if len(line.runs) > t.FEWEST_COLUMNS]
    return len(numbered) >= t.ROWS_THAT_TELL and 2 * len(wide) > len(numbered)


@dataclass
class _Reading:
    """The state while going through the lines: first what belongs where, then the columns."""

    lines: Sequence[SpacedLine]
    heads: Sequence[Head]
    head: Head | None = None
    # Whether lines belong to the table, and not to a text behind it.
    inside: bool = False
    band: Band | None = None
    found: list[Head | Band | SpacedLine] = field(default_factory=list)

    def blocks(self) -> Iterator[Block]:
        self._walk()
        bands = [item for item in self.found if isinstance(item, Band)]
        bases = page_bases(bands)
        known = Words(word for line in self.lines for run in line.runs for word in run.words)
        rows: list[Row] = []
        for item in self.found:
            if isinstance(item, SpacedLine):
                if rows:
                    yield Table(tuple(rows), spaced=True)
                rows = []
                yield Paragraph(item.text, f"line {item.number}")
            elif isinstance(item, Head):
                rows.append(_made(item.texts, self.lines[item.index]))
            else:
                rows.append(_row(item, bases, known))
        if rows:
            yield Table(tuple(rows), spaced=True)

    def _walk(self) -> None:
        heads = {head.index: head for head in self.heads}
        behind = 0
        for index, line in enumerate(self.lines):
            if head := heads.get(index):
                self.head, self.band, self.inside = head, None, True
                behind = index + head.count
                self.found.append(head)
            if index >= behind and not is_page_number(line.text):
                self._take(line)

    def _take(self, line: SpacedLine) -> None:
        """Gives a line to the row that it belongs to, or to none."""
        head = self.head
        if head is not None and _begins(line, head):
            self.inside, self.band = True, Band(head)
            self.found.append(self.band)
        elif head is None or _is_title(line) or _runs_across(line, head):
            self.inside = False
        if not self.inside or head is None or _is_aside(line, head):
            self.found.append(line)
            return
        if self.band is None:
            self.band = Band(head)
            self.found.append(self.band)
        self.band.add(line)


def _begins(line: SpacedLine, head: Head) -> bool:
    """Whether a row begins in the line: with its number, or with that and its wording."""
    left, right = head.lefts[head.key], [*head.lefts, t.WIDEST_LINE][head.key + 1]
    near = [
        word
        for run in line.runs
        for word in run.words
        if left - t.DRIFT < word.left < right and (head.key or word.left <= t.EARLY)
    ]
    if not near:
        return False
    whole = " ".join(word.text for word in near)
    return looks_like_number(near[0].text) or looks_like_number(whole) or _is_named(whole)


def _is_named(text: str) -> bool:
    """Whether a text begins with a number and a word before it: "Provision 1.2"."""
    return bool(split_number(text)[0])


def _is_aside(line: SpacedLine, head: Head) -> bool:
    """Whether a line has but words in the numbers' column that are no number."""
    if head.roles[head.key] != "number" or len(line.runs) > 1 or _begins(line, head):
        return False
    after = [*head.lefts, t.WIDEST_LINE][head.key + 1]
    return line.left >= head.lefts[head.key] - t.DRIFT and line.right <= after


def _is_title(line: SpacedLine) -> bool:
    """Whether a line is the heading of a section, stage or level."""
    text = line.text
    if len(line.runs) > 1 or len(text) > t.LONGEST_TITLE or split_number(text)[0]:
        return False
    short = len(text) <= t.LONGEST_STAGE
    return bool(section_of(text) or level_of(text) or (short and stage_of(text)))


def _runs_across(line: SpacedLine, head: Head) -> bool:
    """Whether a line begins where the table does, and goes on over its first column."""
    alone = len(line.runs) == 1 and line.left <= head.lefts[0] + t.EARLY
    return alone and line.right > head.lefts[1] + t.DRIFT_RIGHT


def _row(band: Band, bases: Bases, known: Words) -> Row:
    """A row's cells; those with a border in doubt are left empty, and their text undivided."""
    columns: list[list[Word]] = [[] for _ in band.head.columns]
    doubtful: set[int] = set()
    for part in band.parts:
        base = bases[band.head.index, part[0].page]
        found = placed(part, fitted(base, part)[1])
        for column, words in zip(columns, found.columns, strict=True):
            column += words
        doubtful |= {column for at in found.open_to for column in (at - 1, at)}
    doubtful |= {column for column in band.head.close_ticks if columns[column]}
    texts = [_text(words, known) for words in columns]
    doubtful -= {column for column in doubtful if band.head.roles[column] in _TOLD}
    undivided = "\n".join(texts[column] for column in sorted(doubtful) if texts[column])
    kept = ["" if column in doubtful else text for column, text in enumerate(texts)]
    return _made(kept, band.parts[0][0], undivided)


def _text(words: list[Word], known: Words) -> str:
    left = min((word.left for word in words), default=0.0)
    right = max((word.right for word in words), default=0.0)
    return cell_text(words, left, right, known)


def _made(texts: Sequence[str], line: SpacedLine, undivided: str = "") -> Row:
    return Row(tuple(Cell(text) for text in texts), f"line {line.number}", undivided)
