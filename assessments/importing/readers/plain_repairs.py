"""What programs do to a text, undone before it is read: titles between pages, bars left out."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from assessments.importing.answers import is_answer
from assessments.importing.headings import column_role, level_of, section_of, stage_of
from assessments.importing.numbers import split_number
from assessments.importing.readers import thresholds as t
from assessments.importing.rows.columns import heading_layout
from assessments.importing.source import Cell, Row


def without_titles(text: str) -> str:
    """The text without its first line, wherever else that stands: a page's title.

    A last line that stands elsewhere too may well be what was written under each provision.
    """
    lines = text.split("\n")
    filled = [line.strip() for line in lines if line.strip()]
    counts = Counter(filled)
    titles = {line for line in filled[:1] if counts[line] >= t.TITLED and _is_title(line)}
    kept = ["" if line.strip() in titles else line for line in lines]
    return "\n".join(kept) if titles else text


def _is_title(line: str) -> bool:
    """Whether a line says nothing that a form's own lines say."""
    own = section_of(line) or level_of(line) or stage_of(line) or split_number(line)[0]
    plain = not own and column_role(line) is None and not is_answer(line)
    return plain and t.SHORTEST_TITLE <= len(line) <= t.LONGEST_TITLE and "\t" not in line


def with_whole_labels(text: str) -> str:
    """The text with each label on one line that stands broken over several, again and again."""
    lines = text.split("\n")
    for _ in range(t.LABEL_LINES - 1):
        pairs = Counter(pair for pair in pairwise(lines) if _is_broken_label(*pair))
        often = {pair for pair, count in pairs.items() if count >= _fewest(*pair)}
        for index in range(len(lines) - 1):
            if (lines[index], lines[index + 1]) in often:
                lines[index], lines[index + 1] = "", f"{lines[index]} {lines[index + 1]}"
    return "\n".join(lines)


def _fewest(above: str, below: str) -> int:
    """How often a broken label has to stand: more often where its first line says nothing."""
    known = column_role(above) == column_role(f"{above} {below}")
    return t.FEWEST_LABELS if known else t.FEWEST_BROKEN


def _is_broken_label(above: str, below: str) -> bool:
    whole = f"{above} {below}"
    short = len(whole) <= t.LONGEST_LABEL and below[:1].islower() and not above.endswith(".")
    if not short or not above.strip() or column_role(whole) is None:
        return False
    few = len(whole.split()) <= t.LABEL_WORDS and above[:1].isupper()
    return column_role(above) == column_role(whole) or (few and column_role(above) is None)


def with_outer_bars(text: str) -> str:
    """The text with a bar before and behind each row of a table whose bars stand between cells."""
    lines = text.split("\n")
    if not any(_is_barred_heading(line) for line in lines):
        return text
    return "\n".join(_barred(line) for line in lines)


def _is_barred_heading(line: str) -> bool:
    if line.count("|") < t.FEWEST_BARS or line.lstrip().startswith("|"):
        return False
    cells = tuple(Cell(text.strip()) for text in line.strip().strip("|").split("|"))
    return heading_layout(Row(cells, "")) is not None


def _barred(line: str) -> str:
    text = line.strip()
    if text.count("|") < t.FEWEST_BARS or text.startswith("|"):
        return line
    return f"| {text}" if text.endswith("|") else f"| {text} |"
