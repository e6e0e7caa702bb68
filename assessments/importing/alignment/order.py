"""The order in which a file has its provisions, and what it says of the rows between."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Order:
    """Each provision's rank, and the rows (`indexes`, with `places`) that keep to it."""

    ranks: dict[str, int]
    indexes: tuple[int, ...]
    places: tuple[int, ...]

    def between(self, index: int) -> tuple[int, int]:
        """The ranks of the nearest rows before and after a row, itself not counted."""
        before = bisect_left(self.indexes, index)
        after = before + (self.indexes[before : before + 1] == (index,))
        low = self.places[before - 1] if before > 0 else -1
        high = self.places[after] if after < len(self.places) else len(self.ranks)
        return low, high


def order_of(spoken: Sequence[tuple[int, str]], numbers: Sequence[str]) -> Order:
    """The longest run of rows that keeps to an order of numbers; other rows may stand between."""
    ranks = {number: rank for rank, number in enumerate(numbers)}
    places = [ranks[number] for _, number in spoken]
    kept = _longest_rise(places)
    return Order(ranks, tuple(spoken[i][0] for i in kept), tuple(places[i] for i in kept))


def _longest_rise(values: Sequence[int]) -> list[int]:
    """The indexes of a longest strictly rising part of a sequence."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        place = bisect_left(ends, value)
        before.append(last[place - 1] if place else -1)
        if place == len(ends):
            ends.append(value)
            last.append(index)
        else:
            ends[place] = value
            last[place] = index
    chain: list[int] = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]


def numeric(number: str) -> tuple[tuple[int, str], ...]:
    """For sorting: 5.2 before 5.10."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in number.split("."))
