"""Why a form is refused, in words that help the person who sent it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assessments.importing.limits import CannotRead
from assessments.importing.numbers import looks_like_number
from assessments.importing.source import Paragraph, Source
from assessments.importing.texts import fold
from assessments.importing.ways import Attempt
from assessments.importing.wording import Wording

_NOTHING = (
    "We could not find any provisions of the Complaint Handling Code in this form. Check that it "
    "is a self-assessment and that its text is not a picture."
)
_SHUFFLED = (
    "We could not match the answers to the provisions in this text. Upload the original document "
    "instead."
)
_OF_2020 = (
    "This looks like a self-assessment against the 2020 Complaint Handling Code, which asked other "
    "questions. We can only import forms for these Codes: {known}."
)
_OF_LGSCO = (
    "This looks like a self-assessment against the Local Government and Social Care Ombudsman’s "
    "Code. Upload your self-assessment against the Housing Ombudsman’s Complaint Handling Code."
)
# Words that only those forms have, folded. Landlords may leave out or reword some questions.
_SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        _OF_2020,
        (
            r"complaints? process use the following definition of a complaint",
            r"polic(y|ies) have exclusions where a complaint will not be considered",
            r"multiple accessibility routes",
            r"complaints? officer or equivalent in post",
            r"authority to compel engagement",
            r"third stage (optional|to the complaints procedure)",
            r"keep a record of complaint correspondence",
            r"what stage are most complaints resolved",
            r"requests for evidence responded to within 15 days",
            r"timescale was extended did we keep the ombudsman informed",
            r"has the code made a difference",
        ),
    ),
    (
        _OF_LGSCO,
        (
            r"^do (we|you) follow the code",
            r"local government (and|amp) social care ombudsman|\blgsco\b",
            r"difference between a service request and a complaint and these are defined",
            r"reasonable and do not deny individuals access to redress",
            r"different channels through which individuals can make a complaint",
            r"designated sufficient resource assigned to take responsibility",
            r"process stage [12] complaints in line with timescales and processes",
        ),
    ),
)
# So many signs tell a form of another Code.
_ENOUGH_SIGNS = 2
# Where a form of another Code resembles this one, no more than this share of it is found.
_FEW = 0.1
# In text that was taken out column by column, this share of the numbers stands below another.
_STACKED, _FEWEST_STACKED = 0.08, 3


def check(attempt: Attempt, source: Source, editions: Sequence[str]) -> None:
    """Raises CannotRead for a form of another Code, and for one that cannot be read right."""
    other = _other_code(source) if _is_doubtful(attempt) else ""
    if other:
        raise CannotRead(other.format(known=", ".join(editions)))
    if attempt.is_empty:
        raise CannotRead(_NOTHING)
    if attempt.way != "tables" and source.wrapped and _is_shuffled(source, attempt.wording):
        raise CannotRead(_SHUFFLED)


def _is_doubtful(attempt: Attempt) -> bool:
    """Whether little was found, and nothing of that by its number and its wording."""
    few = len(attempt.placed) <= _FEW * len(attempt.wording.provisions)
    return few and all(match.certainty != "sure" for match in attempt.placed)


def _other_code(source: Source) -> str:
    """What is said of a form of another Code; empty where it is none that is known."""
    texts = [fold(text) for text in _texts(source)]
    for message, signs in _SIGNS:
        found = sum(any(re.search(sign, text) for text in texts) for sign in signs)
        if found >= _ENOUGH_SIGNS:
            return message
    return ""


def _texts(source: Source) -> Iterator[str]:
    for block in source.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row.cells if not cell.beside)


def _is_shuffled(source: Source, wording: Wording) -> bool:
    """Whether numbers stand below each other, and the wording of the first only after the last."""
    paragraphs = (block.text for block in source.blocks if isinstance(block, Paragraph))
    lines = [text for text in paragraphs if text.strip()]
    stacked = 0
    first = ""
    for index, (above, below) in enumerate(pairwise(lines)):
        if not looks_like_number(above):
            first = ""
            continue
        first = first or above.strip()
        if looks_like_number(below):
            stacked += 1
        elif first != above.strip() and wording.begins(first, " ".join(lines[index + 1 :][:2])):
            return True
    return stacked >= max(_FEWEST_STACKED, _STACKED * sum(map(looks_like_number, lines)))
