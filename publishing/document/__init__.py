"""The one document that every output is made from: frozen, plain text, numbers and dates.

Built once from an assessment; no model, queryset or request inside. Renderers take a document and
a small presentation and nothing else, so page, PDF and data file cannot disagree. Written as
canonical JSON, it is what a publication freezes; its SHA-256 is the publication's digest. Whatever
version of it was ever written is read.
"""

from publishing.document.building import build, code_part, family_part
from publishing.document.parts import (
    EVIDENCE_ITEMS,
    ApprovalPart,
    ChangesPart,
    CodePart,
    Document,
    DueMovePart,
    EvidencePart,
    FamilyPart,
    LandlordPart,
    MovePart,
    OwnerMovePart,
    ProvisionPart,
    SectionPart,
    ToConfirmPart,
)
from publishing.document.stored import digest, from_json, to_json
from publishing.document.versions import VERSIONS

__all__ = [
    "EVIDENCE_ITEMS",
    "VERSIONS",
    "ApprovalPart",
    "ChangesPart",
    "CodePart",
    "Document",
    "DueMovePart",
    "EvidencePart",
    "FamilyPart",
    "LandlordPart",
    "MovePart",
    "OwnerMovePart",
    "ProvisionPart",
    "SectionPart",
    "ToConfirmPart",
    "build",
    "code_part",
    "digest",
    "family_part",
    "from_json",
    "to_json",
]
