"""From our own open data to a result: each row to its provision, each text as it was typed."""

from __future__ import annotations

from collections.abc import Sequence

from assessments.enums import Answer
from assessments.importing.answers import Reading, read_answer
from assessments.importing.assemble import answer_problems
from assessments.importing.own_files import OwnFile, OwnRow
from assessments.importing.result import Certainty, Found, ImportResult, Kind, Problem
from assessments.importing.texts import flat, fold
from assessments.importing.years import year_of_name
from codes.data import CodeData, ProvisionData


def read_exactly(file: OwnFile, code: CodeData) -> ImportResult:
    """The result for the Code that the file is of."""
    responses: dict[str, Found] = {}
    problems: list[Problem] = []
    for row in file.rows:
        provision = _provision(row, code)
        if provision is None or provision.number in responses:
            problems += _left_out(row, provision)
        else:
            responses[provision.number] = _found(row, provision, problems)
    numbers = code.numbers()
    return ImportResult(
        edition=code.edition,
        responses=tuple(responses[number] for number in numbers if number in responses),
        missing=tuple(number for number in numbers if number not in responses),
        problems=tuple(problems),
        year=year_of_name(file.year),
    )


def _provision(row: OwnRow, code: CodeData) -> ProvisionData | None:
    """The one with that number and wording; with that wording alone, as a spreadsheet makes 5.1 of
    5.10; or with that number.
    """
    by_number = {item.number: item for item in code.provisions()}.get(row.number)
    if by_number is not None and _agrees(row, by_number):
        return by_number
    worded = [item for item in code.provisions() if _agrees(row, item)]
    return worded[0] if len(worded) == 1 else by_number


def _agrees(row: OwnRow, provision: ProvisionData) -> bool:
    return fold(row.requirement) == fold(provision.text)


def _left_out(row: OwnRow, provision: ProvisionData | None) -> Sequence[Problem]:
    """What is said of a row that nothing was taken of; nothing of one that holds nothing."""
    if not any(row.values.values()):
        return ()
    if provision is None:
        message = f"A row matches no provision: “{row.number[:50]}”. We did not import it."
        return (Problem("", row.where, message, "unplaced"),)
    message = f"Provision {provision.number} appears twice. We used the first. Compare the other."
    return (Problem(provision.number, row.where, message, "repeated"),)


def _found(row: OwnRow, provision: ProvisionData, problems: list[Problem]) -> Found:
    def problem(message: str, kind: Kind) -> None:
        problems.append(Problem(provision.number, row.where, message, kind))

    written = flat(row.values["answer"])
    reading = _reading(row.values["answer"])
    answer_problems(reading, written, problem)
    is_sure = row.number == provision.number and _agrees(row, provision)
    certainty: Certainty = "sure" if is_sure else "likely"
    texts = {name: text for name, text in row.values.items() if name != "answer"}
    return Found(
        number=provision.number,
        answer=reading.answer,
        answer_text=written,
        where=row.where,
        certainty=certainty,
        **texts,
    )


def _reading(text: str) -> Reading:
    """The answer as our data names it; or as someone typed it into the file."""
    return Reading(Answer(text)) if text in Answer.values else read_answer(text)
