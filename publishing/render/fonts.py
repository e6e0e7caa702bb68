"""The typefaces that the PDF is set in: ours alone, whatever a machine has installed.

They cover Latin, Greek, Cyrillic and Vietnamese, Armenian and Georgian, Hebrew and Arabic, Bengali,
Devanagari, Gujarati, Gurmukhi, Malayalam, Sinhala, Tamil and Telugu, Ethiopic and Thai,
mathematics, symbols and emoji (in black). A character that none of them has (Chinese, Japanese and
Korean, whose faces are many times as large, and private use) is printed as the stand-in "□": PDF/UA
allows no missing glyph, and an empty box is better noticed than a gap. The front of such a PDF says
so and where the text can be read (`STAND_IN_NOTE`). What is stored is not changed.
`script/vendor-fonts` fetches the files.
"""

from __future__ import annotations

import io
import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

ASSETS = Path(__file__).parent / "assets"
FOLDER = ASSETS / "fonts"
STAND_IN = "□"
STAND_IN_NOTE = (
    f"This PDF shows “{STAND_IN}” in place of any character that its typefaces do not have, such "
    "as a Chinese one. The web page and the Word file show the original text."
)

# In the order in which they are asked for a character.
FAMILIES: tuple[str, ...] = (
    "source-sans-3-latin",
    "source-sans-3-latin-ext",
    "source-sans-3-vietnamese",
    "source-sans-3-greek",
    "source-sans-3-greek-ext",
    "source-sans-3-cyrillic",
    "source-sans-3-cyrillic-ext",
    "noto-sans-hebrew-hebrew",
    "noto-sans-arabic-arabic",
    "noto-sans-armenian-armenian",
    "noto-sans-georgian-georgian",
    "noto-sans-bengali-bengali",
    "noto-sans-devanagari-devanagari",
    "noto-sans-gujarati-gujarati",
    "noto-sans-gurmukhi-gurmukhi",
    "noto-sans-malayalam-malayalam",
    "noto-sans-sinhala-sinhala",
    "noto-sans-tamil-tamil",
    "noto-sans-telugu-telugu",
    "noto-sans-ethiopic-ethiopic",
    "noto-sans-thai-thai",
    "noto-sans-math-latin",
    "noto-sans-symbols-symbols",
    *(f"noto-emoji-{part}" for part in range(11)),
    "noto-sans-symbols-2-symbols",
)

# Look-alikes that Word puts in for characters that the text face has.
_EQUIVALENTS = {
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "–",
    "\u2015": "—",
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0fc": "✓",
}
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class Face:
    """One font file: a family in one weight."""

    family: str
    weight: int
    path: Path

    @property
    def css(self) -> str:
        """The @font-face rule; the address is one that only our own fetcher knows."""
        return (
            f'@font-face {{ font-family: "{self.family}"; font-weight: {self.weight};'
            f' src: url("{address(self.path)}") }}'
        )


def address(path: Path) -> str:
    """The address by which a style sheet names one of our font files."""
    return f"selfassess-font:{path.name}"


@cache
def faces() -> tuple[Face, ...]:
    """Every face we ship, in the order of FAMILIES. Raises ValueError for a file not listed."""
    found = []
    for path in FOLDER.glob("*.woff2"):
        family, weight, _ = path.stem.rsplit("-", 2)
        found.append(Face(family, int(weight), path))
    return tuple(sorted(found, key=lambda face: (FAMILIES.index(face.family), face.weight)))


@cache
def unpacked(path: Path) -> bytes:
    """One of our font files as it was before it was compressed, which takes long each time."""
    from fontTools.ttLib import woff2

    out = io.BytesIO()
    woff2.decompress(io.BytesIO(path.read_bytes()), out)
    return out.getvalue()


@cache
def _family_of() -> dict[int, str]:
    """The first family that has a character, by code point."""
    from fontTools.ttLib import TTFont

    found: dict[int, str] = {}
    for face in reversed(faces()):
        with TTFont(face.path, lazy=True) as font:
            found |= dict.fromkeys(font.getBestCmap(), face.family)
    return found


def drawable(text: str) -> str:
    """The text in characters that our faces have, composed where it can be (NFC).

    Invisible marks (variation selectors, soft hyphens, direction overrides) go, but for the
    joiners that Arabic and Indic writing needs; unusual spaces become plain ones.
    """
    text = unicodedata.normalize("NFC", text)
    return text.translate({ord(char): _drawn(char) for char in set(text) if not _is_plain(char)})


def _is_plain(char: str) -> bool:
    return " " <= char <= "~" or char == "\n"


def _drawn(char: str) -> str:
    if char in _EQUIVALENTS:
        return _EQUIVALENTS[char]
    category = unicodedata.category(char)
    if char == "\t" or category in ("Zl", "Zp") or (category == "Zs" and char != "\u00a0"):
        return " "
    if category in ("Cc", "Cs") or (category == "Cf" and char not in _JOINERS):
        return ""
    if _is_variation_selector(char):
        return ""
    # A ligature or a full-width letter may be had in its plain form.
    for form in (char, unicodedata.normalize("NFKC", char)):
        if all(part in _JOINERS or ord(part) in _family_of() for part in form):
            return form
    return STAND_IN


def _is_variation_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def needed(text: str) -> tuple[Face, ...]:
    """The faces that a drawable text needs; the Latin ones always."""
    family_of = _family_of()
    families = {family_of.get(ord(char), FAMILIES[0]) for char in set(text)} | {FAMILIES[0]}
    return tuple(face for face in faces() if face.family in families)


def stylesheet(text: str) -> str:
    """The CSS that sets a drawable text in the faces it needs."""
    chosen = needed(text)
    families = ", ".join(f'"{name}"' for name in dict.fromkeys(face.family for face in chosen))
    return "\n".join((*(face.css for face in chosen), f"html {{ font-family: {families} }}"))


_environment = Lock()


@contextmanager
def no_system_fonts() -> Iterator[None]:
    """Within it Fontconfig reads our empty configuration, so that no other font is found."""
    with _environment:
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(ASSETS / "fonts.conf")
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before
