"""Texts made tidy for keeping, flat for comparing, and folded for matching."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from selfassess.common.lighttext import printable

_BULLETS = "•‣⁃∙●○◦▪▫■□◾◼➢➤►▶❖✦·\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
_BULLET_LINE = re.compile(rf"^[ \t]*(?:[{_BULLETS}]+|[-–—*](?=[ \t])|o(?=\t))[ \t]*", re.MULTILINE)
_MARKED_LINE = re.compile(rf"^[ \t]*[{_BULLETS}]+[ \t]*", re.MULTILINE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "´": "'", "`": "'"})
_LETTERED = re.compile(r"(?<![^\s(;:])(?:[a-h]|[ivx]{1,4}|\d{1,2})[.)]\s")
_OTHER = re.compile(r"[^a-z0-9]+")


def tidy(text: str, *, dashes: bool = True) -> str:
    """Light text: single spaces, bullets as "- ", at most one empty line, nothing invisible.

    Without `dashes` a dash at the start of a line is left as it is: it may be a wrapped sentence's.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    text = printable(text.replace("\u2028", "\n").replace("\u2029", "\n"))
    text = (_BULLET_LINE if dashes else _MARKED_LINE).sub("- ", text)
    # Invisible marks go last: one before a dash says that it is no bullet.
    lines = [_SPACES.sub(" ", _INVISIBLE.sub("", line)).strip() for line in text.split("\n")]
    lines = ["" if line == "-" else line for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def flat(text: str) -> str:
    """On one line: single spaces, bullets without their mark."""
    text = re.sub(rf"[{_BULLETS}]", " ", _BULLET_LINE.sub("", tidy(text)))
    return " ".join(text.split())


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """For comparing wording: small letters and digits, without list marks and punctuation."""
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    text = _LETTERED.sub(" ", _BULLET_LINE.sub("", text)).replace("'", "")
    return _OTHER.sub(" ", text).strip()


def join(first: str, second: str) -> str:
    """Two parts of a text that a page break, or a table's row, has cut."""
    first, second = first.rstrip(), second.lstrip()
    if not first or not second:
        return first or second
    if re.fullmatch(r"[a-z]‐", first[-2:]) and second[0].islower():
        # The typesetter's hyphen: programs set it only where they cut a word.
        return f"{first[:-1]}{second}"
    if re.fullmatch(r"[a-z]-", first[-2:]) and second[0].islower():
        return f"{first}{second}"
    ended = first.endswith((".", ":", ";", "!", "?")) or second.startswith("- ")
    return f"{first}\n{second}" if ended else f"{first} {second}"


def paragraphs(parts: list[str]) -> str:
    """Parts of a cell below each other; empty ones left out."""
    return "\n".join(part for part in parts if part.strip())
