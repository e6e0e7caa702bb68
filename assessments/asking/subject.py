"""What colleagues write, and what is accepted of it, as something that people edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from accounts.access import Member
from assessments import queries, rules
from assessments.asking import services
from assessments.asking.forms import AcceptForm, ContributionForm
from assessments.asking.queries import loaded
from assessments.editing.drafts import keep_if_possible
from assessments.editing.submission import Submission
from assessments.enums import ContributionState
from assessments.history import Value
from assessments.models import Assessment, Contribution, Response, TypedDraft
from assessments.models.contribution import WRITTEN
from assessments.models.draft import CONTRIBUTION
from selfassess.common.lighttext import normalise

_INPUTS = (*WRITTEN, "reply")


@dataclass(frozen=True)
class ContributionSubject:
    """A colleague's part in a provision; see `editing.subjects`. `step`: what they say with it."""

    contribution: Contribution
    step: ContributionState | None = None
    kind = CONTRIBUTION

    @property
    def pk(self) -> int:
        return self.contribution.pk

    @property
    def assessment(self) -> Assessment:
        return self.contribution.response.assessment

    @property
    def version(self) -> int:
        return self.contribution.version

    @property
    def is_open(self) -> bool:
        return self.contribution.is_open and self.assessment.state in rules.ASKING_STATES

    def may_edit(self, member: Member) -> bool:
        return rules.may_contribute(member, self.contribution)

    def inputs(self, values: Mapping[str, str]) -> dict[str, str]:
        return {name: normalise(values.get(name, "")) for name in _INPUTS}

    def saved_inputs(self) -> dict[str, str]:
        return {name: normalise(getattr(self.contribution, name)) for name in _INPUTS}

    def form(self, sent: Submission) -> ContributionForm:
        return ContributionForm(self.contribution, sent.values, self.step)

    def save(
        self, member: Member, values: Mapping[str, Value], sent: Submission, note: str
    ) -> Self:
        saved = services.save(
            member,
            self.contribution,
            values,
            version=sent.version,
            step=self.step,
            draft=sent.known,
        )
        return replace(self, contribution=saved)

    def give_up(self, member: Member, texts: Mapping[str, Value], note: str) -> None:
        """Into the contribution's own history: the assessment's is for others too."""
        if any(texts.values()):
            services.keep_version(member, self.contribution, texts, is_saved=False)

    def keep_unsaved(self, member: Member, sent: Submission) -> TypedDraft | None:
        return keep_if_possible(member, self, sent)

    def reloaded(self) -> Self:
        return replace(self, contribution=loaded().get(pk=self.contribution.pk))


@dataclass(frozen=True)
class AcceptanceSubject:
    """The answer that a colleague's text goes into; see `editing.subjects`. Nothing is typed: what
    was chosen stands on the page that answers.
    """

    contribution: Contribution
    kind = "acceptance"

    @property
    def response(self) -> Response:
        return self.contribution.response

    @property
    def pk(self) -> int:
        return self.contribution.pk

    @property
    def assessment(self) -> Assessment:
        return self.response.assessment

    @property
    def version(self) -> int:
        return self.contribution.version

    @property
    def is_open(self) -> bool:
        return self.assessment.state in rules.ASKING_STATES

    def may_edit(self, member: Member) -> bool:
        return rules.may_ask(member, self.assessment)

    def form(self, sent: Submission) -> AcceptForm:
        return AcceptForm(self.contribution, self.response, sent.values)

    def save(self, member: Member, values: Mapping[str, Any], sent: Submission, note: str) -> Self:
        saved = services.accept(
            member,
            self.contribution,
            values,
            version=sent.version,
            response_version=sent.base,
        )
        self.contribution.response = saved
        return self

    def give_up(self, member: Member, texts: Mapping[str, Value], note: str) -> None:
        """Both texts stay where they are."""

    def keep_unsaved(self, member: Member, sent: Submission) -> TypedDraft | None:
        return None

    def reloaded(self) -> Self:
        contribution = loaded().get(pk=self.contribution.pk)
        assessment = queries.assessment_now(self.assessment)
        contribution.response.assessment = assessment
        return replace(self, contribution=contribution)
