"""The words of the committee paper as something that people edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from accounts.access import Member
from assessments import queries, rules
from assessments.editing.submission import Submission
from assessments.models import Assessment, TypedDraft
from publishing import document as documents
from publishing.models import PaperText
from publishing.office.forms import PaperForm
from publishing.paper import building
from publishing.paper.contents import PaperWords
from publishing.paper.services import save_words


@dataclass(frozen=True)
class PaperSubject:
    """The paper's words; see `assessments.editing.subjects`. `kept`: None before the first save.

    They have no history and no drafts: what is not saved stands on the page that answers.
    """

    assessment: Assessment
    kept: PaperText | None
    kind = "paper"

    @classmethod
    def of(cls, assessment: Assessment) -> Self:
        return cls(assessment, _kept(assessment))

    @property
    def pk(self) -> int:
        return self.assessment.pk

    @property
    def version(self) -> int:
        return self.kept.version if self.kept else 0

    @property
    def is_open(self) -> bool:
        return self.assessment.is_open

    @property
    def words(self) -> PaperWords:
        """What is saved, or the usual words."""
        if self.kept:
            return building.stored_words(self.kept)
        return building.first_words(self.assessment, documents.build(self.assessment))

    def may_edit(self, member: Member) -> bool:
        return rules.may_edit(member, self.assessment)

    def form(self, sent: Submission) -> PaperForm:
        return PaperForm(sent.values, initial=vars(self.words))

    def save(self, member: Member, values: Mapping[str, Any], sent: Submission, note: str) -> Self:
        save_words(member, self.assessment, PaperWords(**values), version=sent.version)
        return self

    def give_up(self, member: Member, texts: Mapping[str, Any], note: str) -> None:
        """Their page gives nothing up for another text."""

    def keep_unsaved(self, member: Member, sent: Submission) -> TypedDraft | None:
        return None

    def reloaded(self) -> Self:
        assessment = queries.assessment_now(self.assessment)
        return replace(self, assessment=assessment, kept=_kept(assessment))


def _kept(assessment: Assessment) -> PaperText | None:
    return PaperText.objects.select_related("edited_by").filter(assessment=assessment).first()
