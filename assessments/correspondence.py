"""What becomes of answers when they are read across Codes. Pure: no database, no request.

Provisions are named by their number in their own Code. `queries.origins_between` reads how two
Codes correspond; `plan` says what is carried where, and what has no place in the other Code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.fields import Value, Values
from assessments.fields import single_text as as_single_text
from codes.enums import Change

# The requirement is the same, so that the earlier answer still covers it.
SAME_DUTY = frozenset({Change.UNCHANGED, Change.REWORDED})
_CLOSENESS = (Change.UNCHANGED, Change.REWORDED, Change.CHANGED, Change.STRENGTHENED)


@dataclass(frozen=True)
class Origin:
    """Where a provision comes from: the closest first. New provisions have no sources."""

    sources: tuple[str, ...]
    change: Change


@dataclass(frozen=True)
class Carried:
    """One provision that gets what was said to another. `left_open`: without the answer, since
    the requirement differs and has to be answered again."""

    number: str
    source: str
    change: Change
    left_open: bool


@dataclass(frozen=True)
class Plan:
    """What becomes of all that is filled in. `dropped` names earlier provisions, the others later
    ones."""

    carried: tuple[Carried, ...]
    empty: tuple[str, ...]
    dropped: tuple[str, ...]

    @property
    def touches_something(self) -> bool:
        return bool(self.carried or self.dropped)

    @property
    def kept(self) -> list[Carried]:
        """Those that keep their answer."""
        return [row for row in self.carried if not row.left_open]

    @property
    def left_open(self) -> list[Carried]:
        return [row for row in self.carried if row.left_open]


def is_filled(values: Values) -> bool:
    return any(values.values())


def inverted(origins: Mapping[str, Origin]) -> dict[str, Origin]:
    """The same read backwards: which later provisions cover an earlier one."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for number, origin in origins.items():
        for position, source in enumerate(origin.sources):
            rank = (position, _CLOSENESS.index(origin.change), number)
            found.setdefault(source, []).append(rank)
    return {
        source: Origin(
            tuple(number for _, _, number in sorted(ranks, key=lambda rank: rank[:2])),
            _backwards(*min(ranks, key=lambda rank: rank[:2])[:2]),
        )
        for source, ranks in found.items()
    }


def _backwards(position: int, closeness: int) -> Change:
    """How the closest later provision differs. A farther one is a different requirement."""
    change = _CLOSENESS[closeness]
    return change if position == 0 and change in SAME_DUTY else Change.CHANGED


def plan(
    filled: Mapping[str, Values], numbers: Sequence[str], origins: Mapping[str, Origin]
) -> Plan:
    """What becomes of earlier answers in a form with the provisions `numbers`.

    `filled`: every earlier provision's values. A provision gets what was said to the closest of
    its sources that has anything; with no `origins` nothing is carried.
    """
    carried, empty = [], []
    for number in numbers:
        origin = origins.get(number, Origin((), Change.NEW))
        said = [source for source in origin.sources if is_filled(filled.get(source, {}))]
        if not said:
            empty.append(number)
            continue
        closest = said[0] == origin.sources[0]
        same = closest and origin.change in SAME_DUTY
        # What the correspondence says is about the closest: a farther one asks for something else.
        differs = Change.CHANGED if origin.change in SAME_DUTY else origin.change
        change = origin.change if same else differs
        carried.append(Carried(number, said[0], change, left_open=not same))
    used = {row.source for row in carried}
    dropped = [
        number for number, values in filled.items() if is_filled(values) and number not in used
    ]
    return Plan(tuple(carried), tuple(empty), tuple(dropped))


def carried_values(row: Carried, values: Values, *, single_text: bool) -> dict[str, Value]:
    """What the later provision gets. A form with one text column (`single_text`) has the
    commentary below the evidence."""
    found = dict(values)
    if row.left_open:
        found["answer"] = ""
    if single_text and found.get("commentary"):
        found |= {"evidence": as_single_text(found), "commentary": ""}
    return found
