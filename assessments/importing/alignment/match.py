"""What the alignment says of one row."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.importing.alignment.scores import Candidate
from assessments.importing.numbers import Number
from assessments.importing.result import Certainty
from assessments.importing.rows.row import FormRow


@dataclass(frozen=True)
class Match:
    """One row and its provision; without one, those of `open_to` are what a person chooses from.

    `margin`: what any other choice for this row would cost the whole alignment, in points.
    """

    index: int
    row: FormRow
    number: Number
    provision: str = ""
    certainty: Certainty = "ask"
    # Why a person should look: "number" or "wording" differs; "conflict": they name two
    # provisions, which are then the first two of `open_to`, the number's first.
    doubt: str = ""
    candidates: tuple[Candidate, ...] = ()
    open_to: tuple[str, ...] = ()
    margin: float = 0.0
