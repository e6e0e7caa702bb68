"""Text of another provision, or of last year, put into a provision's empty fields: not saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessments import queries
from assessments.completeness import is_blank
from assessments.fields import BY_NAME, fields_of
from assessments.models import Assessment, Response
from assessments.presenters.words import Item, items_of
from codes.models import Provision

PREVIOUS = "previous"


@dataclass(frozen=True)
class Copied:
    """What was put where. `inputs`: what the form holds then; `items`: the text to copy from;
    `left`: fields with text of their own, which stayed.
    """

    inputs: dict[str, str]
    source: str
    items: list[Item]
    filled: list[str]
    left: list[str]


def source_of(assessment: Assessment, provision: Provision, wanted: str) -> Response | None:
    """The response to copy from: last year's, or that of another provision by its number."""
    if wanted == PREVIOUS:
        return queries.previous_response(assessment, provision)
    others = assessment.responses.select_related("provision").exclude(provision=provision)
    return others.filter(provision__number=wanted).first()


def copy(assessment: Assessment, inputs: Mapping[str, str], source: Response) -> Copied:
    """Puts the source's texts into those inputs that are blank."""
    code = assessment.code
    offered = {
        field.name: getattr(source, field.name)
        for field in fields_of(code)
        if field.is_copied and not is_blank(getattr(source, field.name))
    }
    filled = [name for name in offered if is_blank(inputs.get(name, ""))]
    same_year = source.assessment_id == assessment.pk
    return Copied(
        inputs={**inputs} | {name: offered[name] for name in filled},
        source=source.provision.number if same_year else f"the answer for {_year(source)}",
        items=items_of(source, code),
        filled=[BY_NAME[name].label_in(code) for name in filled],
        left=[
            BY_NAME[name].label_in(code)
            for name in offered
            if name not in filled and inputs[name] != offered[name]
        ],
    )


def _year(source: Response) -> str:
    return source.assessment.year.label
