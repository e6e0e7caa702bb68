"""Documents as plain text: what programs put on the clipboard, and what they print of a PDF."""

from __future__ import annotations

import subprocess
from itertools import chain

from tests.accuracy.document import Cell, Document, Grid, Line, flattened
from tests.importing.content import Piece


def from_browser(document: Document) -> bytes:
    """The text/plain that Chromium puts on the clipboard.

    A cell that ends in a block has no tab after it; a paragraph has an empty line after it, a
    heading or a list's item none. test_clipboard.py holds it against Chromium's own.
    """
    text = "".join(f"{line}\n" for line in document.before) + f"{document.title}\n"
    for block in flattened(document.blocks):
        if isinstance(block, Grid):
            text += "".join(_browser_row(row) for row in block.rows)
        else:
            text += _browser_line(block)
    return (text + "".join(f"{line}\n\n" for line in document.after)).encode()


def _browser_line(line: Line) -> str:
    text = " ".join(filter(None, (line.text, line.rest)))
    return text + ("\n\n" if line.kind in ("plain", "label") else "\n")


def _browser_row(row: tuple[Cell, ...]) -> str:
    text = ""
    for index, cell in enumerate(row):
        if index and not text.endswith("\n"):
            text += "\t"
        if not cell.is_block:
            text += cell.pieces[0].text if cell.pieces else ""
            continue
        text += "\n" if text and not text.endswith("\n") else ""
        text += "".join(
            item.text + ("\n" if item.kind == "bullet" else "\n\n") for item in cell.pieces
        )
    return text if text.endswith("\n") else f"{text}\n"


def _mark(piece: Piece) -> str:
    return f"•\t{piece.text}" if piece.kind == "bullet" else piece.text


def from_word(document: Document) -> bytes:
    """The plain text of a copied Word document: tabs between cells, a line a paragraph."""
    text = f"{document.title}\n"
    for block in flattened(document.blocks):
        if isinstance(block, Line):
            bullet = "•\t" if block.kind == "bullet" else ""
            text += bullet + " ".join(filter(None, (block.text, block.rest))) + "\n"
            continue
        for row in block.rows:
            text += "\t".join("\n".join(map(_mark, cell.pieces)) for cell in row) + "\n"
    return text.encode()


def table_rows(document: Document) -> list[list[str]]:
    """The document as a spreadsheet has it: what follows a label stands in the column beside it."""
    rows = [[line] for line in document.before] + [[document.title]]
    label: list[str] | None = None
    for block in flattened(document.blocks):
        if isinstance(block, Grid):
            rows += spread(block)
            label = None
        elif block.kind == "label":
            label = [block.text, block.rest]
            rows.append(label)
        elif block.kind in ("plain", "bullet") and label:
            text = f"- {block.text}" if block.kind == "bullet" else block.text
            text += f" ({block.address})" * bool(block.address)
            label[1] = "\n".join(filter(None, (label[1], text)))
        else:
            label = None
            rows.append([block.text])
    return rows + [[line] for line in document.after]


def spread(grid: Grid) -> list[list[str]]:
    """A table's texts, with nothing where a merged cell covers a place."""
    covered: dict[int, int] = {}
    rows = []
    for row in grid.rows:
        cells, texts, column = list(row), [], 0
        while cells or covered.get(column):
            if covered.get(column):
                covered[column] -= 1
                texts.append("")
                column += 1
                continue
            cell = cells.pop(0)
            texts += [cell_lines(cell), *[""] * (cell.wide - 1)]
            for place in range(column, column + cell.wide):
                covered[place] = cell.deep - 1
            column += cell.wide
        rows.append(texts)
    return rows


def cell_lines(cell: Cell) -> str:
    return "\n".join(
        f"- {item.text}" if item.kind == "bullet" else item.flat for item in cell.pieces
    )


def with_tabs(document: Document) -> bytes:
    """Cells apart by tabs, each row on one line, bullets without their marks."""
    rows = [
        "\t".join(" ".join(text.replace("\n- ", "\n").split()) for text in row)
        for row in table_rows(document)
    ]
    return "\n".join(rows).encode()


def from_excel(document: Document) -> bytes:
    """The plain text of copied Excel cells: those with several lines between quotation marks."""
    rows = table_rows(document)
    return "\r\n".join("\t".join(_quoted(text) for text in row) for row in rows).encode()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "\n" in text else text


def of_pdf(pdf: bytes, *options: str) -> bytes:
    """What pdftotext makes of it."""
    done = subprocess.run(
        ["pdftotext", *options, "-enc", "UTF-8", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return done.stdout


def places(document: Document) -> list[Cell]:
    """Every cell of its tables."""
    grids = [block for block in flattened(document.blocks) if isinstance(block, Grid)]
    return list(chain.from_iterable(chain.from_iterable(grid.rows for grid in grids)))
