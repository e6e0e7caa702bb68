"""All rows against all provisions at once: how much the whole is worth with each pair in it.

A path gives every row a provision or none. It is worth its pairs' points, less what it costs to
leave a row out, to skip provisions, to name one twice and to go back. From the best path through
each pair follows how much would be lost by any other choice: the pair's margin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.importing.alignment import thresholds as t

_NEVER = float("-inf")
# A row's pairs: the points of each provision, by its rank in the order.
Pairs = Mapping[int, float]


@dataclass(frozen=True)
class Through:
    """The best path's worth through each of a row's pairs, and where it belongs to nobody."""

    pairs: dict[int, float]
    none: float

    def best(self) -> int | None:
        """The rank on the best path; None where the row belongs to nobody."""
        if not self.pairs:
            return None
        rank = max(self.pairs, key=lambda rank: self.pairs[rank])
        return rank if self.pairs[rank] > self.none else None

    def margin(self) -> float:
        """What any other choice for this row would cost the whole."""
        first, *others = sorted([*self.pairs.values(), self.none], reverse=True)
        return first - others[0] if others else 0.0


def through(rows: Sequence[Pairs], count: int, jump: float) -> list[Through]:
    """Every row's `Through`. `count`: how many provisions; `jump`: what going back costs."""
    after = _after(rows, count, jump)
    # The best path so far, by the last provision that it names; at the end, of none yet.
    before = [_NEVER] * count + [0.0]
    found = []
    for index, pairs in enumerate(rows):
        entered = _entered(before, pairs, jump)
        rest = after[index + 1]
        none = max(map(sum, zip(before, rest, strict=True))) + t.UNMATCHED
        found.append(Through({rank: entered[rank] + rest[rank] for rank in pairs}, none))
        before = [value + t.UNMATCHED for value in before]
        for rank, value in entered.items():
            before[rank] = max(before[rank], value)
    return found


def _entered(before: Sequence[float], pairs: Pairs, jump: float) -> dict[int, float]:
    """The best path up to and with each of a row's pairs."""
    found = {}
    farthest = max(before[:-1], default=_NEVER) - jump
    start = before[-1]
    nearest = _NEVER
    for rank, value in enumerate(before[:-1]):
        if rank in pairs:
            opening = start - min(rank * t.SKIPPED, jump)
            best = max(nearest, farthest, value - t.REPEATED, opening)
            found[rank] = best + pairs[rank]
        nearest = max(nearest - t.SKIPPED, value)
    return found


def _after(rows: Sequence[Pairs], count: int, jump: float) -> list[list[float]]:
    """For each row what the best path from there on is worth, by the last provision before it."""
    found = [[0.0] * (count + 1)]
    for pairs in reversed(rows):
        rest = found[-1]
        here = {rank: points + rest[rank] for rank, points in pairs.items()}
        found.append(_leaving(rest, here, count, jump))
    return found[::-1]


def _leaving(rest: Sequence[float], here: Pairs, count: int, jump: float) -> list[float]:
    values = [value + t.UNMATCHED for value in rest]
    if not here:
        return values
    farthest = max(here.values()) - jump
    nearest = _NEVER
    for rank in range(count - 1, -1, -1):
        again = here.get(rank, _NEVER)
        values[rank] = max(values[rank], nearest, farthest, again - t.REPEATED)
        nearest = max(nearest - t.SKIPPED, again)
    opening = max(value - min(rank * t.SKIPPED, jump) for rank, value in here.items())
    values[-1] = max(values[-1], opening)
    return values
