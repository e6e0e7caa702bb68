"""An assessment, its responses, the governing body's response and the history of them all."""

from assessments.models.assessment import Assessment
from assessments.models.body_response import GoverningBodyResponse
from assessments.models.draft import TypedDraft
from assessments.models.evidence import Citation, EvidenceItem
from assessments.models.flag import Flag
from assessments.models.history import HistoryEntry
from assessments.models.imported import ImportedFile
from assessments.models.note import SharedNote
from assessments.models.response import Response

__all__ = [
    "Assessment",
    "Citation",
    "EvidenceItem",
    "Flag",
    "GoverningBodyResponse",
    "HistoryEntry",
    "ImportedFile",
    "Response",
    "SharedNote",
    "TypedDraft",
]
