"""The text of one cell or line, without what programs leave in copied text: tags and Markdown."""

from __future__ import annotations

import re
from html import unescape

from assessments.importing.limits import MAX_CELL
from assessments.importing.readers.links import with_address
from assessments.importing.readers.symbols import with_shown
from assessments.importing.texts import tidy

_TAG = re.compile(
    r"</?(?:p|br|i|b|u|em|strong|ul|ol|li|span|div|a|sub|sup|s|small|font|h[1-6])\b[^<>]{0,300}>",
    re.I,
)
_BREAK_TAG = re.compile(r"<(?:/p|br|/li|/div|/h[1-6])\b[^<>]{0,300}>", re.I)
_ITEM_TAG = re.compile(r"<li\b[^<>]{0,300}>", re.I)
_BOLD = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(([^()\s]{4,2000})\)")


def clean(text: str, *, dashes: bool = True) -> str:
    """A cell's text without the tags that some programs leave in copied text."""
    if "<" in text and _TAG.search(text):
        text = _ITEM_TAG.sub("\n- ", _BREAK_TAG.sub("\n", text))
        text = unescape(_TAG.sub("", text))
    text = _LINK.sub(lambda link: with_address(link[1], link[2]), _BOLD.sub(r"\1", text))
    return tidy(with_shown(text[:MAX_CELL]), dashes=dashes)
