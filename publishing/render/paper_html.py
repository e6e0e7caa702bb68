"""The committee paper as HTML: the page's body, and what the PDF is laid out from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from publishing.document.layout import Heading, form_sections
from publishing.paper.blocks import (
    Block,
    Cell,
    Column,
    Drawing,
    Part,
    Row,
    Subheading,
    Table,
    Words,
)
from publishing.paper.contents import APPENDIX, CommitteePaper, front, parts
from publishing.presentation import Presentation
from publishing.render.charts_svg import to_svg
from selfassess.common.lighttext import block_html

# Of the headings that the contents list.
_LEVEL = 2
_APPENDIX = Heading(APPENDIX, _LEVEL, "appendix-a")


def render_paper_body(paper: CommitteePaper, presentation: Presentation) -> str:
    """The paper without its title, which the page's frame has, and without its appendix's form.

    Everything typed is escaped.
    """
    return render_to_string("publishing/paper/body.html", paper_context(paper, presentation))


def paper_context(paper: CommitteePaper, presentation: Presentation) -> dict[str, Any]:
    """What the paper's templates show."""
    shown = [_part(index, part) for index, part in enumerate(parts(paper), 1)]
    headings = [Heading(part["heading"], _LEVEL, part["anchor"]) for part in shown]
    return {
        "paper": paper,
        "document": paper.document,
        "presentation": presentation,
        "front": front(paper),
        "contents": [*headings, _APPENDIX],
        "parts": shown,
        "appendix": _APPENDIX,
        "sections": form_sections(paper.document),
        "single_text": paper.document.code.has_single_text_column,
    }


def _part(index: int, part: Part) -> dict[str, Any]:
    blocks = [_block(block) for block in part.blocks]
    return {"anchor": f"part-{index}", "heading": part.title, "blocks": blocks}


def _block(block: Block) -> dict[str, Any]:
    """A block with the name of its kind, by which the template tells them apart."""
    match block:
        case Subheading():
            return {"kind": "heading", "text": block.text}
        case Words():
            return {"kind": "words", "html": _words(block), "words": block}
        case Table():
            return {"kind": "table", "table": block, "entries": _entries(block)}
        case Drawing():
            return {"kind": "drawing", "title": block.chart.title, "svg": to_svg(block.chart)}


def _words(block: Words) -> SafeString:
    """A paragraph begins with its number, which is read out with it."""
    if not block.number:
        return block_html(block.block)
    lead = format_html('<span class="paper-number">{} </span>', block.number)
    return block_html(block.block, lead=lead)


def _entries(table: Table) -> list[dict[str, Any]]:
    """The rows with those below them, each cell with the column that it begins in."""
    return [
        {
            "is_short": entry.is_short,
            "rows": [(row, list(_placed(row, table))) for row in entry.rows],
        }
        for entry in table.entries
    ]


def _placed(row: Row, table: Table) -> Iterator[tuple[Cell, Column]]:
    at = 0
    for cell in row.cells:
        yield cell, table.columns[at]
        at += cell.span
