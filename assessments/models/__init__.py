"""An assessment, its responses, what colleagues wrote for them, the governing body's response and
the history of them all.
"""

from assessments.models.assessment import Assessment
from assessments.models.body_response import GoverningBodyResponse
from assessments.models.contribution import Contribution, ContributionVersion
from assessments.models.draft import TypedDraft
from assessments.models.evidence import Citation, EvidenceItem
from assessments.models.flag import Flag
from assessments.models.history import HistoryEntry
from assessments.models.imported import ImportedFile
from assessments.models.links import LinkCheck, LinkRun
from assessments.models.note import SharedNote
from assessments.models.question import Question, QuestionMessage
from assessments.models.response import Response

__all__ = [
    "Assessment",
    "Citation",
    "Contribution",
    "ContributionVersion",
    "EvidenceItem",
    "Flag",
    "GoverningBodyResponse",
    "HistoryEntry",
    "ImportedFile",
    "LinkCheck",
    "LinkRun",
    "Question",
    "QuestionMessage",
    "Response",
    "SharedNote",
    "TypedDraft",
]
