"""Boxes and ticks that Word takes from its symbol fonts, as the signs that they show."""

from __future__ import annotations

# By their place in Wingdings and Wingdings 2, which other programs keep as private characters.
SYMBOLS = {
    "F0FC": "✓",
    "F0FB": "✗",
    "F0FE": "☒",
    "F0A8": "☐",
    "F06F": "☐",
    "F0D6": "✓",
    "F0FD": "☒",
    "F052": "☑",
    "F0A3": "☐",
    "F053": "☒",
    "F050": "✓",
    "F04F": "✗",
}
_BOXES = str.maketrans(
    {chr(int(code, 16)): sign for code, sign in SYMBOLS.items() if sign in "☒☐☑"}
)
_SIGNS = frozenset(SYMBOLS.values())
_ALL = str.maketrans({chr(int(code, 16)): sign for code, sign in SYMBOLS.items()})


def with_boxes(text: str) -> str:
    """The text with its boxes shown; a tick may be a list's mark, and stays as it is."""
    return text.translate(_BOXES)


def with_signs(text: str) -> str:
    """A cell's only word with every sign shown."""
    return text.translate(_ALL)


# What the keys of symbol fonts show, for what forms use: ticks, crosses, boxes and lists' marks.
# A font is known by a part of its name; the longer name comes first.
_KEYS = {
    # Each pair: the keys, and in the same order what they show.
    "wingdings2": dict(zip("POR£STQ*—", "✓✗☑☐☒☒☒☐•", strict=True)),
    "wingdings": dict(zip("þýüûxoq¨§Øv·lnwàðè", "☑☒✓✗☒☐☐☐▪➢❖•●■◆→→➔", strict=True)),
    "zapfdingbats": dict(zip("345678opqr❏❐❑❒lnm", "✓✔✗✗✗✗☐☐☐☐☐☐☐☐●■○", strict=True)),
    "webdings": dict(zip("arcg", "✔✗☐■", strict=True)),
}


def with_font(text: str, font: str) -> str:
    """A letter as its font shows it, where that is a symbol font and the letter not yet a sign."""
    name = font.rpartition("+")[2].casefold().replace("-", "").replace(" ", "")
    if "ding" not in name:
        return text
    for known, keys in _KEYS.items():
        if known in name:
            return keys.get(text, text)
    return text


def is_symbol_font(name: str) -> bool:
    """Whether a font shows signs where others show letters: "þ" as a ticked box."""
    return name.strip("'\" ").casefold().startswith("wingdings")


def in_symbols(text: str) -> str:
    """What letters show in such a font; nothing where the sign says nothing of an answer."""
    codes = (f"{0xF000 | ord(char) & 0xFF:04X}" for char in text)
    return "".join(
        char if char.isspace() or char in _SIGNS else SYMBOLS.get(code, "")
        for char, code in zip(text, codes, strict=True)
    )
