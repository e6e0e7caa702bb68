"""Which row belongs to which provision: one alignment of all rows with the whole Code."""

from __future__ import annotations

from collections.abc import Sequence

from assessments.importing.alignment.match import Match
from assessments.importing.alignment.order import find_order
from assessments.importing.alignment.path import through
from assessments.importing.alignment.scores import Scored, scored
from assessments.importing.alignment.verdicts import Placed, judged
from assessments.importing.rows.row import FormRow
from assessments.importing.wording import Wording


def match_rows(rows: Sequence[FormRow], wording: Wording) -> list[Match]:
    """Each row with the provision that it belongs to, as far as that can be said."""
    found = [scored(index, row, wording) for index, row in enumerate(rows)]
    trusted = _numbers_count(found)
    if not trusted:
        found = [scored(index, row, wording, trusted=False) for index, row in enumerate(rows)]
    order = find_order(found, wording)
    pairs = [{order.ranks[item.provision]: item.points for item in row.candidates} for row in found]
    paths = through(pairs, len(order.ranks), order.jump)
    placed = [Placed(row, path, order) for row, path in zip(found, paths, strict=True)]
    return judged(placed, trusted=trusted)


def _numbers_count(rows: Sequence[Scored]) -> bool:
    """Whether most numbers stand beside their wording.

    Every Code counts from 1.1 on: with wordings that are mostly none of this one's, or another
    provision's, a number says nothing.
    """
    worded = [row for row in rows if row.number.known and row.is_worded]
    return 2 * sum(row.agrees for row in worded) >= len(worded)
