"""An answer to one provision as something that people edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from accounts.access import Member
from assessments import queries, rules, services
from assessments.editing.drafts import keep_if_possible
from assessments.editing.forms import ConflictForm, ResponseForm
from assessments.editing.submission import Choice, Submission
from assessments.enums import Event
from assessments.fields import BY_NAME, FIELDS, Kind
from assessments.history import Value
from assessments.models import Assessment, Response, TypedDraft
from assessments.models.draft import ANSWER
from selfassess.common.lighttext import normalise

_INPUTS = tuple(name for field in FIELDS for name in field.input_names)
# What says what will be done, and until when.
_ACTION = ("action", "action_owner", "action_due")


@dataclass(frozen=True)
class AnswerSubject:
    """The answer to a provision; see `settling.Subject`. Its response has its assessment loaded."""

    response: Response
    kind = ANSWER

    @property
    def pk(self) -> int:
        return self.response.pk

    @property
    def assessment(self) -> Assessment:
        return self.response.assessment

    @property
    def version(self) -> int:
        return self.response.version

    @property
    def is_open(self) -> bool:
        return self.assessment.is_editable

    def may_edit(self, member: Member) -> bool:
        return rules.may_edit(member, self.assessment)

    def inputs(self, values: Mapping[str, str]) -> dict[str, str]:
        return {name: normalise(values.get(name, "")) for name in _INPUTS}

    def saved_inputs(self) -> dict[str, str]:
        return as_typed(self.response.values())

    def form(self, sent: Submission) -> ResponseForm:
        if sent.choice is Choice.SAVE:
            return ResponseForm(self.response, sent.values)
        is_chosen = sent.choice is Choice.CHOSEN
        return ConflictForm(self.response, sent.values, chosen=is_chosen)

    def save(
        self, member: Member, values: Mapping[str, Value], sent: Submission, note: str
    ) -> Self:
        saved = services.save_response(
            member, self.response, values, version=sent.version, draft=sent.known, note=note
        )
        return replace(self, response=saved)

    def give_up(self, member: Member, texts: Mapping[str, Value], note: str) -> None:
        services.record_not_kept(
            member,
            self.assessment,
            Event.RESPONSE_NOT_KEPT,
            self.response.values(),
            texts,
            note,
            provision=self.response.provision,
        )

    def keep_unsaved(self, member: Member, sent: Submission) -> TypedDraft | None:
        return keep_if_possible(member, self, sent)

    def reloaded(self) -> Self:
        assessment = queries.assessment_now(self.assessment)
        response = queries.response_to(assessment, self.response.provision.number)
        response.assessment = assessment
        return replace(self, response=response)


def as_typed(values: Mapping[str, Value]) -> dict[str, str]:
    """What a browser would send for these values."""
    sent: dict[str, str] = {}
    for name, value in values.items():
        sent |= BY_NAME[name].inputs(value)
    return sent


def initial_of(inputs: Mapping[str, str]) -> dict[str, object]:
    """The inputs as the initial values of a form, a date as what stands in its three boxes."""
    return {
        field.name: [inputs.get(name, "") for name in field.input_names]
        if field.kind is Kind.DATE
        else inputs.get(field.name, "")
        for field in FIELDS
    }


def text_typed(values: Mapping[str, str], name: str) -> str:
    """What was sent for a field, read or not; a date's three boxes on one line."""
    field = BY_NAME[name]
    sent = " ".join(values.get(each, "") for each in field.input_names)
    return field.in_words(sent if field.is_text else sent.strip())


def without_action(inputs: Mapping[str, str]) -> dict[str, str]:
    """The inputs once the action is done and removed."""
    gone = [name for field in _ACTION for name in BY_NAME[field].input_names]
    return {**inputs, **dict.fromkeys(gone, "")}
