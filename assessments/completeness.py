"""The one rule engine: what an assessment still lacks. Pure: no database, no request.

Pages, the submit guard, imports, exports and mails all ask it; nothing else says what
"complete" means.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assessments.enums import Answer
from codes.enums import Level


@dataclass(frozen=True)
class Filled:
    """What is filled in for one provision, and what of the Code bears on its completeness.

    `single_text`: the form has one column for evidence and commentary, held in `evidence`.
    `to_confirm`: the year that it was carried over from, while nobody has confirmed it.
    """

    number: str
    level: str
    single_text: bool
    answer: str = ""
    evidence: str = ""
    commentary: str = ""
    action: str = ""
    action_owner: str = ""
    action_due: date | None = None
    alternative: str = ""
    to_confirm: str = ""


@dataclass(frozen=True)
class Gap:
    """Something missing: the provision, the form's field to go to, and what to do about it."""

    number: str
    field: str
    message: str


def is_blank(text: str) -> bool:
    """Whether a text holds nothing that can be seen: white space and zero-width characters."""
    return all(
        char.isspace()
        or unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp", "Zs"}
        or char in _INVISIBLE_LETTERS
        for char in text
    )


# Letters and marks by Unicode's categories that print nothing: Hangul fillers, Braille blank,
# variation selectors, the combining grapheme joiner.
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}


def gaps(filled: Filled) -> tuple[Gap, ...]:
    """What one provision still lacks, in the order of its form; empty where it is complete.

    The rules are the forms' own (Code 2024, Appendix A; Code 2022, Appendix B): evidence supports
    every statement; where a requirement is not met, an action with its owner and date or an
    explained alternative; for a 2022 "should", commentary is enough.
    """
    return (*_unconfirmed(filled), *_content_gaps(filled))


def _unconfirmed(filled: Filled) -> tuple[Gap, ...]:
    """What was carried over says nothing of this year until somebody says that it holds."""
    if not filled.to_confirm:
        return ()
    year = filled.to_confirm
    message = f"Confirm, edit or start afresh: this was carried over from {year}"
    return (Gap(filled.number, "confirm", message),)


def _content_gaps(filled: Filled) -> tuple[Gap, ...]:
    number = filled.number
    if not filled.answer:
        return (Gap(number, "answer", "Select an answer"),)
    if filled.answer == Answer.NOT_APPLICABLE:
        return _not_applicable_gaps(filled)
    found: list[Gap] = []
    if filled.answer in (Answer.YES, Answer.PARTLY) and is_blank(filled.evidence):
        found.append(Gap(number, "evidence", "Enter the evidence that supports this answer"))
    if filled.answer in (Answer.NO, Answer.PARTLY):
        found += _not_met_gaps(filled)
    return tuple(found)


def all_gaps(provisions: Iterable[Filled]) -> tuple[Gap, ...]:
    """What the whole assessment lacks, in the order of its provisions."""
    return tuple(gap for filled in provisions for gap in gaps(filled))


def _not_applicable_gaps(filled: Filled) -> tuple[Gap, ...]:
    if filled.single_text:
        if is_blank(filled.evidence):
            return (Gap(filled.number, "evidence", "Say why this does not apply"),)
    elif is_blank(filled.commentary):
        return (Gap(filled.number, "commentary", "Say why this does not apply"),)
    return ()


def _not_met_gaps(filled: Filled) -> list[Gap]:
    number = filled.number
    if _should_is_explained(filled):
        return []
    if is_blank(filled.action):
        if not is_blank(filled.alternative):
            return []
        message = "Enter the action that will put this right, or an explained alternative approach"
        return [Gap(number, "action", message)]
    found = []
    if is_blank(filled.action_owner):
        found.append(Gap(number, "action_owner", "Enter the job title of the action’s owner"))
    if filled.action_due is None:
        found.append(Gap(number, "action_due", "Enter the date by which the action will be done"))
    return found


def _should_is_explained(filled: Filled) -> bool:
    """Best practice need not be met, but has to be commented on (Code 2022, Appendix B).

    The commentary is enough: an action beside it is the landlord's own, and may be half-way.
    """
    if filled.level != Level.SHOULD:
        return False
    return not is_blank(filled.evidence if filled.single_text else filled.commentary)
