"""From tables to the form's rows: one for each provision, joined where a page or merge cut it.

First the tables are cut into parts (`parts`), then each part gets its columns from all parts with
the same headings, or as many columns (`deciding`), and only then are the rows read in the file's
order: headings between them say section and stage, and a row that goes on is joined (`joining`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assessments.importing.headings import column_role, level_of, section_of, stage_of
from assessments.importing.numbers import looks_like_number, split_number
from assessments.importing.rows.columns import Layout
from assessments.importing.rows.contents import is_text
from assessments.importing.rows.deciding import decided, guessed
from assessments.importing.rows.joining import goes_on, joined
from assessments.importing.rows.legend import Legend, legend_of
from assessments.importing.rows.parts import Part, parts_of
from assessments.importing.rows.repairs import repaired
from assessments.importing.rows.row import FormRow
from assessments.importing.rows.row_texts import row_texts
from assessments.importing.rows.thresholds import CERTAIN, LABELS, STAGE_LETTERS, TITLE_LETTERS
from assessments.importing.source import Paragraph, Row, Source
from assessments.importing.wording import Wording

# Number and wording stand among the first filled cells of a row.
_FIRST = 3
_FURNITURE = re.compile(r"^\W*(?:page )?\d{1,3}(?: (?:of|/) \d{1,3})?\W*$", re.IGNORECASE)


@dataclass
class Context:
    """What the headings read so far say."""

    section: str = ""
    stage: str = ""
    level: str = ""

    def read(self, text: str) -> bool:
        """Takes up a heading. True where the text was one of a section, stage or level."""
        if len(text) > TITLE_LETTERS:
            return False
        section, stage, level = section_of(text), stage_of(text), level_of(text)
        if section:
            if section != self.section:
                self.stage, self.level = "", ""
            self.section = section
        if level:
            # Another level's heading starts the stages again.
            self.stage = stage if stage else "" if level != self.level else self.stage
            self.level = level
        short = len(text) <= STAGE_LETTERS
        if stage and short:
            self.stage = stage
        return bool(section or level or (stage and short))


@dataclass
class _Walk:
    """The state while walking through the parts."""

    wording: Wording
    legend: Legend
    rows: list[FormRow] = field(default_factory=list)
    context: Context = field(default_factory=Context)
    # Whether the last row may still go on: no other section's heading has come since.
    open: bool = False


def form_rows(source: Source, wording: Wording) -> list[FormRow]:
    """The rows of every table that may be the form, in the file's order."""
    walk = _Walk(wording, legend_of(source))
    found = parts_of(source, wording)
    layouts = _layouts([item for item in found if isinstance(item, Part)], walk)
    for item in found:
        if isinstance(item, Paragraph):
            if item.text.strip() and walk.context.read(item.text):
                walk.open = False
        else:
            _part(walk, item, next(layouts))
    return walk.rows


def _layouts(parts: Sequence[Part], walk: _Walk) -> Iterator[Layout | None]:
    """The layout of each part; None where it is not the form's."""
    alike: dict[object, list[Row]] = defaultdict(list)
    for part in parts:
        alike[_likeness(part)] += part.rows
    last: Layout | None = None
    for part in parts:
        rows = alike[_likeness(part)]
        if part.layout is not None:
            layout: Layout | None = decided(part.layout, rows, walk.wording)
        else:
            layout = _carried_on(last, part, walk.wording) or _guessed(part, rows, walk.wording)
        last = layout or last
        yield layout if layout is not None and layout.is_form else None


def _likeness(part: Part) -> object:
    """What tables of one form share: their headings, or how many columns they have."""
    if part.layout is None:
        return _width(part.rows)
    return part.layout.kind, part.layout.roles, part.layout.heads


def _width(rows: Sequence[Row]) -> int:
    return max((len(row.cells) for row in rows), default=0)


def _guessed(part: Part, rows: Sequence[Row], wording: Wording) -> Layout | None:
    """The layout by content alone; not of a table for each provision, with labels beside texts."""
    first = [row.cells[0].text for row in part.rows if row.cells and row.cells[0].text.strip()]
    labels = sum(column_role(text) is not None and not looks_like_number(text) for text in first)
    if len(first) > 2 and labels > LABELS * len(first):
        return None
    return guessed(rows, _width(part.rows), wording)


def _carried_on(last: Layout | None, part: Part, wording: Wording) -> Layout | None:
    """The last table's layout, where this one goes on with it on the next page."""
    width = _width(part.rows)
    if last is None or width > len(last.roles):
        return None
    if not last.is_form:
        # The next page of a table that is not the form: as wide, and no text between.
        return last if width == len(last.roles) and not part.apart else None
    if width < len(last.roles) and not any(_is_of_form(row, wording) for row in part.rows):
        return None
    return last if _fits_answers(last, part) else None


def _is_of_form(row: Row, wording: Wording) -> bool:
    """Whether a row shows by itself that it is the form's: a number, or the Code's wording."""
    texts = [cell.text for cell in row.cells if cell.text.strip()]
    return any(
        looks_like_number(text) or split_number(text)[0] or wording.is_wording(text)
        for text in texts[:_FIRST]
    )


def _fits_answers(layout: Layout, part: Part) -> bool:
    """Whether no more than half the texts under the answer's heading are other words."""
    if "answer" not in layout.roles:
        return True
    column = layout.roles.index("answer")
    texts = [row.cells[column].text for row in part.rows if column < len(row.cells)]
    return 2 * sum(map(is_text, texts)) <= max(len(texts), 1)


def _part(walk: _Walk, part: Part, layout: Layout | None) -> None:
    """Reads one part's rows; of one that is not the form's, the headings alone."""
    for row in part.rows:
        if layout is not None:
            _row(walk, row, layout)
        elif (text := _only_text(row)) and walk.context.read(text):
            walk.open = False


def _only_text(row: Row) -> str:
    """The text of a row that has just one, however many cells it spans."""
    texts = {cell.text for cell in row.cells if cell.text.strip()}
    return texts.pop() if len(texts) == 1 else ""


def _row(walk: _Walk, row: Row, layout: Layout) -> None:
    _read_own_column(walk, row, layout)
    only = _only_text(row)
    if only and _is_heading(walk, row, only):
        return
    if only and _FURNITURE.match(only) and not looks_like_number(only):
        return
    made = _made(walk, row, layout)
    last = walk.rows[-1] if walk.rows else None
    if last is not None and walk.open and goes_on(last, made, row, layout, walk.wording):
        walk.rows[-1] = joined(last, made, row, layout, walk.wording)
    elif any(made.texts.values()) or made.doubts:
        walk.rows.append(made)
        walk.open = True


def _made(walk: _Walk, row: Row, layout: Layout) -> FormRow:
    """The row as it stands, not yet joined with another."""
    texts, doubts = row_texts(row, layout, walk.wording, walk.legend)
    return FormRow(
        texts=repaired(texts, walk.wording, layout),
        where=row.where,
        kind=layout.kind,
        has_action_column="action" in layout.roles,
        readings=_readings(row, layout),
        section=walk.context.section,
        stage=walk.context.stage,
        level=walk.context.level,
        headed=layout.headed,
        asked=layout.has("answer", "yes") and (layout.headed or "answer" in layout.unsure),
        doubts=doubts,
        undivided=row.undivided,
    )


def _read_own_column(walk: _Walk, row: Row, layout: Layout) -> None:
    """Reads a section's heading from its own column, merged down the section's rows."""
    for cell, role in zip(row.cells, layout.roles, strict=False):
        if role in ("ignored", None) and not cell.below and section_of(cell.text):
            if walk.context.read(cell.text):
                walk.open = False
            return


def _is_heading(walk: _Walk, row: Row, only: str) -> bool:
    """Whether a row with one text is a heading between the form's rows."""
    spans = sum(cell.text.strip() != "" for cell in row.cells) > 1 or len(row.cells) == 1
    first = row.cells[0].text.strip() != ""
    if looks_like_number(only):
        return False
    # A title may resemble a provision: named a section, and merged or in the first column, it is
    # a title.
    named = bool(section_of(only)) and not split_number(only)[0]
    titled = (spans or first) and named and walk.wording.best(only) < CERTAIN
    if not titled and walk.wording.is_wording(split_number(only)[1]):
        return False
    if (spans or first) and walk.context.read(only):
        walk.open = False
        return True
    return spans


def _readings(row: Row, layout: Layout) -> tuple[str, ...]:
    for cell, role in zip(row.cells, layout.roles, strict=False):
        if role == "number":
            return cell.readings
    return ()
