"""How well rows fit a Code as a whole, whatever is said of each."""

from __future__ import annotations

from collections.abc import Sequence

from assessments.importing.alignment import thresholds as t
from assessments.importing.alignment.match import Match


def fit(matches: Sequence[Match]) -> float:
    """The sum over the provisions of how well the best row fits each, 0 to 1.

    Wording counts where it is close, whatever the number says.
    """
    best: dict[str, float] = {}
    for match in matches:
        for item in match.candidates[: t.MOST_FITTING]:
            close = max(item.wording - t.FIT_ZERO, 0.0) / (100 - t.FIT_ZERO)
            worth = (1 - t.FIT_NUMBER) * close + t.FIT_NUMBER * max(item.number, 0.0)
            best[item.provision] = max(worth, best.get(item.provision, 0.0))
    return sum(best.values())
