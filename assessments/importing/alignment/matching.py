"""Which row belongs to which provision: number, wording, stage heading and order together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assessments.importing.alignment.order import Order, numeric, order_of
from assessments.importing.numbers import Number, read_number
from assessments.importing.result import Certainty
from assessments.importing.rows.row import FormRow
from assessments.importing.texts import fold
from assessments.importing.wording import Wording
from codes.data import ProvisionData

# Points beside the wording's 0 to 100.
_NUMBER = 30.0
_STAGE = 6.0
_SECTION = 3.0
_LEVEL = 2.0
_EXACT = 9.0
# A candidate has to lead by this much, or order has to decide.
_MARGIN = 8.0
# From here on wording says something, speaks for itself, and is beyond doubt.
_ALIKE = 45.0
_NEAR = 60.0
_STRONG = 75.0
_PLAIN = 88.0


@dataclass(frozen=True)
class Candidate:
    provision: str
    points: float
    wording: float
    number: float


@dataclass(frozen=True)
class Match:
    """One row and its provision; without one, `candidates` are those between which to choose."""

    index: int
    row: FormRow
    number: Number
    provision: str = ""
    certainty: Certainty = "sure"
    # Why a person should look: "number" or "wording" differs; "order" or nothing decided.
    doubt: str = ""
    candidates: tuple[Candidate, ...] = ()

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None


def match_rows(rows: Sequence[FormRow], wording: Wording) -> list[Match]:
    """Each row with the provision that it belongs to, as far as that can be said."""
    matches = [_first_look(index, row, wording) for index, row in enumerate(rows)]
    return _by_order(_without_strangers(matches), wording)


def _without_strangers(matches: list[Match]) -> list[Match]:
    """Takes back what stands by its number alone, where the numbers are another Code's.

    Every Code counts from 1.1 on: with wordings that are mostly none of this one's, a number
    says nothing.
    """
    worded = [match for match in matches if match.number.known and fold(match.row.requirement)]
    strange = [match for match in worded if match.doubt and match.provision]
    if 2 * len(strange) <= len(worded):
        return matches
    taken = {match.index for match in strange}
    return [
        replace(match, provision="", candidates=(), doubt="") if match.index in taken else match
        for match in matches
    ]


def _first_look(index: int, row: FormRow, wording: Wording) -> Match:
    number = read_number(row.number, wording.numbers, row.readings)
    candidates = _candidates(row, number, wording)
    match = Match(index, row, number, candidates=candidates)
    if not candidates:
        return match
    if number.known:
        return _with_number(match, fold(row.requirement) != "")
    return _without_number(match, odd_number=bool(number.text) and "." in number.text)


def _candidates(row: FormRow, number: Number, wording: Wording) -> tuple[Candidate, ...]:
    scores = wording.scores(row.requirement) if len(fold(row.requirement)) >= 8 else {}
    exact = _exactly(row, wording)
    found = []
    for item in wording.provisions:
        alike = 100.0 if item.number in exact else scores.get(item.number, 0.0)
        weight = number.weight(item.number)
        if alike < _ALIKE and weight <= 0:
            continue
        points = alike + _NUMBER * weight + _context(row, item, wording)
        # Two provisions may differ in one number only: the very wording is more than close.
        points += _EXACT if item.number in exact else 0.0
        found.append(Candidate(item.number, points, alike, weight))
    return tuple(sorted(found, key=lambda candidate: -candidate.points)[:8])


def _exactly(row: FormRow, wording: Wording) -> set[str]:
    folded = fold(row.requirement)
    return {item.number for item in wording.provisions if folded and fold(item.text) == folded}


def _context(row: FormRow, item: ProvisionData, wording: Wording) -> float:
    points = 0.0
    if row.stage and item.stage:
        points += _STAGE if fold(item.stage).endswith(row.stage) else -_STAGE
    if row.section:
        points += _SECTION if item.number.split(".")[0] == row.section else 0.0
    if row.level and any(other.level != item.level for other in wording.provisions):
        points += _LEVEL if str(item.level) == row.level else 0.0
    return points


def _with_number(match: Match, worded: bool) -> Match:
    """A row with a number of this Code."""
    numbered = [item for item in match.candidates if item.number > 0]
    best = numbered[0]
    if not worded:
        return _number_only(match, numbered)
    rival = max(match.candidates, key=lambda item: (item.wording, item.points))
    ahead = rival.wording - best.wording
    closer = rival.wording >= _STRONG and ahead >= 12
    if rival.number <= 0 and (closer or (rival.wording >= _NEAR and ahead >= 20)):
        return replace(match, doubt="conflict", certainty="ask")
    if best.wording >= _STRONG or (best.wording >= _ALIKE and ahead <= 0):
        if len(numbered) > 1 and best.points - numbered[1].points < _MARGIN:
            return replace(match, candidates=tuple(numbered))
        sure: Certainty = "sure" if best.wording >= _STRONG else "likely"
        doubt = "" if best.wording >= 60 else "wording"
        return replace(match, provision=best.provision, certainty=sure, doubt=doubt)
    if len(numbered) > 1 and best.points - numbered[1].points < _MARGIN:
        return replace(match, candidates=tuple(numbered), doubt="wording", certainty="ask")
    return replace(match, provision=best.provision, certainty="ask", doubt="wording")


def _number_only(match: Match, numbered: Sequence[Candidate]) -> Match:
    if len(numbered) == 1 or numbered[0].number >= 1 > numbered[1].number + 0.55:
        return replace(match, provision=numbered[0].provision, certainty="likely")
    return replace(match, candidates=tuple(numbered))


def _without_number(match: Match, odd_number: bool) -> Match:
    """A row whose wording alone speaks, perhaps beside a number that the Code does not have."""
    best = match.candidates[0]
    second = match.candidates[1] if len(match.candidates) > 1 else None
    lead = best.points - second.points if second else 100.0
    wording_lead = best.wording - second.wording if second else 100.0
    doubt = "number" if odd_number else ""
    match = replace(match, doubt=doubt, certainty="ask" if odd_number else "likely")
    if best.wording < _STRONG and not (best.wording >= 60 and wording_lead >= 15):
        return replace(match, candidates=match.candidates if best.wording >= 60 else ())
    if lead < _MARGIN:
        close = [item for item in match.candidates if best.points - item.points < _MARGIN]
        return replace(match, candidates=tuple(close))
    if wording_lead < 1 and best.wording < 100:
        return replace(match, candidates=match.candidates[:2])
    if second and wording_lead <= 0:
        # Only the stage heading or the level sets them apart: order has to agree.
        same = [item for item in match.candidates if item.wording >= best.wording - 1]
        return replace(match, candidates=tuple(same))
    return replace(match, provision=best.provision)


def _by_order(matches: list[Match], wording: Wording) -> list[Match]:
    """Settles what is open by its place between rows whose place is known."""
    for _ in range(2):
        # Twice: a row settled in the first round may be the neighbour that another needs.
        order = find_order(matches, wording)
        if order is None:
            return matches
        for index, match in enumerate(matches):
            if match.provision or not match.candidates:
                continue
            settle = _settle_conflict if match.doubt == "conflict" else _settle
            matches[index] = settle(match, matches, order)
    return matches


def _settle(match: Match, matches: Sequence[Match], order: Order) -> Match:
    """An open row gets the one candidate that its place allows, unless its headings deny it."""
    fitting = _fitting(match, matches, order)
    if len(fitting) != 1:
        return match
    [chosen] = fitting
    best = match.candidates[0]
    if best.points - chosen.points > 2 * _STAGE + _LEVEL + _SECTION + _EXACT:
        return match
    certainty: Certainty = (
        "sure" if chosen.number >= 0.5 and chosen.wording >= _STRONG else "likely"
    )
    if match.doubt or (chosen.wording < _STRONG and chosen.number <= 0):
        certainty = "ask"
    return replace(match, provision=chosen.provision, certainty=certainty)


def _settle_conflict(match: Match, matches: Sequence[Match], order: Order) -> Match:
    """Number and wording disagree: where order sides with the wording, two of three decide.

    A person is asked all the same. Where order does not side with it, nothing is taken.
    """
    worded = max(match.candidates, key=lambda item: (item.wording, item.points))
    if worded.wording < _PLAIN:
        return match
    fitting = {item.provision for item in _fitting(match, matches, order)}
    numbered = {item.provision for item in match.candidates if item.number > 0}
    if worded.provision in fitting and not fitting & numbered:
        return replace(match, provision=worded.provision, certainty="ask", doubt="number")
    return match


def _fitting(match: Match, matches: Sequence[Match], order: Order) -> list[Candidate]:
    low, high = order.between(match.index)
    taken = {other.provision for other in matches if other.provision}
    return [
        item
        for item in match.candidates
        if low < order.ranks[item.provision] < high and item.provision not in taken
    ]


def find_order(matches: Sequence[Match], wording: Wording) -> Order | None:
    """The order that the file keeps: the form's, or that of the numbers; None where neither."""
    spoken = [(match.index, number) for match in matches if (number := _spoken(match))]
    form = [item.number for item in wording.provisions]
    orders = [order_of(spoken, numbers) for numbers in (form, sorted(form, key=numeric))]
    best = max(orders, key=lambda order: len(order.indexes))
    return best if len(best.indexes) >= 0.85 * len(spoken) else None


def _spoken(match: Match) -> str:
    """The provision that a row speaks of plainly, settled or not; empty where it does not."""
    if match.provision and match.certainty != "ask":
        return match.provision
    if match.doubt != "conflict":
        return ""
    first, *others = sorted(match.candidates, key=lambda item: -item.wording)
    alone = not others or first.wording - others[0].wording >= _MARGIN
    return first.provision if first.wording >= _PLAIN and alone else ""


def main_kinds(matches: Sequence[Match]) -> dict[str, int]:
    """How many different provisions each kind of table placed."""
    placed: dict[str, set[str]] = defaultdict(set)
    for match in matches:
        if match.provision:
            placed[match.row.kind].add(match.provision)
    return {kind: len(numbers) for kind, numbers in placed.items()}


def without_repeats(matches: Sequence[Match]) -> list[Match]:
    """Leaves out tables that only repeat provisions of the form, such as last year's changes."""
    counts = main_kinds(matches)
    where = Counter((match.row.kind, match.provision) for match in matches if match.provision)
    dropped: set[str] = set()
    for kind, count in counts.items():
        for main, most in counts.items():
            if kind == main or most < 4 * count or kind in dropped:
                continue
            own = {number for (name, number) in where if name == kind}
            theirs = {number for (name, number) in where if name == main}
            if 2 * len(own & theirs) >= len(own):
                dropped.add(kind)
    return [match for match in matches if match.row.kind not in dropped]
