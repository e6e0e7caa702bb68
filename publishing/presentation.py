"""What a renderer needs to know beside the document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Presentation:
    """`digest`: SHA-256 of the document's JSON, empty for a draft; `public_url`: the address of
    this very version, empty for a draft. `taken_from`: the moment at which a draft's file is taken
    away, by which changes are told when it comes back filled in (assessments/intake/basis.py).
    `is_approved`: of a draft, that the governing body has approved it.
    """

    digest: str
    public_url: str
    is_draft: bool
    taken_from: str = ""
    is_approved: bool = False

    @property
    def state(self) -> str:
        """What it is called that is not published; else empty."""
        if not self.is_draft:
            return ""
        return "Approved" if self.is_approved else "Draft"

    @property
    def mark(self) -> str:
        """What stands on every page of what is not published; else empty."""
        return f"{self.state.upper()} – not published" if self.state else ""


DRAFT = Presentation(digest="", public_url="", is_draft=True)
