"""Reads a tagged PDF as a screen reader does: its structure tree with the text of each element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf


@dataclass
class Element:
    """A structure element: its type (H1, Table, TD …), and its children or text in order."""

    kind: str
    content: list[Element | str] = field(default_factory=list)
    has_headers: bool = False

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.content:
            if isinstance(child, Element):
                yield from child.walk()

    def find(self, *kinds: str) -> list[Element]:
        return [element for element in self.walk() if element.kind in kinds]

    @property
    def text(self) -> str:
        """All text within, without the bullets and letters of lists."""
        return "".join(
            child if isinstance(child, str) else child.text
            for child in self.content
            if isinstance(child, str) or child.kind != "Lbl"
        )

    @property
    def row_texts(self) -> list[str]:
        return [cell.text for cell in self.content if isinstance(cell, Element)]


def read(pdf: bytes) -> Element:
    """The document's root element."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        texts = {page.objgen: _marked_texts(page) for page in opened.pages}
        return _element(opened.Root.StructTreeRoot.K[0], texts)


def squeezed(text: str) -> str:
    """Text without white space, which line ends add to or take from."""
    return re.sub(r"\s", "", text)


def _element(node: Any, texts: dict[Any, dict[int, str]]) -> Element:
    element = Element(str(node.S)[1:])
    element.has_headers = "/A" in node and len(node.A.get("/Headers", [])) > 0
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            # White space, such as what leads to a page number, is drawn with no text at all.
            element.content.append(texts[node.Pg.objgen].get(kid, ""))
        elif "/S" in kid:
            element.content.append(_element(kid, texts))
    return element


def _marked_texts(page: pikepdf.Page) -> dict[int, str]:
    """The text of each marked content on a page, by its MCID."""
    fonts = {name: _to_unicode(font) for name, font in page.resources.Font.items()}
    found: dict[int, str] = {}
    stack: list[int] = []
    letters: dict[str, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                stack.append(int(operands[1].get("/MCID", -1)))
            case "BMC":
                stack.append(-1)
            case "EMC":
                stack.pop()
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj" | "TJ":
                text = "".join(_letters(operand, letters) for operand in operands)
                found[stack[-1]] = found.get(stack[-1], "") + text
    return found


def _letters(operand: Any, letters: dict[str, str]) -> str:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    codes = "".join(bytes(part).hex() for part in parts if isinstance(part, pikepdf.String))
    # A part of a joined letter has no meaning of its own: the first part stands for all.
    return "".join(letters.get(codes[at : at + 4], "") for at in range(0, len(codes), 4))


def _to_unicode(font: Any) -> dict[str, str]:
    cmap = font.ToUnicode.read_bytes().decode()
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", cmap)
    return {code.lower(): bytes.fromhex(value).decode("utf-16-be") for code, value in pairs}
