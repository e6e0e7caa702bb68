"""What the inputs of a form hold, by their names, as a browser sends them."""

from __future__ import annotations

from collections.abc import Mapping

from assessments.models import RESPONSE_FIELDS, GoverningBodyResponse, Response
from selfassess.common.lighttext import normalise

_DATE = "action_due"
_DATE_INPUTS = tuple(f"{_DATE}_{part}" for part in range(3))
RESPONSE_INPUTS = (*(name for name in RESPONSE_FIELDS if name != _DATE), *_DATE_INPUTS)
BODY_RESPONSE_INPUTS = ("text",)

Subject = Response | GoverningBodyResponse


def typed_inputs(subject: Subject, data: Mapping[str, str]) -> dict[str, str]:
    """What was sent for the subject's inputs, and nothing else; line ends become "\\n"."""
    names = RESPONSE_INPUTS if isinstance(subject, Response) else BODY_RESPONSE_INPUTS
    return {name: normalise(data.get(name, "")) for name in names}


def saved_inputs(subject: Subject) -> dict[str, str]:
    """What the inputs hold when the page is opened."""
    if isinstance(subject, GoverningBodyResponse):
        return {"text": normalise(subject.text)}
    due = subject.action_due
    parts = (due.day, due.month, due.year) if due else ("", "", "")
    texts = {
        name: normalise(str(value or ""))
        for name, value in subject.values().items()
        if name != _DATE
    }
    return texts | {name: str(part) for name, part in zip(_DATE_INPUTS, parts, strict=True)}


def initial_of(inputs: Mapping[str, str]) -> dict[str, object]:
    """The inputs as the initial values of a form, a date as what stands in its three boxes."""
    date = [inputs.get(name, "") for name in _DATE_INPUTS]
    return {name: text for name, text in inputs.items() if name not in _DATE_INPUTS} | {_DATE: date}
