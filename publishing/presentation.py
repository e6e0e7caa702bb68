"""What a renderer needs to know beside the document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Presentation:
    """`digest`: SHA-256 of the document's JSON, empty for a draft; `public_url`: the address of
    this very version, empty for a draft. `taken_from`: the moment at which a draft's file is taken
    away, by which changes are told when it comes back filled in (assessments/intake/basis.py).
    """

    digest: str
    public_url: str
    is_draft: bool
    taken_from: str = ""


DRAFT = Presentation(digest="", public_url="", is_draft=True)
