"""Documents as web pages, and as what a browser puts on the clipboard for them."""

from __future__ import annotations

from html import escape
from itertools import groupby

from tests.accuracy.document import Block, Box, Cell, Document, Grid, Line
from tests.importing.markup import pieces

_TAGS = {"title": "h1", "heading": "h2", "stage": "h3", "provision": "h4", "plain": "p"}


def web_page(document: Document) -> bytes:
    """A page of a site, with its menu and footer where the document has them."""
    menu = "".join(f'<li><a href="/">{escape(text)}</a></li>' for text in document.before)
    foot = "".join(f"<p>{escape(text)}</p>" for text in document.after)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(document.title)}</title><style></style></head><body>"
        f"<header><nav><ul>{menu}</ul></nav></header><main>{_body(document)}</main>"
        f"<footer>{foot}</footer></body></html>"
    ).encode()


def pasted_html(document: Document) -> bytes:
    """The text/html that a browser puts on the clipboard: no head, every style in its element."""
    around = [
        "".join(f'<div style="font-size: 14px">{escape(text)}</div>' for text in texts)
        for texts in (document.before, document.after)
    ]
    body = _body(document).replace("<td", '<td style="border: 1px solid; padding: 4px"')
    return f"<meta charset='utf-8'>{around[0]}{body}{around[1]}".encode()


def _body(document: Document) -> str:
    return f"<h1>{escape(document.title)}</h1>{_blocks(document.blocks)}"


def _blocks(blocks: tuple[Block, ...]) -> str:
    html = ""
    for bullets, group in groupby(blocks, key=lambda b: isinstance(b, Line) and b.kind == "bullet"):
        items = "".join(_block(block) for block in group)
        html += f"<ul>{items}</ul>" if bullets else items
    return html


def _block(block: Block) -> str:
    if isinstance(block, Grid):
        return _grid(block)
    return _box(block) if isinstance(block, Box) else _line(block)


def _box(box: Box) -> str:
    if box.kind == "article":
        return f"<article>{_blocks(box.blocks)}</article>"
    title, rest = box.blocks[0], _blocks(box.blocks[1:])
    text = escape(title.text if isinstance(title, Line) else "")
    if box.kind == "details":
        return f"<details><summary>{text}</summary>{rest}</details>"
    return f"<h2><button aria-expanded=false>{text}</button></h2><div hidden>{rest}</div>"


def _line(line: Line) -> str:
    text = escape(line.text)
    if line.address:
        text = f'<a href="{escape(line.address)}">{text}</a>'
    if line.kind == "bullet":
        return f"<li>{text}</li>"
    if line.kind == "label":
        return f"<p><strong>{text}</strong> {escape(line.rest)}</p>"
    tag = _TAGS[line.kind]
    return f"<{tag}>{text}</{tag}>"


def _grid(grid: Grid) -> str:
    rows = "".join(
        "<tr>" + "".join(_cell(cell, i in grid.hidden) for i, cell in enumerate(row)) + "</tr>"
        for row in grid.rows
    )
    return f"<table>{rows}</table>"


def _cell(cell: Cell, hidden: bool) -> str:
    tag = "th" if cell.head else "td"
    spans = (f' colspan="{cell.wide}"' * (cell.wide > 1)) + (
        f' rowspan="{cell.deep}"' * (cell.deep > 1)
    )
    style = ' style="display: none"' * hidden
    return f"<{tag}{spans}{style}>{_content(cell)}</{tag}>"


def _content(cell: Cell) -> str:
    html = pieces(cell.pieces)
    return html if cell.is_block else html.removeprefix("<p>").removesuffix("</p>")
