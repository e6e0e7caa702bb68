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
_ALL = str.maketrans({chr(int(code, 16)): sign for code, sign in SYMBOLS.items()})


def with_boxes(text: str) -> str:
    """The text with its boxes shown; a tick may be a list's mark, and stays as it is."""
    return text.translate(_BOXES)


def with_signs(text: str) -> str:
    """A cell's only word with every sign shown."""
    return text.translate(_ALL)


def with_shown(text: str) -> str:
    """A paragraph's or cell's text with its boxes, or the one sign that it is, as shown."""
    return with_signs(text) if len(text.strip()) == 1 else with_boxes(text)


def all_with_font(text: str, font: str) -> str:
    """A text in one font: letters of a symbol font are the signs that they show."""
    return (
        "".join(with_font(letter, font) for letter in text) if "ding" in font.casefold() else text
    )


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
