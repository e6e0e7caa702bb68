"""Typed text with light structure, read in one place for every output.

Plain text is stored exactly as typed. For display it is read as paragraphs (an empty line between
them), "- " bullets, "a." lettered points, and web addresses as links. Every output walks the
blocks that `parse` returns, so that page, PDF and Word cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Span:
    """A run of text; `url` is set where the run is a web address."""

    text: str
    url: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together; a line break in the text is a line break in the output."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Listing:
    """A list of bullets, or of lettered points. Lettered items keep their letter in `marks`."""

    kind: Literal["bullet", "letter"]
    items: tuple[Line, ...]
    marks: tuple[str, ...]


Block = Paragraph | Listing

_BULLET = re.compile(r"\s{0,3}[-•*–]\s+(\S.*)")
_LETTER = re.compile(r"\s{0,3}([a-z])[.)]\s+(\S.*)")
_URL = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"“”]+", re.IGNORECASE)
# What an address has to have beyond this to be one.
_BARE = frozenset({"http://", "https://", "www."})
# An email address, or a telephone number of the United Kingdom.
_WAY_IN = re.compile(
    r"(?<![\w.+-])[\w.+'-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,8}"
    r"|(?<![\w+./-])(?:\+44|\(0\d{2,4}\)|0)(?:[ ()-]{0,2}\d){5,12}(?![\w/-])",
    re.IGNORECASE | re.ASCII,
)
_TRAILING = ".,;:!?'’)]}"
# Control characters that no XML, HTML or PDF may hold. They are kept in what is stored.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def normalise(text: str) -> str:
    """Line ends as "\\n", as a browser's text box would show them. Nothing else is changed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


# Bullets as word processors write them into plain text, at the start of a line: "·", or another
# mark and a tab. The script that pastes (pasting.js) knows the same ones.
_PASTED_MARK = re.compile(
    r"^([ \t]*)(?:[·\uf0b7\uf0a7][ \t\xa0]+|[•▪‣§o][ \xa0]*\t[ \t\xa0]*)(?=\S)", re.MULTILINE
)


def with_bullets(text: str) -> str:
    """The text with the bullets of a word processor as "- ". Nothing else is changed."""
    return _PASTED_MARK.sub(r"\1- ", text)


def printable(text: str) -> str:
    """The text without control characters that a document format could not carry."""
    return _CONTROL.sub("", text)


def spans(line: str) -> Line:
    """A line cut into plain runs and web addresses (http and https only; "www." stands for one)."""
    found: list[Span] = []
    end = 0
    for match in _URL.finditer(line):
        address = _trimmed(match[0])
        if address.lower() in _BARE or address.lower() == "www":
            continue
        if match.start() > end:
            found.append(Span(line[end : match.start()]))
        found.append(Span(address, address if "://" in address else f"https://{address}"))
        end = match.start() + len(address)
    if end < len(line) or not found:
        found.append(Span(line[end:]))
    return tuple(found)


def _trimmed(address: str) -> str:
    """The address without the punctuation of the sentence around it."""
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while end and address[end - 1] in _TRAILING:
        if address[end - 1] == ")":
            if unopened <= 0:
                break
            unopened -= 1
        end -= 1
    return address[:end]


def parse(text: str) -> tuple[Block, ...]:
    """The blocks of a typed text, in order; empty for a text without visible lines."""
    blocks: list[Block] = []
    lines: list[Line] = []
    items: list[tuple[str, Line]] = []
    kind: Literal["bullet", "letter"] = "bullet"

    def close() -> None:
        if lines:
            blocks.append(Paragraph(tuple(lines)))
            lines.clear()
        if items:
            blocks.append(
                Listing(kind, tuple(item for _, item in items), tuple(mark for mark, _ in items))
            )
            items.clear()

    for raw in printable(normalise(text)).split("\n"):
        mark, item = _list_item(raw)
        if item:
            new_kind: Literal["bullet", "letter"] = "letter" if mark else "bullet"
            if lines or (items and new_kind != kind):
                close()
            kind = new_kind
            items.append((mark, spans(item)))
        elif raw.strip():
            if items:
                close()
            lines.append(spans(raw.strip()))
        else:
            close()
    close()
    return tuple(blocks)


def _list_item(line: str) -> tuple[str, str]:
    """The letter (empty for a bullet) and the text of a list item; two empty texts for neither."""
    if match := _BULLET.fullmatch(line):
        return "", match[1].rstrip()
    if match := _LETTER.fullmatch(line):
        return match[1], match[2].rstrip()
    return "", ""


def plain(text: str) -> str:
    """The text on one line, for summaries and searches: single spaces, no bullet marks."""
    parts = []
    for block in parse(text):
        if isinstance(block, Paragraph):
            parts += ["".join(span.text for span in line) for line in block.lines]
        else:
            parts += ["".join(span.text for span in item) for item in block.items]
    return " ".join(" ".join(parts).split())


def contact_html(text: str) -> SafeString:
    """As `to_html`, with email addresses and telephone numbers as links too."""
    return format_html_join("\n", "{}", ((block_html(_reachable(b)),) for b in parse(text)))


def ways_in(text: str) -> list[str]:
    """The email addresses and telephone numbers in a contact, as typed; each once, in order."""
    lines = printable(normalise(text)).split("\n")
    found = (span.text for line in lines for span in _ways_in(line) if span.url)
    return list(dict.fromkeys(found))


def _reachable(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return Paragraph(tuple(map(_reachable_line, block.lines)))
    return replace(block, items=tuple(map(_reachable_line, block.items)))


def _reachable_line(line: Line) -> Line:
    return tuple(found for span in line for found in ([span] if span.url else _ways_in(span.text)))


def _ways_in(text: str) -> Iterator[Span]:
    """A plain run cut at what a mail program or a telephone takes."""
    end = 0
    for match in _WAY_IN.finditer(text):
        url = f"mailto:{match[0]}" if "@" in match[0] else _telephone(match[0])
        if not url:
            continue
        if match.start() > end:
            yield Span(text[end : match.start()])
        yield Span(match[0], url)
        end = match.end()
    if end < len(text):
        yield Span(text[end:])


def _telephone(number: str) -> str:
    """The number as a telephone takes it; empty where it has too few digits or too many."""
    digits = re.sub(r"[^\d+]", "", number.replace("(0)", ""))
    return f"tel:{digits}" if len(digits.removeprefix("+44").removeprefix("0")) in (9, 10) else ""


def to_html(text: str) -> SafeString:
    """The text as HTML with the GOV.UK classes. Everything typed is escaped."""
    return format_html_join("\n", "{}", ((block_html(block),) for block in parse(text)))


def block_html(block: Block, *, lead: SafeString | str = "") -> SafeString:
    """One block as HTML; a paragraph begins with the lead."""
    if isinstance(block, Paragraph):
        lines = format_html_join(
            "",
            "{}{}",
            (("" if i == 0 else _BREAK, _line_html(line)) for i, line in enumerate(block.lines)),
        )
        return format_html('<p class="govuk-body">{}{}</p>', lead, lines)
    if block.kind == "bullet":
        items = format_html_join("", "<li>{}</li>", ((_line_html(item),) for item in block.items))
        return format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', items)
    places = [ord(mark) - ord("a") + 1 for mark in block.marks]
    start = places[0]
    items = format_html_join(
        "",
        "<li{}>{}</li>",
        (
            # A letter that was left out, or typed twice, stays as it was typed.
            ("" if place == start + i else format_html(' value="{}"', place), _line_html(item))
            for i, (place, item) in enumerate(zip(places, block.items, strict=True))
        ),
    )
    return format_html(
        '<ol class="govuk-list govuk-list--number app-list--letter" type="a" start="{}">{}</ol>',
        start,
        items,
    )


_BREAK = format_html("<br>{}", "")


def _line_html(line: Line) -> SafeString:
    return format_html_join("", "{}", ((_span_html(span),) for span in line))


def _span_html(span: Span) -> SafeString:
    if span.url:
        return format_html(
            '<a class="govuk-link" href="{}" rel="nofollow noreferrer">{}</a>', span.url, span.text
        )
    return format_html("{}", span.text)
