"""Tables of other kinds in the same file: which is the form, and which only repeats it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from assessments.importing.alignment import thresholds as t
from assessments.importing.alignment.match import Match


def main_kinds(matches: Sequence[Match]) -> dict[str, int]:
    """How many different provisions each kind of table placed."""
    return {kind: len(numbers) for kind, numbers in _placed(matches).items()}


def _placed(matches: Sequence[Match]) -> dict[str, set[str]]:
    placed: dict[str, set[str]] = defaultdict(set)
    for match in matches:
        if match.provision:
            placed[match.row.kind].add(match.provision)
    return placed


def without_repeats(matches: Sequence[Match]) -> list[Match]:
    """Leaves out tables that only repeat provisions of the form, such as last year's changes."""
    placed = _placed(matches)
    dropped: set[str] = set()
    for kind, own in placed.items():
        rivals = (theirs for name, theirs in placed.items() if name not in dropped | {kind})
        if any(_repeats(own, theirs) for theirs in rivals):
            dropped.add(kind)
    return [match for match in matches if match.row.kind not in dropped]


def _repeats(own: set[str], theirs: set[str]) -> bool:
    return len(theirs) >= t.MAIN_TIMES * len(own) and 2 * len(own & theirs) >= len(own)
