"""Puts a row's texts where they belong: numbers, wording and answers that stand in a wrong cell."""

from __future__ import annotations

from assessments.importing.answers import looks_long, read_answer
from assessments.importing.headings import Role
from assessments.importing.numbers import looks_like_number, split_number
from assessments.importing.rows.columns import Layout
from assessments.importing.texts import fold, join
from assessments.importing.wording import Wording


def repaired(found: dict[Role, str], wording: Wording, layout: Layout) -> dict[Role, str]:
    """The texts where they belong: numbers out of requirements, evidence out of answers."""
    found = dict(found)
    _split_numbers(found, wording)
    _drop_echoes(found, wording)
    answer = found.get("answer", "")
    if answer and read_answer(answer).answer == "" and looks_long(answer):
        found.pop("answer")
        if not found.get("evidence"):
            found["evidence"] = answer
        else:
            found["evidence"] = f"{answer}\n{found['evidence']}"
    elif not answer and not layout.has("answer", "yes"):
        _answer_from_evidence(found)
    return found


def _answer_from_evidence(found: dict[Role, str]) -> None:
    """One column for both: "Yes – see the policy" is an answer, and evidence behind it."""
    reading = read_answer(found.get("evidence", ""))
    if reading.answer and reading.sure:
        found["answer"] = reading.answer.label
        found["evidence"] = reading.rest


def _drop_echoes(found: dict[Role, str], wording: Wording) -> None:
    """Removes the Code's own wording where it stands in several cells: a page drawn twice."""
    seen: dict[str, Role] = {}
    for role in ("requirement", "answer", "evidence", "commentary"):
        folded = fold(found.get(role, ""))
        first = seen.setdefault(folded, role) if len(folded) > 40 else role
        if first != role and wording.is_wording(found[role]):
            found.pop(role)
            if first != "requirement":
                found.pop(first, None)


def _split_numbers(found: dict[Role, str], wording: Wording) -> None:
    number, requirement = found.get("number", ""), found.get("requirement", "")
    if number and not looks_like_number(number):
        start, rest = split_number(number)
        if start and (not requirement or wording.is_wording(rest)):
            found["number"], found["requirement"] = start, join(rest, requirement)
        elif start and len(rest.split()) <= 4:
            # "1.2 Must": what is beside the number is no wording.
            found["number"] = start
        elif not requirement and (wording.is_wording(number) or wording.beginning(number) > 85):
            found["number"], found["requirement"] = "", number
    elif requirement and not number:
        start, rest = split_number(requirement)
        if start:
            found["number"], found["requirement"] = start, rest
        elif looks_like_number(requirement):
            found["number"], found["requirement"] = requirement, ""
