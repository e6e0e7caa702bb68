"""The committee paper as HTML: the page's body, and what the PDF is laid out from."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from publishing.document.layout import form_sections
from publishing.paper.blocks import Block, Drawing, Part, Sentences, Table, Typed
from publishing.paper.contents import CommitteePaper, front, parts
from publishing.presentation import Presentation
from publishing.render.charts_svg import to_svg


def render_paper_body(paper: CommitteePaper, presentation: Presentation) -> str:
    """The paper without its title, which the page's frame has, and without its appendix's form.

    Everything typed is escaped.
    """
    return render_to_string("publishing/paper/body.html", paper_context(paper, presentation))


def paper_context(paper: CommitteePaper, presentation: Presentation) -> dict[str, Any]:
    """What the paper's templates show."""
    return {
        "paper": paper,
        "document": paper.document,
        "presentation": presentation,
        "front": front(paper),
        "parts": [_part(number, part) for number, part in enumerate(parts(paper), 1)],
        "sections": form_sections(paper.document),
        "single_text": paper.document.code.has_single_text_column,
    }


def _part(number: int, part: Part) -> dict[str, Any]:
    blocks = [_block(block) for block in part.blocks]
    return {"anchor": f"part-{number}", "heading": part.heading, "blocks": blocks}


def _block(block: Block) -> dict[str, Any]:
    """A block with the name of its kind, by which the template tells them apart."""
    match block:
        case Typed():
            return {"kind": "typed", "heading": block.heading, "text": block.text}
        case Sentences():
            return {"kind": "sentences", "texts": block.texts}
        case Table():
            return {"kind": "table", "table": block, "rows": _rows(block)}
        case Drawing():
            return {"kind": "drawing", "title": block.chart.title, "svg": to_svg(block.chart)}


def _rows(table: Table) -> list[dict[str, Any]]:
    """The rows, each cell with its column."""
    return [
        {
            "is_total": row.is_total,
            "is_short": row.is_short,
            "pairs": list(zip(row.cells, table.columns, strict=True)),
        }
        for row in table.rows
    ]
