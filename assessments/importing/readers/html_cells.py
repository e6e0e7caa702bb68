"""The text of an element of a web page: a cell's, or what stands in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assessments.importing.answers import is_answer
from assessments.importing.readers.html_seen import Seen, role_of, tag_of
from assessments.importing.readers.links import with_address
from assessments.importing.readers.symbols import all_with_font

BLOCKS = {
    *("p", "div", "section", "article", "main", "li", "ul", "ol", "dl", "dt", "dd", "blockquote"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "aside", "details", "summary"),
    *("figure", "figcaption", "address", "form", "fieldset", "legend", "pre", "hr", "table", "tr"),
    *("tbody", "thead", "tfoot", "caption", "td", "th", "body", "html", "center", "button"),
}
INLINE = {"a", "br", "img"}
_FAMILY = re.compile(r"font-family\s*:\s*[\"']?([^;,\"']+)", re.I)
_TYPED = {"", "text", "date", "number", "url", "email"}


def spaced(text: str | None) -> str:
    """A piece of a page's text: white space means one space."""
    return re.sub(r"\s+", " ", text or "")


class Contents:
    """Reads the text of elements, as far as it is seen."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen

    def content(self, element: Any) -> str:
        """A cell's text: lists as lines, links with their address, breaks kept."""
        text = all_with_font(spaced(element.text), _font(element))
        return text + "".join(self._child(child) for child in element)

    def inline(self, element: Any) -> str:
        """The text of a link, a break or a picture."""
        tag = tag_of(element)
        if tag == "br":
            return "\n"
        if tag == "img":
            return _mark(element.get("alt") or "")
        inner = self.content(element)
        return with_address(inner, element.get("href") or "") if inner.strip() else inner

    def _child(self, child: Any) -> str:
        tail = spaced(child.tail)
        if self._seen.is_left_out(child):
            return shown(child) + tail
        tag = tag_of(child)
        if tag in INLINE:
            return self.inline(child) + tail
        inner = self._list(child) if tag in ("ul", "ol") else self.content(child)
        if not inner.strip():
            inner = shown(child) or inner
        if tag in ("td", "th"):
            return f"{inner} {tail}"
        return f"\n{inner}\n{tail}" if tag in BLOCKS else inner + tail

    def _list(self, element: Any) -> str:
        """A list's items, each on its own line; numbered ones with their number."""
        marks = _marks(element)
        return "\n".join(
            f"{next(marks)} {self.content(child).strip()}"
            if tag_of(child) == "li"
            else self._child(child)
            for child in element
        )


def _font(element: Any) -> str:
    """The font that the element itself asks for."""
    family = _FAMILY.search(element.get("style") or "")
    return family[1].strip() if family else element.get("face") or ""


def shown(element: Any) -> str:
    """What a field, a drawing, or an empty element of an icon font says that it shows."""
    tag = tag_of(element)
    if tag in ("input", "select", "textarea"):
        return _field(element, tag)
    title = next((child.text or "" for child in element if tag_of(child) == "title"), "")
    if tag == "svg" or role_of(element) == "img":
        return _mark(element.get("aria-label") or title)
    return ""


def _field(element: Any, tag: str) -> str:
    """What is typed or chosen in a field of a form, or whether its box is ticked."""
    kind = (element.get("type") or "").casefold()
    if tag == "textarea":
        return element.text or ""
    if tag == "select":
        chosen = (item for item in element.iter("option") if item.get("selected") is not None)
        return next((spaced("".join(item.itertext())) for item in chosen), "")
    if kind in ("checkbox", "radio"):
        return " ☒ " if element.get("checked") is not None else " ☐ "
    return spaced(element.get("value")) if kind in _TYPED else ""


def _mark(alt: str) -> str:
    """A picture counts only where it stands for an answer."""
    alt = alt.strip()
    return f" {alt} " if is_answer(alt) or alt.casefold() == "tick" else ""


def _marks(element: Any) -> Iterator[str]:
    """What stands before each item of a list."""
    start = element.get("start") or "1"
    number = int(start) if start.isdigit() and len(start) < 5 else 1
    letters = (element.get("type") or "") in ("a", "A")
    while True:
        if tag_of(element) == "ul":
            yield "-"
        else:
            yield f"{chr(ord('a') + (number - 1) % 26)}." if letters else f"{number}."
        number += 1
