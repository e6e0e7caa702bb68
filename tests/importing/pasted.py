"""Tables as a browser copies them in plain text: no tab follows a cell that holds paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.importing.content import Answered, Form, Piece
from tests.importing.markup import groups, section_title

Content = str | tuple[Piece, ...]


def copied(rows: Iterable[Iterable[Content]]) -> str:
    """The text of rows of cells, a cell's text within its line or in paragraphs and bullets."""
    text = ""
    for row in rows:
        for index, cell in enumerate(row):
            if index and not text.endswith("\n"):
                text += "\t"
            text += cell if isinstance(cell, str) else _blocks(cell, text)
        text += "" if text.endswith("\n") else "\n"
    return text


def _blocks(pieces: tuple[Piece, ...], before: str) -> str:
    """Each on a line of its own; an empty line follows a paragraph, but no bullet."""
    start = "\n" if pieces and before and not before.endswith("\n") else ""
    return start + "".join(
        piece.text + ("\n" if piece.kind == "bullet" else "\n\n") for piece in pieces
    )


def in_paragraphs(pieces: tuple[Piece, ...]) -> Content:
    return pieces


def in_paragraphs_where_several(pieces: tuple[Piece, ...]) -> Content:
    alone = len(pieces) == 1 and pieces[0].kind != "bullet"
    return pieces[0].text if alone else pieces or ""


def page(form: Form, cell: Callable[[tuple[Piece, ...]], Content]) -> str:
    """A whole page with a table for each section and stage."""
    text = f"{form.code.form.title}\n"
    for (section, _, stage), items in groups(form):
        text += f"{section_title(form, section)}\n" + (f"{stage}\n" if stage else "")
        rows = [list(form.code.form.columns), *(_row(item, form, cell) for item in items)]
        text += copied(rows)
    return text


def _row(item: Answered, form: Form, cell: Callable[[tuple[Piece, ...]], Content]) -> list[Content]:
    lines = [line for line in item.requirement.split("\n") if not line.startswith("- ")]
    bullets = [line[2:] for line in item.requirement.split("\n") if line.startswith("- ")]
    wording = (*map(Piece, lines), *(Piece(line, "bullet") for line in bullets))
    cells = [item.number, cell(wording), item.written, cell(item.evidence)]
    return cells + [cell(item.commentary)] * (form.columns == 5)
