"""An answer to one provision as something that people edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from accounts.access import Member
from assessments import queries, rules, services
from assessments.editing.forms import ConflictForm, ResponseForm
from assessments.editing.submission import Choice, Submission
from assessments.enums import Event
from assessments.history import Value
from assessments.models import RESPONSE_FIELDS, Assessment, Response
from assessments.models.draft import ANSWER
from selfassess.common.lighttext import normalise

_DATE = "action_due"
_DATE_INPUTS = tuple(f"{_DATE}_{part}" for part in range(3))
_INPUTS = (*(name for name in RESPONSE_FIELDS if name != _DATE), *_DATE_INPUTS)


@dataclass(frozen=True)
class AnswerSubject:
    """The answer to a provision; see `settling.Subject`. Its response has its assessment loaded."""

    response: Response
    kind = ANSWER
    keeps_drafts = True

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
        return {name: normalise(text) for name, text in as_typed(self.response.values()).items()}

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

    def reloaded(self) -> Self:
        assessment = queries.assessment_now(self.assessment)
        response = queries.response_to(assessment, self.response.provision.number)
        response.assessment = assessment
        return replace(self, response=response)


def as_typed(values: Mapping[str, Value]) -> dict[str, str]:
    """What a browser would send for these values: a date is three boxes."""
    due = values.get(_DATE)
    parts = (due.day, due.month, due.year) if isinstance(due, date) else ("", "", "")
    texts = {name: str(value or "") for name, value in values.items() if name != _DATE}
    return texts | {name: str(part) for name, part in zip(_DATE_INPUTS, parts, strict=True)}


def initial_of(inputs: Mapping[str, str]) -> dict[str, object]:
    """The inputs as the initial values of a form, a date as what stands in its three boxes."""
    boxes = [inputs.get(name, "") for name in _DATE_INPUTS]
    return {name: text for name, text in inputs.items() if name not in _DATE_INPUTS} | {
        _DATE: boxes
    }


def text_typed(values: Mapping[str, str], name: str) -> str:
    """What was sent for a field, read or not; a date's three boxes on one line."""
    if name == _DATE:
        return " ".join(values.get(box, "") for box in _DATE_INPUTS).strip()
    return values.get(name, "")


def without_action(inputs: Mapping[str, str]) -> dict[str, str]:
    """The inputs once the action is done and taken out."""
    return {**inputs, **dict.fromkeys(("action", "action_owner", *_DATE_INPUTS), "")}
