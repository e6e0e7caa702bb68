"""From the margin of a row, and from how its evidence agrees, to what is said of it.

sure: number and wording agree, and any other choice costs much. likely: one of them decided, or
the place, and another choice costs something. ask: a person decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assessments.importing.alignment import thresholds as t
from assessments.importing.alignment.match import Match
from assessments.importing.alignment.order import Order
from assessments.importing.alignment.path import Through
from assessments.importing.alignment.scores import Candidate, Scored
from assessments.importing.result import Certainty


@dataclass(frozen=True)
class Placed:
    """A row, the best paths through its pairs, and the pair that is on the best of all."""

    row: Scored
    path: Through
    order: Order

    @property
    def chosen(self) -> Candidate | None:
        rank = self.path.best()
        ranks = self.order.ranks
        return next((item for item in self.row.candidates if ranks[item.provision] == rank), None)

    def worth(self, item: Candidate) -> float:
        """The best path through one of the pairs."""
        return self.path.pairs[self.order.ranks[item.provision]]

    def place(self, item: Candidate) -> float:
        """What the neighbours say of one of the pairs."""
        return self.worth(item) - item.points

    def close(self) -> tuple[str, ...]:
        """Between which provisions there is little to choose, the likeliest first."""
        ordered = sorted(self.row.candidates, key=lambda item: -self.worth(item))
        credible = [item for item in ordered if item.wording >= t.NEAR or item.number > 0]
        near = [
            item.provision
            for item in credible
            if self.worth(credible[0]) - self.worth(item) < t.CLOSE
        ]
        return tuple(near[: t.MOST_CHOICES])


def judged(rows: Sequence[Placed], *, trusted: bool) -> list[Match]:
    """What is said of every row. `trusted`: whether the form's numbers are this Code's."""
    agreed = {
        item.chosen.provision for item in rows if item.chosen and item.row.contradicted() is None
    }
    matches = [_judged(item, agreed, trusted=trusted) for item in rows]
    if not rows or not rows[0].order.is_kept:
        return matches
    return _with_gaps(_without_strays(matches, rows), rows[0].order)


def _without_strays(matches: Sequence[Match], rows: Sequence[Placed]) -> list[Match]:
    """Of equals that the place tells apart, a person is asked where the neighbours are not next."""
    return [
        replace(match, certainty="ask") if _is_stray(match, placed, matches) else match
        for match, placed in zip(matches, rows, strict=True)
    ]


def _is_stray(match: Match, placed: Placed, matches: Sequence[Match]) -> bool:
    chosen = placed.chosen
    if not match.provision or chosen is None or placed.row.lead(chosen) >= t.EQUALS:
        return False
    low, rank, high = _around(match, matches, placed.order)
    return not (low is None or 0 < rank - low <= t.NEXT) or not (
        high is None or 0 < high - rank <= t.NEXT
    )


def _around(
    match: Match, matches: Sequence[Match], order: Order
) -> tuple[int | None, int, int | None]:
    """The ranks of the nearest other provisions before and after a row, and its own."""
    ranks = order.ranks
    before = (item.provision for item in reversed(matches[: match.index]))
    after = (item.provision for item in matches[match.index + 1 :])
    low, high = (
        next((ranks[name] for name in names if name and name != match.provision), None)
        for names in (before, after)
    )
    return low, ranks[match.provision], high


def _with_gaps(matches: Sequence[Match], order: Order) -> list[Match]:
    """A row that says nothing of itself is open to the provisions that are missing at its place."""
    found = list(matches)
    for index, match in enumerate(matches):
        if not (match.provision or match.candidates or match.row.requirement):
            missing = _missing_at(matches[:index], matches[index + 1 :], order)
            found[index] = replace(match, open_to=missing)
    return found


def _missing_at(before: Sequence[Match], after: Sequence[Match], order: Order) -> tuple[str, ...]:
    """What stands in the order between the nearest rows with a provision; none if it is much."""
    low = next((order.ranks[item.provision] for item in reversed(before) if item.provision), -1)
    high = next((order.ranks[item.provision] for item in after if item.provision), len(order.ranks))
    taken = {item.provision for item in (*before, *after)}
    missing = tuple(
        number for number, rank in order.ranks.items() if low < rank < high and number not in taken
    )
    return missing if len(missing) <= t.MOST_CHOICES else ()


def _judged(placed: Placed, agreed: set[str], *, trusted: bool) -> Match:
    row = placed.row
    margin = placed.path.margin()
    match = Match(row.index, row.row, row.number, candidates=row.candidates, margin=margin)
    contradicted = row.contradicted()
    if contradicted and trusted and not _wording_decides(placed, contradicted, agreed):
        sides = tuple(item.provision for item in contradicted)
        return replace(match, doubt="conflict", open_to=sides)
    chosen = placed.chosen
    if chosen is None or margin < t.PLACED_MARGIN or _is_place_alone(placed, chosen, margin):
        return replace(match, open_to=placed.close())
    doubt = _doubt(row, chosen)
    certainty = _certainty(row, chosen, margin, doubt)
    return replace(match, provision=chosen.provision, certainty=certainty, doubt=doubt)


def _wording_decides(
    placed: Placed, contradicted: tuple[Candidate, Candidate], agreed: set[str]
) -> bool:
    """Whether the row goes by its wording against its number: the place has to side with it.

    A person is asked all the same.
    """
    numbered, worded = contradicted
    if placed.chosen is not worded or worded.provision in agreed:
        return False
    return placed.place(worded) - placed.place(numbered) > -t.PLACED_MARGIN


def _is_place_alone(placed: Placed, chosen: Candidate, margin: float) -> bool:
    """Whether only the place tells this pair from another, and says too little for that.

    A file in no order says nothing by the place. In order it may decide between equals, but has
    to speak loudly against what the row itself says.
    """
    needed = t.AGAINST if placed.order.is_kept else t.LIKELY_MARGIN
    return margin < t.PLACE_MARGIN and placed.row.lead(chosen) < needed


def _doubt(row: Scored, chosen: Candidate) -> str:
    is_odd = not row.number.known and "." in row.number.text
    if is_odd or chosen.number < 0:
        return "number"
    return "wording" if row.is_worded and chosen.wording < t.NEAR else ""


def _certainty(row: Scored, chosen: Candidate, margin: float, doubt: str) -> Certainty:
    unlike = row.is_worded and chosen.wording < t.ALIKE
    if doubt == "number" or unlike or margin < t.LIKELY_MARGIN:
        return "ask"
    agree = chosen.number > 0 and chosen.wording >= t.STRONG
    return "sure" if agree and margin >= t.SURE_MARGIN else "likely"
