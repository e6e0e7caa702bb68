"""A landlord's logo and colour: what is kept of a picture that someone uploads.

The picture is drawn anew as a PNG of bounded size: whatever else the file held (a place, a name,
a second picture, something that is no picture) stays behind.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import transaction

from accounts.access import Member
from accounts.models import Landlord
from accounts.services import hold_as_manager
from selfassess.common import storing

MOST_BYTES = 2 * 1024 * 1024
# A small file can unfold to a picture of any size.
MOST_PIXELS = 16_000_000
WIDEST, HIGHEST = 480, 160


class NotAPicture(Exception):
    """Not a PNG, JPEG or WebP that can be read; the message says what to do."""


@dataclass(frozen=True)
class Logo:
    """A picture as it is kept."""

    png: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        return storing.digest_of(self.png)


@dataclass(frozen=True)
class Look:
    """How a landlord's pages look. `logo`: a new one; None keeps the one there is."""

    accent: str
    logo_alt: str
    logo: Logo | None = None
    remove_logo: bool = False


def read(data: bytes) -> Logo:
    """The picture in the file, small and without anything hidden in it. Raises NotAPicture."""
    from PIL import Image, ImageOps

    if _is_svg(data):
        raise NotAPicture("You cannot use an SVG file. Save the logo as a PNG")
    try:
        with (
            _whole_pictures_only(),
            Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as picture,
        ):
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPicture(
                    f"The picture is {picture.width:,} by {picture.height:,} pixels, which is too "
                    "large. Make it smaller, for example 960 pixels wide"
                )
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        raise NotAPicture(
            "We could not read this file as a picture. Choose a PNG, JPEG or WebP file"
        ) from None
    upright.thumbnail((WIDEST, HIGHEST))
    drawn = Image.new("RGBA", upright.size)
    drawn.paste(upright)
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return Logo(out.getvalue(), drawn.width, drawn.height)


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """Has a picture that was cut off refused: WeasyPrint, once loaded, lets Pillow take those."""
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def save(member: Member, look: Look) -> Landlord:
    """Changes the landlord's logo and colour. Raises PermissionDenied, OSError."""
    if look.logo is not None:
        storing.keep(Landlord(logo_digest=look.logo.digest).logo_name, look.logo.png)
    with transaction.atomic():
        landlord = hold_as_manager(member)
        before = landlord.logo_digest
        landlord.accent = look.accent
        landlord.logo_alt = look.logo_alt
        if look.logo is not None:
            landlord.logo_digest = look.logo.digest
            landlord.logo_width, landlord.logo_height = look.logo.width, look.logo.height
        elif look.remove_logo:
            landlord.logo_digest = landlord.logo_alt = ""
            landlord.logo_width = landlord.logo_height = 0
        landlord.save(
            update_fields=["accent", "logo_alt", "logo_digest", "logo_width", "logo_height"]
        )
        transaction.on_commit(lambda: _remove_unused(before), robust=True)
    return landlord


def _remove_unused(digest: str) -> None:
    """Removes a picture that no landlord shows any more; nothing published holds one."""
    if digest and not Landlord.objects.filter(logo_digest=digest).exists():
        default_storage.delete(Landlord(logo_digest=digest).logo_name)


def _is_svg(data: bytes) -> bool:
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<svg", b"<?xml", b"<!doctype svg"))
