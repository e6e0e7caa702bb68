"""Puts a row's texts where they belong: numbers, wording and answers that stand in a wrong cell.

Only what a text itself shows is moved: a number before the Code's wording, an answer before its
evidence, words without an answer under the answer's heading. Nothing is taken away but the Code's
own wording where it stands under the answer's heading as well, as on a page that was drawn twice.
"""

from __future__ import annotations

from assessments.importing.answers import begins_with_answer, looks_long, read_answer
from assessments.importing.headings import Role
from assessments.importing.numbers import looks_like_number, split_number
from assessments.importing.rows.columns import Layout
from assessments.importing.rows.thresholds import BEGINNING, BESIDE_NUMBER, ECHO, SHOWN
from assessments.importing.texts import fold, join, paragraphs
from assessments.importing.wording import Wording


def repaired(found: dict[Role, str], wording: Wording, layout: Layout) -> dict[Role, str]:
    """The texts where they belong: numbers out of requirements, evidence out of answers."""
    found = dict(found)
    _split_numbers(found, wording)
    _drop_echoes(found, wording)
    answer = found.get("answer", "")
    if answer and _is_evidence(answer):
        found.pop("answer")
        found["evidence"] = paragraphs([answer, found.get("evidence", "")])
    elif not answer and not layout.has("answer", "yes"):
        _answer_from_evidence(found)
    return found


def _is_evidence(answer: str) -> bool:
    """Whether a text under the answer's heading is words, not an answer that cannot be read.

    "Yes once the policy is approved" is one, and short enough to be shown whole where it is named.
    """
    if read_answer(answer).answer or not looks_long(answer):
        return False
    return not (len(answer) <= SHOWN and begins_with_answer(answer))


def _answer_from_evidence(found: dict[Role, str]) -> None:
    """One column for both: "Yes – see the policy" is an answer, and evidence behind it."""
    reading = read_answer(found.get("evidence", ""))
    if reading.answer and reading.sure:
        found["answer"] = reading.answer.label
        found["evidence"] = reading.rest


def _drop_echoes(found: dict[Role, str], wording: Wording) -> None:
    """Removes the Code's wording from under the answer's heading, and where it stands as well.

    A landlord may quote a provision as evidence or in a comment: that alone is left as it is.
    """
    answer = fold(found.get("answer", ""))
    if len(answer) < ECHO or not wording.is_wording(found["answer"]):
        return
    for role in ("answer", "evidence", "commentary"):
        if fold(found.get(role, "")) == answer:
            found.pop(role)


def _split_numbers(found: dict[Role, str], wording: Wording) -> None:
    number, requirement = found.get("number", ""), found.get("requirement", "")
    if number and not looks_like_number(number):
        start, rest = split_number(number)
        if start and (not requirement or wording.is_wording(rest)):
            found["number"], found["requirement"] = start, join(rest, requirement)
        elif start and len(rest.split()) <= BESIDE_NUMBER:
            # "1.2 Must": what is beside the number is no wording.
            found["number"] = start
        elif not requirement and (
            wording.is_wording(number) or wording.beginning(number) > BEGINNING
        ):
            found["number"], found["requirement"] = "", number
    elif requirement and not number:
        start, rest = split_number(requirement)
        if start:
            found["number"], found["requirement"] = start, rest
        elif looks_like_number(requirement):
            found["number"], found["requirement"] = requirement, ""
