"""What the preview says about answers that are carried forward."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.carrying.planning import Forward
from assessments.correspondence import Carried
from assessments.models import Response
from assessments.presenters.words import first_words
from codes.enums import Change
from codes.models import Provision


@dataclass(frozen=True)
class CarryingRow:
    """One provision in the preview, with the earlier answers that bear on it: closest first."""

    provision: Provision
    words: str
    sources: list[Response]
    what: str


def rows_of(found: Forward, carried: Iterable[Carried]) -> list[CarryingRow]:
    """What is carried forward, as the preview lists it."""
    return [
        CarryingRow(
            found.now[row.number].provision,
            first_words(found.now[row.number].provision.text),
            found.sources_of(row),
            "" if found.same_code else Change(row.change).label.lower(),
        )
        for row in carried
    ]


def provisions_of(found: Forward, numbers: Iterable[str]) -> list[tuple[Provision, str]]:
    """Provisions of the draft with their first words."""
    provisions = [found.now[number].provision for number in numbers]
    return [(provision, first_words(provision.text)) for provision in provisions]


def dropped_of(found: Forward) -> list[tuple[Response, str]]:
    """Earlier answers that stay with their own year."""
    rows = [found.earlier[number] for number in found.dropped]
    return [(row, first_words(row.provision.text)) for row in rows]
