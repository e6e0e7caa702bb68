"""Reads what our Office files say, and has LibreOffice open them."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

LABELS = {
    "Action:": "action",
    "Owner:": "action_owner",
    "By:": "due",
    "Alternative:": "alternative",
}


def convert(data: bytes, suffix: str, to: str, folder: Path) -> Path:
    """LibreOffice's conversion of a file; fails where it cannot open it."""
    source = folder / f"file.{suffix}"
    source.write_bytes(data)
    profile = folder / "profile"
    subprocess.run(
        [
            shutil.which("soffice") or "soffice",
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            str(folder / "out"),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return next((folder / "out").iterdir())


def word(data: bytes):
    return docx.Document(io.BytesIO(data))


def form_tables(data: bytes, heads: tuple[str, ...]) -> list[tuple[str, Table]]:
    """The form's tables, each with the headings above it since the one before."""
    found, headings = [], []
    for block in word(data).iter_inner_content():
        if isinstance(block, Paragraph):
            if block.style.name.startswith("Heading"):
                headings.append((block.style.name, block.text))
        elif tuple(cell.text for cell in block.rows[0].cells) == heads:
            found.append((headings, block))
            headings = []
    return found


def typed(paragraphs: list[Paragraph]) -> str:
    """The text that some paragraphs were made from, with the marks of their lists."""
    blocks: list[list[str]] = []
    last = None
    letters: dict[str, str] = {}
    for paragraph in paragraphs:
        number = paragraph._p.xpath("string(./w:pPr/w:numPr/w:numId/@w:val)")
        if not number:
            blocks.append([paragraph.text])
        else:
            line = f"{_mark(paragraph, number, letters)} {paragraph.text}"
            if number == last:
                blocks[-1].append(line)
            else:
                blocks.append([line])
        last = number
    return "\n\n".join("\n".join(lines) for lines in blocks)


def _mark(paragraph: Paragraph, number: str, letters: dict[str, str]) -> str:
    if paragraph.style.name == "List Bullet":
        return "-"
    numbering = paragraph.part.numbering_part.element
    (item,) = numbering.xpath(f"./w:num[@w:numId='{number}']")
    start = item.xpath("./w:lvlOverride/w:startOverride")[0].get(qn("w:val"))
    letters[number] = chr(ord(letters[number]) + 1) if number in letters else chr(96 + int(start))
    return f"{letters[number]}."


def last_column(cell: _Cell) -> dict[str, str]:
    """The last column's text and its labelled lines, by name."""
    parts: dict[str, list[Paragraph]] = {"text": []}
    name = "text"
    for paragraph in cell.paragraphs:
        label = paragraph.runs[0].text if paragraph.runs else ""
        if paragraph.style.name == "Labelled Line" and label in LABELS:
            name = LABELS[label]
            parts[name] = []
            for run in paragraph.runs[:2]:
                run._r.getparent().remove(run._r)
            if not paragraph.text:
                continue
        parts[name].append(paragraph)
    return {name: typed(paragraphs) for name, paragraphs in parts.items()}
