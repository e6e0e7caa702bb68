"""Forms that were damaged on their way, the same ones for the same seed."""

from __future__ import annotations

import io
import os
import random
import zipfile
from functools import cache
from pathlib import Path

from tests.importing.layouts import LAYOUTS

# So many seeds are tried; script/proof tries more.
SEEDS = int(os.environ.get("FUZZ", "60"))
SAMPLES = os.environ.get("SELFASSESS_SAMPLES", "")
# Quick to make and to read, and of every kind; a PDF costs as much as the rest together.
_LAYOUTS = (
    "Word, a table a section", "web page, ticks and merged cells", "workbook, one sheet",
    "text with tabs", "text from a viewer", "CSV, commas", "web page, labelled parts",
    "Word, own columns", "web page, a table a provision", "text, labelled parts",
)  # fmt: skip
_PDF = "PDF, WeasyPrint, labelled parts"
_PDF_SECTIONS = ("5", "7")
_PDF_EVERY = 80


@cache
def made(name: str, *sections: str) -> bytes:
    """The file of a layout by its name, for the 2024 Code or for some of its sections."""
    layout = next(item for item in LAYOUTS if item.name == name)
    form = layout.form("2024")
    others = (item.number for item in form.responses if item.section not in sections)
    return layout.make(form.without(*others) if sections else form)


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The package with parts exchanged or added."""
    named = {name.replace("__", "/") + ".xml": content for name, content in parts.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", 8) as target:
        for name in source.namelist():
            target.writestr(name, named.pop(name, source.read(name)))
        for name, content in named.items():
            target.writestr(name, content)
    return stream.getvalue()


def damaged(seed: int) -> tuple[str, bytes]:
    """A form's file name and its content with some bytes flipped, cut, repeated or made noise."""
    chance = random.Random(seed)
    name, data = _whole(seed)
    if name.endswith((".docx", ".xlsx")) and chance.random() < 0.7:
        return name, _damaged_package(data, chance)
    return name, _bytes(data, chance)


def _whole(seed: int) -> tuple[str, bytes]:
    is_pdf = seed % _PDF_EVERY < 2
    if SAMPLES and seed % 2:
        samples = sorted(Path(SAMPLES).glob("*-20*.*"))
        chosen = [path for path in samples if (path.suffix == ".pdf") == is_pdf]
        path = chosen[seed // 2 % len(chosen)]
        return path.name, path.read_bytes()
    layout = _PDF if is_pdf else _LAYOUTS[seed // 2 % len(_LAYOUTS)]
    data = made(_PDF, *_PDF_SECTIONS) if is_pdf else made(layout)
    return next(item.file for item in LAYOUTS if item.name == layout), data


def _damaged_package(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {
            part.removesuffix(".xml").replace("/", "__"): _bytes(archive.read(part), chance)
            for part in archive.namelist()
            if part.startswith(("word/", "xl/")) and part.endswith(".xml")
            if chance.random() < 0.3
        }
    return repacked(data, **parts)


def _bytes(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 10)):
        start = chance.randrange(len(changed))
        end = min(len(changed), start + chance.randint(1, 500))
        kind = chance.randrange(5)
        if kind == 0:
            changed[start] = chance.randrange(256)
        elif kind == 1:
            del changed[start:end]
        elif kind == 2:
            changed[start:start] = changed[start:end]
        elif kind == 3:
            changed[start:start] = "\u200b\u202e\ufeff😀\x07|\t\0".encode()
        else:
            changed[start:end] = bytes(reversed(changed[start:end]))
        changed = changed or bytearray(b"x")
    return bytes(changed)
