"""A landlord's accent colour: hex, and dark enough to be read on white (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

LEAST_CONTRAST = 4.5
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)


def check(typed: str) -> str:
    """The colour as #rrggbb. Raises ValidationError that says what to type instead."""
    match = _HEX.fullmatch(typed.strip())
    if match is None:
        raise ValidationError(
            "Enter the colour as # and 6 numbers or letters from a to f, for example #005ea5",
            code="no_colour",
        )
    digits = match[1].lower()
    colour = "#" + (digits if len(digits) == 6 else "".join(d * 2 for d in digits))
    if contrast_with_white(colour) < LEAST_CONTRAST:
        raise ValidationError(
            f"{colour} is too light to be read on white. The nearest colour that is dark enough is "
            f"{darkened(colour)}",
            code="too_light",
        )
    return colour


def contrast_with_white(colour: str) -> float:
    """WCAG's contrast ratio of #rrggbb and white, from 1 to 21."""
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def darkened(colour: str) -> str:
    """The same hue, just dark enough; the colour itself where it is."""
    parts = _parts(colour)
    for step in range(1000, -1, -1):
        darker = "#" + "".join(f"{part * step // 1000:02x}" for part in parts)
        if contrast_with_white(darker) >= LEAST_CONTRAST:
            return darker
    return "#000000"


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: int) -> float:
    value = part / 255
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
