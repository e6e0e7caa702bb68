"""From tables to the form's rows: one for each provision, joined where a page or merge cut it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from assessments.importing.answers import looks_long, read_answer
from assessments.importing.headings import Role, level_of, section_of, stage_of
from assessments.importing.numbers import looks_like_number, split_number
from assessments.importing.rows.cell_labels import without_labels
from assessments.importing.rows.columns import (
    Layout,
    aligned,
    completed,
    continued_heading,
    guessed,
    heading_layout,
    with_subheading,
)
from assessments.importing.rows.divided import divided
from assessments.importing.rows.repairs import repaired
from assessments.importing.rows.row import FormRow
from assessments.importing.source import Cell, Paragraph, Row, Source, Table
from assessments.importing.texts import flat, fold, join
from assessments.importing.wording import Wording

_TICK = re.compile(r"^\W*(?:[✓✔☑☒✅●■xXyY1]|yes|true|tick(?:ed)?)\W*$", re.IGNORECASE)
_CERTAIN = 90.0
_DASHES = re.compile(r"^[\s\-–—_=|:+*]*$")
_FURNITURE = re.compile(r"^\W*(?:page )?\d{1,3}(?: (?:of|/) \d{1,3})?\W*$", re.IGNORECASE)
_TICKED: dict[Role, str] = {
    "yes": "Yes",
    "no": "No",
    "partly": "Partly",
    "not_applicable": "Not applicable",
}


@dataclass
class Context:
    """What the headings read so far say."""

    section: str = ""
    stage: str = ""
    level: str = ""

    def read(self, text: str) -> bool:
        """Takes up a heading. True where the text was one of a section, stage or level."""
        if len(text) > 140:
            return False
        section, stage, level = section_of(text), stage_of(text), level_of(text)
        if section:
            if section != self.section:
                self.stage, self.level = "", ""
            self.section = section
        if level:
            self.level = level
            self.stage = stage if stage else "" if level_changes(level, self) else self.stage
        if stage and len(text) <= 60:
            self.stage = stage
        return bool(section or level or (stage and len(text) <= 60))


def level_changes(level: str, context: Context) -> bool:
    """Whether a heading of a level starts the stages again."""
    return level != context.level


@dataclass
class _Walk:
    """The state while walking through the blocks."""

    wording: Wording
    rows: list[FormRow] = field(default_factory=list)
    context: Context = field(default_factory=Context)
    layout: Layout | None = None
    # Whether the last row may still go on: no other section's heading has come since.
    open: bool = False
    # Whether text has come since the last table.
    apart: bool = False
    # The headings that the last table ended with.
    cut: Row | None = None


def form_rows(source: Source, wording: Wording) -> list[FormRow]:
    """The rows of every table that may be the form, in the file's order."""
    walk = _Walk(wording)
    for block in divided(source.blocks, wording):
        if isinstance(block, Paragraph):
            walk.apart = walk.apart or bool(block.text.strip())
            if block.text.strip() and walk.context.read(block.text):
                walk.open = False
        else:
            _table(walk, block)
            walk.apart = False
    return walk.rows


def _table(walk: _Walk, table: Table) -> None:
    rows = [row for row in table.rows if not _is_empty(row)]
    rows = without_labels(_with_cut_headings(walk, rows), walk.wording)
    start = 0
    layout: Layout | None = None
    for index, row in enumerate(rows):
        found = heading_layout(row, walk.wording)
        if layout is not None and index == start:
            found = continued_heading(layout, rows[index - 1], row, walk.wording) or found
        if found is not None:
            _part(walk, rows[start:index], layout)
            layout, start = found, index + 1
            continue
        if layout is not None and index == start:
            below = with_subheading(layout, row)
            if below is not None:
                layout, start = below, index + 1
    walk.cut = rows[-1] if layout is not None and start == len(rows) else None
    _part(walk, rows[start:], layout)


def _with_cut_headings(walk: _Walk, rows: list[Row]) -> list[Row]:
    """The rows with the headings whole, where a page ended in the middle of them."""
    if walk.cut is None or walk.apart or not rows or len(rows[0].cells) != len(walk.cut.cells):
        return rows
    if any(len(cell.text.split()) > 6 for cell in rows[0].cells):
        return rows
    whole = replace(
        rows[0],
        cells=tuple(
            replace(below, text=f"{above.text} {below.text}".strip())
            for above, below in zip(walk.cut.cells, rows[0].cells, strict=True)
        ),
    )
    layout = heading_layout(whole, walk.wording)
    known = layout is not None and layout.has("requirement") and layout.is_form
    return [whole, *rows[1:]] if known and rows[0].cells != walk.cut.cells else rows


def _part(walk: _Walk, rows: list[Row], layout: Layout | None) -> None:
    """The rows below one row of headings, or those of a table without any."""
    if not rows:
        if layout is not None:
            walk.layout = layout
        return
    if layout is None:
        layout = _carried_on(walk, rows) or guessed(rows, walk.wording)
    else:
        layout = completed(layout, rows, walk.wording)
    if layout is None or not layout.is_form:
        walk.layout = layout or walk.layout
        _read_headings(walk, rows)
        return
    walk.layout = layout
    for row in rows:
        _row(walk, row, layout)


def _carried_on(walk: _Walk, rows: list[Row]) -> Layout | None:
    """The last table's layout, where this one goes on with it on the next page."""
    layout = walk.layout
    width = max(len(row.cells) for row in rows)
    if layout is None or width > len(layout.roles):
        return None
    if not layout.is_form:
        # The next page of a table that is not the form: as wide, and no text between.
        return layout if width == len(layout.roles) and not walk.apart else None
    if "answer" not in layout.roles:
        return layout
    column = layout.roles.index("answer")
    texts = [row.cells[column].text for row in rows if column < len(row.cells)]
    wrong = sum(looks_long(text) and not read_answer(text).answer for text in texts)
    return layout if 2 * wrong <= max(len(texts), 1) else None


def _read_headings(walk: _Walk, rows: list[Row]) -> None:
    """A table that is no form may still carry a section's heading."""
    for row in rows:
        text = _only_text(row)
        if text and walk.context.read(text):
            walk.open = False


def _is_empty(row: Row) -> bool:
    return all(_DASHES.match(cell.text) for cell in row.cells)


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
    found = repaired(_texts(row, layout, walk.wording), walk.wording, layout)
    made = FormRow(
        texts=found,
        where=row.where,
        kind=layout.kind,
        has_action_column="action" in layout.roles,
        readings=_readings(row, layout),
        section=walk.context.section,
        stage=walk.context.stage,
        level=walk.context.level,
        headed=layout.headed,
        asked=layout.headed and layout.has("answer", "yes"),
        undivided=row.undivided,
    )
    last = walk.rows[-1] if walk.rows else None
    if last is not None and walk.open and _goes_on(last, made, row, layout, walk.wording):
        walk.rows[-1] = _joined(last, made, row, layout, walk.wording)
    elif any(made.texts.values()):
        walk.rows.append(made)
        walk.open = True


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
    # A title may resemble a provision: merged over the columns, and named a section, it is one.
    titled = spans and bool(section_of(only)) and walk.wording.best(only) < _CERTAIN
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


def _texts(row: Row, layout: Layout, wording: Wording) -> dict[Role, str]:
    """The row's texts by role. A cell merged over several columns counts for the first of them."""
    roles: list[Role | None] = list(layout.roles)
    if len(row.cells) != len(roles) or _misplaced(row, layout, wording):
        roles = aligned(row.cells, layout, wording)
    found: dict[Role, str] = {}
    for cell, role in zip(row.cells, roles, strict=False):
        if role is None or role in ("ignored", "past") or not cell.text.strip():
            continue
        if cell.beside and cell.text in found.values():
            continue
        if role in _TICKED:
            _take_tick(found, role, cell)
        else:
            found[role] = "\n".join(filter(None, (found.get(role, ""), cell.text)))
    return found


def _misplaced(row: Row, layout: Layout, wording: Wording) -> bool:
    """Whether the wording stands under the number's heading: a row that has lost a cell."""
    if "number" not in layout.roles or "requirement" not in layout.roles:
        return False
    number = row.cells[layout.roles.index("number")].text
    requirement = row.cells[layout.roles.index("requirement")].text
    filled = [cell for cell in row.cells if cell.text.strip()]
    return (
        len(filled) < len(row.cells)
        and not split_number(number)[0]
        and wording.is_wording(number)
        and not wording.is_wording(requirement)
    )


def _take_tick(found: dict[Role, str], role: Role, cell: Cell) -> None:
    """A tick in one of the columns Yes | No | Partly | Not applicable."""
    word = _TICKED[role]
    if _TICK.match(cell.text) or fold(cell.text) == fold(word):
        found["answer"] = f"{found['answer']} + {word}" if found.get("answer") else word
    elif looks_long(cell.text):
        found["evidence"] = "\n".join(filter(None, (found.get("evidence", ""), cell.text)))


def _goes_on(last: FormRow, made: FormRow, row: Row, layout: Layout, wording: Wording) -> bool:
    """Whether a row is the rest of the one before it, cut by a page or by a merged cell."""
    if _merged(row, layout, "number"):
        return True
    number, requirement, answer = made.number, made.requirement, made.text("answer")
    readable = looks_like_number(number)
    if readable and looks_like_number(last.number):
        same = flat(number) == flat(last.number)
        new = answer and fold(answer) != fold(last.text("answer"))
        if not same or new or (not requirement and answer):
            return False
        return not requirement or _unfinished(last, requirement, wording)
    if readable:
        # The number stood in the middle of a row that was cut above it.
        begun = wording.begins(flat(number), last.requirement)
        return begun and bool(requirement) and _unfinished(last, requirement, wording)
    if not requirement:
        return not number and not (answer and last.text("answer"))
    if _unfinished(last, requirement, wording):
        return True
    if answer or wording.best(requirement) >= 75 or wording.beginning(requirement) >= 85:
        return False
    return looks_like_number(last.number) or bool(last.requirement)


def _unfinished(last: FormRow, requirement: str, wording: Wording) -> bool:
    if not last.requirement and looks_like_number(last.number):
        return not requirement or wording.begins(flat(last.number), requirement)
    return not requirement or wording.extends(last.requirement, requirement)


def _merged(row: Row, layout: Layout, role: Role) -> bool:
    for cell, own in zip(row.cells, layout.roles, strict=False):
        if own == role:
            return cell.below and bool(cell.text.strip())
    return False


def _joined(last: FormRow, made: FormRow, row: Row, layout: Layout, wording: Wording) -> FormRow:
    """Both parts as one row. A merged cell's text, which stands in both, counts once."""
    below = {
        role
        for cell, role in zip(row.cells, layout.roles, strict=False)
        if cell.below and role is not None
    }
    texts = dict(last.texts)
    for role, text in made.texts.items():
        if role in below or not text:
            continue
        if role == "number":
            texts[role] = texts.get(role) or text
        elif role == "requirement":
            if _unfinished(last, text, wording) or not last.requirement:
                texts[role] = join(last.requirement, text)
        elif role == "answer":
            same = fold(text) == fold(texts.get(role, ""))
            texts[role] = text if same else join(texts.get(role, ""), text)
        else:
            texts[role] = join(texts.get(role, ""), text)
    return replace(last, texts=texts, readings=last.readings or made.readings)
