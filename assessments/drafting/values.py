"""What the inputs of a form hold, by their names, as a browser sends them."""

from __future__ import annotations

from collections.abc import Mapping

from assessments.fields import FIELDS, Kind
from assessments.models import GoverningBodyResponse, Response
from selfassess.common.lighttext import normalise

RESPONSE_INPUTS = tuple(name for field in FIELDS for name in field.input_names)
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
    inputs: dict[str, str] = {}
    for field in FIELDS:
        inputs |= field.inputs(getattr(subject, field.name))
    return inputs


def initial_of(inputs: Mapping[str, str]) -> dict[str, object]:
    """The inputs as the initial values of a form, a date as what stands in its three boxes."""
    return {
        field.name: [inputs.get(name, "") for name in field.input_names]
        if field.kind is Kind.DATE
        else inputs.get(field.name, "")
        for field in FIELDS
    }
