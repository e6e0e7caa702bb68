"""What changed since the self-assessment before, in plain sentences without judgement. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from assessments.enums import Answer
from codes.enums import Change
from publishing.document.parts import (
    ChangesPart,
    Document,
    DueMovePart,
    MovePart,
    OwnerMovePart,
)

Direction = Literal["better", "worse", "sideways"]

_RANK: dict[str, int] = {Answer.NO: 0, Answer.PARTLY: 1, Answer.YES: 2}


def direction(before: str, after: str) -> Direction:
    """What became of an answer that is another now."""
    if before not in _RANK or after not in _RANK:
        return "sideways"
    return "better" if _RANK[after] > _RANK[before] else "worse"


def sentences(document: Document) -> tuple[str, ...]:
    """What a document says of its changes; nothing where there is none to compare with."""
    changes = document.changes
    return told(changes, document.year, document.code.title) if changes else ()


def told(changes: ChangesPart, year: str, code: str) -> tuple[str, ...]:
    """The changes in sentences; they always say whether any answer got worse.

    `year` and `code`: of the later self-assessment, the Code by its title. What an earlier version
    of the document recorded is told in its own words.
    """
    if changes.recorded:
        return changes.recorded
    found = [
        _compared_sentence(changes, year, code),
        _moved_sentence(changes, "better", "has a better answer", "have better answers"),
        _moved_sentence(changes, "worse", "has a worse answer", "have worse answers")
        or _none_worse(changes),
        _moved_sentence(
            changes,
            "sideways",
            "has a different answer, neither better nor worse",
            "have different answers, neither better nor worse",
        ),
        _size_sentence(len(changes.same), "has", "have", "the same answer as before"),
        _size_sentence(len(changes.unanswered), "is", "are", "not yet answered this time"),
        _naming(changes.new, "new in", code),
        _naming(changes.dropped, "no longer in", code, f" of the {changes.since_code}"),
        *_plans(changes),
    ]
    return tuple(sentence for sentence in found if sentence)


def _compared_sentence(changes: ChangesPart, year: str, code: str) -> str:
    before = changes.since_year
    if changes.since_code == code:
        return (
            f"This compares the self-assessment for {year} with the one for {before}. Both are "
            f"against the {code}."
        )
    return (
        f"This compares the self-assessment for {year} ({code}) with the one for {before} "
        f"({changes.since_code}). Each provision is matched to the one that it replaced."
    )


def _none_worse(changes: ChangesPart) -> str:
    if changes.unanswered:
        return "No provision answered so far has a worse answer than before."
    return "No provision has a worse answer than before."


def _moved_sentence(changes: ChangesPart, way: Direction, one: str, many: str) -> str:
    moves = [move for move in changes.moves if direction(move.from_answer, move.to_answer) == way]
    if not moves:
        return ""
    listed = "; ".join(f"{move.number} ({_move(move, way)})" for move in moves)
    noun = "provision" if len(moves) == 1 else "provisions"
    return f"{len(moves)} {noun} {one if len(moves) == 1 else many}: {listed}."


def _move(move: MovePart, way: Direction) -> str:
    """From which answer to which; and for a worse one, whether more is asked now."""
    before, after = move.labels
    words = f"from {before} to {after}"
    if way == "worse" and move.requirement in (Change.CHANGED, Change.STRENGTHENED):
        words += f"; the requirement was {Change(move.requirement).label.lower()}"
    return words


def _size_sentence(size: int, one: str, many: str, rest: str) -> str:
    if not size:
        return ""
    return f"1 provision {one} {rest}." if size == 1 else f"{size} provisions {many} {rest}."


def _naming(numbers: Sequence[str], verb: str, code: str, of: str = "") -> str:
    """What is new in the later Code, or no longer in it."""
    if not numbers:
        return ""
    noun = "provision" if len(numbers) == 1 else "provisions"
    be = "is" if len(numbers) == 1 else "are"
    return f"{len(numbers)} {noun}{of} {be} {verb} the {code}: {', '.join(numbers)}."


def _plans(changes: ChangesPart) -> Iterator[str]:
    """Which actions have a later or an earlier date, or another owner."""
    later = [move for move in changes.due_moves if move.to_due > move.from_due]
    earlier = [move for move in changes.due_moves if move.to_due < move.from_due]
    yield _plan("a later date for its action", map(_due, later))
    yield _plan("an earlier date for its action", map(_due, earlier))
    yield _plan("a different owner for its action", map(_owner, changes.owner_moves))


def _due(move: DueMovePart) -> str:
    return f"{move.number} (from {_day(move.from_due)} to {_day(move.to_due)})"


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def _owner(move: OwnerMovePart) -> str:
    return f"{move.number} (from {move.from_owner} to {move.to_owner})"


def _plan(what: str, moves: Iterable[str]) -> str:
    told = list(moves)
    start = "1 provision has" if len(told) == 1 else f"{len(told)} provisions each have"
    return f"{start} {what}: {'; '.join(told)}." if told else ""
