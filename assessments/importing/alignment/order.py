"""In which order a file has its provisions, and how strictly it keeps to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from assessments.importing.alignment import thresholds as t
from assessments.importing.alignment.scores import Scored
from assessments.importing.wording import Wording


@dataclass(frozen=True)
class Order:
    """Each provision's rank, and what it costs in points to go back, or far ahead."""

    ranks: dict[str, int]
    jump: float

    @property
    def is_kept(self) -> bool:
        """Whether the file keeps to it at all."""
        return self.jump >= t.KEPT_JUMP


def find_order(rows: Sequence[Scored], wording: Wording) -> Order:
    """The form's order, or that of the numbers: the one that the plain rows keep better."""
    form = [item.number for item in wording.provisions]
    plain = [
        (row.index, row.candidates[0].provision)
        for row in rows
        if row.candidates and row.candidates[0].points > 0 and row.lead() >= t.PLAIN_LEAD
    ]
    orders = [
        {number: rank for rank, number in enumerate(numbers)}
        for numbers in (form, sorted(form, key=numeric))
    ]
    jumps = [_jumps(plain, ranks) for ranks in orders]
    best = min(range(len(orders)), key=lambda index: jumps[index])
    return Order(orders[best], _cost(jumps[best], len(plain), len(form)))


def _jumps(plain: Sequence[tuple[int, str]], ranks: dict[str, int]) -> int:
    """How many plain rows do not go on where the plain row before them stopped."""
    return sum(
        not 0 <= ranks[here] - ranks[last] <= t.STEP + t.STRIDE * (index - before)
        for (before, last), (index, here) in pairwise(plain)
    )


def _cost(jumps: int, plain: int, count: int) -> float:
    """How much rarer it is that a row goes to any one provision than that it goes on."""
    share = max((jumps + 0.5) / (plain + 1), t.LEAST_JUMPS)
    return t.NAT * log(1 + count * max(1 - share, 0.0) / share)


def numeric(number: str) -> tuple[tuple[int, str], ...]:
    """For sorting: 5.2 before 5.10."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in number.split("."))
