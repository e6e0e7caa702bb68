"""From a source to a result: every Code is tried, and the one that fits best is the edition."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assessments.importing.alignment.match import Match
from assessments.importing.alignment.matching import match_rows
from assessments.importing.answers import read_answer
from assessments.importing.assemble import assemble
from assessments.importing.exact import read_exactly
from assessments.importing.left_over import with_left_over
from assessments.importing.limits import CannotRead, check_size
from assessments.importing.numbers import looks_like_number
from assessments.importing.own_files import own_file
from assessments.importing.readers import read
from assessments.importing.result import ImportResult
from assessments.importing.rows.labelled import labelled_rows
from assessments.importing.rows.prose import prose_rows
from assessments.importing.rows.row import FormRow
from assessments.importing.rows.tables import form_rows
from assessments.importing.source import Paragraph, Source
from assessments.importing.wording import Wording
from assessments.importing.years import year_of_source
from codes.data import CodeData

# A source is tried in these ways; a later one only where the earlier found little of the Code.
_ENOUGH = 0.6
_Way = Callable[[Source, Wording], list[FormRow]]
_WAYS: tuple[_Way, ...] = (form_rows, labelled_rows, prose_rows)


@dataclass(frozen=True)
class _Attempt:
    wording: Wording
    matches: list[Match]
    points: float
    placed: int
    # How many of those that were placed have an answer that can be read.
    answered: int
    # How many have a column for the answer, whatever is in it.
    asked: int
    # Whether it was read from running lines, not from a table.
    lines: bool


def import_file(
    data: bytes, name: str, codes: Sequence[CodeData], edition: str = ""
) -> ImportResult:
    """Reads a file: our own data exactly, every other form by what its content shows.

    `edition`: as in `import_source`. Raises CannotRead with a reason that says what to do.
    """
    check_size(len(data))
    own = own_file(data, name)
    if own is None:
        return import_source(read(data, name), codes, edition)
    code = next((code for code in codes if code.edition == own.edition), None)
    if code is None or edition not in ("", code.edition):
        return import_source(own.as_source(), codes, edition)
    return read_exactly(own, code)


def import_source(source: Source, codes: Sequence[CodeData], edition: str = "") -> ImportResult:
    """Reads a source against the Codes, or against one edition.

    Raises CannotRead where the edition is not known, or nothing of any Code was found.
    """
    chosen = [code for code in codes if not edition or code.edition == edition]
    if not chosen:
        known = ", ".join(code.edition for code in codes)
        raise CannotRead(f"There is no edition “{edition}”. Known editions: {known}.")
    wordings = [Wording(code) for code in chosen]
    best = _best_attempt(source, wordings)
    if best.placed == 0:
        raise CannotRead(
            "We could not find any provisions of the Complaint Handling Code in this form. Check "
            "that it is a self-assessment and that its text is not a picture."
        )
    if best.lines and _is_shuffled(source, best.wording):
        raise CannotRead(_SHUFFLED)
    result = assemble(best.matches, best.wording, source.notes)
    result = replace(result, year=year_of_source(source))
    return with_left_over(result, source, best.wording)


_SHUFFLED = (
    "We could not match the answers to the provisions in this text. Upload the original document "
    "instead."
)


def _is_shuffled(source: Source, wording: Wording) -> bool:
    """Whether numbers stand below each other, and the wording of the first only after the last."""
    if not source.wrapped:
        return False
    paragraphs = (block.text for block in source.blocks if isinstance(block, Paragraph))
    lines = [text for text in paragraphs if text.strip()]
    pairs = 0
    first = ""
    for index, (above, below) in enumerate(pairwise(lines)):
        if not looks_like_number(above):
            first = ""
            continue
        first = first or above.strip()
        if looks_like_number(below):
            pairs += 1
        elif first != above.strip() and wording.begins(first, " ".join(lines[index + 1 :][:2])):
            return True
    return pairs >= max(3, 0.08 * sum(map(looks_like_number, lines)))


def _best_attempt(source: Source, wordings: Sequence[Wording]) -> _Attempt:
    """The way and the edition that find most."""
    best: _Attempt | None = None
    for way in _WAYS:
        attempts = [_attempt(source, wording, way) for wording in wordings]
        # A file with two whole forms: the later Code's is the one that counts.
        found = max(attempts, key=lambda a: (round(a.points, 1), a.wording.code.in_force_from))
        if best is None or _is_better(found, best):
            best = found
        if (
            best.placed >= _ENOUGH * len(best.wording.provisions)
            and 4 * max(best.answered, best.asked) > best.placed
        ):
            break
    assert best is not None  # noqa: S101 (there is a way)
    return best


def _attempt(source: Source, wording: Wording, way: _Way) -> _Attempt:
    matches = match_rows(way(source, wording), wording)
    points, placed = _points(matches)
    answered = sum(
        bool(match.provision and read_answer(match.row.text("answer")).answer) for match in matches
    )
    asked = sum(bool(match.provision and match.row.asked) for match in matches)
    points += _hint(source, wording.code)
    lines = way is not form_rows
    return _Attempt(wording, matches, points, placed, answered, asked, lines)


def _is_better(found: _Attempt, best: _Attempt) -> bool:
    """Whether a later way is worth more: it places many more, or as many with their answers."""
    if found.placed > 1.5 * best.placed + 3:
        return True
    few = 4 * best.answered <= best.placed
    return few and found.placed >= 0.9 * best.placed and found.answered > 2 * best.answered


def _points(matches: Sequence[Match]) -> tuple[float, int]:
    """How well the rows fit the Code, and how many provisions were placed.

    Wording counts where it is close, whatever the number says; each provision counts once.
    """
    best: dict[str, float] = {}
    for match in matches:
        for candidate in match.candidates[:3]:
            close = max(candidate.wording - 50, 0) / 50
            points = close + 0.3 * max(candidate.number, 0.0)
            best[candidate.provision] = max(points, best.get(candidate.provision, 0.0))
    return sum(best.values()), len({match.provision for match in matches if match.provision})


def _hint(source: Source, code: CodeData) -> float:
    """A little for what the titles say: enough to decide between equals, no more."""
    titles = " ".join(
        block.text for block in source.blocks[:40] if isinstance(block, Paragraph)
    ).casefold()
    appendix = code.form.title.split(":")[0].casefold()
    named = code.title.casefold() in titles or appendix in titles
    return 0.5 * named + 0.2 * bool(re.search(rf"\b{re.escape(code.edition)}\b", titles))
