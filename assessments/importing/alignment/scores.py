"""What each pair of a row and a provision is worth: every piece of evidence, in points."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.importing.alignment import thresholds as t
from assessments.importing.numbers import Number, read_number
from assessments.importing.rows.row import FormRow
from assessments.importing.texts import fold
from assessments.importing.wording import Wording
from codes.data import ProvisionData


@dataclass(frozen=True)
class Candidate:
    """A provision that a row may belong to. `wording` is 0 to 100, `number` as in `Number`."""

    provision: str
    points: float
    wording: float
    number: float


@dataclass(frozen=True)
class Scored:
    """A row with its candidates, the best first."""

    index: int
    row: FormRow
    number: Number
    candidates: tuple[Candidate, ...]

    @property
    def is_worded(self) -> bool:
        """Whether the row has a text long enough to be a provision's wording."""
        return is_wording(fold(self.row.requirement))

    def lead(self, chosen: Candidate | None = None) -> float:
        """By how much a pair, or the best one, leads over the row's others, its place aside."""
        chosen = chosen or (self.candidates[0] if self.candidates else None)
        others = [item.points for item in self.candidates if item is not chosen]
        return chosen.points - max(others, default=0.0) if chosen else 0.0

    def numbered(self) -> Candidate | None:
        """What the number stands for; of several readings the one that the rest speaks for."""
        found = (item for item in self.candidates if item.number > 0)
        return max(found, key=lambda item: (item.points, item.wording), default=None)

    def worded(self) -> Candidate | None:
        """Whose wording is the closest."""
        return max(self.candidates, key=lambda item: (item.wording, item.points), default=None)

    def contradicted(self) -> tuple[Candidate, Candidate] | None:
        """What the number says and what the wording, where that is plainly another; else None."""
        numbered, worded = self.numbered(), self.worded()
        if numbered is None or worded is None or not self.is_worded or worded.number > 0:
            return None
        ahead = worded.wording - numbered.wording
        strong = worded.wording >= t.STRONG and ahead >= t.AHEAD_OF_STRONG
        near = worded.wording >= t.NEAR and ahead >= t.AHEAD_OF_NEAR
        return (numbered, worded) if strong or near else None

    @property
    def agrees(self) -> bool:
        """Whether number and wording speak of one provision."""
        numbered = self.numbered()
        alike = numbered is not None and numbered.wording >= t.NEAR
        return alike and self.contradicted() is None


def is_wording(folded: str) -> bool:
    """Whether a folded text is long enough to be a provision's wording."""
    return len(folded) >= t.SHORTEST_WORDING


def scored(index: int, row: FormRow, wording: Wording, *, trusted: bool = True) -> Scored:
    """The row with its best candidates. `trusted`: whether the form's numbers count."""
    number = read_number(row.number, wording.numbers, row.readings)
    exact = fold(row.requirement)
    worded = is_wording(exact)
    alike = wording.scores(row.requirement) if worded else {}
    found = []
    for item in wording.provisions:
        is_exact = worded and wording.is_exactly(item.number, exact)
        score = 100.0 if is_exact else alike.get(item.number, 0.0)
        weight = number.weight(item.number)
        if score < t.ALIKE and weight <= 0:
            continue
        points = _wording(score) if worded else 0.0
        points += t.EXACT * is_exact + trusted * _number(weight) + _headings(row, item, wording)
        found.append(Candidate(item.number, points, score, weight))
    found.sort(key=lambda candidate: -candidate.points)
    return Scored(index, row, number, tuple(found[: t.MOST_CANDIDATES]))


def _wording(score: float) -> float:
    return max(t.WORDING_SLOPE * (score - t.WORDING_ZERO), t.WORDING_LEAST)


def _number(weight: float) -> float:
    return weight * (t.NUMBER_AGREES if weight >= 0 else -t.NUMBER_DIFFERS)


def _headings(row: FormRow, item: ProvisionData, wording: Wording) -> float:
    """What the headings above the row say: its section, its stage and its level."""
    points = 0.0
    if row.stage and item.stage:
        points += t.STAGE if fold(item.stage).endswith(row.stage) else -t.STAGE
    if row.section and item.number.split(".")[0] == row.section:
        points += t.SECTION
    if row.level and wording.has_levels and str(item.level) == row.level:
        points += t.LEVEL
    return points
